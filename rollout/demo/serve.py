"""The demonstration from its first step to its last: set up, start, keep alive, end."""

import fcntl
import os
import time
from collections.abc import Callable

from programmes.actions import recompute
from programmes.choices import RunScope, RunState
from rollout.demo import accounts, embedded, site, steps
from rollout.demo.places import Places, from_environment, wanted
from rollout.demo.processes import Supervisor, end_leftovers
from rollout.demo.reporter import Reporter
from rollout.demo.site import SiteError

LOOK_EVERY = 0.5


class AlreadyRunningError(Exception):
    """Another demonstration runs in the same data folder."""


def demonstration(reporter: Reporter, *, stay: bool, at_end: Callable[[], None]) -> None:
    """Serve until interrupted, or until ready where nobody stays. However it ends, nothing runs on."""
    port = site.port_from(os.environ)
    site.require_free(port)
    reporter.say(f"Rollout, demonstration. Data folder: {from_environment().data}")
    places, servers = from_environment(), wanted()
    with reporter.step("Servers"):
        embedded.ensure_running(places, servers)
    supervisor = Supervisor(run=places.run, logs=places.logs)
    lock = _only_one(places)
    try:
        end_leftovers(places.run, names=("web", "worker", "beat"))
        _set_up(places, supervisor, reporter, port)
        if stay:
            reporter.say("\nCtrl-C ends it.")
        while stay:
            time.sleep(LOOK_EVERY)
            for child in supervisor.look():
                name, log = child.program.name, child.log
                reporter.say(f"  {name} ended unexpectedly and is started again; see {log}")
            # The servers' keeper restarts them; nobody but us restarts the keeper.
            embedded.ensure_running(places, servers)
    finally:
        at_end()
        supervisor.stop()
        os.close(lock)
        embedded.let_go(places, seconds=20.0)


def _set_up(places: Places, supervisor: Supervisor, reporter: Reporter, port: int) -> None:
    """Do the steps, start what serves, and wait until all of it is ready."""
    environment = site.environment(places)
    secret = accounts.password(places.data, os.environ.get("ROLLOUT_DEMO_PASSWORD", ""))

    def recompute() -> None:
        supervisor.add(site.worker(environment))
        recompute_everything(supervisor, reporter)

    static_files = steps.StaticFiles(places)
    steps.run(steps.all_steps(secret, recompute, reporter), reporter)
    static_files.finish(reporter)
    with reporter.step("Web server, worker and beat"):
        if not supervisor.children:
            supervisor.add(site.worker(environment))
        supervisor.add(site.web(environment, port))
        supervisor.add(site.beat(environment, places))
        site.wait_until_ready(port, supervisor)
    reporter.say(f"\nReady in {time.monotonic() - reporter.started_at:.1f} s: http://{site.HOST}:{port}/\n")
    _introduce(reporter, port, secret)


def _introduce(reporter: Reporter, port: int, secret: str) -> None:
    reporter.say(f"Sign in at http://{site.HOST}:{port}/accounts/login/ with the password {secret} as")
    for person in accounts.PEOPLE:
        reporter.say(f"  {person.username:<10} {person.purpose}")


def _only_one(places: Places) -> int:
    """Hold the lock of this data folder's demonstration, or say who does."""
    lock = os.open(places.run / "demo.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 20).decode().strip()
        os.close(lock)
        embedded.let_go(places)
        raise AlreadyRunningError(
            f"The demonstration in {places.data} already runs (process {holder}). End it, or start another "
            "with a folder and a port of its own: ROLLOUT_DATA_DIR=/var/tmp/second PORT=8001 script/demo"
        ) from None
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


LOOK_AT_RUN_EVERY = 0.2
PATIENCE = 900.0
BAR = 30


def recompute_everything(supervisor: Supervisor, reporter: Reporter) -> None:
    """Ask for a full run by the queue, show its stored progress, and see that it ended well.

    A worker that dies on the way is started again, and its message comes back to it.
    """
    run = recompute.request(scope=RunScope.FULL, trigger="demonstration")
    limit = time.monotonic() + PATIENCE
    while run.state not in (RunState.DONE, RunState.FAILED):
        supervisor.look()
        if time.monotonic() > limit:
            raise SiteError(
                f"The worker did not finish in {PATIENCE:.0f} s. Its log is {supervisor.logs / 'worker.log'}."
            )
        time.sleep(LOOK_AT_RUN_EVERY)
        run.refresh_from_db()
        reporter.progress(_in_words(run.share_done, run.stage, run.rows_written))
    if run.state == RunState.FAILED:
        raise SiteError(f"The results could not be computed: {run.error}")


def _in_words(share: float, stage: str, rows: int) -> str:
    done = round(share * BAR)
    bar = f"[{'#' * done}{'.' * (BAR - done)}]"
    return f"{bar} {share:4.0%}  {rows:,} rows  {stage}"
