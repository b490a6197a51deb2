"""The notes that are published beside figures: what an area said of a figure that looks odd, and why it is right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from programmes.choices import Basis, Marker
from programmes.models import Observation
from programmes.periods import Period
from programmes.queries.points import parse_period
from programmes.results import ProgressPoint


@dataclass(frozen=True, slots=True)
class Explanation:
    """One published note."""

    indicator: str
    period: Period
    text: str


def explanations(area: str, indicators: Iterable[str]) -> tuple[Explanation, ...]:
    """The notes of the figures that stand of an area (an ODS code), the newest period first. One statement."""
    rows = (
        Observation.objects.filter(area__code=area, indicator__code__in=list(indicators))
        .exclude(note="")
        .current()
        .order_by("-period__ends_on", "indicator__position")
        .values_list("indicator__code", "period_id", "note")
    )
    return tuple(Explanation(code, parse_period(period), note) for code, period, note in rows)


def has_published_note(point: ProgressPoint) -> bool:
    """Whether a note sent with this figure is published: its area reported it, and nothing of it is withheld.

    What was said of a withheld count might give the count away.
    """
    return point.basis == Basis.REPORTED and point.marker != Marker.CONFIDENTIAL


def published_note() -> Case:
    """The note published beside a row of progress, or nothing, as an expression: the rule of `has_published_note`.

    The row names the revision that it shows, so a row as known on an earlier day has the note of that day.
    """
    standing = (
        Observation.objects.filter(
            indicator=OuterRef("indicator_id"),
            period=OuterRef("period_id"),
            area=OuterRef("area_id"),
            revision=OuterRef("revision"),
        )
        # In the words of the index that holds the few figures with a note.
        .exclude(note="")
        .order_by()
        .values("note")
    )
    nothing = Value("", output_field=TextField())
    return Case(
        When(marker=Marker.CONFIDENTIAL, then=nothing),
        When(basis=Basis.REPORTED, then=Coalesce(Subquery(standing), nothing)),
        default=nothing,
        output_field=TextField(),
    )
