"""Writing programmes: their indicators, facts, plans and named services. Plans and services are versioned."""

from collections.abc import Hashable
from datetime import date
from typing import Any

from programmes.actions import gaps
from programmes.actions.reference_areas import area_keys
from programmes.actions.reference_tables import Tally, replace_listed, update_named
from programmes.choices import AreaType
from programmes.models import (
    Fact,
    Indicator,
    IndicatorBreak,
    Programme,
    Service,
    ServiceArea,
    Source,
    Trajectory,
    TrajectoryPoint,
)
from programmes.periods import Period
from programmes.reference.published import Reference
from programmes.reference.rows import BlockRow

Key = tuple[Hashable, ...]


def write(reference: Reference, tally: Tally) -> None:
    """Programmes first, then what is counted in them, then what was planned and where it is live."""
    sources = dict(Source.objects.values_list("slug", "pk"))
    programmes = _programmes(reference, tally, sources)
    indicators = _indicators(reference, tally, sources, programmes)
    _facts(reference, tally, sources, programmes)
    gaps.write(reference.gaps, tally, sources, indicators)
    areas = area_keys()
    _trajectories(reference, tally, sources, indicators, areas)
    _services(reference, tally, sources, programmes, areas)


def _programmes(reference: Reference, tally: Tally, sources: dict[str, int]) -> dict[str, int]:
    rows: dict[Key, Any] = {(row.code,): _columns(row, sources) for row in reference.programmes}
    keys, touched = update_named(tally, "programmes", Programme, ("code",), rows)
    tally.programmes |= {keys[key] for key in touched}
    return {str(code): pk for (code,), pk in keys.items()}


def _indicators(
    reference: Reference, tally: Tally, sources: dict[str, int], programmes: dict[str, int]
) -> dict[str, int]:
    rows: dict[Key, Any] = {
        (row.code,): _columns(row, sources) | {"programme_id": programmes[row.programme]}
        for row in reference.indicators
    }
    keys, touched = update_named(tally, "indicators", Indicator, ("code",), rows)
    indicators = {str(code): pk for (code,), pk in keys.items()}
    breaks: dict[Key, Any] = {
        (indicators[row.indicator], row.period.code): {"note": row.note} for row in reference.breaks
    }
    differs = replace_listed(tally, "breaks", IndicatorBreak, ("indicator_id", "period_id"), breaks)
    tally.indicators |= {keys[key] for key in touched} | {int(str(key[0])) for key in differs}
    return indicators


def _facts(reference: Reference, tally: Tally, sources: dict[str, int], programmes: dict[str, int]) -> None:
    for kind, model, rows in (("facts", Fact, reference.facts),):
        told: dict[Key, Any] = {(programmes[row.programme], row.code): _columns(row, sources) for row in rows}
        replace_listed(tally, kind, model, ("programme_id", "code"), told)


def _columns(row: BlockRow, sources: dict[str, int]) -> dict[str, Any]:
    """What a row says, by the columns of its table, without its code and its programme."""
    columns: dict[str, Any] = {}
    for name, value in row.values.items():
        if name in ("source", "promise_source"):
            columns[f"{name}_id"] = sources[value] if value else None
        elif isinstance(value, Period):
            columns[f"{name}_id"] = value.code
        elif name not in ("code", "programme"):
            columns[name] = value
    return columns


def _trajectories(
    reference: Reference,
    tally: Tally,
    sources: dict[str, int],
    indicators: dict[str, int],
    areas: dict[Key, int],
) -> None:
    """A plan whose points differ from those last loaded becomes the next version, if the file says why.

    A version that a person made stands until the file itself changes.
    """
    # Nobody changes targets between reading which version stands and writing the next.
    list(Indicator.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    current = {
        (trajectory.indicator_id, trajectory.kind): trajectory for trajectory in Trajectory.objects.current()
    }
    loaded = {
        (trajectory.indicator_id, trajectory.kind): trajectory
        for trajectory in Trajectory.objects.filter(recorded_by=None).order_by("version")
    }
    days = {row.slug: row.published_on for row in reference.sources}
    added = changed = 0
    points: list[TrajectoryPoint] = []
    for row in reference.trajectories:
        key = indicators[row.indicator], row.kind
        before, last = current.get(key), loaded.get(key) or current.get(key)
        published_on = row.published_on or days[row.source]
        if last is not None and last.digest == row.digest:
            _correct_day(last, published_on, tally)
            continue
        reason = row.reason
        if last is not None and reason in ("", last.reason):
            reason = _new_areas(row, last, reference, areas)
        if last is not None and not reason:
            still = f"; “{row.reason}” is the reason of version {last.version}" if row.reason else ""
            tally.refuse(
                row.place.at("reason"),
                f"the plan of {row.indicator} is not version {last.version}: say why in `reason`{still}",
            )
            continue
        trajectory = Trajectory.objects.create(
            indicator_id=indicators[row.indicator],
            kind=row.kind,
            version=before.version + 1 if before else 1,
            name=row.name,
            reason=reason,
            digest=row.digest,
            source_id=sources[row.source],
            published_on=published_on,
        )
        points += _points(row, trajectory, sources, areas)
        tally.indicators.add(trajectory.indicator_id)
        added, changed = added + (before is None), changed + (before is not None)
    TrajectoryPoint.objects.bulk_create(points, batch_size=2000)
    left = len(reference.trajectories) - added - changed
    tally.count("plans", added=added, changed=changed, left=left)


def _correct_day(loaded: Trajectory, published_on: date | None, tally: Tally) -> None:
    """Keep the day that the file gives now: when a plan was published is known of it, and no part of what it says."""
    if loaded.recorded_by_id is None and loaded.published_on != published_on:
        loaded.published_on = published_on
        loaded.save(update_fields=["published_on"])
        tally.indicators.add(loaded.indicator_id)


def _new_areas(row: BlockRow, last: Trajectory, reference: Reference, areas: dict[Key, int]) -> str:
    """Why a plan became another version where it says the same of England, of other areas; else empty."""
    edition = reference.current_edition()
    stood = {(point.area_id, point.period_id): point for point in last.points.all()}
    told = {(areas[point.area.key], point.period.code): point for point in row.points}
    of_england = {key: point for key, point in told.items() if point.area.area_type == AreaType.ENGLAND}
    same = all(
        key in stood
        and (stood[key].value, stood[key].basis, stood[key].note) == (point.value, point.basis, point.note)
        for key, point in of_england.items()
    )
    areas_before, areas_now = ({area for area, _ in points} for points in (stood, told))
    if edition is None or not same or areas_before == areas_now or last.name != row.name:
        return ""
    return f"Shared out on the areas of {edition.on.day} {edition.on:%B %Y}."


def _points(
    row: BlockRow, trajectory: Trajectory, sources: dict[str, int], areas: dict[Key, int]
) -> list[TrajectoryPoint]:
    return [
        TrajectoryPoint(
            trajectory=trajectory,
            area_id=areas[point.area.key],
            period_id=point.period.code,
            value=point.value,
            basis=point.basis,
            shared_by=point.shared_by,
            provenance=point.provenance,
            note=point.note,
            source_id=sources[point.source] if point.source else None,
        )
        for point in row.points
    ]


def _services(
    reference: Reference,
    tally: Tally,
    sources: dict[str, int],
    programmes: dict[str, int],
    areas: dict[Key, int],
) -> None:
    """A service that differs from its latest revision becomes the next one, if the file says why."""
    current = {
        (service.programme_id, service.code): service
        for service in Service.objects.current().prefetch_related("served")
        if any(row.code == service.code for row in reference.services)
    }
    added = changed = 0
    for row in reference.services:
        before = current.get((programmes[row.programme], row.code))
        served = {areas[area.key] for area in row.areas}
        if before is not None and _is_the_same(before, row, sources[row.source], served):
            continue
        if before is not None and row.reason in ("", before.revision_reason):
            tally.refuse(
                row.place.at("reason"),
                f"“{row.name}” differs from revision {before.revision}: say why in `reason`",
            )
            continue
        service = Service.objects.create(
            programme_id=programmes[row.programme],
            code=row.code,
            revision=before.revision + 1 if before else 1,
            revision_reason=row.reason,
            source_id=sources[row.source],
            **_content(row),
        )
        ServiceArea.objects.bulk_create(
            [ServiceArea(service=service, area_id=area) for area in sorted(served)]
        )
        tally.programmes.add(service.programme_id)
        added, changed = added + (before is None), changed + (before is not None)
    tally.count("services", added=added, changed=changed, left=len(reference.services) - added - changed)


def _content(row: BlockRow) -> dict[str, Any]:
    """What the service is, without which revision of it this is and why."""
    named = ("name", "wave", "opened_on", "listed_on", "closed_on", "address", "offers", "provenance")
    return {name: row.values[name] for name in named}


def _is_the_same(before: Service, row: BlockRow, source: int, served: set[int]) -> bool:
    content = _content(row)
    return (
        {name: getattr(before, name) for name in content} == content
        and before.source_id == source
        and {link.area_id for link in before.served.all()} == served
    )
