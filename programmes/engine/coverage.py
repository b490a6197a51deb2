"""How much of each area a programme's live services serve, period by period.

The areas counted are the lowest of the current edition (sub-ICB locations). A service that serves an area serves
everything below it; one that served an area that is gone serves the part of today's area that came from it.

Which services there were on a day is known from a register, in which every service has an opening day, or from
lists. A list makes known its own day and those after it, for the areas it speaks for, and so its quarter and the
later ones; where it left no service there without an opening day, it makes known the time before it too. Whatever
comes in afterwards takes nothing of that away: a site that a later list shows first is live from its day on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from programmes.area_history import WHOLE
from programmes.deliveries import Listing, ServiceEntry
from programmes.engine.geography import Geography, Mask, Matrix, Places
from programmes.periods import Period

NOT_KNOWN = -1


@dataclass
class Covered:
    """Coverage over areas and periods: every array has shape (A, P). Counts are NOT_KNOWN where nothing is known."""

    wanted: Mask
    areas_covered: NDArray[np.int16]
    areas_total: NDArray[np.int16]
    population_covered: Matrix
    population_total: Matrix
    services: NDArray[np.int16]
    made_up: Mask


def cover(
    geography: Geography,
    periods: tuple[Period, ...],
    sites: Sequence[ServiceEntry],
    listings: Sequence[Listing] = (),
    *,
    has_every_service: bool = True,
) -> Covered:
    """Coverage of every area of the current edition at the end of every period.

    Counts are NOT_KNOWN where nothing says which services some part of the area had, rather than too low. Where the
    register has not every service, only those places are known that one of it serves.
    """
    adults = np.nan_to_num(geography.adults[geography.leaves])
    reach = [_reach(geography, site) for site in sites]
    touched = [_touched(geography, leaves) for leaves, _ in reach]
    listings = with_lists_of(sites, listings)
    add = geography.add_leaves

    shape = (len(geography), len(periods))
    covered = Covered(
        wanted=np.repeat(geography.in_edition[:, None], len(periods), axis=1),
        areas_covered=np.full(shape, NOT_KNOWN, np.int16),
        areas_total=np.repeat(add(np.ones(len(adults))).astype(np.int16)[:, None], len(periods), axis=1),
        population_covered=np.full(shape, np.nan),
        population_total=np.repeat(add(adults)[:, None], len(periods), axis=1),
        services=np.full(shape, NOT_KNOWN, np.int16),
        made_up=np.zeros(shape, bool),
    )
    for column, period in enumerate(periods):
        day = period.ends_on
        known, known_as_fact = _known(geography, day, sites, listings, has_every_service=has_every_service)
        if not known.any():
            continue
        # An area is known when every part of it is.
        told = add(~known) == 0
        served, services = np.zeros(len(adults)), np.zeros(len(geography), np.int16)
        made_up = add(known & ~known_as_fact) > 0
        for number, site in enumerate(sites):
            if site.is_live(day):
                leaves, part = reach[number]
                served[leaves] += part
                services[touched[number]] += 1
                made_up[touched[number]] |= site.is_made_up
        covered.areas_covered[told, column] = add(served > 0)[told]
        covered.population_covered[told, column] = add(np.minimum(served, 1) * adults)[told]
        covered.services[told, column] = services[told]
        covered.made_up[:, column] = told & made_up
    return covered


def with_lists_of(sites: Sequence[ServiceEntry], listings: Sequence[Listing]) -> tuple[Listing, ...]:
    """The lists, and those that are known only by the day they gave a site: they speak for all areas."""
    days = {site.listed_on for site in sites if site.listed_on} - {listing.on for listing in listings}
    others = (
        Listing(
            on=day,
            has_every_opening=all(
                site.opened_on for site in sites if site.listed_on and site.listed_on <= day
            ),
            is_made_up=all(site.is_made_up for site in sites if site.listed_on == day),
        )
        for day in sorted(days)
    )
    return (*listings, *others)


def _known(
    geography: Geography,
    day: date,
    sites: Sequence[ServiceEntry],
    listings: Sequence[Listing],
    *,
    has_every_service: bool,
) -> tuple[Mask, Mask]:
    """Of which leaves it is known which services they had on the day: by anything, and by what is not made up."""
    registered = [site for site in sites if site.opened_on and site.listed_on is None]
    # A register that was made up is whole: nobody knows of more.
    is_whole = bool(registered) and (has_every_service or any(site.is_made_up for site in registered))
    known = np.full(len(geography.leaves), is_whole)
    as_fact = np.full(len(geography.leaves), is_whole and has_every_service)
    if not has_every_service:
        served = [site.areas for site in registered if site.is_live(day) and not site.is_made_up]
        for areas in served:
            as_fact |= _parts_of_leaves(geography, areas) >= WHOLE
        known |= as_fact
    for listing in listings:
        if listing.tells_of(day):
            spoken_for = _spoken_for(geography, listing)
            known |= spoken_for
            if not listing.is_made_up:
                as_fact |= spoken_for
    return known, as_fact


def _spoken_for(geography: Geography, listing: Listing) -> Mask:
    """The leaves of which the list tells all."""
    if listing.areas is None:
        return np.ones(len(geography.leaves), bool)
    return _parts_of_leaves(geography, listing.areas) >= WHOLE


def _reach(geography: Geography, site: ServiceEntry) -> tuple[Places, Matrix]:
    """The leaves that the service serves (their places among the leaves), and how much of each: up to 1."""
    parts = np.minimum(_parts_of_leaves(geography, site.areas), 1)
    leaves = np.flatnonzero(parts)
    return leaves, parts[leaves]


def _touched(geography: Geography, leaves: Places) -> Places:
    """The areas of the current edition in which any of the leaves lies, themselves included."""
    areas = np.unique(geography.lineage[leaves])
    return areas[areas >= 0]


def _parts_of_leaves(geography: Geography, areas: Sequence[int]) -> Matrix:
    """How much of each leaf lies in these areas (by key), shape (leaves,): what lies in two of them counts twice."""
    parts = (_part_of_leaves(geography, geography.index_of[area]) for area in areas)
    return sum(parts, np.zeros(len(geography.leaves)))


def _part_of_leaves(geography: Geography, area: int) -> Matrix:
    if geography.in_edition[area]:
        return (geography.lineage == area).any(axis=1).astype(float)
    day = int(min(geography.valid_to[area], geography.edition_on))
    lowest = _lowest_below(geography, area, day)
    moves = geography.successions(day)
    leaf = geography.leaf_of[moves.later]
    inside = leaf >= 0
    leaf, earlier, weight = leaf[inside], moves.earlier[inside], moves.share[inside]
    if not np.isnan(geography.adults[earlier]).any():
        weight = weight * geography.adults[earlier]
    served = np.where(np.isin(earlier, lowest), weight, 0)
    whole, part = (np.bincount(leaf, of, len(geography.leaves)) for of in (weight, served))
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _lowest_below(geography: Geography, area: int, day: int) -> list[int]:
    """The lowest areas in the area on the day, itself when it is one."""
    if geography.levels[area] == 0:
        return [area]
    children, parents = geography.families(day)
    return [leaf for child in children[parents == area] for leaf in _lowest_below(geography, int(child), day)]
