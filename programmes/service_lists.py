"""What a list of services changes: the one rule by which it is recorded, counted and shown beforehand. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from programmes.deliveries import Listing, ServiceEntry


def will_stand(given: ServiceEntry, before: ServiceEntry | None) -> ServiceEntry:
    """What stands of a service once this is recorded.

    What is made up never takes the place of what was listed, and leaves nothing behind where a list takes its place.
    A later list that shows a service again does not make it younger, nor does one without opening days take one away.
    """
    given = replace(given, areas=tuple(sorted(given.areas)))
    if before is None or (before.is_made_up and not given.is_made_up):
        return given
    if given.is_made_up and not before.is_made_up:
        return before
    listed = [day for day in (before.listed_on, given.listed_on) if day]
    return replace(given, listed_on=min(listed, default=None), opened_on=given.opened_on or before.opened_on)


def together(given: Iterable[ServiceEntry], standing: Mapping[str, ServiceEntry]) -> dict[str, ServiceEntry]:
    """Every service by its code, as all would stand once those given are recorded."""
    return {**standing, **{one.code: will_stand(one, standing.get(one.code)) for one in given}}


def as_recorded(listing: Listing, services: Iterable[ServiceEntry]) -> Listing:
    """The list, with whether it leaves no service that was known by its day without an opening day."""
    spoken_for = None if listing.areas is None else set(listing.areas)
    undated = any(
        service.opened_on is None
        and service.listed_on is not None
        and service.listed_on <= listing.on
        and (spoken_for is None or not spoken_for.isdisjoint(service.areas))
        for service in services
        if listing.is_made_up or not service.is_made_up
    )
    return replace(listing, has_every_opening=not undated)


def live_on(services: Iterable[ServiceEntry], day: date) -> list[ServiceEntry]:
    """Those that serve on a day, as far as is known."""
    return [service for service in services if service.is_live(day)]
