"""What was planned for an indicator, version by version, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.leads import method_href
from dashboards.wording import (
    SHARING_WORDS,
    TARGET_BASIS_WORDS,
    TRAJECTORY_KIND_WORDS,
    Tag,
    area_type_word,
    capital,
    provenance_tag,
)
from programmes.choices import TargetBasis, TrajectoryKind
from programmes.queries.plans import NationalFigure, PlanInfo, PlanPart
from programmes.results import IndicatorInfo, SourceRef


@dataclass(frozen=True, slots=True)
class PlanYear:
    """What a plan expects of England by the end of a period."""

    when: str
    figure: str
    basis: str
    tag: Tag
    note: str
    source: SourceRef | None


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a trajectory, in words."""

    anchor: str
    title: str
    version: int
    standing: str
    reason: str
    recorded: str
    source: SourceRef
    parts: tuple[tuple[str, Tag], ...]
    years: tuple[PlanYear, ...]


def present_plans(indicator: IndicatorInfo, plans: Sequence[PlanInfo]) -> tuple[Plan, ...]:
    """Every version of every trajectory of an indicator, in the order given."""
    return tuple(_plan(indicator, plan) for plan in plans)


def _plan(indicator: IndicatorInfo, plan: PlanInfo) -> Plan:
    return Plan(
        anchor=_anchor(plan.kind, plan.version),
        title=plan_title(plan.kind, plan.name),
        version=plan.version,
        standing=f"Version {plan.version}, " + ("in force" if plan.stands else "replaced by a later one"),
        reason=plan.reason,
        recorded=formatting.day(plan.recorded_at),
        source=plan.source,
        parts=tuple((_part(part), provenance_tag(part.provenance)) for part in plan.parts),
        years=tuple(_year(indicator, each) for each in plan.national),
    )


def plan_title(kind: str, name: str, version: int | None = None) -> str:
    """`National plan: IPS access to 2023/24, version 2`, or without its version."""
    title = f"{TRAJECTORY_KIND_WORDS[TrajectoryKind(kind)]}: {name}"
    return title if version is None else f"{title}, version {version}"


def plan_href(indicator: str, kind: str, version: int) -> str:
    """Where this version of a trajectory is told in full."""
    return f"{method_href(indicator)}#{_anchor(kind, version)}"


def _anchor(kind: str, version: int) -> str:
    return f"plan-{kind}-{version}"


def _part(part: PlanPart) -> str:
    """`England, 2020/21 to 2023/24: as published`."""
    levels = formatting.listed(
        ["England" if level == "england" else area_type_word(level, 2) for level in part.area_types]
    )
    first, last = part.first.label, part.last.label
    when = first if first == last else f"{first} to {last}"
    return f"{capital(levels)}, {when}: {target_words(part.basis, part.shared_by)}"


def target_words(basis: str, shared_by: str) -> str:
    """How a target was made: `our share of the national figure, by need for mental health care`."""
    words = TARGET_BASIS_WORDS[TargetBasis(basis)]
    return f"{words}, {SHARING_WORDS.get(shared_by, f'by {shared_by}')}" if shared_by else words


def _year(indicator: IndicatorInfo, each: NationalFigure) -> PlanYear:
    return PlanYear(
        when=each.period.label,
        figure=formatting.figure_of(indicator, each.value),
        basis=TARGET_BASIS_WORDS[TargetBasis(each.basis)],
        tag=provenance_tag(each.provenance),
        note=each.note,
        source=each.source,
    )
