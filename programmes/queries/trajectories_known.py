"""Against which trajectories results can be measured: the kinds there are, and the versions of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from programmes.choices import TrajectoryKind
from programmes.models import Trajectory


class Version(NamedTuple):
    """A version that may be chosen. Of several indicators it is the day by which the last of them had it."""

    number: int
    made_on: date
    name: str
    """Empty where indicators call it differently."""


@dataclass(frozen=True, slots=True)
class TrajectoryChoice:
    """A kind of trajectory that some of the indicators have, and its versions, the latest first."""

    kind: str
    label: str
    versions: tuple[Version, ...]


def trajectory_choices(indicators: Iterable[str] = ()) -> tuple[TrajectoryChoice, ...]:
    """What the indicators (by their codes; all when none is named) can be measured against. One statement."""
    found = Trajectory.objects.order_by("-version", "recorded_at")
    if wanted := list(indicators):
        found = found.filter(indicator__code__in=wanted)
    versions: dict[str, dict[int, Version]] = {}
    for kind, number, recorded_at, name in found.values_list("kind", "version", "recorded_at", "name"):
        of_kind = versions.setdefault(kind, {})
        same = number not in of_kind or of_kind[number].name == name
        of_kind[number] = Version(number, timezone.localdate(recorded_at), name if same else "")
    return tuple(
        TrajectoryChoice(kind.value, str(kind.label), tuple(versions[kind].values()))
        for kind in TrajectoryKind
        if kind in versions
    )
