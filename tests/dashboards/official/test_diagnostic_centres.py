"""Diagnostic centres as official figures: two lists with nothing between them."""

import csv
from collections import Counter

import pytest

from programmes.actions import published, recompute
from programmes.models import Area, Indicator, Programme, Progress, Service
from programmes.periods import Period
from tests.england import FIXTURES, reference_loaded

TRANSCRIPT = FIXTURES / "published" / "diagnostic_centres_transcript_2022-08-14.csv"
LISTED = FIXTURES / "published" / "cdc_sites_2025-10-28.csv"
NATIONAL = FIXTURES / "observations" / "official_national.csv"
CENTRES = tuple(csv.DictReader(TRANSCRIPT.read_text().splitlines()))

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Both lists and England's announced figures, with their results."""
    files = ((LISTED, "cdc-sites"), (TRANSCRIPT, "cdc-transcript"), (NATIONAL, "national-figures"))
    with django_db_blocker.unblock(), reference_loaded():
        for path, layout in files:
            found = published.ingest(
                content=path.read_bytes(), file_name=path.name, layout=layout, by="tests"
            )
            assert not found.findings.issues
        sites = Indicator.objects.get(code="cdc-sites")
        recompute.recompute_slice(dirty=recompute.Slice(indicator_id=sites.pk))
        recompute.recompute_slice(dirty=recompute.Slice(programme_id=Programme.objects.get(code="cdc").pk))
        yield


def _boards(client, period):
    asked = (
        f"/api/v1/progress?indicator=cdc-sites&area_type=icb&period={period}&boundaries=reported&limit=500"
    )
    rows = client.get(asked).json()["rows"]
    return {row["area"]: row for row in rows if row["basis"] == "reported"}


def test_every_centre_of_august_2022_is_counted_in_its_board(client):
    found = _boards(client, "2022-23-Q2")
    listed = Counter(row["icb"] for row in CENTRES)

    assert (len(CENTRES), sum(bool(row["opened_on"]) for row in CENTRES)) == (92, 79)
    assert len(found) == 42
    assert {area: row["actual"] for area, row in found.items()} == {area: listed[area] for area in found}
    assert sum(row["actual"] for row in found.values()) == 92
    assert {row["provenance"] for row in found.values()} == {"derived"}


@pytest.mark.parametrize("period", ["2021-22-Q2", "2021-22-Q4", "2022-23-Q1"])
def test_before_the_list_a_board_has_a_figure_where_every_centre_has_a_day(period):
    ends = str(Period.parse(period).ends_on)
    rows = Progress.objects.filter(indicator__code="cdc-sites", period=period, basis="reported")
    found = {
        row.area.code: row for row in rows.filter(area__area_type__in=("icb", "stp")).select_related("area")
    }

    assert len(found) == 42
    for code, row in found.items():
        days = [centre["opened_on"] for centre in CENTRES if centre["icb"] == code]
        if all(days):
            assert (row.actual, row.provenance) == (sum(day <= ends for day in days), "derived")
        else:
            assert (row.actual, row.marker) == (None, "x")
    assert sum(row.actual is None for row in found.values()) == 5


def test_nothing_is_carried_on_from_one_list_to_the_other(client):
    today = Area.objects.filter(area_type="icb", valid_to=None)
    between = Progress.objects.filter(
        indicator__code="cdc-sites", area__in=today, period__gte="2022-23-Q3", period__lte="2025-26-Q2"
    )

    assert between.exists()
    assert not between.filter(actual__isnull=False).exists()
    assert not between.exclude(marker="x").exists()
    assert sum(row["actual"] for row in _boards(client, "2025-26-Q3").values()) == 170
    assert Service.objects.filter(programme__code="cdc").count() == 170, "the transcript lists no services"


def test_england_stays_as_it_was_announced(client):
    rows = client.get("/api/v1/progress?indicator=cdc-sites&area=ENG&limit=100").json()["rows"]
    found = {row["period"]: (row["actual"], row["provenance"]) for row in rows}

    assert found["2021-22-Q4"] == (73, "official")
    assert found["2022-23-Q2"] == (92, "official")
    assert found["2021-22-Q3"] == (None, found["2021-22-Q3"][1])


def test_a_figure_names_whose_transcript_it_is_and_how_the_board_was_read(client):
    page = client.get("/provenance/cdc-sites/QF7/2022-23-Q2/").content.decode()
    caveat = client.get("/programmes/cdc/").content.decode()

    assert "as transcribed by a third party; boards read from constituencies." in page
    assert "Worked out by us" in page
    assert "a transcript by Igor Francetic: 92 centres, 79 of them with the day" in caveat


def test_no_board_of_today_has_a_part_of_a_centre(client):
    rows = client.get(
        "/api/v1/progress?indicator=cdc-sites&area_type=icb&boundaries=today&limit=2000"
    ).json()["rows"]
    known = {(row["area"], row["period"]): row["actual"] for row in rows if row["actual"] is not None}

    assert all(number == int(number) for number in known.values())
    assert known["QWO", "2025-26-Q3"] > 0
    today = {area for area, period in known if period == "2025-26-Q3"}
    assert len(today) == 30, "six boards have a piece of another, and no list says which centres stand in it"
