"""All official figures that are shipped: how much of what could be known they make known, and who sees it first."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from programmes.actions import demonstration, recompute
from programmes.models import Indicator, Observation, Programme, Progress
from programmes.queries.known_results import known_results
from tests.england import FIXTURES, reference_loaded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LEAST = {
    "ips": (3_086, 0.102),
    "workforce": (5_110, 0.281),
    "pcmhp": (1_339, 0.297),
    "cdc": (340, 0.141),
    "iapt-ltc": (3_682, 0.246),
    "talking-therapies": (7_437, 0.753),
}
"""By programme, how many official results have a figure at least, and what part of all to March 2026: neither may fall.

Of all that the clock has brought since then the part falls by itself, until somebody loads it.
"""


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Every official figure that is shipped, with its results."""
    with django_db_blocker.unblock(), reference_loaded():
        steps = demonstration.load_official(FIXTURES, by="tests")
        assert sum(step.recorded.new for step in steps) > 13_000
        for indicator in Indicator.objects.all():
            recompute.recompute_slice(dirty=recompute.Slice(indicator_id=indicator.pk))
        for programme in Programme.objects.all():
            recompute.recompute_slice(dirty=recompute.Slice(programme_id=programme.pk))
        yield


def test_nothing_made_up_is_among_them():
    assert not Observation.objects.exclude(layer="official").exists()


def test_no_programme_knows_less_than_it_did():
    known = {each.programme: each for each in known_results()}
    asked = Progress.objects.filter(period__ends_on__lte=date(2026, 3, 31))
    rows = Counter(asked.values_list("indicator__programme__code", flat=True))

    assert known.keys() == LEAST.keys()
    for code, (figures, share) in LEAST.items():
        assert known[code].known >= figures, code
        assert known[code].known / rows[code] >= share, code


def test_loading_the_reference_says_how_much_is_known():
    said = StringIO()

    call_command("load_reference", stdout=said)

    told = said.getvalue()
    for each in known_results():
        assert f"{each.name}: {each.known:,} of {each.rows:,} official results have a figure" in told


def test_the_target_table_begins_with_figures_published_targets_and_statuses(client):
    page = BeautifulSoup(client.get("/targets/").content, "html.parser")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("table tbody tr")]
    judged = [row for row in rows if any(word in row for word in ("On plan", "Near plan", "Off plan"))]

    assert len(judged) >= 27


def test_an_answer_without_parameters_has_figures_published_targets_and_statuses(client):
    rows = client.get("/api/v1/progress").json()["rows"]
    full = [
        row
        for row in rows
        if row["actual"] is not None
        and row["target_to_date"] is not None
        and row["target_basis"] == "published"
        and row["status"] in ("on_plan", "near_plan", "off_plan")
    ]

    assert len(full) >= 40
    assert {row["layer"] for row in rows} == {"official"}
