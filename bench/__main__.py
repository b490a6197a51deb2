"""python -m bench: measure, compare, and say whether what was promised is kept. Ends with 1 where it is not."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rollout.demo import binaries, embedded

if TYPE_CHECKING:
    # The rest of the bench can only be imported once the servers' addresses are known.
    from bench.report import Line
    from bench.world import World


def main() -> int:
    """Measure on servers of its own, thrown away afterwards."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="full recomputes of each; medians are compared")
    parser.add_argument("--edits", type=int, default=200, help="edited figures")
    parser.add_argument(
        "--only", choices=("areas", "engine", "pages", "exports"), help="measure nothing else"
    )
    options = parser.parse_args()
    programs = _start_servers()
    from bench import areas, files, report, work, world

    _say("Making 1,406 areas × 15 indicators × 40 quarters …")
    made = world.make()
    same, lines = True, []
    if options.only in (None, "engine"):
        same, lines = _engine(made, options.runs, options.edits)
    else:
        work.everything(made)
    if options.only in (None, "areas"):
        lines += areas.measured(options.runs)
    if options.only in (None, "pages"):
        lines += _pages()
    if options.only in (None, "exports"):
        lines += files.measured(programs, options.runs, _say)
    _say(f"\n{report.table(lines)}\n")
    return 0 if same and all(line.is_kept for line in lines) else 1


def _engine(made: World, runs: int, changes: int) -> tuple[bool, list[Line]]:
    """Whether the yardstick gives the same results, and the lines on recomputing."""
    from bench import duck, report, work

    yardstick = duck.load(made)
    ours, theirs = [], []
    for run in range(runs):
        theirs.append(work.timed(lambda: duck.recompute(yardstick)))
        work.empty()
        ours.append(work.timed(lambda: work.everything(made)))
        _say(f"Run {run + 1}: DuckDB {theirs[-1]:.2f} s, Rollout {ours[-1]:.2f} s")
    same = _compare(work.checksum(), duck.checksum(yardstick))
    whole = median(theirs)

    edits = work.Edits(made)
    one = [_after(edits.one, work) for _ in range(changes)]
    upload = [_after(edits.quarter_everywhere, work) for _ in range(runs)]
    lines = [
        report.Line(
            "Full recompute, 843,600 rows, into PostgreSQL",
            f"{report.seconds(ours)}; DuckDB in memory {report.seconds(theirs)}",
            median(ours) / whole,
            3,
        ),
        report.Line(
            "One edited figure to results (an indicator's year, all areas)",
            report.milliseconds(one),
            report.percentile(one) * 1000,
            10,
            "ms p95",
        ),
        report.Line(
            "One quarter uploaded everywhere, to results", report.seconds(upload), median(upload) / whole, 1
        ),
    ]
    return same, lines


def _pages() -> list[Line]:
    from bench import pages, report

    budgets = {"made afresh": 25, "kept by data version": 1.2, "not changed (304)": 0.8}
    found = pages.area_page([f"I{number:05d}" for number in range(41)])
    return [
        report.Line(
            f"An area's page, {how}",
            report.milliseconds(found[how]),
            median(found[how]) * 1000,
            most,
            "ms median",
        )
        for how, most in budgets.items()
    ]


def _after(change, work) -> float:
    """Make a change, then time only what the engine does with it."""
    from programmes.actions import recompute

    slices = change()
    return work.timed(lambda: [recompute.recompute_slice(dirty=part) for part in slices])


def _compare(ours: tuple[float, ...], theirs: tuple[float, ...]) -> bool:
    if ours == theirs:
        _say(f"Both give the same results: {ours[0]:,.0f} rows, the same sums.")
        return True
    _say(f"The results differ!\n  Rollout {ours}\n  DuckDB  {theirs}")
    return False


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _start_servers() -> Path:
    """Servers of our own; where PostgreSQL's programs are."""
    places = embedded.throw_away_places()
    # Not “throw away”: the database makes results as durable as anywhere else.
    embedded.ensure_running(places, ["postgres", "valkey"])
    os.environ.update(
        ROLLOUT_DEMO="1",
        ROLLOUT_DATA_DIR=str(places.data),
        DATABASE_URL=places.database_url,
        REDIS_URL=places.redis_url,
        ROLLOUT_LOG_LEVEL="WARNING",
        DJANGO_SETTINGS_MODULE="rollout.settings",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    return binaries.postgres_programs(places, binaries.server_account())


if __name__ == "__main__":
    sys.exit(main())
