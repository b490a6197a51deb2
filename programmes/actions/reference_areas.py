"""Writing sources, the calendar, and all that is known of areas."""

from collections.abc import Hashable
from typing import Any

from programmes.actions.reference_tables import Tally, replace_listed, update_named
from programmes.locks import Lock, wait_for
from programmes.models import (
    Area,
    AreaCode,
    AreaParent,
    AreaSuccession,
    AreaWeight,
    Edition,
    Population,
    ReportingPeriod,
    Source,
)
from programmes.reference.published import Reference
from programmes.reference.rows import AreaRow

Key = tuple[Hashable, ...]


def write(reference: Reference, tally: Tally) -> None:
    """Sources first, then areas, then what is said of them."""
    sources = source_keys(reference, tally)
    _calendar(reference, tally)
    areas = _areas(reference, tally, sources)
    if not areas:
        return
    _editions(reference, tally)
    _lists(reference, tally, sources, areas)


def source_keys(reference: Reference, tally: Tally) -> dict[str, int]:
    """The sources of the file, written; the primary key of each."""
    names = ("title", "publisher", "url", "published_on", "licence", "attribution", "note")
    rows: dict[Key, Any] = {
        (row.slug,): {name: getattr(row, name) for name in names} for row in reference.sources
    }
    keys, _ = update_named(tally, "sources", Source, ("slug",), rows)
    return {str(slug): key for (slug,), key in keys.items()}


def area_keys() -> dict[Key, int]:
    """The primary key of each life of each code."""
    return {
        (code, start): pk
        for pk, code, start in Area.objects.order_by().values_list("pk", "code", "valid_from")
    }


def _calendar(reference: Reference, tally: Tally) -> None:
    # The clock may make periods at the same time.
    wait_for(Lock.CALENDAR)
    names = ("period_type", "starts_on", "ends_on", "opens_on", "due_on", "closes_on")
    rows: dict[Key, Any] = {
        (row.code,): {name: getattr(row, name) for name in names} for row in reference.periods
    }
    update_named(tally, "periods", ReportingPeriod, ("code",), rows)


def _editions(reference: Reference, tally: Tally) -> None:
    rows: dict[Key, Any] = {
        (row.code,): {"name": row.name, "on": row.on, "note": row.note} for row in reference.editions
    }
    _, touched = update_named(tally, "editions", Edition, ("code",), rows)
    tally.geography_changed |= bool(touched)


def _areas(reference: Reference, tally: Tally, sources: dict[str, int]) -> dict[Key, int]:
    """The lives of the files, written. One that only the database has is refused, not guessed at."""
    tile = ("tile_label", "tile_column", "tile_row")
    names = ("area_type", "name", "short_name", "other_names", *tile, "valid_to")
    rows: dict[Key, Any] = {
        area.key: {name: getattr(area, name) for name in names} | {"source_id": sources[area.source]}
        for area in reference.areas
    }
    written = {area.code: area for area in reference.areas}
    strangers = [key for key in area_keys() if key not in rows and key[0] in written]
    for code, start in strangers:
        place = written[str(code)].place
        tally.refuse(
            place, f"{code} has a life in the database that began on {start}; figures may hang on it: keep it"
        )
    if strangers:
        return {}
    keys, touched = update_named(tally, "areas", Area, ("code", "valid_from"), rows)
    tally.geography_changed |= bool(touched)
    return keys


def _lists(reference: Reference, tally: Tally, sources: dict[str, int], areas: dict[Key, int]) -> None:
    def pk(area: AreaRow) -> int:
        return areas[area.key]

    codes: dict[Key, Any] = {
        (pk(row.area), row.gss_code, row.valid_from): {"valid_to": row.valid_to} for row in reference.codes
    }
    replace_listed(tally, "GSS codes", AreaCode, ("area_id", "code", "valid_from"), codes)
    parents: dict[Key, Any] = {
        (pk(row.child), pk(row.parent), row.valid_from): {"valid_to": row.valid_to}
        for row in reference.parents
    }
    successions: dict[Key, Any] = {
        (pk(row.predecessor), pk(row.successor), row.on): {
            "share": row.share,
            "basis": row.basis,
            "note": row.note,
            "source_id": sources[row.source],
        }
        for row in reference.successions
    }
    populations: dict[Key, Any] = {
        (pk(row.area), row.year, row.age_band): {"people": row.people, "source_id": sources[row.source]}
        for row in reference.populations
    }
    weights: dict[Key, Any] = {
        (pk(row.area), row.key): {"value": row.value, "source_id": sources[row.source]}
        for row in reference.weights
    }
    parent_key = ("child_id", "parent_id", "valid_from")
    succession_key = ("predecessor_id", "successor_id", "on")
    differs = replace_listed(tally, "parents", AreaParent, parent_key, parents)
    differs |= replace_listed(tally, "successions", AreaSuccession, succession_key, successions)
    differs |= replace_listed(tally, "populations", Population, ("area_id", "year", "age_band"), populations)
    tally.geography_changed |= bool(differs)
    replace_listed(tally, "weights", AreaWeight, ("area_id", "key"), weights)
