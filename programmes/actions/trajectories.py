"""Changing targets: a whole new version of a plan, with its reason. Versions before it stay as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from programmes import permissions
from programmes.actions import audit, recompute
from programmes.actions.recompute import Slice
from programmes.choices import Provenance, TargetBasis
from programmes.layers import kept_layers
from programmes.models import Area, Indicator, Source, Trajectory, TrajectoryPoint, User
from programmes.queries.trajectories import periods_of_life
from programmes.sentences import day_in_words
from programmes.stored_areas import area_history

Cell = tuple[int, str]
"""An area (its key) and the code of a period."""

ROOM = TrajectoryPoint._meta.get_field("value")
CEILING = Decimal(10) ** (ROOM.max_digits - ROOM.decimal_places)


class RevisionRefused(Exception):
    """The plan stays as it is; the message says why, and `problems` what is wrong with single figures."""

    def __init__(self, message: str, problems: Mapping[Cell, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {})


class RevisionOvertaken(RevisionRefused):
    """Somebody made a version since the one that the changes were made to; the message says who and when."""

    def __init__(self, standing: Trajectory) -> None:
        at = timezone.localtime(standing.recorded_at)
        who = standing.recorded_by or "the reference files"
        super().__init__(
            f"Version {standing.version} was made meanwhile by {who}, at {at:%H:%M} on {day_in_words(at)}."
            " Look at its figures before you change them."
        )
        self.standing = standing


def revise(
    *,
    indicator: Indicator,
    kind: str,
    changes: Mapping[Cell, Decimal],
    reason: str,
    by: User,
    source: Source | None = None,
    seen_version: int | None = None,
) -> Trajectory:
    """Write the next version of a plan: the one that stands, with these figures changed or added.

    `seen_version` is the version that the changes were made to; without it, the one that stands at the call. Raises
    RevisionOvertaken when another stands by the time it is this call's turn, RevisionRefused for anything else.
    """
    permissions.check_can_administer(by)
    reason = reason.strip()
    if not reason:
        raise RevisionRefused("Say why the targets are changed.")
    if seen_version is None:
        seen_version = _standing(indicator, kind).version
    with transaction.atomic():
        # Of two people who change a plan at once, the second sees what the first did.
        locked = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
        before = _standing(locked, kind)
        if before.version != seen_version:
            raise RevisionOvertaken(before)
        return _write(before, _checked(locked, changes), reason, by, source)


def _standing(indicator: Indicator, kind: str) -> Trajectory:
    plans = Trajectory.objects.current().select_related("indicator", "recorded_by", "source")
    found = plans.filter(indicator=indicator, kind=kind).first()
    if found is None:
        raise RevisionRefused(f"{indicator.name} has no plan of this kind that could be changed.")
    return found


def _checked(indicator: Indicator, changes: Mapping[Cell, Decimal]) -> dict[Cell, Decimal]:
    """The changes as they are stored; RevisionRefused with what is wrong with each that cannot be."""
    codes = set(periods_of_life(indicator).values_list("code", flat=True))
    living = {area.pk for area in area_history().valid()}
    problems, checked = {}, {}
    for (area_id, code), said in changes.items():
        value = Decimal(said)
        if area_id not in living:
            problem = "This area is not one of today’s."
        elif code not in codes:
            problem = f"{indicator.short_name} is not counted in {code}."
        elif not value.is_finite() or value < 0:
            problem = "A target is 0 or more."
        elif value >= CEILING:
            problem = f"A target is below {CEILING:,}."
        elif value != round(value, ROOM.decimal_places):
            problem = f"A target has {ROOM.decimal_places} decimals at most."
        else:
            checked[area_id, code] = value
            continue
        problems[area_id, code] = problem
    if problems:
        raise RevisionRefused("Some figures cannot be targets. Nothing was changed.", problems)
    return checked


def _write(
    before: Trajectory, wanted: Mapping[Cell, Decimal], reason: str, by: User, source: Source | None
) -> Trajectory:
    points = {(point.area_id, point.period_id): point for point in before.points.all()}
    changed = {
        cell: value
        for cell, value in wanted.items()
        if (old := points.get(cell)) is None or old.value != value
    }
    if not changed:
        raise RevisionRefused("Nothing would change: type a figure that differs from the one that stands.")
    for (area_id, period), value in changed.items():
        points[area_id, period] = TrajectoryPoint(
            area_id=area_id,
            period_id=period,
            value=value,
            basis=TargetBasis.PUBLISHED if source else TargetBasis.SET_HERE,
            provenance=Provenance.OFFICIAL if source else Provenance.ENTERED,
            note=reason,
            source=source,
        )
    after = Trajectory(
        indicator=before.indicator,
        kind=before.kind,
        version=before.version + 1,
        name=before.name,
        reason=reason,
        source=source or before.source,
        published_on=source.published_on if source else None,
        recorded_by=by,
    )
    after.digest = _digest(after, points.values())
    after.save(force_insert=True)
    # Points of the version before are inserted again, as rows of this one.
    for point in points.values():
        point.pk, point.trajectory = None, after
        point._state.adding = True
    TrajectoryPoint.objects.bulk_create(points.values(), batch_size=2000)
    recompute.mark([Slice(indicator_id=after.indicator_id)])
    # Files and the API give targets by the data version, whether or not a result changes with them.
    recompute.raise_version(*kept_layers())
    audit.note(
        by=by,
        action="targets-revise",
        subject=f"{after.indicator.code} {after.kind}",
        detail={
            "version": after.version,
            "reason": reason,
            "source": source.slug if source else "",
            "figures": len(changed),
        },
        programme=after.indicator.programme.code,
    )
    return after


def _digest(plan: Trajectory, points: Iterable[TrajectoryPoint]) -> str:
    """The SHA-256 of everything that the version says."""
    lives = Area.objects.in_bulk({point.area_id for point in points})
    slugs = dict(Source.objects.values_list("pk", "slug"))
    lines = sorted(
        "\t".join(
            (
                f"{lives[point.area_id].code} {lives[point.area_id].valid_from}",
                point.period_id,
                f"{point.value:.4f}",
                point.basis,
                point.shared_by,
                point.provenance,
                point.note,
                slugs.get(point.source_id or 0, ""),
            )
        )
        for point in points
    )
    return hashlib.sha256("\n".join((plan.name, plan.source.slug, *lines)).encode()).hexdigest()
