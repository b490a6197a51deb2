"""Keeping processes alive, ending them, and never ending a stranger."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from rollout.demo.processes import (
    Program,
    Supervisor,
    end_leftovers,
    group_is_gone,
    open_log,
    start_mark,
    wait_until,
)

pytestmark = [pytest.mark.slow, pytest.mark.processes]

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DIE = [sys.executable, "-c", "raise SystemExit(3)"]
STUBBORN = [
    sys.executable, "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]  # fmt: skip
# A leader with one child, whose number it prints.
FAMILY = [
    sys.executable, "-c",
    "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)",
]  # fmt: skip
# A supervisor of one family, for killing.
SUPERVISOR = """
import sys, time
from pathlib import Path
from rollout.demo.processes import Program, Supervisor
folder = Path(sys.argv[1])
supervisor = Supervisor(run=folder, logs=folder)
supervisor.add(Program("family", sys.argv[2:]))
print("started", flush=True)
time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(run=tmp_path, logs=tmp_path)
    yield supervisor
    supervisor.stop()


def keep_looking(supervisor, until, seconds=5.0):
    def look():
        supervisor.look()
        return until()

    return wait_until(look, seconds)


def said(tmp_path, name):
    log = tmp_path / f"{name}.log"
    assert wait_until(lambda: log.exists() and log.read_text().strip() != "", 5.0)
    return log.read_text().split()


def test_a_process_that_is_killed_is_started_again(supervisor):
    child = supervisor.add(Program("sleeper", SLEEP))
    first = child.process.pid

    os.kill(first, signal.SIGKILL)

    assert keep_looking(supervisor, lambda: child.process is not None and child.process.pid != first)
    assert start_mark(child.process.pid) is not None


def test_one_that_dies_again_and_again_is_started_ever_later(supervisor):
    child = supervisor.add(Program("mayfly", DIE))

    assert keep_looking(supervisor, lambda: child.failures == 3)

    assert child.restart_at - time.monotonic() > 0.7


def test_what_a_dead_leader_leaves_of_its_group_is_ended(supervisor, tmp_path):
    child = supervisor.add(Program("family", FAMILY))
    (orphan,) = map(int, said(tmp_path, "family"))

    os.kill(child.process.pid, signal.SIGKILL)

    assert keep_looking(supervisor, lambda: start_mark(orphan) is None)


def test_stopping_ends_the_whole_group(supervisor, tmp_path):
    child = supervisor.add(Program("family", FAMILY))
    said(tmp_path, "family")
    leader = child.process.pid

    supervisor.stop()

    assert group_is_gone(leader)
    assert list(tmp_path.glob("*.process")) == []


def test_one_that_will_not_end_is_killed(supervisor, tmp_path):
    child = supervisor.add(Program("stubborn", STUBBORN, stop_seconds=0.3))
    said(tmp_path, "stubborn")
    leader = child.process.pid

    supervisor.stop()

    assert start_mark(leader) is None


def test_stopping_does_not_start_what_had_just_died(supervisor):
    child = supervisor.add(Program("mayfly", DIE))
    assert keep_looking(supervisor, lambda: child.restart_at is not None)

    supervisor.stop()
    supervisor.look()

    assert child.process is None


def killed_supervisor(tmp_path, checkout):
    command = [sys.executable, "-c", SUPERVISOR, str(tmp_path), *FAMILY]
    process = subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"started\n"
    (orphan,) = map(int, said(tmp_path, "family"))
    leader = json.loads((tmp_path / "family.process").read_text())["pid"]
    process.kill()
    process.wait()
    process.stdout.close()
    return leader, orphan


def test_children_end_with_a_killed_parent(tmp_path, checkout):
    leader, _orphan = killed_supervisor(tmp_path, checkout)

    assert wait_until(lambda: start_mark(leader) is None, 5.0)


def test_what_a_killed_supervisor_left_is_ended_by_the_next(tmp_path, checkout):
    leader, orphan = killed_supervisor(tmp_path, checkout)
    assert wait_until(lambda: start_mark(leader) is None, 5.0)
    assert start_mark(orphan) is not None

    assert end_leftovers(tmp_path) == ["family's child"]

    assert wait_until(lambda: start_mark(orphan) is None, 5.0)
    assert list(tmp_path.glob("*.process")) == []


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path):
    with subprocess.Popen(SLEEP, start_new_session=True) as stranger:
        record = {"pid": stranger.pid, "mark": "an earlier process", "stop": int(signal.SIGTERM)}
        (tmp_path / "web.process").write_text(json.dumps(record))

        assert end_leftovers(tmp_path) == []

        assert stranger.poll() is None
        stranger.kill()


def test_a_damaged_record_is_thrown_away(tmp_path):
    (tmp_path / "web.process").write_text("{")

    assert end_leftovers(tmp_path) == []
    assert not (tmp_path / "web.process").exists()


def test_a_log_that_has_grown_large_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("rollout.demo.processes.LARGEST_LOG", 10)
    log = tmp_path / "web.log"
    log.write_text("a long story")

    os.close(open_log(log))

    assert log.read_text() == ""
    assert (tmp_path / "web.log.1").read_text() == "a long story"
