"""Practitioners in primary care networks as official figures: all that is shipped is found again, and said truly."""

import csv
from collections import defaultdict
from datetime import date

import pytest

from programmes.actions import published, recompute
from programmes.models import Area, Indicator, Observation, Programme
from programmes.periods import Period
from tests.england import FIXTURES, reference_loaded

LISTED = FIXTURES / "published" / "network_practitioners_2023-06-30_2025-11-30.csv"
NATIONAL = FIXTURES / "observations" / "official_national.csv"
LISTED_ROWS = tuple(csv.DictReader(LISTED.read_text().splitlines()))
LATEST = "2025-26-Q3"
DAYS = {"2024-25-Q4": "2025-03-31", LATEST: "2025-11-30"}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The areas of England with the official figures of the programme, and their results."""
    with django_db_blocker.unblock(), reference_loaded():
        for path, layout in ((LISTED, "network-practitioners"), (NATIONAL, "national-figures")):
            found = published.ingest(
                content=path.read_bytes(), file_name=path.name, layout=layout, by="tests"
            )
            assert not found.findings.refusals
        for indicator in Indicator.objects.filter(programme__code="pcmhp"):
            recompute.recompute_slice(dirty=recompute.Slice(indicator_id=indicator.pk))
        recompute.recompute_slice(dirty=recompute.Slice(programme_id=Programme.objects.get(code="pcmhp").pk))
        yield


@pytest.fixture
def progress(client):
    """All rows of progress of an indicator, by period, code and kind of area: more than one where a code began anew."""

    def asked(indicator):
        answer = client.get(f"/api/v1/progress?indicator={indicator}&limit=5000").json()
        assert answer["meta"]["next"] is None
        found = defaultdict(list)
        for row in answer["rows"]:
            found[row["period"], row["area"], row["area_type"]].append(row)
        return found

    return asked


@pytest.fixture
def england(progress):
    """England's numbers by period: numerator, and denominator where there is one."""

    def asked(indicator):
        return {
            period: (row["numerator"], row["denominator"])
            for (period, area, _), rows in progress(indicator).items()
            for row in rows
            if area == "ENG" and row["numerator"] is not None
        }

    return asked


def test_england_reads_as_published(england):
    assert england("pcmhp-networks-two") == {"2024-25-Q4": (119, 1284), LATEST: (114, 1297)}
    assert england("pcmhp-networks-any") == {"2024-25-Q4": (434, 1284), LATEST: (458, 1297)}
    wte = {period: round(value, 3) for period, (value, _) in england("pcmhp-wte-networks").items()}
    assert list(wte) == [period.code for period in Period.between(Period(2023, 1), Period(2025, 3))]
    assert (wte["2023-24-Q1"], wte["2024-25-Q4"], wte[LATEST]) == (215.82, 632.469, 673.264)
    both = england("pcmhp-wte-practices-and-networks")
    assert both == {"2023-24-Q1": (844, None), "2025-26-Q1": (1158, None)}


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator"),
    [
        ("pcmhp-networks-two", "two_practitioners", "networks"),
        ("pcmhp-networks-any", "any_practitioner", "networks"),
        ("pcmhp-per-network", "wte", "networks"),
        ("pcmhp-wte-networks", "wte", ""),
    ],
)
def test_every_row_of_the_list_is_found_again(progress, indicator, numerator, denominator):
    found = progress(indicator)
    rows = [row for row in LISTED_ROWS if not denominator or row["networks"]]

    assert len(rows) > 300
    for row in rows:
        period = Period.containing(date.fromisoformat(row["date"]))
        basis = "rebased" if row["borders_of"] else "reported"
        [shown] = [
            each for each in found[period.code, row["area"], row["area_type"]] if each["basis"] == basis
        ]
        assert shown["numerator"] == float(row[numerator])
        assert shown["denominator"] == (float(row[denominator]) if denominator else None)
        assert shown["provenance"] == ("derived" if row["borders_of"] else "official")
        assert ("p" in shown["notes"]) == (row["date"] == "2025-11-30")
        assert shown["target_to_date"] is None


@pytest.mark.parametrize("period", ["2024-25-Q4", LATEST])
def test_todays_boards_are_exact_sums_of_networks(progress, period):
    boards = {area.code for area in Area.objects.filter(area_type="icb", valid_to=None)}
    today = [
        row
        for (when, area, level), rows in progress("pcmhp-networks-two").items()
        for row in rows
        if (when, level) == (period, "icb") and area in boards
    ]
    counted = {row["area"]: row for row in today if row["area"] != "QRL" or row["basis"] == "rebased"}

    assert len(boards) == len(counted) == 36
    listed = next(row for row in LISTED_ROWS if row["area"] == "ENG" and row["date"] == DAYS[period])
    assert sum(row["numerator"] for row in counted.values()) == int(listed["two_practitioners"])
    assert sum(row["denominator"] for row in counted.values()) == int(listed["networks"])
    assert not any("e" in row["notes"] for row in counted.values())


def test_a_figure_inside_a_quarter_says_of_which_day_it_is():
    late = Observation.objects.filter(indicator__code="pcmhp-networks-two", period=LATEST)

    assert late.count() == 1 + 7 + 42 + 106 + 3
    assert not late.exclude(marker="p").exists()
    assert all(figure.note.startswith("At 30 November 2025, not the end of the quarter.") for figure in late)
    assert "24 networks record nobody at all" in late.get(area__code="ENG").note
    assert "by the borders of 1 April 2026" in late.get(area__code="U2G6B").note


def test_nothing_is_judged_where_no_target_was_published(client):
    assert client.get("/api/v1/targets?programme=pcmhp").json()["rows"] == []
    assert (
        not Observation.objects.filter(indicator__programme__code="pcmhp").exclude(layer="official").exists()
    )


@pytest.mark.parametrize(
    "path",
    [
        "/programmes/pcmhp/",
        "/areas/QRL/pcmhp/",
        "/areas/U2G6B/pcmhp/",
        "/areas/QNQ/pcmhp/",
        "/areas/ENG/pcmhp/",
        "/map/?programme=pcmhp",
        "/compare/?programme=pcmhp&areas=QRL,QHM",
        "/targets/?programme=pcmhp",
        "/completeness/?programme=pcmhp",
        *(
            f"/{page}?programme=pcmhp&indicator=pcmhp-wte-practices-and-networks"
            for page in ("programmes/pcmhp/", "map/", "compare/", "targets/", "areas/QHM/pcmhp/")
        ),
        "/methods/",
        "/",
    ],
)
def test_its_pages_open(client, path):
    answer = client.get(path, follow=True)

    assert answer.status_code == 200


def test_a_figure_added_up_for_todays_borders_is_not_said_to_be_a_share(client):
    page = client.get(f"/provenance/pcmhp-networks-two/U2G6B/{LATEST}/").content.decode()

    assert "added up for its borders of today from the smallest parts that are published" in page
    assert "by the borders of 1 April 2026" in page
    assert "58.8%" not in page


def test_the_map_shows_the_figure_where_no_coverage_is_known(client):
    page = client.get("/map/?programme=pcmhp").content.decode()

    assert "Lincolnshire: 42.9%" in page
    assert "Nothing is known yet" not in page
    assert "Nothing is known yet" in client.get("/map/?programme=pcmhp&show=coverage").content.decode()


def test_a_card_gives_no_day_to_a_figure_of_another(client):
    page = client.get("/programmes/pcmhp/").content.decode()

    assert "in 2025/26 Q3, provisional" in page
    assert "at 31 December 2025" not in page


def test_what_is_counted_for_england_alone_says_so(client):
    board = client.get("/areas/QHM/pcmhp/").content.decode()
    unknown = client.get("/provenance/pcmhp-wte-practices-and-networks/QHM/2025-26-Q1/")

    assert (
        "Practitioners in practices and networks: counted for England as a whole, not for this one." in board
    )
    assert unknown.status_code == 404
    assert "from 2023/24 Q1 on, for England as a whole." in unknown.content.decode()
