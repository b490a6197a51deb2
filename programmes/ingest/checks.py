"""Rows to findings: a file that was read, made sense of by its layout."""

from __future__ import annotations

from collections.abc import Callable

from programmes.deliveries import Findings
from programmes.ingest import (
    diagnostic_centres,
    diagnostic_centres_transcript,
    figures,
    mental_health_dashboard,
    mental_health_services,
    network_practitioners,
    network_workforce,
    talking_therapies,
    talking_therapies_monthly,
)
from programmes.ingest.formats import (
    CDC_SITES,
    CDC_TRANSCRIPT,
    FIGURES,
    LAYOUTS,
    MENTAL_HEALTH_DASHBOARD,
    MHSDS_MONTHLY,
    NATIONAL_FIGURES,
    NETWORK_PRACTITIONERS,
    NETWORK_WORKFORCE,
    TALKING_THERAPIES_ANNUAL,
    TALKING_THERAPIES_MONTHLY,
)
from programmes.ingest.readers import Table
from programmes.ingest.rows import Known, Rows

READERS: dict[str, Callable[[Rows, Known], None]] = {
    TALKING_THERAPIES_ANNUAL.code: talking_therapies.gather,
    CDC_SITES.code: diagnostic_centres.gather,
    CDC_TRANSCRIPT.code: diagnostic_centres_transcript.gather,
    NATIONAL_FIGURES.code: figures.gather_official,
    FIGURES.code: figures.gather,
    TALKING_THERAPIES_MONTHLY.code: talking_therapies_monthly.gather,
    MHSDS_MONTHLY.code: mental_health_services.gather,
    NETWORK_WORKFORCE.code: network_workforce.gather,
    NETWORK_PRACTITIONERS.code: network_practitioners.gather,
    MENTAL_HEALTH_DASHBOARD.code: mental_health_dashboard.gather,
}


def check(layout: str, table: Table, known: Known) -> Findings:
    """What the table holds and what is wrong with it; NotThisLayout when it is something else altogether."""
    return gather(layout, table, known).findings()


def gather(layout: str, table: Table, known: Known) -> Rows:
    """The rows of the table with what was found in them; NotThisLayout when it is something else altogether."""
    rows = Rows(table, LAYOUTS[layout], known.watch)
    READERS[layout](rows, known)
    return rows
