"""Embedded PostgreSQL and Valkey: make sure that they run, and hold them while this process lives.

With ROLLOUT_DEMO=1 and without DATABASE_URL or REDIS_URL, every `manage.py` command does this by itself:

    ROLLOUT_DEMO=1 ROLLOUT_DATA_DIR=/var/tmp/mine .venv/bin/python manage.py migrate
    ROLLOUT_DEMO=1 ROLLOUT_DATA_DIR=/var/tmp/mine .venv/bin/python manage.py shell

The first starts the servers and leaves its tables in that folder, the second finds them again. While several
commands run at once they share the servers, which end soon after the last of them. Without ROLLOUT_DATA_DIR
a folder of this checkout's own is used (see `places`). To keep the servers up between commands, and to be
told their addresses for psql and other programs:

    ROLLOUT_DEMO=1 .venv/bin/python -m rollout.demo.embedded
"""

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rollout.demo.binaries import EmbeddedServersError
from rollout.demo.places import CHECKOUT, Places, from_environment, wanted
from rollout.demo.processes import open_log, recorded

__all__ = ["EmbeddedServersError", "ensure_running", "let_go", "throw_away_places"]

START_SECONDS = 60.0
LEAST_FREE_BYTES = 500_000_000

# Locks held and keepers started by this process, by data folder.
_held: dict[Path, int] = {}
_keepers: list[subprocess.Popen[bytes]] = []


def ensure_running(
    places: Places | None = None, servers: Sequence[str] | None = None, *, throw_away: bool = False
) -> Places | None:
    """Start the embedded servers, or attach to those that run; None where the environment asks for none.

    With an empty list a keeper is started all the same, to clean up after whoever holds it is killed.
    Asked again, it sees that the keeper still lives.
    """
    if servers is None and not (servers := wanted()):
        return None
    places = places or from_environment()
    if places.data not in _held:
        _make_folders(places)
        users = os.open(places.run / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(users, fcntl.LOCK_SH)
        _held[places.data] = users
    try:
        _wait_for_keeper(places, list(servers), throw_away=throw_away)
    except BaseException:
        let_go(places)
        raise
    return places


def let_go(places: Places, seconds: float = 0.0) -> bool:
    """Stop using the servers. Waits up to `seconds` for them to end; says whether they have."""
    users = _held.pop(places.data, None)
    if users is not None:
        os.close(users)
    limit = time.monotonic() + seconds
    while _keeper_lives(places):
        if time.monotonic() >= limit:
            return False
        time.sleep(0.05)
    return True


def throw_away_places() -> Places:
    """A data folder for tests, outside any home, removed with its servers."""
    folder = Path(tempfile.mkdtemp(prefix="rollout-test-"))
    folder.chmod(0o711)
    places = Places(folder)
    atexit.register(_remove, places)
    return places


def _remove(places: Places) -> None:
    let_go(places, seconds=10.0)
    shutil.rmtree(places.data, ignore_errors=True)


@atexit.register
def _leave_keepers() -> None:
    """A keeper outlives us on purpose, while others use its servers: Python need not warn of it."""
    for keeper in _keepers:
        if keeper.poll() is None:
            keeper.returncode = 0


def _make_folders(places: Places) -> None:
    try:
        missing = [folder for folder in places.data.parents if not folder.exists()]
        places.data.mkdir(parents=True, exist_ok=True)
        for folder in missing if os.geteuid() == 0 else []:
            # Made just now, by us, for the servers' user to pass through.
            folder.chmod(0o755)
        places.run.mkdir(mode=0o700, exist_ok=True)
        places.logs.mkdir(mode=0o755, exist_ok=True)
        free = shutil.disk_usage(places.data).free
    except OSError as problem:
        raise EmbeddedServersError(
            f"The data folder {places.data} cannot be used: {problem.strerror}. "
            "Set ROLLOUT_DATA_DIR to another one."
        ) from problem
    if free < LEAST_FREE_BYTES:
        raise EmbeddedServersError(
            f"The disk is nearly full: {free // 1_000_000} MB are free at {places.data}, and Rollout needs "
            f"{LEAST_FREE_BYTES // 1_000_000} MB. Make room, or set ROLLOUT_DATA_DIR to another disk."
        )


def _keeper_lives(places: Places) -> bool:
    try:
        with (places.run / "keeper.lock").open("a") as alone:
            fcntl.flock(alone, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _servers_of_keeper(places: Places) -> list[str] | None:
    """What the living keeper says that it runs; None while it has not said so, whatever one before it said.

    A killed keeper leaves its word behind, and the next one holds the lock before it has taken that away.
    """
    said = recorded(places.run / "ready")
    return said["servers"] if said else None


def _wait_for_keeper(places: Places, servers: list[str], *, throw_away: bool) -> None:
    """Start a keeper unless one is there, and wait for it to say that its servers answer."""
    failure = places.run / "failure"
    limit = time.monotonic() + START_SECONDS
    keeper: subprocess.Popen[bytes] | None = None
    while True:
        lives = _keeper_lives(places)
        running = _servers_of_keeper(places) if lives else None
        if running is not None:
            if not set(servers) <= set(running):
                raise EmbeddedServersError(
                    f"Another command runs {' and '.join(running) or 'no server'} in {places.data}, and this "
                    f"one needs {' and '.join(servers)}. End the other, or use another ROLLOUT_DATA_DIR."
                )
            return
        if keeper is not None and keeper.poll() not in {None, 0} or time.monotonic() > limit:
            said = failure.read_text() if failure.exists() else _last_lines(places.logs / "keeper.log")
            raise EmbeddedServersError(said or "The embedded servers did not start.")
        if not lives and (keeper is None or keeper.poll() == 0):
            failure.unlink(missing_ok=True)
            keeper = _start_keeper(places, servers, throw_away=throw_away)
        time.sleep(0.02)


def _start_keeper(places: Places, servers: list[str], *, throw_away: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "rollout.demo.keeper", str(places.data), *servers]
    output = open_log(places.logs / "keeper.log")
    try:
        keeper = subprocess.Popen(
            [*command, "--throw-away"] if throw_away else command,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    finally:
        os.close(output)
    _keepers.append(keeper)
    return keeper


def _last_lines(log: Path, count: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""


def _run_until_interrupted() -> int:
    os.environ.setdefault("ROLLOUT_DEMO", "1")
    try:
        places = ensure_running()
    except EmbeddedServersError as problem:
        sys.exit(str(problem))
    if places is None:
        sys.exit("Nothing to start: DATABASE_URL and REDIS_URL name servers of your own.")
    print(f"DATABASE_URL={places.database_url}\nREDIS_URL={places.redis_url}\nCtrl-C ends them.", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        signal.pause()
    except KeyboardInterrupt:
        let_go(places, seconds=20.0)
    return 0


if __name__ == "__main__":
    sys.exit(_run_until_interrupted())
