"""What a list of services would change, as the page of its file shows it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """One site, as a list shows it."""

    name: str
    where: str
    address: str
    opens: str
    closes: str
    is_made_up: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a site that stands, and as the list has it."""

    name: str
    where: str
    thing: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the programme reaches in an area; None where it is not known."""

    areas: int | None
    of: int
    share_of_people: float | None
    services: int | None
    is_made_up: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """The coverage of an area at the end of a period, as it stands and as it would be."""

    period: str
    area: str
    code: str
    before: Reached
    after: Reached


@dataclass(frozen=True, slots=True)
class Effect:
    """All that a list changes. Sites that it leaves out are named; nothing is done about them."""

    on: str
    speaks_for: str
    new: tuple[Site, ...]
    changed: tuple[Change, ...]
    sites_changed: int
    same: int
    gone: tuple[Site, ...]
    coverage: tuple[Moved, ...]
    outside: str
    """In words, that the quarter of the list is not one whose coverage is kept; empty when it is."""
    left_out: tuple[str, ...]
