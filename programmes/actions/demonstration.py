"""Everything a demonstration shows beside the reference data: published files, national figures, made-up ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from programmes.actions import audit, demonstration_figures, published
from programmes.actions.observations import Recorded
from programmes.ingest.formats import (
    CDC_SITES,
    CDC_TRANSCRIPT,
    MENTAL_HEALTH_DASHBOARD,
    NATIONAL_FIGURES,
    NETWORK_PRACTITIONERS,
    TALKING_THERAPIES_ANNUAL,
)

PUBLISHED = {
    "talking_therapies_*.csv": TALKING_THERAPIES_ANNUAL.code,
    "cdc_sites_*.csv": CDC_SITES.code,
    "diagnostic_centres_transcript_*.csv": CDC_TRANSCRIPT.code,
    "network_practitioners_*.csv": NETWORK_PRACTITIONERS.code,
    "ips_access_ytd_*.csv": MENTAL_HEALTH_DASHBOARD.code,
    "mental_health_dashboard_*.csv": MENTAL_HEALTH_DASHBOARD.code,
}
"""Which layout the shipped published files have, by their names."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was loaded, or was there already."""

    name: str
    recorded: Recorded = Recorded()
    refused: int = 0
    skipped: bool = False


def load(
    fixtures: Path, *, by: audit.Actor, again: bool = False, watch: Callable[[Step], None] = lambda step: None
) -> list[Step]:
    """Load what is not loaded yet. Twice is as good as once; `again` looks at everything afresh.

    Official figures come first, so that what is made up adds up to them.
    """
    steps = load_official(fixtures, by=by, again=again, watch=watch)
    stored = demonstration_figures.store(by=by, again=again)
    steps.append(Step("made-up figures and services", stored.recorded, skipped=stored.skipped))
    watch(steps[-1])
    return steps


def load_official(
    fixtures: Path, *, by: audit.Actor, again: bool = False, watch: Callable[[Step], None] = lambda step: None
) -> list[Step]:
    """Load the shipped official figures that are not loaded yet."""
    steps: list[Step] = []
    for path, layout in _files(fixtures):
        steps.append(_file(path, layout, by=by, again=again))
        watch(steps[-1])
    return steps


def _files(fixtures: Path) -> list[tuple[Path, str]]:
    files = [
        (path, layout)
        for pattern, layout in PUBLISHED.items()
        for path in sorted((fixtures / "published").glob(pattern))
    ]
    return files + [
        (path, NATIONAL_FIGURES.code) for path in sorted((fixtures / "observations").glob("*.csv"))
    ]


def _file(path: Path, layout: str, *, by: audit.Actor, again: bool) -> Step:
    content = path.read_bytes()
    if not again and published.was_accepted(content):
        return Step(path.name, skipped=True)
    ingested = published.ingest(content=content, file_name=path.name, layout=layout, by=by)
    return Step(path.name, ingested.recorded, ingested.findings.rows_refused)
