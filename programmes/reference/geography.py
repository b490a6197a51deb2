"""Reading areas: their lives, codes, parents, successions, people and weights."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from programmes.choices import AreaType, SuccessionBasis
from programmes.reference import fields
from programmes.reference.areas import ONE_DAY, Areas
from programmes.reference.counted import POPULATION, WEIGHT, populations_of, weights_of
from programmes.reference.fields import Field
from programmes.reference.files import Told, read_table
from programmes.reference.places import Faults, Place, each_told_once
from programmes.reference.rows import (
    AreaRow,
    CodeRow,
    EditionRow,
    ParentRow,
    PopulationRow,
    SuccessionRow,
    WeightRow,
)

FOLDER = "areas"
AREA_FILES = {
    "england.csv": AreaType.ENGLAND,
    "regions.csv": AreaType.REGION,
    "icb.csv": AreaType.ICB,
    "icb_2026.csv": AreaType.ICB,
    "stp.csv": AreaType.STP,
    "sub_icb.csv": AreaType.SUB_ICB,
    "sub_icb_2026.csv": AreaType.SUB_ICB,
    "ccg.csv": AreaType.CCG,
}

_LIFE = {
    "code": Field(fields.area_code),
    "name": Field(fields.text),
    "short_name": Field(fields.text),
    "valid_from": Field(fields.day),
    "valid_to": Field(fields.day, None),
    "source": Field(fields.slug),
}
_TILE = {
    "tile_label": Field(fields.matching(r"\S{1,6}", "a label of one to six letters for a tile"), ""),
    "tile_column": Field(fields.whole, None),
    "tile_row": Field(fields.whole, None),
}
_OTHER_NAMES = {"other_names": Field(fields.text, "")}
_BESIDE = {"regions.csv": _TILE, "icb.csv": _TILE, "icb_2026.csv": _TILE}
_BESIDE |= {"sub_icb.csv": _OTHER_NAMES, "sub_icb_2026.csv": _OTHER_NAMES}
"""What some of the files of areas have beside the columns of all."""
_EDITION = {
    "code": Field(fields.slug),
    "name": Field(fields.text),
    "on": Field(fields.day),
    "note": Field(fields.text, ""),
}
_DATED = {"valid_from": Field(fields.day), "valid_to": Field(fields.day, None)}
_CODE = {"area": Field(fields.area_code), "gss_code": Field(fields.gss_code), **_DATED}
_PARENT = {"child": Field(fields.area_code), "parent": Field(fields.area_code), **_DATED}
_SUCCESSION = {
    "on": Field(fields.day),
    "predecessor": Field(fields.area_code),
    "successor": Field(fields.area_code),
    "share": Field(fields.share),
    "basis": Field(fields.one_of(SuccessionBasis)),
    "note": Field(fields.text, ""),
    "source": Field(fields.slug),
}

Listed = TypeVar("Listed", AreaRow, CodeRow, ParentRow)


@dataclass(frozen=True, kw_only=True)
class Geography:
    """All that is known of areas, as read on a day."""

    day: date
    editions: tuple[EditionRow, ...]
    areas: Areas
    codes: tuple[CodeRow, ...]
    parents: tuple[ParentRow, ...]
    successions: tuple[SuccessionRow, ...]
    populations: tuple[PopulationRow, ...]
    weights: tuple[WeightRow, ...]

    def current_edition(self) -> EditionRow | None:
        """The edition that results are shown on: the newest whose day has come."""
        begun = (edition for edition in self.editions if edition.on <= self.day)
        return max(begun, key=lambda edition: edition.on, default=None)


def read_geography(directory: Path, day: date, faults: Faults) -> Geography:
    """Every area file of the folder, read on a day. What cannot be read is left out, with a fault."""

    def table(name: str, columns: dict[str, Field]) -> Told:
        return read_table(directory / FOLDER / name, f"{FOLDER}/{name}", columns, faults)

    read = (
        (area_type, *row)
        for name, area_type in AREA_FILES.items()
        for row in table(name, _LIFE | _BESIDE.get(name, {}))
    )
    rows = [
        AreaRow(pk=number, place=place, area_type=area_type.value, **values)
        for number, (area_type, values, place) in enumerate(read)
    ]
    for area in rows:
        _ends_after_it_starts(area.valid_from, area.valid_to, area.place, faults)
        if (area.tile_column is None) != (area.tile_row is None):
            faults.add(area.place.at("tile_row"), "a tile needs a column and a row; fill in both or neither")
    _one_at_a_time(
        rows,
        lambda area: area.code,
        "{0.code} is still alive then ({1}); end that life the day before",
        faults,
    )
    areas = Areas(rows, faults)
    editions = tuple(EditionRow(place=place, **values) for values, place in table("editions.csv", _EDITION))
    each_told_once(editions, lambda edition: edition.on, faults)
    return Geography(
        day=day,
        editions=editions,
        areas=areas,
        codes=_codes(table("gss_codes.csv", _CODE), areas, faults),
        parents=_parents(table("parents.csv", _PARENT), areas, faults),
        successions=_successions(table("succession.csv", _SUCCESSION), areas, faults),
        populations=populations_of(table("population.csv", POPULATION), areas, faults),
        weights=weights_of(table("weights.csv", WEIGHT), areas, faults),
    )


def _codes(rows: Told, areas: Areas, faults: Faults) -> tuple[CodeRow, ...]:
    codes = [CodeRow(**values) for values in _between_days(rows, ("area",), areas, faults)]
    told = "the area has another GSS code then ({1}); end that the day before"
    _one_at_a_time(codes, lambda row: row.area.key, told, faults)
    return tuple(codes)


def _parents(rows: Told, areas: Areas, faults: Faults) -> tuple[ParentRow, ...]:
    parents = [ParentRow(**values) for values in _between_days(rows, ("child", "parent"), areas, faults)]
    told = "the area lies in another area then ({1}); end that the day before"
    _one_at_a_time(parents, lambda row: row.child.key, told, faults)
    return tuple(parents)


def _between_days(
    rows: Told, columns: tuple[str, ...], areas: Areas, faults: Faults
) -> Iterator[dict[str, Any]]:
    """The rows whose areas, named in these columns, last from the first day to the last; with these areas."""
    for values, place in rows:
        days = values["valid_from"], values["valid_to"]
        if _ends_after_it_starts(*days, place, faults):
            named = {column: areas.lasting(values[column], *days, place.at(column)) for column in columns}
            if None not in named.values():
                yield values | named | {"place": place}


def _successions(rows: Told, areas: Areas, faults: Faults) -> tuple[SuccessionRow, ...]:
    successions = []
    for values, place in rows:
        on = values["on"]
        before = areas.one(values["predecessor"], on - ONE_DAY, place.at("predecessor"))
        after = areas.one(values["successor"], on, place.at("successor"))
        if before is not None and before.valid_to != on - ONE_DAY:
            faults.add(
                place.at("predecessor"), f"{before.code} lives on after {on}; end its life the day before"
            )
        if after is not None and after.valid_from != on:
            faults.add(place.at("successor"), f"{after.code} began on {after.valid_from}, not on {on}")
        if values["basis"] == SuccessionBasis.WHOLE and values["share"] != 1:
            faults.add(place.at("share"), "the whole is a share of 1; write 1, or say by what it was split")
        if before is not None and after is not None:
            ready = values | {"predecessor": before, "successor": after}
            successions.append(SuccessionRow(place=place, **ready))
    each_told_once(successions, lambda row: (row.predecessor.key, row.successor.key), faults)
    _shares_add_up(successions, faults)
    return tuple(successions)


def _shares_add_up(successions: list[SuccessionRow], faults: Faults) -> None:
    by_predecessor: dict[AreaRow, list[SuccessionRow]] = defaultdict(list)
    for row in successions:
        by_predecessor[row.predecessor].append(row)
    for area, rows in by_predecessor.items():
        total = sum(row.share for row in rows)
        if total != 1:
            faults.add(
                rows[-1].place.at("share"), f"the shares of {area.code} sum to {total}; they must sum to 1"
            )


def _ends_after_it_starts(start: date, end: date | None, place: Place, faults: Faults) -> bool:
    if end is not None and end < start:
        faults.add(place.at("valid_to"), f"{end} is before {start}; write the last day, or leave it empty")
        return False
    return True


def _one_at_a_time(
    rows: list[Listed], whose: Callable[[Listed], Hashable], told: str, faults: Faults
) -> None:
    """No two rows of one area share a day. `told` says what is wrong with a row and the place of the one before."""
    last: dict[Hashable, Listed] = {}
    for row in sorted(rows, key=lambda row: (str(whose(row)), row.valid_from)):
        before = last.get(whose(row))
        if before is not None and before.valid_on(row.valid_from):
            faults.add(row.place.at("valid_from"), told.format(row, before.place))
        last[whose(row)] = row
