"""A file that a real worker reads while it is killed, or its message lost: nothing is lost, nothing doubled."""

from __future__ import annotations

import http.client
import socket
import threading
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from programmes.actions import steps, uploads
from programmes.choices import UploadState
from programmes.models import (
    Grant,
    Observation,
    PeriodReopening,
    Progress,
    ReportingPeriod,
    StagedFigure,
    Upload,
    User,
)
from tests.processes.machinery import Broker, Workers, wait_until
from tests.world import World

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS = [
    f"first,{code},{year}-{(year + 1) % 100}-Q{quarter},{100 + quarter}"
    for year in (2022, 2023)
    for quarter in (1, 2, 3, 4)
    for code in ("01C", "02D", "03E")
]
CONTENT = "\n".join(["indicator_code,area_code,period,numerator", *ROWS, "first,99Z,2023-24-Q1,5"]).encode()


@pytest.fixture
def editor(world: World) -> User:
    """Of everywhere, with two years open."""
    user = User.objects.create(username="national")
    Grant.objects.create(user=user, role="administrator", given_by="tests")
    PeriodReopening.objects.bulk_create(
        PeriodReopening(
            period=period,
            programme_code="ips",
            reason="Late.",
            until=timezone.localdate() + timedelta(days=1),
            opened_by=user,
        )
        for period in ReportingPeriod.objects.filter(starts_on__year__gte=2022, period_type="quarter")
    )
    return user


def send_in(world: World, editor: User) -> Upload:
    return uploads.receive(programme=world.programme, content=CONTENT, file_name="all.csv", by=editor)


def state() -> str:
    return Upload.objects.get().state


def staging_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where not granted and relation = 'programmes_stagedfigure'::regclass"
        )
        return cursor.fetchone()[0] > 0


def assert_read_once(upload: Upload) -> None:
    upload.submission.refresh_from_db()
    assert StagedFigure.objects.count() == len(ROWS) == upload.submission.rows_new
    assert upload.submission.issues.count() == upload.submission.rows_refused == 1


def test_a_file_is_read_and_its_accepted_figures_shown(world, editor, workers: Workers):
    workers.start()
    upload = send_in(world, editor)
    wait_until(lambda: state() == UploadState.READ)
    assert_read_once(upload)

    steps.submit(submission=upload.submission, by=editor)
    approver = User.objects.create(username="approver")
    Grant.objects.create(user=approver, role="approver", given_by="tests")
    steps.accept(submission=upload.submission, by=approver)

    shown = Progress.objects.filter(area=world.area("02D", "sub_icb"), period="2023-24-Q2", actual=102)
    wait_until(shown.exists)
    assert Observation.objects.count() == len(ROWS)


@pytest.mark.parametrize("killed", ["worker", "process"])
def test_a_worker_killed_in_the_middle_doubles_nothing(world, editor, workers, other_session, killed):
    worker = workers.start()
    with other_session.cursor() as cursor:
        cursor.execute("lock table programmes_stagedfigure in exclusive mode")
    upload = send_in(world, editor)
    wait_until(staging_waits)

    if killed == "worker":
        workers.kill(worker)
        other_session.rollback()
        workers.start(name="next")
    else:
        workers.kill_busy_process(worker)
        other_session.rollback()

    wait_until(lambda: state() == UploadState.READ, 40)
    assert_read_once(upload)
    assert Upload.objects.get().attempts == 2


def test_a_lost_message_is_made_up_for(world, editor, workers: Workers, broker: Broker):
    upload = send_in(world, editor)
    broker.flush()
    Upload.objects.update(received_at=timezone.now() - timedelta(minutes=1))

    workers.start()

    wait_until(lambda: state() == UploadState.READ)
    assert_read_once(upload)


def test_a_file_is_taken_in_while_the_broker_is_away(world, editor, workers: Workers, broker: Broker):
    broker.kill()
    upload = send_in(world, editor)
    Upload.objects.update(received_at=timezone.now() - timedelta(minutes=1))
    broker.ensure_running()

    workers.start()

    wait_until(lambda: state() == UploadState.READ)
    assert_read_once(upload)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def press_accept(port: int, upload: Upload, session: str) -> int:
    """What the web server answers to an approver; 0 when it died meanwhile."""
    token = "a" * 32
    cookies = f"rollout_session_{port}={session}; rollout_csrf_{port}={token}"
    said = urlencode({"decision": "accept", "csrfmiddlewaretoken": token})
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        asked.request("POST", f"/enter/upload/{upload.pk}/", said, headers)
        return asked.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        asked.close()


def recording_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where not granted and relation = 'programmes_observation'::regclass"
        )
        return cursor.fetchone()[0] > 0


def test_a_web_server_killed_while_it_accepts_loses_and_doubles_nothing(
    world, editor, workers, other_session
):
    workers.start()
    upload = send_in(world, editor)
    wait_until(lambda: state() == UploadState.READ)
    steps.submit(submission=upload.submission, by=editor)
    approver = User.objects.create(username="approver")
    Grant.objects.create(user=approver, role="approver", given_by="tests")
    port, session = free_port(), signed_in(approver)
    web = workers.start_web(port)
    with other_session.cursor() as cursor:
        cursor.execute("lock table programmes_observation in exclusive mode")
    answers: list[int] = []
    asking = threading.Thread(target=lambda: answers.append(press_accept(port, upload, session)))
    asking.start()
    wait_until(recording_waits)

    workers.kill(web)
    asking.join(30)
    other_session.rollback()

    assert answers == [0]
    wait_until(lambda: not recording_waits())
    assert Observation.objects.count() == 0
    workers.start_web(port)
    assert press_accept(port, upload, session) == 302
    assert press_accept(port, upload, session) == 302
    assert Observation.objects.count() == len(ROWS)
    wait_until(Progress.objects.filter(area__code="02D", period="2023-24-Q2", actual=102).exists)
