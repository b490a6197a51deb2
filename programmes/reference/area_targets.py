"""Reading targets that a publication gives area by area: kept as they are, and nothing of theirs is shared out.

A table has a row for each area and quarter: what is wanted from April to its end. That of a fourth quarter is the
year's as well. An area of today has the sum of those of the areas that became it, if all of them went over whole; else
the sum of those of the areas in it, if all of them have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from programmes.area_history import WHOLE, AreaHistory, Link, Succession
from programmes.choices import AreaType, Provenance, TargetBasis
from programmes.periods import QUARTERS, Period
from programmes.reference import fields
from programmes.reference.fields import Field
from programmes.reference.files import read_table
from programmes.reference.geography import Geography
from programmes.reference.places import Faults, Place
from programmes.reference.rows import AreaRow, PointRow

FOLDER = "targets"
MOST_DECIMALS = 4

_TARGET = {
    "area_type": Field(fields.one_of(AreaType)),
    "area": Field(fields.area_code),
    "period": Field(fields.period),
    "value": Field(fields.number),
}


def read_area_targets(
    directory: Path, name: str, source: str, geography: Geography, faults: Faults
) -> tuple[PointRow, ...]:
    """The points of a table of the folder of targets, and those of today's areas that follow from them."""
    points: dict[tuple[AreaRow, Period], PointRow] = {}
    name = f"{FOLDER}/{name}"
    for values, place in read_table(directory / name, name, _TARGET, faults):
        area = _area(values, place, geography, faults)
        if area is None:
            continue
        point = PointRow(
            area=area,
            period=values["period"],
            value=values["value"],
            basis=TargetBasis.PUBLISHED.value,
            shared_by="",
            provenance=Provenance.OFFICIAL.value,
            note="",
            source=source,
        )
        if points.setdefault((area, point.period), point) is not point:
            faults.add(place, f"{area.code} has a target of {point.period.code} already; remove one of them")
    told = [each for point in points.values() for each in _with_the_year(point)]
    edition = geography.current_edition()
    carried = _carried(told, geography, edition.on) if edition else ()
    return (*told, *carried)


def _area(values: dict[str, Any], place: Place, geography: Geography, faults: Faults) -> AreaRow | None:
    """The life of the area at the end of the period, if the target is sound; else None, with a fault."""
    value, period = values["value"], values["period"]
    if value < 0 or value != round(value, MOST_DECIMALS):
        faults.add(place.at("value"), f"{value} is no target; write 0 or more, four decimals at most")
        return None
    if not period.is_quarter:
        faults.add(place.at("period"), f"{period.code} is no quarter; write what is wanted by each quarter")
        return None
    area = geography.areas.one(values["area"], period.ends_on, place.at("area"))
    if area is not None and area.area_type != values["area_type"]:
        faults.add(
            place.at("area_type"), f"{area.code} is a {area.area_type} then; mend the type or the code"
        )
        return None
    return area


def _with_the_year(point: PointRow) -> Iterator[PointRow]:
    yield point
    if point.period.quarter == QUARTERS:
        yield replace(point, period=point.period.year)


def _carried(told: list[PointRow], geography: Geography, today: date) -> Iterator[PointRow]:
    """The targets of areas of today that had not begun: of land that had one, all of it."""
    steps = (
        Succession(row.predecessor.pk, row.successor.pk, row.on, float(row.share))
        for row in geography.successions
    )
    links = (Link(row.child.pk, row.parent.pk, row.valid_from, row.valid_to) for row in geography.parents)
    history = AreaHistory(geography.areas, links=links, successions=steps)
    of_period: dict[Period, dict[int, PointRow]] = defaultdict(dict)
    for point in told:
        of_period[point.period][point.area.pk] = point
    for period, points in of_period.items():
        before = _before(history, period.ends_on, today)
        for area in sorted(history.valid(on=today), key=lambda area: AreaType(area.area_type).height):
            if area.pk in points:
                continue
            below = history.children(area.pk, today)
            for made_of in (before.get(area.pk, []), below):
                if made_of and all(pk in points for pk in made_of):
                    points[area.pk] = _sum(area, [points[pk] for pk in made_of])
                    yield points[area.pk]
                    break


def _before(history: AreaHistory[AreaRow], day: date, today: date) -> dict[int, list[int]]:
    """What became each area of today, of the areas of a day, where all of it went over whole."""
    became: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for old in history.valid(on=day):
        for successor, share in history.later(old.pk, today).items():
            became[successor].append((old.pk, share))
    return {
        pk: [old for old, _ in parts]
        for pk, parts in became.items()
        if all(share >= WHOLE for _, share in parts)
    }


def _sum(area: AreaRow, parts: list[PointRow]) -> PointRow:
    """The target of an area that others became: official where it was one, under another name."""
    if len(parts) == 1 and not parts[0].note:
        return replace(parts[0], area=area)
    codes = ", ".join(sorted(part.area.code for part in parts))
    return replace(
        parts[0],
        area=area,
        value=sum((part.value for part in parts), Decimal(0)),
        basis=TargetBasis.ADDED_UP.value,
        provenance=Provenance.DERIVED.value,
        note=f"The sum of the published targets of {codes}.",
    )
