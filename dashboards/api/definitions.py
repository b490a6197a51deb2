"""Rows of definitions, services and areas: of each field the name, the type, and what reads it.

Those of definitions are derived from the values that hold them.

A field is answered under its name. Of a source its title, address and licence are, of a period its code, of what has
codes of its own these.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, get_type_hints

from ninja import Schema
from pydantic import create_model

from programmes.periods import Period
from programmes.results import DEMONSTRATION, FactInfo, GapInfo, IndicatorInfo, ProgrammeInfo, SourceRef
from programmes.results.kinds import Kind, Reporting


class Answered(NamedTuple):
    """One field of a row: its name and type in the answer, and what reads it off the value."""

    name: str
    hint: Any
    read: Callable[[Any], Any]


PLAIN = (str, int, float, bool, float | None, date | None)
"""Types that are answered as they are."""


def answered(value: type, key: str) -> Iterator[Answered]:
    """The fields of a dataclass that are answered; its code is called `key`, as in every other row."""
    hints = get_type_hints(value)
    for each in dataclasses.fields(value):
        if each.metadata.get("published", True):
            yield from _field(
                key if each.name == "code" else each.name, attrgetter(each.name), hints[each.name]
            )


def _field(name: str, read: Callable[[Any], Any], hint: Any) -> Iterator[Answered]:
    if hint in (SourceRef, SourceRef | None):
        for suffix, part in (("", "title"), ("_url", "url")):
            yield Answered(f"{name}{suffix}", str, _part_of_source(read, part))
        if name == "source":
            yield Answered("licence", str, _part_of_source(read, "licence"))
    elif hint is Period:
        yield Answered(name, str, lambda value: read(value).code)
    elif hint in (Kind, Reporting):
        yield Answered(name, str, read)
    elif hint in PLAIN:
        yield Answered(name, hint, read)
    else:
        yield Answered(name, list[str], lambda value: [_code(each) for each in read(value)])


def _part_of_source(read: Callable[[Any], Any], part: str) -> Callable[[Any], str]:
    return lambda value: getattr(read(value), part, "")


def _code(each: Any) -> str:
    """Of something dated, as a break is, the code of its period; else its own."""
    code: str = (each[0] if isinstance(each, tuple) else each).code
    return code


PROGRAMME = tuple(answered(ProgrammeInfo, "programme"))
INDICATOR = tuple(answered(IndicatorInfo, "indicator"))
FACT = tuple(answered(FactInfo, "fact"))
GAP = tuple(answered(GapInfo, "gap"))
AREA = (
    Answered("area", str, attrgetter("area.code")),
    Answered("name", str, attrgetter("area.name")),
    Answered("short_name", str, attrgetter("area.short_name")),
    Answered("area_type", str, attrgetter("area.area_type")),
    Answered("gss_code", str, attrgetter("gss_code")),
    Answered("parent", str, attrgetter("parent")),
    Answered("valid_from", date, attrgetter("area.valid_from")),
    Answered("valid_to", date | None, attrgetter("area.valid_to")),
    Answered("people", int | None, attrgetter("people.people")),
    Answered("adults", int | None, attrgetter("people.adults")),
    Answered("population_year", int | None, lambda each: each.people.year or None),
)
SERVICE = (
    Answered("programme", str, attrgetter("programme")),
    Answered("service", str, attrgetter("code")),
    Answered("name", str, attrgetter("name")),
    Answered("wave", int | None, attrgetter("wave")),
    Answered("opened_on", date | None, attrgetter("opened_on")),
    Answered("listed_on", date | None, attrgetter("listed_on")),
    Answered("closed_on", date | None, attrgetter("closed_on")),
    Answered("areas", list[str], lambda service: [area.code for area in service.areas]),
    Answered("area_names", list[str], lambda service: [area.short_name for area in service.areas]),
    Answered("address", str, attrgetter("address")),
    Answered("offers", str, attrgetter("offers")),
    Answered("longitude", float | None, attrgetter("longitude")),
    Answered("latitude", float | None, attrgetter("latitude")),
    Answered("provenance", str, attrgetter("provenance")),
    Answered("layer", str, lambda service: DEMONSTRATION if service.is_made_up else "official"),
    Answered("source", str, attrgetter("source.title")),
    Answered("source_url", str, attrgetter("source.url")),
)


def row(name: str, what: str, fields: tuple[Answered, ...]) -> type[Schema]:
    """The description of a row of these fields."""
    described: dict[str, Any] = {each.name: (each.hint, ...) for each in fields}
    return create_model(name, __base__=Schema, __doc__=what, __module__=__name__, **described)


def values(fields: tuple[Answered, ...], value: Any) -> tuple[Any, ...]:
    """The row of one value."""
    return tuple(each.read(value) for each in fields)
