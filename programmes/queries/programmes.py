"""What the programmes are: their promises, their indicators, and every figure that was named for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Subquery
from django.utils import timezone

from programmes.choices import TargetBasis
from programmes.memory import remembered_by_results
from programmes.models import (
    Fact,
    Indicator,
    Programme,
    Progress,
    Trajectory,
    TrajectoryPoint,
)
from programmes.results import FactInfo, IndicatorInfo, ProgrammeInfo, SourceRef
from programmes.results.leading import Candidate, leading

ENGLAND = "ENG"


@remembered_by_results
def all_programmes() -> tuple[ProgrammeInfo, ...]:
    """Every programme with its indicators and facts, in their order.

    Three statements, and none while the data version stands.
    """
    indicators = Indicator.objects.defined().annotate(latest=_latest(), has_target=_has_target())
    indicators = indicators.order_by("position")
    programmes = Programme.objects.select_related("promise_source").prefetch_related(
        Prefetch("indicators", queryset=indicators),
        Prefetch("facts", queryset=Fact.objects.select_related("source").order_by("position")),
    )
    return tuple(_programme_info(each) for each in programmes.order_by("position"))


def _latest() -> Subquery:
    """The last day of the newest period for which England has a figure of an indicator, in the layer in hand."""
    found = Progress.objects.filter(
        indicator=OuterRef("pk"), area__code=ENGLAND, actual__isnull=False
    ).order_by("-period__ends_on")
    return Subquery(found.values("period__ends_on")[:1])


def _has_target() -> Exists:
    """Whether a target of England is published of an indicator for a period that is not over."""
    plans = Trajectory.objects.current().filter(indicator=OuterRef(OuterRef("pk")))
    points = TrajectoryPoint.objects.filter(trajectory__in=plans, area__code=ENGLAND)
    return Exists(points.filter(basis=TargetBasis.PUBLISHED, period__ends_on__gte=timezone.localdate()))


def programme(code: str) -> ProgrammeInfo | None:
    """The programme of this code; None when there is none."""
    return next((info for info in all_programmes() if info.code == code), None)


def indicator(code: str) -> IndicatorInfo | None:
    """The indicator of this code; None when there is none."""
    every = (each for info in all_programmes() for each in info.indicators)
    return next((info for info in every if info.code == code), None)


def _programme_info(each: Programme) -> ProgrammeInfo:
    rows: list[Any] = list(each.indicators.all())
    candidates = [Candidate(row.code, row.latest, row.has_target) for row in rows]
    return ProgrammeInfo(
        code=each.code,
        name=each.name,
        short_name=each.short_name,
        promise=each.promise,
        promise_source=SourceRef.of(each.promise_source),
        description=each.description,
        coverage_meaning=each.coverage_meaning,
        coverage_provenance=each.coverage_provenance,
        headline=leading(candidates) if candidates else "",
        has_figures=any(candidate.latest is not None for candidate in candidates),
        indicators=tuple(row.definition for row in rows),
        facts=tuple(_fact_info(fact) for fact in each.facts.all()),
    )


def _fact_info(fact: Fact) -> FactInfo:
    return FactInfo(
        programme=fact.programme.code,
        code=fact.code,
        label=fact.label,
        when=fact.when,
        kind=fact.kind,
        value=None if fact.value is None else float(fact.value),
        unit=fact.unit,
        provenance=fact.provenance,
        source=SourceRef.of(fact.source) if fact.source else None,
        note=fact.note,
    )
