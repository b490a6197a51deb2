"""Where a figure leads: to how it is made, to its rows, to the same rows as a file, and to where it came from."""

from __future__ import annotations

from functools import cache

from django.urls import reverse
from django.utils.http import urlencode

from programmes.choices import AreaType, TargetBasis
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgressPoint

API = "/api/v1"

MADE, ROWS, FILE, ORIGIN = (
    "How this is made",
    "See the rows",
    "Download the rows (CSV)",
    "Where it comes from",
)
"""The words of these links, wherever they stand."""

GONE = (AreaType.STP, AreaType.CCG)
"""Levels that are on no boundaries but those of their day."""

Leads = tuple[tuple[str, str], ...]
"""Links as (words, address)."""


@cache
def page_href(page: str) -> str:
    """The address of a page that has one. A page has hundreds of links, and looking each one up takes its time."""
    return reverse(page)


@cache
def method_href(indicator: str) -> str:
    """How the indicator is made."""
    return reverse("method", kwargs={"indicator": indicator})


def basis_anchor(basis: str) -> str:
    """The place on the page of methods that tells how such a target came about."""
    return f"target-{TargetBasis(basis).value.replace('_', '-')}"


def basis_href(basis: str) -> str:
    """The way there."""
    return f"{page_href('methods')}#{basis_anchor(basis)}"


def rows_href(**named: str) -> str:
    """The rows of the target table; names are those of its query string, and an empty value lets everything through."""
    query = urlencode({name: value for name, value in named.items() if value})
    return f"{page_href('targets')}?{query}" if query else page_href("targets")


def file_href(kind: str, **named: str) -> str:
    """Rows as CSV: of `progress`, `coverage`, `targets`, `facts`, `gaps` or `services`."""
    query = {name: value for name, value in named.items() if value}
    return f"{API}/{kind}?{urlencode({**query, 'format': 'csv'})}"


def provenance_href(point: ProgressPoint) -> str:
    """Where this result came from, and who entered it."""
    return provenance_of(point.indicator, point.area.code, point.period.code, point.area.area_type)


def provenance_of(indicator: str, area: str, period: str, area_type: str) -> str:
    """The same by codes."""
    where = f"{_provenance_root()}{indicator}/{area}/{period}/"
    return f"{where}?boundaries=reported" if area_type in GONE else where


def origin_href(point: ProgressPoint) -> str:
    """The same; nothing where the engine has no row, as what merely fills a gap counts nobody who reported."""
    return "" if point.reporting is None else provenance_href(point)


@cache
def _provenance_root() -> str:
    """What those addresses begin with: a page has hundreds of them, and looking each one up takes its time."""
    parts = ("indicator", "area", "period")
    return reverse("provenance", args=parts).removesuffix(f"{'/'.join(parts)}/")


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


def figure_leads(indicator: IndicatorInfo, point: ProgressPoint) -> Leads:
    """Of one figure."""
    rows = {"programme": indicator.programme, "indicator": indicator.code, "area": point.area.code}
    leads = [
        (MADE, method_href(indicator.code)),
        (ROWS, rows_href(**rows, period=point.period.code)),
    ]
    if origin := origin_href(point):
        leads.append((ORIGIN, origin))
    return tuple(leads)


def coverage_leads(programme: str, *, area: str = "", area_type: str = "", period: str = "") -> Leads:
    """Of coverage, whose rows are a file."""
    return (
        ("How coverage is counted", f"{page_href('methods')}#coverage"),
        (FILE, file_href("coverage", programme=programme, area=area, area_type=area_type, period=period)),
    )


def fact_leads(programme: str) -> Leads:
    """Of what was promised and counted: how we know each, and the rows."""
    return (
        ("How we know", f"{page_href('methods')}#shorthand"),
        (FILE, file_href("facts", programme=programme)),
    )


def gap_leads(programme: str = "") -> Leads:
    """Of what is not known: the rows, of one programme or of all."""
    return ((FILE, file_href("gaps", programme=programme)),)


def service_leads(programme: str) -> Leads:
    """Of services, which coverage is counted from."""
    return (
        ("How coverage is counted", f"{page_href('methods')}#coverage"),
        (FILE, file_href("services", programme=programme)),
    )


def completeness_leads(programme: str) -> Leads:
    """Of what came in of a programme."""
    return (
        ("How completeness is counted", f"{page_href('methods')}#completeness"),
        (ROWS, rows_href(programme=programme)),
    )


def run_leads() -> Leads:
    """Of the engine's runs, which make every row."""
    return (("How a figure comes to these pages", f"{page_href('methods')}#travels"), (ROWS, rows_href()))
