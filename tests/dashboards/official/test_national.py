"""Official figures of England alone: each is answered and shown as it was published."""

import csv
import re

import pytest

from programmes.actions import published, recompute
from programmes.models import Indicator, Programme
from tests.england import FIXTURES, reference_loaded

NATIONAL = FIXTURES / "observations" / "official_national.csv"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """England's own official figures with their results."""
    with django_db_blocker.unblock(), reference_loaded():
        found = published.ingest(
            content=NATIONAL.read_bytes(), file_name=NATIONAL.name, layout="national-figures", by="tests"
        )
        assert not found.findings.refusals
        for indicator in Indicator.objects.filter(observations__isnull=False).distinct():
            recompute.recompute_slice(dirty=recompute.Slice(indicator_id=indicator.pk))
        for programme in Programme.objects.all():
            recompute.recompute_slice(dirty=recompute.Slice(programme_id=programme.pk))
        yield


@pytest.fixture
def england(client):
    """England's rows of an indicator that have a figure, by period."""

    def asked(indicator):
        answer = client.get(f"/api/v1/progress?indicator={indicator}&area=ENG&limit=500").json()
        return {row["period"]: row for row in answer["rows"] if row["actual"] is not None}

    return asked


def _words(client, path):
    """What a page says, without its mark-up."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_every_figure_of_the_list_is_answered(england):
    rows = list(csv.DictReader(NATIONAL.read_text().splitlines()))

    assert len(rows) > 15
    for row in rows:
        shown = england(row["indicator"])[row["period"]]
        whole = float(row["denominator"] or 1)
        assert shown["actual"] == pytest.approx(float(row["numerator"]) / whole), row
        assert shown["provenance"] == (row["provenance"] or "official"), row


def test_employment_is_answered_as_printed_with_its_break(england):
    found = england("smi-employment")

    assert {period: row["actual"] for period, row in found.items()} == {
        "2017-18": 0.07,
        "2018-19": 0.08,
        "2019-20": 0.09,
        "2020-21": 0.09,
        "2021-22": 0.06,
        "2022-23": 0.06,
    }
    assert [period for period, row in found.items() if "b" in row["notes"]] == ["2021-22"]
    for row in found.values():
        assert (row["numerator"], row["denominator"]) == (None, None), "its counts are not published"
        assert (row["provenance"], row["target_to_date"], row["status"]) == ("official", None, "no_target")
        assert (row["forecast"], row["rank"]) == (None, None)


def test_the_page_of_employment_prints_whole_per_cents_and_the_break(client):
    page = _words(client, "/programmes/ips/?indicator=smi-employment")
    method = _words(client, "/methods/smi-employment/")

    assert "6%" in page
    assert "6.0%" not in page
    assert "cannot be compared with 9% in 2020/21" in method
    assert "without the two counts it is made of" in method
    assert "Adult Social Care Outcomes Framework" in method


@pytest.mark.parametrize(
    "page", ["programmes/ips/", "map/", "compare/", "targets/", "areas/QHM/ips/", "areas/ENG/ips/"]
)
def test_the_pages_of_employment_open(client, page):
    _words(client, f"/{page}?programme=ips&indicator=smi-employment")


INTEGRATED, SUPPORT = "iapt-ltc-integrated-first-treatments", "tt-employment-support"


def test_sums_of_twelve_months_are_answered_as_derived(england):
    def numbers(indicator):
        return {period: row["actual"] for period, row in england(indicator).items()}

    assert numbers(INTEGRATED) == {
        "2021-22": 182_682,
        "2022-23": 185_375,
        "2023-24": 235_521,
        "2024-25": 261_094,
        "2025-26": 267_854,
    }
    assert numbers(SUPPORT) == {
        "2021-22": 106_220,
        "2022-23": 113_652,
        "2023-24": 169_758,
        "2024-25": 279_687,
        "2025-26": 318_576,
    }
    for indicator in (INTEGRATED, SUPPORT):
        assert {row["provenance"] for row in england(indicator).values()} == {"derived"}


@pytest.mark.parametrize(
    ("programme", "indicator", "printed"),
    [("iapt-ltc", INTEGRATED, "267,854 referrals"), ("talking-therapies", SUPPORT, "318,576 appointments")],
)
def test_a_sum_of_months_says_its_origin(client, programme, indicator, printed):
    page = _words(client, f"/programmes/{programme}/?indicator={indicator}")
    origin = _words(client, f"/provenance/{indicator}/ENG/2025-26/")

    assert printed in page
    assert "Worked out by us for England from what was published" in origin
    assert (
        "The sum of the twelve months as they were published. Source: NHS Talking Therapies monthly" in origin
    )
