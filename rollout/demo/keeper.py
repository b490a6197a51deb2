"""The process that owns the embedded servers, for as long as anybody uses them.

Whoever uses the servers holds a shared lock on one file. The kernel drops it when that process ends,
however it ends; when the keeper can have the lock for itself, nobody is left, and it ends the servers,
whatever else a killed demonstration has left, and then itself. It restarts a server that dies. If it is
killed, the kernel ends the servers with it.

Started by `embedded.ensure_running`; not meant to be run by hand.
"""

import argparse
import fcntl
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from rollout.demo import postgres, valkey
from rollout.demo.binaries import Account, EmbeddedServersError, require_reachable, server_account
from rollout.demo.places import Places
from rollout.demo.processes import Supervisor, end_leftovers, record_of

SERVERS: dict[str, ModuleType] = {"postgres": postgres, "valkey": valkey}
# What the demonstration runs beside them, and ends itself unless it was killed.
OTHERS = ("web", "worker", "beat")
LOOK_EVERY = 0.25

logger = logging.getLogger(__name__)


def prepare_folders(places: Places, account: Account, servers: list[str]) -> None:
    """Make every folder, and give the servers' user its own. Nothing above the data folder changes."""
    if account.user is not None:
        places.data.chmod(0o711)
    places.sockets.mkdir(mode=0o700, exist_ok=True)
    if places.sockets.is_symlink() or places.sockets.stat().st_uid not in {os.geteuid(), account.user}:
        raise EmbeddedServersError(
            f"{places.sockets} belongs to somebody else. Set ROLLOUT_DATA_DIR to a shorter path."
        )
    owned = {"postgres": places.postgres, "valkey": places.valkey}
    for folder in [places.sockets, *(owned[server] for server in servers)]:
        folder.mkdir(mode=0o700, exist_ok=True)
        if account.user is not None and account.group is not None:
            os.chown(folder, account.user, account.group)
    require_reachable(places, account)


def hand_over_files(places: Places, account: Account) -> None:
    """Files left by another user's run would stop the servers; those in our data folder become theirs."""
    if account.user is None or account.group is None:
        return
    for folder in (places.postgres, places.valkey):
        for path in folder.rglob("*"):
            if path.lstat().st_uid != account.user:
                os.lchown(path, account.user, account.group)


def keep(places: Places, servers: list[str], *, throw_away: bool) -> None:
    """Start the servers, say that they are ready, keep them until nobody uses them, end them."""
    ready = places.run / "ready"
    ready.unlink(missing_ok=True)
    _clean_up(places, SERVERS)
    account = server_account()
    prepare_folders(places, account, servers)
    hand_over_files(places, account)
    supervisor = Supervisor(run=places.run, logs=places.logs)
    with (places.run / "users.lock").open("a") as users:
        try:
            for server in servers:
                supervisor.add(SERVERS[server].prepare(places, account, throw_away=throw_away))
            for server in servers:
                SERVERS[server].wait_until_ready(places)
            ready.write_text(record_of(os.getpid(), servers=servers))
            while not _nobody_uses(users.fileno()):
                for child in supervisor.look():
                    logger.warning("server_died name=%s failures=%s", child.program.name, child.failures)
                time.sleep(LOOK_EVERY)
        finally:
            # The lock is held while the servers end: who comes now waits, then starts a new keeper.
            ready.unlink(missing_ok=True)
            _clean_up(places, OTHERS)
            supervisor.stop()
            if throw_away:
                shutil.rmtree(places.data, ignore_errors=True)
                shutil.rmtree(places.sockets, ignore_errors=True)


def _clean_up(places: Places, names: Iterable[str]) -> None:
    for left in end_leftovers(places.run, names=set(names)):
        logger.warning("process_left_behind_was_ended name=%s", left)


def _nobody_uses(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _interrupted(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str] | None = None) -> int:
    """Keep the named servers in the named data folder."""
    parser = argparse.ArgumentParser(prog="python -m rollout.demo.keeper", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("servers", nargs="*", help="postgres, valkey; none where both are somebody else's")
    parser.add_argument(
        "--throw-away", action="store_true", help="fast and forgetful, removed at the end: for tests"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    signal.signal(signal.SIGTERM, _interrupted)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    places = Places(options.data)
    with (places.run / "keeper.lock").open("a") as alone:
        try:
            fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        alone.truncate(0)
        alone.write(str(os.getpid()))
        alone.flush()
        try:
            keep(places, options.servers, throw_away=options.throw_away)
        except EmbeddedServersError as problem:
            (places.run / "failure").write_text(str(problem))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
