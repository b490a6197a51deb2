"""Definitions, promises and services as rows: the values in the order of the fields of `schemas`."""

from __future__ import annotations

from typing import Any

from programmes.queries.register import RegisteredArea
from programmes.results import FactInfo, IndicatorInfo, ProgrammeInfo, ServiceInfo


def programme_row(each: ProgrammeInfo) -> tuple[Any, ...]:
    """A programme."""
    return (
        each.code,
        each.name,
        each.short_name,
        each.promise,
        each.promise_source.title,
        each.promise_source.url,
        each.description,
        each.coverage_meaning,
        each.coverage_provenance,
        each.headline,
        [indicator.code for indicator in each.indicators],
    )


def indicator_row(each: IndicatorInfo) -> tuple[Any, ...]:
    """The definition of an indicator."""
    return (
        each.code,
        each.name,
        each.programme,
        each.kind,
        each.polarity,
        each.unit,
        each.decimals,
        each.period_type,
        each.numerator_label,
        each.denominator_label,
        each.reporting_level,
        each.disclosure,
        each.tolerance,
        each.first_period.code,
        each.last_period.code,
        [period.code for period, _ in each.breaks],
        each.counts,
        each.why,
        each.caveat,
        each.source.title,
        each.source.url,
        each.source.licence,
    )


def fact_row(programme: str, each: FactInfo) -> tuple[Any, ...]:
    """A figure that was promised or counted."""
    source = each.source
    return (
        programme,
        each.code,
        each.label,
        each.when,
        each.kind,
        each.value,
        each.unit,
        each.provenance,
        source.title if source else "",
        source.url if source else "",
        source.licence if source else "",
        each.note,
    )


def service_row(programme: str, each: ServiceInfo) -> tuple[Any, ...]:
    """A site or team of a programme."""
    return (
        programme,
        each.code,
        each.name,
        each.wave,
        each.opened_on,
        each.listed_on,
        each.closed_on,
        [area.code for area in each.areas],
        [area.short_name for area in each.areas],
        each.address,
        each.offers,
        each.longitude,
        each.latitude,
        each.provenance,
        each.provenance == "illustrative",
        each.source.title,
        each.source.url,
    )


def area_row(each: RegisteredArea) -> tuple[Any, ...]:
    """One version of an area."""
    return (
        each.area.code,
        each.area.name,
        each.area.short_name,
        each.area.area_type,
        each.gss_code,
        each.parent,
        each.area.valid_from,
        each.area.valid_to,
        each.people.people,
        each.people.adults,
        each.people.year or None,
    )
