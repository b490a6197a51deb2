"""What is promised of files, measured: the time of a million rows as CSV, and the memory of each kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import exports
from bench.report import Line, seconds
from bench.work import timed
from dashboards.files.formats import FORMATS

FLAT = 32
"""Megabytes over base that a file of any length may take."""
SHEETS = 64
"""Megabytes over base that a workbook may take."""
TWO = ("bench-0", "bench-1")
"""Indicators with 112,480 rows between them."""


def measured(programs: Path, runs: int, say: Callable[[str], None]) -> list[Line]:
    """The lines on files. Adds results to the world, so nothing else can be measured afterwards."""
    rows = exports.add_copies()
    lines = [_time(rows, programs, runs, say)]
    for code, form in FORMATS.items():
        is_stream = form.most_rows is None
        written, taken = exports.memory(code, *(() if is_stream else TWO))
        what = f"Memory of {written:,} rows as {form.name}"
        lines.append(Line(what, "over base, at most", taken, FLAT if is_stream else SHEETS, "MB"))
        say(f"{what}: {taken:.1f} MB")
    return lines


def _time(rows: int, programs: Path, runs: int, say: Callable[[str], None]) -> Line:
    ours, theirs = [], []
    port = exports.free_port()
    with exports.served(exports.gunicorn(), "/healthz", port):
        for run in range(runs):
            theirs.append(timed(lambda: exports.psql(programs, rows)))
            ours.append(timed(lambda: exports.download(port, exports.OURS)))
            say(f"CSV, run {run + 1}: psql {theirs[-1]:.2f} s, Rollout {ours[-1]:.2f} s")
    with exports.datasette() as (port, path):
        beside = timed(lambda: exports.download(port, path))
    say(f"CSV: Datasette {beside:.1f} s")
    fewer = timed(exports.tables2)
    say(f"CSV of {exports.FEWER:,} rows: django-tables2 {fewer:.1f} s")
    return Line(
        f"CSV of {rows:,} rows, by HTTP",
        f"{seconds(ours)}; psql {seconds(theirs)}; Datasette {beside:.0f} s; "
        f"django-tables2 {fewer:.1f} s for {exports.FEWER:,}",
        median(ours) / median(theirs),
        1.2,
    )
