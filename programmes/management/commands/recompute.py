"""`manage.py recompute`: compute every result afresh; with `--check`, only say which stored rows differ."""

import time
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes.actions import recompute
from programmes.choices import RunScope, RunState
from programmes.models import RecomputeRun
from programmes.sentences import counted

BAR = 30
LOOK_EVERY = 0.2
PATIENCE = 20.0
"""How long a worker may take to begin before we say that nobody does."""


class Command(BaseCommand):
    """Thin over `actions.recompute`: it shows how far the run has come, and says what it found."""

    help = (
        "Compute every result afresh and write the rows that differ. The worker keeps results up to date by itself; "
        "this is for a new engine, a restored backup, or a doubt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and where."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail when a stored row differs from a fresh one",
        )
        parser.add_argument(
            "--through-worker",
            action="store_true",
            help="have a worker do it, and watch; Ctrl-C does not stop it",
        )

    def handle(self, *, check: bool, through_worker: bool, **options: Any) -> None:
        """Run, show, and say."""
        self.tenths_shown = -1
        self.differing: dict[str, int] = {}
        self.different = 0
        begin = time.monotonic()
        scope = RunScope.CHECK if check else RunScope.FULL
        if through_worker:
            run = self._watch(recompute.request(scope=scope, trigger="manage.py recompute"))
        else:
            run = recompute.run_here(scope=scope, trigger="manage.py recompute", watch=self._show)
        if self.stdout.isatty():
            self.stdout.write("")
        if run.state == RunState.FAILED:
            raise CommandError(f"The run failed.\n{run.error}")
        done = f"{run.rows_computed:,} rows computed in {time.monotonic() - begin:.1f} s"
        if check and run.rows_different:
            raise CommandError(f"{done}; {run.rows_different:,} differ from those stored{self._where()}.")
        self.stdout.write(
            f"{done}; {'none differs' if check else f'{run.rows_written:,} differed and were written'}."
        )

    def _watch(self, run: RecomputeRun) -> RecomputeRun:
        """Show the stored progress of a run that a worker carries out, until it is over."""
        asked = time.monotonic()
        while run.state not in (RunState.DONE, RunState.FAILED):
            time.sleep(LOOK_EVERY)
            run.refresh_from_db()
            if run.state != RunState.WAITING:
                self._show(run)
            elif time.monotonic() - asked > PATIENCE:
                raise CommandError(
                    f"No worker has begun in {PATIENCE:.0f} s. The run is kept, and begins when one starts; "
                    "/readyz says what is wrong, /status/ how far it is."
                )
        return run

    def _show(self, run: RecomputeRun) -> None:
        """One line in place on a terminal; elsewhere a line for every tenth."""
        if run.rows_different > self.different:
            self.differing[run.stage] = run.rows_different - self.different
            self.different = run.rows_different
        filled = round(run.share_done * BAR)
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {run.share_done:4.0%}  {run.rows_computed:,} rows  {run.stage}"
        tenth = int(run.share_done * 10)
        if self.stdout.isatty():
            self.stdout.write(f"\r\x1b[2K{line}", ending="")
            self.stdout.flush()
        elif tenth > self.tenths_shown:
            self.stdout.write(line)
        self.tenths_shown = max(tenth, self.tenths_shown)

    def _where(self) -> str:
        # A year may be marked for its figures and for its forecasts: to a reader that is one.
        waiting = len({replace(each, figures_only=False) for each in recompute.dirty_slices()})
        listed = "".join(f"\n  {stage}: {rows:,}" for stage, rows in self.differing.items())
        told = f":{listed}" if listed else ""
        if waiting:
            marked = counted(waiting, "slice is", "slices are")
            told += f"\n{marked} marked as changed and wait for the worker; their rows are expected here"
        return told
