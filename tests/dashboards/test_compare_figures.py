"""What areas are compared by, and how far they lie apart: each kind of indicator, and what has no limits."""

import pytest

from dashboards.compare import figures
from programmes.periods import Period
from programmes.queries.comparison import ComparedArea
from programmes.results import ProgressSeries
from programmes.statistics.differences import of_shares
from programmes.statistics.intervals import rate
from tests.dashboards.definitions import a_point, an_area, an_indicator

QUARTER = Period(2023, 2)
FLOW = an_indicator()
STOCK = an_indicator(kind="stock", unit="wte", decimals=1)
SHARE = an_indicator(kind="ratio", unit="percent")
PER_NETWORK = an_indicator(kind="ratio", unit="per_network", decimals=2)


def area(code="QAA", adults=100_000, area_type="icb"):
    return ComparedArea(ProgressSeries(FLOW, an_area(code, area_type=area_type), ()), None, adults, 2020)


def apart(indicator, one, other, *, here=None, there=None):
    return figures.difference(
        indicator,
        area(**(here or {})),
        area("QBB", **(there or {})),
        a_point(QUARTER, **one),
        a_point(QUARTER, **other),
    )


def test_flow_is_compared_by_its_year_to_date_for_so_many_adults():
    found = apart(
        FLOW, {"actual": 1, "year_to_date": 65}, {"actual": 9, "year_to_date": 40}, there={"adults": 200_000}
    )

    assert found.apart == pytest.approx(65 - 20)
    assert found.interval.lower < 45 < found.interval.upper
    assert found.word == "better"


@pytest.mark.parametrize(("polarity", "word"), [("high", "better"), ("low", "worse"), ("none", "higher")])
def test_direction_that_is_good_decides_the_word(polarity, word):
    found = apart(an_indicator(polarity=polarity), {"actual": 100}, {"actual": 20})

    assert found.word == word


def test_shares_are_compared_from_their_counts():
    one, other = (
        {"actual": 0.8, "numerator": 56, "denominator": 70},
        {"actual": 0.6, "numerator": 48, "denominator": 80},
    )

    assert apart(SHARE, one, other).interval == of_shares(56, 70, 48, 80)


def test_share_whose_counts_are_withheld_has_no_limits():
    found = apart(
        SHARE, {"actual": 0.8, "numerator": None}, {"actual": 0.6, "numerator": 48, "denominator": 80}
    )

    assert found.apart == pytest.approx(0.2)
    assert found.interval is None
    assert found.word == "not compared"


@pytest.mark.parametrize("indicator", [STOCK, PER_NETWORK])
def test_levels_have_no_limits_and_no_judgement(indicator):
    found = apart(indicator, {"actual": 3.0, "numerator": 3, "denominator": 9}, {"actual": 1.0})

    assert found.apart == pytest.approx(2)
    assert (found.interval, found.word) == (None, "not compared")
    assert figures.why_no_interval(indicator)


def test_larger_of_two_levels_is_taken_as_it_is():
    england = {"area_type": "england", "adults": 1_000_000}
    found = apart(FLOW, {"actual": 65}, {"actual": 400}, there=england)
    turned = apart(FLOW, {"actual": 400}, {"actual": 65}, here=england)
    own = rate(65, 100_000)

    assert (found.interval.lower, found.interval.upper) == pytest.approx((own.lower - 40, own.upper - 40))
    assert (turned.interval.lower, turned.interval.upper) == pytest.approx((40 - own.upper, 40 - own.lower))


@pytest.mark.parametrize(("one", "adults"), [({"actual": None}, 100_000), ({"actual": 5}, None)])
def test_without_a_figure_or_adults_there_is_no_difference(one, adults):
    assert apart(FLOW, one, {"actual": 5}, here={"adults": adults}) is None


def test_year_to_date_that_is_not_known_is_not_replaced_by_the_quarter():
    assert figures.standing(FLOW, a_point(QUARTER, 5, year_to_date=None), 100_000) is None


@pytest.mark.parametrize(
    ("indicator", "value", "written"),
    [
        (FLOW, 1234.4, "1,234"),
        (FLOW, 12.34, "12.3"),
        (FLOW, 0.123, "0.12"),
        (SHARE, 0.4512, "45.1%"),
        (PER_NETWORK, 1.5, "1.50"),
    ],
)
def test_figures_are_written_as_finely_as_they_tell_apart(indicator, value, written):
    assert figures.written(indicator, value) == written
