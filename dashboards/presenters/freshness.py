"""Which data a page shows, what waits, and the engine's runs, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboards import formatting
from dashboards.wording import RUN_SCOPE_WORDS, RUN_STATE_TAGS, Tag
from programmes.choices import RunScope, RunState
from programmes.running import Freshness, RunInfo
from programmes.sentences import counted


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run of the engine, as the status page prints it."""

    number: int
    scope: str
    state: Tag
    trigger: str
    requested: str
    took: str
    stage: str
    percent: int
    is_active: bool
    rows: str
    error: str


def present_freshness(freshness: Freshness) -> list[str]:
    """Sentences for the foot of every page."""
    if not freshness.data_version or freshness.changed_at is None:
        return ["No results have been computed yet."]
    sentences = [
        f"Data version {formatting.number(freshness.data_version)}, of {formatting.moment(freshness.changed_at)}."
        + (
            f" Figures to {formatting.day(freshness.latest_figures_to)}."
            if freshness.latest_figures_to
            else ""
        )
        + (f" Areas: {freshness.edition}." if freshness.edition else "")
    ]
    if freshness.dirty_slices:
        sentences.append(f"{counted(freshness.dirty_slices, 'change')} being worked in.")
    return sentences


def present_runs(runs: Iterable[RunInfo], *, now: datetime) -> list[RunRow]:
    """The runs in the order given."""
    return [_run(run, now) for run in runs]


def _run(run: RunInfo, now: datetime) -> RunRow:
    active = run.state in (RunState.WAITING, RunState.RUNNING)
    rows = f"{formatting.number(run.rows_computed)} computed, {formatting.number(run.rows_written)} written"
    if run.scope in (RunScope.CHECK, RunScope.FULL):
        rows += f", {formatting.number(run.rows_different)} different"
    return RunRow(
        number=run.id,
        scope=RUN_SCOPE_WORDS[RunScope(run.scope)],
        state=RUN_STATE_TAGS[RunState(run.state)],
        trigger=run.trigger,
        requested=formatting.moment(run.requested_at),
        took=_took(run, now),
        stage=run.stage,
        percent=int(formatting.rounded(run.share_done * 100)),
        is_active=active,
        rows=rows,
        error=run.error,
    )


def _took(run: RunInfo, now: datetime) -> str:
    if run.started_at is None:
        return f"waiting for {formatting.duration((now - run.requested_at).total_seconds())}"
    return formatting.duration(((run.finished_at or now) - run.started_at).total_seconds())


def present_standing_data(freshness: Freshness, *, now: datetime) -> list[tuple[str, str]]:
    """The state of the results, as keys and values."""
    return [
        ("Data version", formatting.number(freshness.data_version) if freshness.data_version else "None yet"),
        ("Changed", formatting.moment(freshness.changed_at) if freshness.changed_at else "Never"),
        (
            "Figures to",
            formatting.day(freshness.latest_figures_to) if freshness.latest_figures_to else "No figures yet",
        ),
        ("Areas", freshness.edition or "None loaded"),
        ("Waiting to be worked in", _waiting(freshness, now)),
    ]


def _waiting(freshness: Freshness, now: datetime) -> str:
    if not freshness.dirty_slices or freshness.oldest_dirty_at is None:
        return "Nothing: results fit the figures they are made from"
    age = formatting.duration((now - freshness.oldest_dirty_at).total_seconds())
    return f"{counted(freshness.dirty_slices, 'slice')}; the oldest change has waited for {age}"
