"""How much of each area a programme's live services serve, period by period.

The areas counted are the lowest of the current edition (sub-ICB locations). A service that serves an area serves
everything below it; one that served an area that is gone serves the part of today's area that came from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programmes.engine.geography import Geography, Mask, Matrix
from programmes.periods import Period

NOT_KNOWN = -1


@dataclass(frozen=True, slots=True)
class Site:
    """A service as the engine needs it. Days are ordinals; `areas` are places in the geography."""

    opened: int | None
    listed: int | None
    closed: int | None
    areas: tuple[int, ...]
    illustrative: bool

    def is_live(self, day: int) -> bool:
        """Whether it serves on the day, as far as is known."""
        since = self.opened if self.opened is not None else self.listed
        return since is not None and since <= day and (self.closed is None or day < self.closed)


@dataclass
class Covered:
    """Coverage over areas and periods: every array has shape (A, P). Counts are NOT_KNOWN where nothing is known."""

    wanted: Mask
    areas_covered: NDArray[np.int16]
    areas_total: NDArray[np.int16]
    population_covered: Matrix
    population_total: Matrix
    services: NDArray[np.int16]
    illustrative: Mask


def cover(geography: Geography, periods: tuple[Period, ...], sites: list[Site]) -> Covered:
    """Coverage of every area of the current edition at the end of every period.

    Where some service has no opening date, nothing is known before the list that shows it open: then counts are
    NOT_KNOWN, for every area, rather than too low. So they are where no service is known at all.
    """
    below = geography.leaves_below
    adults = np.nan_to_num(geography.adults[geography.leaves])
    reach = [_reach(geography, site) for site in sites]
    known_from = max(
        (site.listed for site in sites if site.opened is None and site.listed is not None), default=0
    )

    shape = (len(geography), len(periods))
    covered = Covered(
        wanted=np.repeat(geography.in_edition[:, None], len(periods), axis=1),
        areas_covered=np.full(shape, NOT_KNOWN, np.int16),
        areas_total=np.repeat(below.sum(axis=1).astype(np.int16)[:, None], len(periods), axis=1),
        population_covered=np.full(shape, np.nan),
        population_total=np.repeat((below @ adults)[:, None], len(periods), axis=1),
        services=np.full(shape, NOT_KNOWN, np.int16),
        illustrative=np.zeros(shape, bool),
    )
    for column, period in enumerate(periods):
        day = period.ends_on.toordinal()
        if day < known_from or not sites:
            continue
        live = [number for number, site in enumerate(sites) if site.is_live(day)]
        served = np.minimum(sum((reach[number] for number in live), np.zeros(len(below.T))), 1)
        covered.areas_covered[:, column] = below @ (served > 0)
        covered.population_covered[:, column] = below @ (served * adults)
        touches = np.array([below @ (reach[number] > 0) > 0 for number in live]).reshape(
            len(live), len(geography)
        )
        covered.services[:, column] = touches.sum(axis=0)
        made_up = np.array([sites[number].illustrative for number in live], bool)
        covered.illustrative[:, column] = touches[made_up].any(axis=0)
    return covered


def _reach(geography: Geography, site: Site) -> Matrix:
    """How much of each leaf the service serves: 0 to 1, shape (leaves,)."""
    parts = [_part_of_leaves(geography, area) for area in site.areas]
    return np.minimum(sum(parts, np.zeros(len(geography.leaves))), 1)


def _part_of_leaves(geography: Geography, area: int) -> Matrix:
    if geography.in_edition[area]:
        return geography.leaves_below[area]
    day = int(min(geography.died[area], geography.edition_on))
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
