"""Rows as they were known on an earlier day: the same rows, order, pages and files as those of today."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programmes.models import (
    Area,
    Indicator,
    Observation,
    Programme,
    Service,
    ServiceArea,
    Source,
    Submission,
    Trajectory,
    TrajectoryPoint,
)

FIRST, SECOND = datetime(2024, 1, 10, 9, tzinfo=UTC), datetime(2024, 4, 10, 9, tzinfo=UTC)
ACCESS = "indicator=ips-access"
ONE = f"{ACCESS}&area=01A&period=2022-23-Q4"


@pytest.fixture
def history(world):
    """A figure, a plan and a service, each known since the first instant and otherwise since the second."""
    source, programme = Source.objects.get(), Programme.objects.get(code="ips")
    indicator, area = Indicator.objects.get(code="ips-access"), Area.objects.get(code="01A")
    delivery = Submission.objects.create(
        channel="ingest", status="accepted", programme=programme, accepted_at=FIRST, source=source
    )
    for number, (known, figure, planned) in enumerate(((FIRST, 40, 100), (SECOND, 60, 80)), 1):
        again = number > 1
        Observation.objects.create(
            indicator=indicator, area=area, period_id="2022-23-Q4", revision=number, numerator=Decimal(figure),
            revision_reason="Late returns." if again else "", submission=delivery, recorded_at=known,
        )  # fmt: skip
        plan = Trajectory.objects.create(
            indicator=indicator, kind="long_term_plan", version=number, name=f"Plan {number}",
            reason="Changed." if again else "", source=source, digest=str(number), recorded_at=known,
            published_on=date(2019, 4, 23),
        )  # fmt: skip
        TrajectoryPoint.objects.create(
            trajectory=plan, area=area, period_id="2022-23", value=planned, basis="published", provenance="official"
        )  # fmt: skip
        team = Service.objects.create(
            programme=programme, code=f"team-{number}", name="A team", opened_on=FIRST.date() - timedelta(365 * 2),
            provenance="official", source=source, recorded_at=known,
        )  # fmt: skip
        ServiceArea.objects.create(service=team, area=area)


def test_figures_and_targets_are_those_of_the_day(ask, history):
    def known(as_at):
        answer = ask(f"progress?{ONE}&as_at={as_at}")
        (row,) = answer["rows"]
        assert answer["meta"]["count"] == 1
        return row["actual"], row["target_year"], row["revision"], row["notes"]

    assert known("2024-01-09") == (None, None, None, "")
    assert known("2024-01-10") == (40, 100, 1, "")
    assert known("2024-04-10T08:59:59+00:00") == (40, 100, 1, "")
    assert known("2024-04-10T09:00:00%2B00:00") == (60, 80, 2, "r")


def test_answers_go_by_what_was_recorded_and_not_by_when_it_was_published(ask, history):
    """What was shown on a day can be shown again, whenever the target of a plan was published."""
    path = f"targets?{ACCESS}&area=01A&period=2022-23"

    assert ask(f"{path}&as_at=2024-01-09")["rows"] == []
    assert [row["value"] for row in ask(f"{path}&as_at=2024-03-31")["rows"]] == [100]


def test_the_answer_says_of_which_moment_it_is(ask, history):
    for path in ("progress?programme=ips", "coverage?programme=ips", "targets?programme=ips"):
        assert ask(f"{path}&as_at=2024-03-31")["meta"]["as_at"] == "2024-03-31T23:59:59.999999+01:00"


@pytest.mark.parametrize("path", [f"progress?{ACCESS}", "coverage?programme=ips", f"targets?{ACCESS}"])
def test_pages_and_files_hold_the_rows_of_the_day_in_their_order(ask, client, history, path):
    path = f"{path}&as_at=2024-03-31"
    whole = ask(f"{path}&limit=10000")["rows"]
    answer, rows, address = ask(f"{path}&limit=100"), [], ""
    while address is not None:
        rows += answer["rows"]
        address = answer["meta"]["next"]
        answer = client.get(address).json() if address else None
    file = client.get(f"/api/v1/{path}&format=csv").streaming_content
    lines = list(csv.DictReader(StringIO(b"".join(file).decode())))

    assert rows == whole
    keys = ("area", "period", "provenance")
    assert [[line[key] for key in keys] for line in lines] == [[row[key] for key in keys] for row in whole]
    for name in ("actual", "areas_covered", "value"):
        if name in lines[0]:
            told = [None if line[name] == "" else float(line[name]) for line in lines]
            assert told == [row[name] for row in whole]
            assert any(value is not None for value in told)


def test_filters_are_those_of_today(ask, history):
    rows = ask(f"progress?{ACCESS}&area_type=sub_icb&from=2022-23-Q4&basis=reported&as_at=2024-03-31")["rows"]

    assert {(row["area_type"], row["basis"]) for row in rows} == {("sub_icb", "reported")}
    assert min(row["period"] for row in rows) == "2022-23-Q4"


def test_coverage_is_by_the_services_of_the_day(ask, history):
    def known(as_at):
        (row,) = ask(f"coverage?programme=ips&area=QAA&period=2022-23-Q4&as_at={as_at}")["rows"]
        return row["areas_covered"], row["areas_total"], row["services"]

    assert known("2024-01-09") == (None, 1, None)
    assert known("2024-03-31") == (1, 1, 1)
    assert known("2024-04-30") == (1, 1, 2)


def test_targets_are_those_of_the_day(ask, history):
    def known(as_at):
        rows = ask(f"targets?{ACCESS}&as_at={as_at}")["rows"]
        return [(row["version"], row["value"], row["trajectory"]) for row in rows]

    assert known("2024-01-09") == []
    assert known("2024-03-31") == [(1, 100, "Plan 1")]
    assert known("2024-04-30") == [(2, 80, "Plan 2")]


def test_today_is_known_until_now_and_later_is_refused(ask, history):
    today = timezone.now().astimezone(timezone.get_default_timezone()).date()
    moment = datetime.fromisoformat(ask(f"progress?{ONE}&as_at={today}")["meta"]["as_at"])

    assert timezone.now() - timedelta(minutes=1) < moment <= timezone.now()
    for path in ("progress?programme=ips", "coverage?programme=ips", "targets?programme=ips"):
        problem = ask(f"{path}&as_at={today + timedelta(days=1)}", status=422)
        assert (problem["parameter"], problem["allowed"]) == ("as_at", [str(today)])
        assert "still to come" in problem["detail"]


def test_statements_of_an_earlier_day_do_not_grow_with_rows(client, history):
    def statements(limit):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/v1/progress?{ACCESS}&limit={limit}&as_at=2024-03-31").status_code == 200
        return len(captured)

    statements(1)
    assert statements(5) == statements(10_000) <= 22
