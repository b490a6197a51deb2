"""Files about the small made world, with a row for every marker and a name for every trap."""

import pytest
from django.db import transaction
from django.utils import timezone

from programmes.models import Area, Indicator, Observation, Programme, Progress, Submission
from tests.reading import LATEST, make_world

HOSTILE = {
    "QAA": '=HYPERLINK("x","y")',
    "QBB": '"Bure", of\nthe Broads \\ N',
    "QCC": "@Çam — 市 \u2028",
}
"""Names of areas as nobody should call them."""

NOTE = "=A second team, from “Çam”,\nbegan in October."
"""What QBB said of its latest figure; 01A said the same of one that is withheld."""


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    """The world, made once for a module; undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        make_traps()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db):
    """The made world, for `pytest.mark.usefixtures`; each test's own changes are undone after it."""


def make_traps():
    """Each marker in one row of its own of `ips-access`, in the latest quarter; a true zero; hostile names."""
    for code, name in HOSTILE.items():
        Area.objects.filter(code=code).update(name=name)
    rows = Progress.objects.filter(indicator__code="ips-access", period=LATEST.code)
    nothing = {
        "numerator": None,
        "actual": None,
        "year_to_date": None,
        "attainment": None,
        "variance": None,
        "revision": None,
    }
    for code, marker in (("01A", "c"), ("02B", "x"), ("03B", "z"), ("04C", "w")):
        rows.filter(area__code=code).update(marker=marker, notes="", **nothing)
    rows.filter(area__code="QAA").update(numerator=0, actual=0, year_to_date=0, attainment=0, notes="")
    rows.filter(area__code="QBB").update(notes="pr")
    rows.filter(area__code="QCC").update(notes="eb", actual=-0.1, numerator=1e21)
    Area.objects.filter(code="01A").update(name="-1+1")
    for code in ("QBB", "01A"):
        note_a_figure(rows.get(area__code=code), NOTE)


def note_a_figure(row, note):
    """The observation that a row of progress shows, in its first revision, with a note."""
    Progress.objects.filter(indicator=row.indicator_id, area=row.area_id, period=row.period_id).update(
        basis="reported", revision=1
    )
    Observation.objects.create(
        indicator=Indicator.objects.get(pk=row.indicator_id),
        area_id=row.area_id,
        period_id=row.period_id,
        numerator=3,
        note=note,
        submission=Submission.objects.create(
            channel="ingest",
            status="accepted",
            programme=Programme.objects.get(code="ips"),
            accepted_at=timezone.now(),
        ),
    )
