"""Asking the worker for every result, as any other part of the site would, and waiting for it."""

import time

from programmes.actions import recompute
from programmes.choices import RunScope, RunState
from rollout.demo.processes import Supervisor
from rollout.demo.reporter import Reporter
from rollout.demo.site import SiteError

LOOK_EVERY = 0.2
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
        time.sleep(LOOK_EVERY)
        run.refresh_from_db()
        reporter.progress(_in_words(run.share_done, run.stage, run.rows_written))
    if run.state == RunState.FAILED:
        raise SiteError(f"The results could not be computed: {run.error}")


def _in_words(share: float, stage: str, rows: int) -> str:
    done = round(share * BAR)
    bar = f"[{'#' * done}{'.' * (BAR - done)}]"
    return f"{bar} {share:4.0%}  {rows:,} rows  {stage}"
