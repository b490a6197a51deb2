"""Areas over time as plain values: the versions of every code, what lay in what, and what became of what.

Built from the rows of the database (`programmes.stored_areas`) or from the reference files (`programmes.reference`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

from programmes.results import AreaRef, EditionRef

WHOLE = 1 - 1e-9
"""A share from here on is the whole area: shares are stored to eight places."""

REF_FIELDS = tuple(AreaRef.__dataclass_fields__)

_ref_values = attrgetter(*REF_FIELDS)


class Dated:
    """Anything that holds between two days, both included; without an end it still holds."""

    __slots__ = ()
    valid_from: Any
    valid_to: Any

    def valid_on(self, day: date) -> bool:
        """Whether it held on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether it held on any day from the first to the last."""
        return self.valid_from <= last and (self.valid_to is None or first <= self.valid_to)

    def spans(self, first: date, last: date | None) -> bool:
        """Whether it held on every day from the first to the last (None: for ever)."""
        return self.valid_from <= first and (
            self.valid_to is None or (last is not None and last <= self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class GssCode(Dated):
    """A GSS code that an area had between two days."""

    code: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaVersion(Dated, AreaRef):
    """One life of one area code: the STP called QHM and the integrated care board called QHM are two versions.

    `pk` is the primary key of its row, or its number among those of the files.
    """

    pk: int = field(default=0, compare=False)
    other_names: str = ""
    valid_from: date
    valid_to: date | None = None
    gss_codes: tuple[GssCode, ...] = ()

    def gss_code(self, day: date) -> str:
        """The GSS code it had on the day; empty where it had none."""
        return next((gss.code for gss in self.gss_codes if gss.valid_on(day)), "")


def ref_of(area: object) -> AreaRef:
    """The area (a version, or its row) as far as a label, a link and a tile need it."""
    return AreaRef(*_ref_values(area))


def by_name(area: AreaVersion | AreaRef) -> tuple[str, str]:
    """The order of lists for people."""
    return area.short_name, area.code


@dataclass(frozen=True, slots=True)
class Link(Dated):
    """Between two days, a child (a primary key) lay in a parent."""

    child: int
    parent: int
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """On a day, a share of the predecessor (a primary key) became part of the successor."""

    predecessor: int
    successor: int
    on: date
    share: float
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """How many live in an area, all ages and adults, by the newest year for which anything is known."""

    year: int
    people: int | None = None
    adults: int | None = None


Row = TypeVar("Row")
Version = TypeVar("Version", bound=AreaVersion)
Weigh = Callable[[int, Collection[Succession]], Iterable[float]]
"""From an area and the steps it came from, how much each of them counts."""


def meant(versions: Iterable[Version], day: date | None) -> Version | None:
    """Of several versions of a code, the one valid on the day, else the latest."""
    return max(
        versions, key=lambda one: (day is not None and one.valid_on(day), one.valid_from), default=None
    )


def closure(areas: Iterable[int], beside: Callable[[int], Iterable[int]]) -> set[int]:
    """The areas, those beside them, those beside these, and so on."""
    found = set(areas)
    edge = found
    while edge:
        edge = {other for area in edge for other in beside(area)} - found
        found = found | edge
    return found


class AreaHistory(Generic[Version]):
    """Every version of every area, by code and first day, with links, successions and people, by primary key.

    `edition` names the day that is meant where none is given.
    """

    def __init__(
        self,
        versions: Iterable[Version],
        *,
        links: Iterable[Link] = (),
        successions: Iterable[Succession] = (),
        people: dict[int, People] | None = None,
        edition: EditionRef | None = None,
    ) -> None:
        in_order = sorted(versions, key=lambda one: (one.code, one.valid_from))
        self.versions = {one.pk: one for one in in_order}
        self.links, self.successions = tuple(links), tuple(successions)
        self.people = people or {}
        self.edition = edition
        self.today = edition.on if edition else None
        self.by_code: dict[str, list[Version]] = defaultdict(list)
        for one in in_order:
            for code in {one.code, *(gss.code for gss in one.gss_codes)}:
                self.by_code[code].append(one)
        self.above = _grouped(self.links, attrgetter("child"))
        self.below = _grouped(self.links, attrgetter("parent"))
        self.after = _grouped(self.successions, attrgetter("predecessor"))
        self.before = _grouped(self.successions, attrgetter("successor"))

    def __iter__(self) -> Iterator[Version]:
        return iter(self.versions.values())

    @cached_property
    def refs(self) -> dict[int, AreaRef]:
        """Each area as a label and a link need it."""
        return {pk: ref_of(one) for pk, one in self.versions.items()}

    def coded(self, code: str, area_type: str = "") -> list[Version]:
        """Every version of an ODS or GSS code, of one type or of all, by ODS code and first day."""
        found = self.by_code.get(code.strip().upper(), ())
        return [one for one in found if area_type in ("", one.area_type)]

    def find(self, code: str, *, on: date | None = None, area_type: str = "") -> Version | None:
        """The version meant by an ODS or GSS code: that of this day, else of today, else the latest."""
        return meant(self.coded(code, area_type), on or self.today)

    def valid(self, *area_types: str, on: date | None = None) -> list[Version]:
        """The areas of these types (else of all) on this day, else those of the edition; none where there is none."""
        day = on or self.today
        return [
            one
            for one in self
            if day and one.valid_on(day) and (not area_types or one.area_type in area_types)
        ]

    def named(self, areas: Iterable[int]) -> dict[int, AreaRef]:
        """Areas by their keys, in the order of their names."""
        refs = {pk: self.refs[pk] for pk in areas}
        return dict(sorted(refs.items(), key=lambda item: by_name(item[1])))

    def parent(self, area: int, day: date) -> int | None:
        """What the area lay directly in on the day."""
        return next((link.parent for link in self.above.get(area, ()) if link.valid_on(day)), None)

    def ancestors(self, area: int, day: date) -> tuple[int, ...]:
        """What the area lay in on the day, from England downwards, without itself."""
        above = self.parent(area, day)
        return () if above is None else (*self.ancestors(above, day), above)

    def children(self, area: int, day: date) -> list[int]:
        """What lay directly in the area on the day."""
        return [link.child for link in self.below.get(area, ()) if link.valid_on(day)]

    def inside(self, area: int, day: date) -> set[int]:
        """The areas that lay in it on the day, at any depth, and itself."""
        return closure([area], lambda each: self.children(each, day))

    def todays(self, area: int) -> set[int]:
        """The areas of the edition that it is or became."""
        return set(self.later(area, self.today)) if self.today else set()

    def later(self, area: int, day: date, since: date = date.min) -> dict[int, float]:
        """What became of an area by a day: the share of it in each area of the day. Itself while it is valid."""
        if self.versions[area].valid_on(day):
            return {area: 1.0}
        found: dict[int, float] = defaultdict(float)
        for step in self.after.get(area, ()):
            if since < step.on <= day:
                for pk, share in self.later(step.successor, day, step.on).items():
                    found[pk] += share * step.share
        return found

    def earlier(self, area: int, day: date, weigh: Weigh | None = None) -> dict[int, float]:
        """What an area is made of: the share of each area of the day that lies in it. Itself if it had begun.

        `weigh` says what each step counts instead of the share of the predecessor.
        """
        if self.versions[area].valid_from <= day:
            return {area: 1.0}
        found: dict[int, float] = defaultdict(float)
        steps = self.before.get(area, ())
        weights = weigh(area, steps) if weigh else [step.share for step in steps]
        for step, weight in zip(steps, weights, strict=True):
            for pk, share in self.earlier(step.predecessor, day, weigh).items():
                found[pk] += share * weight
        return found


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    grouped: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[key(row)].append(row)
    return dict(grouped)
