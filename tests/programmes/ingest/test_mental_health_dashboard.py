"""The NHS Mental Health Dashboard: years to date by area, as published, and what becomes of them."""

import csv
from collections import Counter
from io import StringIO

import pytest

from programmes.actions import demonstration_figures, published, recompute
from programmes.actions.recompute import Slice
from programmes.deliveries import Figure
from programmes.ingest.mental_health_dashboard import NOUGHT
from programmes.models import Area, Indicator, Observation, Progress
from programmes.periods import Period
from tests.england import FIXTURES
from tests.programmes.ingest.made import GONE, HEIR, findings, refused

ACCESS = FIXTURES / "published" / "ips_access_ytd_2019-20_2021-22.csv"
HEADING = "indicator,area_type,area,period,figure"
GOOD = "ips-access,ccg,14Y,2021-22-Q3,75"


def test_a_row_is_a_year_to_date_and_a_nought_says_what_it_may_mean():
    found = findings("mental-health-dashboard", f"{HEADING}\n{GOOD}\n{GOOD.replace('Q3,75', 'Q2,0')}\n")

    assert found.figures == (
        Figure("ips-access", HEIR, "2021-22-Q3", 75),
        Figure("ips-access", HEIR, "2021-22-Q2", 0, note=NOUGHT),
    )


def test_all_quarters_are_of_the_areas_of_the_newest():
    past = GOOD.replace("2021-22-Q3", "2017-18-Q1")
    of_then = GOOD.replace("14Y", "10H").replace("2021-22-Q3", "2017-18-Q1")

    found = findings("mental-health-dashboard", f"{HEADING}\n{past}\n{GOOD}\n{of_then}\n")
    alone = findings("mental-health-dashboard", f"{HEADING}\n{of_then}\n")

    assert [figure.area for figure in found.figures] == [HEIR, HEIR]
    assert refused(found) == [(4, "area-retired")]
    assert [figure.area for figure in alone.figures] == [GONE]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ips-access", "ips", "indicator-unknown"),
        ("ccg", "borough", "level-unknown"),
        ("ccg", "stp", "area-level"),
        ("14Y", "99Z", "area-unknown"),
        ("2021-22-Q3", "2021-22", "period-outside"),
        ("2021-22-Q3", "autumn", "period-unknown"),
        (",75", ",about 75", "not-a-number"),
        (",75", ",-5", "not-a-number"),
    ],
)
def test_a_figure_that_cannot_stand_is_refused(old, new, code):
    found = findings("mental-health-dashboard", f"{HEADING}\n{GOOD.replace(old, new)}\n")

    assert refused(found) == [(2, code)]
    assert not found.figures


def _load():
    return published.ingest(
        content=ACCESS.read_bytes(), file_name=ACCESS.name, layout="mental-health-dashboard", by="tests"
    )


def _rows():
    return list(csv.DictReader(ACCESS.read_text().splitlines()))


@pytest.fixture
def access(england):
    """Official figures of access to IPS, worked in."""
    ingested = _load()
    assert not ingested.findings.issues
    indicator = Indicator.objects.get(code="ips-access")
    recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
    return indicator


@pytest.mark.slow
def test_every_row_is_answered_as_it_was_published(access, client):
    text = client.get("/api/v1/progress?indicator=ips-access&basis=reported&format=csv").getvalue().decode()
    answered = {
        (row["area_type"], row["area"], row["period"]): row
        for row in csv.DictReader(StringIO(text.lstrip("\ufeff")))
        if row["year_to_date"]
    }

    for row in _rows():
        found = answered[row["area_type"], row["area"], row["period"]]
        assert float(found["year_to_date"]) == float(row["figure"]), row
        assert found["provenance"] == "official"
    assert len(answered) == len(_rows())


@pytest.mark.slow
def test_quarters_are_the_differences_and_a_fall_is_not_known(access):
    def of(code, area_type, period):
        area = Area.objects.filter(code=code, area_type=area_type).latest("valid_from")
        return Progress.objects.get(indicator=access, area=area, period=period)

    england = of("ENG", "england", "2021-22-Q2")
    assert (england.actual, england.year_to_date, england.notes) == (4105, 11_405, "e")
    assert of("ENG", "england", "2021-22-Q1").notes == "", "the first quarter is as published"
    fell = of("99G", "ccg", "2020-21-Q3")
    assert (fell.actual, fell.marker, fell.year_to_date) == (None, "x", 0)
    after = of("99G", "ccg", "2020-21-Q4")
    assert after.actual == after.year_to_date
    stale = of("ENG", "england", "2021-22-Q4")
    assert (stale.actual, stale.year_to_date, stale.marker) == (None, None, "x")


@pytest.mark.slow
def test_areas_of_today_have_what_their_whole_predecessors_published(access):
    found = Counter(
        Progress.objects.filter(
            indicator=access, period="2019-20-Q2", year_to_date__isnull=False
        ).values_list("area__area_type", "basis")
    )

    assert found["ccg", "reported"] == 106
    assert found["sub_icb", "rebased"] > 90, "those that were split have none: a share would be ours"
    assert found["icb", "rebased"] > 25
    somerset = Progress.objects.get(
        indicator=access, area__code="QSL", area__area_type="icb", period="2021-22-Q3"
    )
    assert (somerset.year_to_date, somerset.basis) == (370, "rebased")


@pytest.mark.slow
def test_areas_are_measured_against_nhs_englands_own_targets(access):
    def of(code, period="2021-22-Q3"):
        return Progress.objects.get(indicator=access, area__code=code, area__area_type="icb", period=period)

    somerset = of("QSL")
    assert (somerset.target_basis, somerset.target_provenance) == ("published", "official")
    assert somerset.attainment == pytest.approx(370 / 247.09, abs=0.01)
    assert (somerset.status, somerset.provenance) == ("on_plan", "derived")
    england = Progress.objects.get(indicator=access, area__code="ENG", period="2021-22-Q1")
    assert (england.target_to_date, england.target_year, england.attainment) == (8_000, 32_000, 0.9125)
    split = of("QOP")
    assert (split.target_to_date, split.target_year) == (None, None)


@pytest.mark.slow
def test_noughts_are_kept_and_noted(access):
    noughts = Observation.objects.filter(indicator=access, numerator=0, area__area_type="ccg")

    assert noughts.filter(period="2019-20-Q1").count() == 73
    assert set(noughts.values_list("note", flat=True)) == {NOUGHT}


@pytest.mark.slow
def test_nothing_is_made_up_where_an_official_figure_stands(access):
    workshop = demonstration_figures._workshop(seed=7)
    told = {period for indicator, period in workshop.told if indicator == "ips-access"}

    assert told == {quarter.code for year in (2019, 2020, 2021) for quarter in Period(year).quarters()}
    for period in sorted(told):
        assert workshop.told["ips-access", period] == set(Area.objects.values_list("pk", flat=True))
    assert workshop.official["ips-access", "2021-22-Q2"] == 11_405 - 7_300
    assert ("ips-access", "2021-22-Q4") not in workshop.official
    demonstration_figures.store(by="tests", seed=7)
    made_up = Observation.objects.filter(indicator=access, layer="demonstration")
    assert not made_up.filter(period__in=told).exists()
    assert made_up.filter(period="2022-23-Q1").exists()
    assert made_up.filter(period="2018-19-Q4").exists()
