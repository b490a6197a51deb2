"""What the programmes are: their promises, their indicators, and every figure that was named for them."""

from __future__ import annotations

from django.db.models import Prefetch

from programmes.memory import remembered_by_results
from programmes.models import Fact, Indicator, Programme
from programmes.results import FactInfo, IndicatorInfo, ProgrammeInfo, SourceRef


@remembered_by_results
def all_programmes() -> tuple[ProgrammeInfo, ...]:
    """Every programme with its indicators and facts, in their order.

    Three statements, and none while the data version stands.
    """
    indicators = Indicator.objects.defined().order_by("position")
    programmes = Programme.objects.select_related("promise_source").prefetch_related(
        Prefetch("indicators", queryset=indicators),
        Prefetch("facts", queryset=Fact.objects.select_related("source").order_by("position")),
    )
    return tuple(_programme_info(each) for each in programmes.order_by("position"))


def programme(code: str) -> ProgrammeInfo | None:
    """The programme of this code; None when there is none."""
    return next((info for info in all_programmes() if info.code == code), None)


def indicator(code: str) -> IndicatorInfo | None:
    """The indicator of this code; None when there is none."""
    every = (each for info in all_programmes() for each in info.indicators)
    return next((info for info in every if info.code == code), None)


def _programme_info(each: Programme) -> ProgrammeInfo:
    return ProgrammeInfo(
        code=each.code,
        name=each.name,
        short_name=each.short_name,
        promise=each.promise,
        promise_source=SourceRef.of(each.promise_source),
        description=each.description,
        coverage_meaning=each.coverage_meaning,
        coverage_provenance=each.coverage_provenance,
        headline=each.headline,
        indicators=tuple(indicator.definition for indicator in each.indicators.all()),
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
