"""Embedded servers: shared while somebody uses them, gone afterwards, nothing else touched."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
import redis

from rollout.demo import binaries, embedded, keeper
from rollout.demo.places import LONGEST_SOCKET_PATH, POSTGRES_SOCKET, Places, from_environment, wanted
from rollout.demo.processes import start_mark, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.processes]

# Uses the servers of a folder until it is killed.
USER = """
import sys, time
from pathlib import Path
from rollout.demo import embedded, places
embedded.ensure_running(places.Places(Path(sys.argv[1])), ["postgres", "valkey"])
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def places():
    places = embedded.throw_away_places()
    yield places
    embedded.let_go(places, seconds=10.0)


def user_of(places, checkout):
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(places.data)], cwd=checkout, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    return process


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()


def server_pid(places, name):
    return json.loads((places.run / f"{name}.process").read_text())["pid"]


def answers(places):
    try:
        connection = psycopg2.connect(places.database_url)
    except psycopg2.OperationalError:
        return False
    connection.close()
    return True


def test_they_are_shared_and_end_with_the_last_user_even_a_killed_one(places, checkout):
    embedded.ensure_running(places, ["postgres", "valkey"])
    other = user_of(places, checkout)

    assert not embedded.let_go(places, seconds=1.0)
    assert answers(places)

    end(other)
    assert wait_until(lambda: not answers(places), 10.0)
    assert wait_until(lambda: list(places.run.glob("*.process")) == [], 10.0)


def test_a_killed_server_is_started_again_and_has_lost_nothing(places):
    embedded.ensure_running(places, ["postgres", "valkey"])
    client = redis.Redis.from_url(places.redis_url)
    client.set("queued", "1")
    client.close()
    before = server_pid(places, "valkey")

    os.kill(before, signal.SIGKILL)

    assert wait_until(
        lambda: (places.run / "valkey.process").exists() and server_pid(places, "valkey") != before, 10.0
    )
    client = redis.Redis.from_url(
        places.redis_url, retry=redis.retry.Retry(redis.backoff.ConstantBackoff(0.1), 50)
    )
    assert client.get("queued") == b"1"
    client.close()


def test_a_killed_keeper_takes_its_servers_with_it_and_the_next_one_starts_over(places, checkout):
    user = user_of(places, checkout)
    servers = [server_pid(places, name) for name in ("postgres", "valkey")]

    os.kill(int((places.run / "keeper.lock").read_text()), signal.SIGKILL)

    assert wait_until(lambda: all(start_mark(server) is None for server in servers), 10.0)
    embedded.ensure_running(places, ["postgres", "valkey"])
    assert answers(places)
    end(user)


def test_the_word_of_a_killed_keeper_is_not_taken_for_that_of_the_next(places, checkout):
    user = user_of(places, checkout)
    os.kill(int((places.run / "keeper.lock").read_text()), signal.SIGKILL)
    assert wait_until(lambda: not answers(places), 10.0)
    assert (places.run / "ready").exists()

    with ThreadPoolExecutor() as threads:
        # The next keeper's first moment: it has the lock, and has neither written its name nor cleaned up.
        with (places.run / "keeper.lock").open("a") as alone:
            fcntl.flock(alone, fcntl.LOCK_EX)
            started = threads.submit(embedded.ensure_running, places, ["postgres", "valkey"])
            time.sleep(0.5)
            assert not started.done()
        started.result(30.0)
    assert answers(places)
    end(user)


def test_no_folder_above_the_data_folder_is_opened(places):
    narrow = places.data / "narrow"
    narrow.mkdir(mode=0o711)
    inside = Places(narrow / "data")
    before = {folder: folder.stat().st_mode for folder in inside.data.parents}

    embedded.ensure_running(inside, ["postgres", "valkey"], throw_away=True)
    embedded.let_go(inside, seconds=10.0)

    assert {folder: folder.stat().st_mode for folder in before} == before


def test_root_is_told_of_a_data_folder_that_the_servers_cannot_enter(tmp_path):
    closed = Places(tmp_path / "closed")

    with pytest.raises(binaries.EmbeddedServersError, match="cannot enter .*Set ROLLOUT_DATA_DIR"):
        binaries.require_reachable(closed, binaries.Account("nobody", 65534, 65534))


def test_programs_that_the_servers_cannot_reach_are_copied(places, monkeypatch):
    monkeypatch.setattr(binaries, "_does", lambda command, account: False)

    program = binaries.valkey_program(places, binaries.Account("nobody", 65534, 65534))

    assert program.is_relative_to(places.binaries)
    assert b"Valkey" in subprocess.run([program, "--version"], capture_output=True, check=True).stdout


def test_a_second_command_that_needs_more_servers_is_told_why_it_cannot(places, checkout):
    embedded.ensure_running(places, ["valkey"])

    done = subprocess.run(
        [sys.executable, "-c", USER, str(places.data)],
        capture_output=True,
        text=True,
        check=False,
        cwd=checkout,
    )

    assert "Another command runs valkey" in done.stderr


@pytest.mark.parametrize("length", [20, 200])
def test_socket_paths_fit(length):
    places = Places(Path("/var/tmp") / ("x" * length))

    assert len(str(places.sockets / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    places = Places(tmp_path / "data")
    places.data.mkdir()
    places.sockets.symlink_to(elsewhere)

    with pytest.raises(binaries.EmbeddedServersError, match="belongs to somebody else"):
        keeper.prepare_folders(places, binaries.Account(), [])


def test_two_checkouts_do_not_share_a_folder():
    one, other = (Places(Path("/srv") / name) for name in ("one", "other"))

    assert one.database_url != other.database_url
    assert from_environment({"ROLLOUT_DATA_DIR": "/srv/one"}) == one


@pytest.mark.parametrize(
    ("environment", "servers"),
    [
        ({}, []),
        ({"ROLLOUT_DEMO": "0"}, []),
        ({"ROLLOUT_DEMO": "1"}, ["postgres", "valkey"]),
        ({"ROLLOUT_DEMO": "1", "REDIS_URL": "redis://h"}, ["postgres"]),
        ({"ROLLOUT_DEMO": "1", "REDIS_URL": "redis://h", "DATABASE_URL": "postgresql://h/d"}, []),
    ],
)
def test_only_what_nobody_named_is_started(environment, servers):
    assert wanted(environment) == servers


@pytest.mark.parametrize("find", [binaries.postgres_programs, binaries.valkey_program])
def test_a_platform_without_wheels_is_told_what_it_needs(find, places, monkeypatch):
    monkeypatch.setattr(binaries, "_package", lambda name: None)

    with pytest.raises(binaries.EmbeddedServersError, match="Set DATABASE_URL .* and REDIS_URL"):
        find(places, binaries.Account())


def test_a_nearly_full_disk_is_said_before_anything_starts(places, monkeypatch):
    monkeypatch.setattr(embedded, "LEAST_FREE_BYTES", 10**18)

    with pytest.raises(embedded.EmbeddedServersError, match="The disk is nearly full: .* MB are free"):
        embedded.ensure_running(places, ["valkey"])


def test_a_folder_that_cannot_be_used_is_said(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(embedded.EmbeddedServersError, match="cannot be used: .*Set ROLLOUT_DATA_DIR"):
        embedded.ensure_running(Places(tmp_path / "file" / "data"), ["valkey"])
