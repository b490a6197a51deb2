"""A forecast with a pencil: simple methods, their mix, the interval, why there is none, and where a year is landing."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.choices import Polarity, Unit
from programmes.periods import Period
from programmes.statistics import forecast, forecast_simple
from programmes.statistics.amounts import NOUNS
from programmes.statistics.landing import Landing, describe_landing, landing_of
from programmes.statistics.refusals import Refused

figures = st.lists(st.floats(0, 1e6), min_size=8, max_size=8)
mixes = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(
    lambda each: [share / sum(each) for share in each]
)
steps = st.integers(1, 3)

EIGHT = [40, 44, 38, 45, 50, 47, 52, 55]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (forecast_simple.as_it_stands, [55, 55, 55]),
        (forecast_simple.straight_on, [55 + 15 / 7, 55 + 30 / 7, 55 + 45 / 7]),
        # The mean quarter grew from 41.75 to 51.
        (forecast_simple.a_year_on, [59.25, 56.25, 61.25]),
        (forecast_simple.usual, [51, 51, 51]),
    ],
)
def test_what_each_simple_method_says(method, said):
    assert [forecast_simple.expected(method(ahead), EIGHT) for ahead in (1, 2, 3)] == pytest.approx(said)


@pytest.mark.parametrize("method", forecast_simple.SIMPLE)
@given(figures, steps, st.floats(0.1, 10), st.floats(-1e5, 1e5))
def test_what_is_said_follows_the_scale_and_moves_with_the_figures(method, eight, ahead, scale, moved):
    said = forecast_simple.expected(method(ahead), eight)

    changed = forecast_simple.expected(method(ahead), [scale * figure + moved for figure in eight])

    assert changed == pytest.approx(scale * said + moved, rel=1e-9, abs=1e-4)


@given(figures, mixes, st.floats(0.1, 1e5))
def test_more_in_the_latest_quarter_never_lowers_what_is_expected(eight, mix, more):
    raised = [*eight[:-1], eight[-1] + more]

    before, after = forecast.quarters_ahead(eight, 3, mix), forecast.quarters_ahead(raised, 3, mix)

    assert all(new >= old - 1e-6 for new, old in zip(after, before, strict=True))


@given(st.floats(0, 1e6), mixes)
def test_what_never_moves_is_expected_to_stay(level, mix):
    assert forecast.quarters_ahead([level] * 8, 3, mix) == pytest.approx([level] * 3)


@given(figures, mixes)
def test_a_fall_never_ends_below_nothing_nor_a_share_above_one(eight, mix):
    assert min(forecast.quarters_ahead(sorted(eight, reverse=True), 3, mix)) >= 0
    assert max(forecast.quarters_ahead([figure / 1e6 for figure in sorted(eight)], 3, mix, most=1)) <= 1


@given(figures, st.integers(0, 3), steps)
def test_one_method_alone_says_what_it_says(eight, place, ahead):
    alone = [float(place == other) for other in range(4)]

    said = forecast_simple.expected(forecast_simple.SIMPLE[place](ahead), eight)

    assert forecast.quarters_ahead(eight, ahead, alone)[-1] == pytest.approx(max(said, 0))


errors = st.lists(st.floats(0.01, 100), min_size=4, max_size=4)


@given(errors, st.floats(0.1, 10))
def test_shares_are_a_whole_whatever_errors_are_measured_in(four, unit):
    counted = forecast.shares(four)

    assert sum(counted) == pytest.approx(1)
    assert forecast.shares([unit * error for error in four]) == pytest.approx(counted)


@given(errors, st.floats(1.1, 10))
def test_whoever_errs_less_counts_more(four, worse):
    assert forecast.shares([four[0] * worse, *four[1:]])[0] < forecast.shares(four)[0]
    best = min(range(4), key=lambda place: four[place])
    assert forecast.shares(four)[best] == max(forecast.shares(four))


def test_a_method_that_errs_twice_as_much_counts_a_quarter():
    assert forecast.shares([0.3, 0.6, 0.6, 0.6]) == pytest.approx([4 / 7, 1 / 7, 1 / 7, 1 / 7])


@pytest.mark.parametrize(
    ("middles", "typical"),
    [([0.5], 0.5), ([0.25, 1.0], 0.5), ([0.0, 0.0], 0.01), ([0.001, 100.0], 1.0)],
)
def test_a_typical_error_is_the_geometric_mean_of_middles_and_never_nothing(middles, typical):
    assert forecast.typical_error(middles) == pytest.approx(typical)


@given(figures, st.floats(0.1, 10))
def test_restlessness_is_in_the_unit_of_the_figures(eight, scale):
    assert forecast.restlessness([scale * figure for figure in eight]) == pytest.approx(
        scale * forecast.restlessness(eight), rel=1e-9, abs=1e-9
    )


def test_a_flat_series_is_restless_by_a_tenth_of_its_level():
    assert forecast.restlessness([50] * 8) == 5


def test_an_outturn_holds_the_year_to_date_and_what_is_expected():
    assert forecast.flow_outturn(EIGHT, [56, 57]) == 52 + 55 + 56 + 57
    assert forecast.flow_outturn(EIGHT, [56, 57, 58]) == 55 + 56 + 57 + 58
    tens, hundreds = [10] * 8, [100, 100, 100, 100, 100, 100, 100, 300]
    # This year 10 of 300 so far; three quarters of 150 each.
    assert forecast.ratio_outturn(tens, hundreds, [0.1, 0.2, 0.3]) == pytest.approx((10 + 150 * 0.6) / 750)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: forecast.quarters_ahead([1] * 7, 1, [0.25] * 4), "8 quarters, and these are 7"),
        (lambda: forecast.quarters_ahead([1] * 8, 1, [0.5] * 2), "4 methods, and 2 shares"),
        (
            lambda: forecast.quarters_ahead([1] * 8, 4, [0.25] * 4),
            "one to 3 quarters ahead, and this would be 4",
        ),
        (lambda: forecast_simple.usual(0), "this would be 0"),
        (lambda: forecast.typical_error([]), "judged"),
    ],
)
def test_what_cannot_be_asked_is_refused(ask, said):
    with pytest.raises(Refused, match=said):
        ask()


@pytest.mark.parametrize(("count", "rank"), [(20, 17), (24, 20), (25, 21), (99, 80), (4, 4)])
def test_margin_is_of_rank_eight_tenths_of_one_more_than_there_are(count, rank):
    assert forecast.rank_of_margin(count) == rank


def test_no_margin_is_made_of_fewer_than_twenty_errors():
    assert forecast.margin([0.5] * 19) is None
    assert forecast.margin([0.5] * 20) == 0.5


NINE = [40, 42, 41, 43, 45, 44, 47, 49, 50]


@pytest.mark.parametrize(
    ("quarters", "period", "breaks", "said"),
    [
        (NINE, Period(2024), [], "once a year"),
        (NINE, Period(2024, 4), [], "The year is over"),
        ([*NINE, None], Period(2024, 2), [], "no figure for 2024/25 Q2"),
        ([], Period(2024, 2), [], "no figure for 2024/25 Q2"),
        (NINE[:7], Period(2024, 2), [], "needs 8 quarters, and there are 7"),
        ([*NINE[:4], None, *NINE[:4]], Period(2024, 2), [], "among the last 8 has no figure"),
        (NINE, Period(2024, 2), [Period(2023, 1)], "counted differently since 2023/24 Q1"),
        (NINE, Period(2024, 2), [Period(2022, 3)], "too few earlier forecasts"),
        (NINE, Period(2024, 2), [Period(2022, 4)], "counted differently since 2022/23 Q4"),
        ([0] * 8, Period(2024, 2), [], "Nothing was counted"),
        ([None, *NINE[:8]], Period(2024, 2), [], "too few earlier forecasts"),
    ],
)
def test_why_there_is_no_forecast(quarters, period, breaks, said):
    assert said in forecast.why_refused(quarters, period, breaks)


def row(low, high, target, to_date=100.0):
    return SimpleNamespace(forecast_low=low, forecast_high=high, target_year=target, year_to_date=to_date)


HIGH, LOW = Polarity.HIGH, Polarity.LOW
SHORT = "Heading for 580 to 1,690 people [f] of 1,800: likely to fall short."
CLOSE = "Heading for 28.1% to 31.0% [f] against 30.0%: too close to call."


@pytest.mark.parametrize(
    ("point", "polarity", "adds_up", "landing"),
    [
        (row(158, 169, 180), HIGH, True, Landing.SHORT),
        (row(158, 180, 180), HIGH, True, Landing.CLOSE),
        (row(180, 190, 180), HIGH, True, Landing.LIKELY),
        (row(180, 190, 100), HIGH, True, Landing.THERE),
        (row(90, 110, 100), HIGH, False, Landing.CLOSE),
        (row(None, None, 100), HIGH, True, Landing.THERE),
        (row(None, None, 180), HIGH, True, Landing.REFUSED),
        (row(158, 180, 180), LOW, True, Landing.LIKELY),
        (row(158, 181, 180), LOW, True, Landing.CLOSE),
        (row(181, 190, 180), LOW, True, Landing.OVER),
        (row(181, 190, 99), LOW, True, Landing.LOST),
        (row(181, 190, 180), Polarity.NONE, True, Landing.NOT_JUDGED),
        (row(181, 190, None), HIGH, True, Landing.NOT_JUDGED),
    ],
)
def test_where_a_year_is_landing(point, polarity, adds_up, landing):
    assert landing_of(point, polarity, is_flow=adds_up) == landing


@pytest.mark.parametrize(
    ("point", "unit", "polarity", "said"),
    [
        (row(580, 1690, 1800), Unit.PEOPLE, HIGH, SHORT),
        (row(12.2, 12.4, 12, 9), Unit.PEOPLE, HIGH, "Heading for 12 people [f] against 12: likely to arrive."),
        (row(6.2, 6.4, 8.06, 6), Unit.SITES, HIGH, "Heading for 6 sites [f] of 8.1: likely to fall short."),
        (row(0.281, 0.31, 0.3, 0.2), Unit.PERCENT, HIGH, CLOSE),
        (row(40, 60, 50), Unit.PEOPLE, LOW, "Already over: 100 people against at most 50 for the year."),
        (row(140, 160, 120), Unit.PEOPLE, LOW, "Heading for 140 to 160 people [f] of at most 120: likely to be over."),
        (row(140, 160, 90), Unit.PEOPLE, HIGH, "Already there: 100 people against 90 for the year."),
        (row(140, 160, None), Unit.PEOPLE, HIGH, "Heading for 140 to 160 people [f]."),
        (row(140, 160, 150), Unit.PEOPLE, Polarity.NONE, "Heading for 140 to 160 people [f] against 150."),
        (row(None, None, 150), Unit.PEOPLE, HIGH, "A gap."),
    ],
)  # fmt: skip
def test_landing_in_a_sentence(point, unit, polarity, said):
    described = describe_landing(point, NOUNS[unit], polarity, is_flow=True, why_refused="A gap.")

    assert described == said


def test_level_that_is_at_its_target_already_does_not_arrive_again():
    there, below = row(168.6, 169.4, 160, 170), row(168.6, 169.4, 160, 158)
    said = [describe_landing(each, NOUNS[Unit.SITES], HIGH, is_flow=False) for each in (there, below)]

    assert said[0] == "Heading for 169 sites [f] against 160: likely to stay there."
    assert said[1] == "Heading for 169 sites [f] against 160: likely to arrive."
