"""A made world with open periods, an editor of one ICB, a national administrator, and files to send in."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.actions import upload_reading, uploads
from programmes.models import Grant, PeriodReopening, ReportingPeriod, Submission, User
from tests.world import World, make_world

HEADING = [
    "indicator_code",
    "area_code",
    "period",
    "numerator",
    "denominator",
    "marker",
    "note",
    "reason_for_change",
]
PERIOD = "2023-24-Q3"


@pytest.fixture
def world(db) -> World:
    return populate()


def populate() -> World:
    """The small world with two indicators, and 2023/24 open."""
    made = make_world()
    made.indicator("people")
    made.indicator("share", kind="ratio", unit="percent", denominator_label="All")
    opener = User.objects.create(username="opener")
    PeriodReopening.objects.bulk_create(
        PeriodReopening(
            period=period,
            programme_code="ips",
            reason="Late.",
            until=timezone.localdate() + timedelta(days=1),
            opened_by=opener,
        )
        for period in ReportingPeriod.objects.filter(code__startswith="2023-24")
    )
    return made


def person(name: str, role: str = "", area: str = "") -> User:
    user = User.objects.create(username=name)
    if role:
        Grant.objects.create(user=user, role=role, area_code=area, given_by="tests")
    return user


@pytest.fixture
def editor(world) -> User:
    """Of QA1, with the location 01C in it."""
    return person("editor", "editor", "QA1")


@pytest.fixture
def national(world) -> User:
    return person("national", "administrator")


@pytest.fixture
def approver(world) -> User:
    return person("approver", "approver")


def table(*rows, heading=HEADING) -> bytes:
    """A CSV file of our template."""
    written = io.StringIO()
    csv.writer(written).writerows([heading, *rows])
    return written.getvalue().encode()


def line(
    area="01C",
    numerator="",
    *,
    indicator="people",
    period=PERIOD,
    denominator="",
    marker="",
    note="",
    reason="",
):
    return [indicator, area, period, numerator, denominator, marker, note, reason]


@pytest.fixture
def send_in(world):
    """Send a file in and read it, as a worker does at once."""

    def sent(by, content, name="figures.csv") -> Submission:
        upload = uploads.receive(programme=world.programme, content=content, file_name=name, by=by)
        upload_reading.read(upload_id=upload.pk)
        return Submission.objects.select_related("upload").get(pk=upload.pk)

    return sent


def refused(submission):
    """(row, column, code) of each refusal."""
    return list(submission.issues.order_by("row", "pk").values_list("row", "column", "code"))


def counts(submission):
    """New, changed, same, refused."""
    submission.refresh_from_db()
    return submission.rows_new, submission.rows_changed, submission.rows_same, submission.rows_refused
