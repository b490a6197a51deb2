"""Where a figure leads: to how it is made, to its rows, to the same rows as a file, and to where it came from."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from programmes.choices import AreaType
from programmes.periods import Period
from programmes.results import ProgressPoint

API = "/api/v1"
TARGETS = "/targets/"

MADE, ROWS, FILE = "How this is made", "See the rows", "Download the rows (CSV)"
"""The words of these links, wherever they stand."""

GONE = (AreaType.STP, AreaType.CCG)
"""Levels that are on no boundaries but those of their day."""

Leads = tuple[tuple[str, str], ...]
"""Links as (words, address)."""


def method_href(indicator: str) -> str:
    """How the indicator is made."""
    return reverse("method", kwargs={"indicator": indicator})


def rows_href(**named: str) -> str:
    """The rows of the target table; names are those of its query string, and an empty value lets everything through."""
    return f"{TARGETS}?{urlencode({name: value for name, value in named.items() if value})}"


def file_href(kind: str, **named: str) -> str:
    """Rows as CSV: of `progress`, `coverage`, `targets`, `facts` or `services`."""
    query = {name: value for name, value in named.items() if value}
    return f"{API}/{kind}?{urlencode({**query, 'format': 'csv'})}"


def provenance_href(point: ProgressPoint) -> str:
    """Where this result came from, and who entered it."""
    where = reverse("provenance", args=(point.indicator, point.area.code, point.period.code))
    return f"{where}?boundaries=reported" if point.area.area_type in GONE else where


def progress_leads(
    programme: str, indicator: str, *, area: str = "", area_type: str = "", period: Period | None = None
) -> Leads:
    """Of rows of progress: in one area over time, or in the areas of a level at one time."""
    when = period.code if period else ""
    named = {"programme": programme, "indicator": indicator, "area": area, "area_type": area_type}
    return (
        (MADE, method_href(indicator)),
        (ROWS, rows_href(**named, period=when)),
        (FILE, file_href("progress", indicator=indicator, area=area, area_type=area_type, period=when)),
    )


def coverage_leads(programme: str, *, area: str = "", area_type: str = "", period: str = "") -> Leads:
    """Of coverage, whose rows are a file."""
    return (
        ("How coverage is counted", f"{reverse('methods')}#coverage"),
        (FILE, file_href("coverage", programme=programme, area=area, area_type=area_type, period=period)),
    )
