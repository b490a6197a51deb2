"""A database in which every indicator had a last period is brought over: what was over ended, the rest goes on."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("programmes", "0027_how_targets_were_made")]
AFTER = [("programmes", "0028_no_last_period")]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def before():
    """The models of the database as it was."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def test_the_workforce_plan_ended_and_what_stopped_for_want_of_a_calendar_goes_on(before):
    source = before.get_model("programmes", "Source").objects.create(slug="made", title="Made for tests")
    programme = before.get_model("programmes", "Programme").objects.create(
        code="made",
        name="Made",
        short_name="Made",
        position=1,
        promise_source=source,
        headline="made",
        coverage_provenance="official",
    )
    period = before.get_model("programmes", "ReportingPeriod")
    for code, begin, end in (
        ("2017-18-Q1", date(2017, 4, 1), date(2017, 6, 30)),
        ("2020-21-Q4", date(2021, 1, 1), date(2021, 3, 31)),
    ):
        days = {"opens_on": end, "due_on": end, "closes_on": end}
        period.objects.create(code=code, period_type="quarter", starts_on=begin, ends_on=end, **days)
    for code in ("workforce-crisis", "ips-access"):
        before.get_model("programmes", "Indicator").objects.create(
            code=code, programme=programme, source=source, position=1, kind="flow", polarity="high", unit="people",
            period_type="quarter", reporting_level="icb", disclosure="none", first_period_id="2017-18-Q1",
            last_period_id="2020-21-Q4",
        )  # fmt: skip

    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)

    after = executor.loader.project_state(AFTER).apps.get_model("programmes", "Indicator").objects
    assert dict(after.values_list("code", "ended_on")) == {
        "workforce-crisis": date(2021, 3, 31),
        "ips-access": None,
    }
    assert after.get(code="workforce-crisis").end_reason.endswith("ran to March 2021.")
    assert after.get(code="ips-access").end_reason == ""
    after.all().delete()
