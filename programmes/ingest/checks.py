"""Rows to findings: a file that was read, made sense of by its layout."""

from __future__ import annotations

from collections.abc import Callable

from programmes.deliveries import Findings
from programmes.ingest import diagnostic_centres, national_figures, talking_therapies
from programmes.ingest.formats import CDC_SITES, LAYOUTS, NATIONAL_FIGURES, TALKING_THERAPIES_ANNUAL
from programmes.ingest.readers import Table
from programmes.ingest.rows import Known, Rows

READERS: dict[str, Callable[[Rows, Known], None]] = {
    TALKING_THERAPIES_ANNUAL.code: talking_therapies.gather,
    CDC_SITES.code: diagnostic_centres.gather,
    NATIONAL_FIGURES.code: national_figures.gather,
}


def check(layout: str, table: Table, known: Known) -> Findings:
    """What the table holds and what is wrong with it; NotThisLayout when it is something else altogether."""
    rows = Rows(table, LAYOUTS[layout])
    READERS[layout](rows, known)
    return rows.found.findings()
