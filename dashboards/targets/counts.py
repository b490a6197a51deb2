"""How many rows there are, before any is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count

from dashboards.question import Question


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a question, and what there would be with another status or another level of area."""

    rows: int
    statuses: Mapping[str, int]
    """By status, whichever statuses are asked for."""
    area_types: Mapping[str, int]
    """By level of area, whichever levels are asked for."""
    indicators: Sequence[tuple[tuple[int, int], str, int]]
    """The indicators that have rows, in their order: place (of programme, of indicator), code, rows."""


def count_rows(question: Question) -> Counts:
    """One statement."""
    wider = replace(question, status=(), area_type=(), sort="").rows().order_by()
    places = ("programme_position", "position", "indicator__code")
    found = wider.values_list("status", "area__area_type", *places).annotate(rows=Count("*"))
    indicators: Counter[tuple[tuple[int, int], str]] = Counter()
    statuses: Counter[str] = Counter()
    area_types: Counter[str] = Counter()
    for status, area_type, programme_position, position, code, number in found:
        has_status, has_type = _fits(status, question.status), _fits(area_type, question.area_type)
        if has_status and has_type:
            indicators[(programme_position, position), code] += number
        statuses[status] += number * has_type
        area_types[area_type] += number * has_status
    in_order = tuple((*each, rows) for each, rows in sorted(indicators.items()))
    return Counts(indicators.total(), statuses, area_types, in_order)


def _fits(value: str, wanted: Collection[str]) -> bool:
    return not wanted or value in wanted
