"""What the workforce plan was for, as the Mental Health Dashboard gave it: every figure is answered as published."""

import csv
import re
from io import StringIO

import pytest

from programmes.actions import published, recompute
from programmes.ingest.mental_health_dashboard import NO_FIGURE, NOUGHT
from programmes.models import Area, Indicator, Observation, Programme, Progress
from tests.england import FIXTURES, reference_loaded

DASHBOARD = FIXTURES / "published" / "mental_health_dashboard_2016-17_2021-22.csv"
ROWS = tuple(csv.DictReader(DASHBOARD.read_text().splitlines()))
PERINATAL, EARLY, LIAISON = "perinatal-access", "eip-within-two-weeks", "liaison-staff"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The figures with their results."""
    with django_db_blocker.unblock(), reference_loaded():
        found = published.ingest(
            content=DASHBOARD.read_bytes(),
            file_name=DASHBOARD.name,
            layout="mental-health-dashboard",
            by="tests",
        )
        assert not found.findings.issues
        for indicator in Indicator.objects.filter(code__in=(PERINATAL, EARLY, LIAISON)):
            recompute.recompute_slice(dirty=recompute.Slice(indicator_id=indicator.pk))
        workforce = Programme.objects.get(code="workforce")
        recompute.recompute_slice(dirty=recompute.Slice(programme_id=workforce.pk))
        yield


@pytest.mark.parametrize("indicator", [PERINATAL, EARLY, LIAISON])
def test_every_row_is_answered_as_it_was_published(client, indicator):
    asked = f"/api/v1/progress?indicator={indicator}&basis=reported&format=csv"
    text = client.get(asked).getvalue().decode().lstrip("\ufeff")
    answered = {(row["area_type"], row["area"], row["period"]): row for row in csv.DictReader(StringIO(text))}
    rows = [row for row in ROWS if row["indicator"] == indicator]

    assert len(answered) == len(rows) > 90
    for row in rows:
        found = answered[row["area_type"], row["area"], row["period"]]
        if row["figure"] in ("c", "x"):
            assert (found["actual"], found["marker"]) in (
                ("", row["figure"]),
                (f"[{row['figure']}]", row["figure"]),
            )
        else:
            assert float(found["actual"]) == float(row["figure"]), row
        assert found["provenance"] == "official"


def _of(indicator, code, period, area_type="england"):
    area = Area.objects.filter(code=code, area_type=area_type).latest("valid_from")
    return Progress.objects.get(indicator__code=indicator, area=area, period=period)


def test_twelve_months_are_neither_added_nor_compared_with_a_target_within_the_year():
    quarters = [_of(PERINATAL, "ENG", f"2021-22-Q{quarter}") for quarter in (1, 2, 3, 4)]

    assert [row.actual for row in quarters] == [35_997, 39_263, 40_411, 43_656]
    assert all(row.year_to_date == row.actual and row.target_to_date is None for row in quarters)
    assert all(row.required_per_period is None for row in quarters)
    planned = _of(PERINATAL, "ENG", "2023-24-Q4")
    assert (planned.target_year, planned.target_basis, planned.target_provenance) == (
        66_000,
        "published",
        "official",
    )
    assert _of(PERINATAL, "ENG", "2023-24-Q3").target_to_date is None


def test_boards_of_today_have_whole_sums_and_no_ratio_made_of_two():
    somerset = _of(EARLY, "QSL", "2021-22-Q4", "icb")
    today = Area.objects.filter(area_type="icb", valid_to=None)
    boards = Progress.objects.filter(period="2021-22-Q4", area__in=today)

    assert somerset.actual is not None
    assert (somerset.basis, somerset.numerator) == ("rebased", None)
    new = today.filter(valid_from="2026-04-01")
    assert not boards.filter(indicator__code=EARLY, area__in=new, actual__isnull=False).exists()
    assert set(boards.filter(indicator__code=EARLY, area__in=new).values_list("marker", flat=True)) == {"x"}
    assert boards.filter(indicator__code=PERINATAL, area__in=new, actual__isnull=False).exists()


def test_liaison_staff_end_with_the_survey_of_2018_19():
    assert _of(LIAISON, "ENG", "2016-17").actual == 1809.4
    assert _of(LIAISON, "ENG", "2018-19").actual == 2463.96
    assert Progress.objects.filter(indicator__code=LIAISON).latest("period").period_id == "2018-19"


def test_noughts_and_errors_of_the_sheet_say_so():
    told = Observation.objects.filter(indicator__code__in=(PERINATAL, EARLY, LIAISON))

    assert set(told.filter(numerator=0).values_list("note", flat=True)) == {NOUGHT}
    assert told.filter(marker="x").count() == 13
    assert set(told.filter(marker="x").values_list("note", flat=True)) == {NO_FIGURE}


@pytest.mark.parametrize("indicator", [PERINATAL, EARLY, LIAISON])
@pytest.mark.parametrize(
    "page",
    ["programmes/workforce/", "map/", "compare/", "targets/", "areas/QSL/workforce/", "areas/ENG/workforce/"],
)
def test_their_pages_open(client, indicator, page):
    answer = client.get(f"/{page}?programme=workforce&indicator={indicator}", follow=True)

    assert answer.status_code == 200


def test_the_pages_print_them(client):
    def words(path):
        return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())

    assert "43,656" in words(f"/programmes/workforce/?indicator={PERINATAL}")
    assert "68%" in words(f"/programmes/workforce/?indicator={EARLY}")
    assert "2,464.0" in words(f"/programmes/workforce/?indicator={LIAISON}")
