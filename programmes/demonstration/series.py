"""One indicator at a time: England's figures shared out among the areas that reported in each quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from programmes.area_history import AreaVersion
from programmes.deliveries import Figure, Number
from programmes.demonstration.national import QUARTERS, by_year
from programmes.demonstration.sharing import Counts, Numbers, chance, share_out
from programmes.demonstration.world import Level
from programmes.periods import Period

NOT_BEGUN = "No service here yet."


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of one indicator: the areas that reported, what they reported, and which had begun."""

    period: Period
    areas: list[AreaVersion]
    counts: Counts
    begun: np.ndarray


def spread(level: Level, pace: Numbers, seed: int, what: str, *, by: Numbers | None = None) -> Numbers:
    """What each origin would have in each quarter, in proportion: size, pace, its own way, and chance.

    Areas differ lastingly (a quarter more or less than their size would say) and wander from quarter to quarter.
    """
    rng = chance(seed, what)
    size = level.size if by is None else by
    lasting = np.exp(rng.normal(0, 0.25, len(size)))
    steps = rng.normal(0, 0.08, pace.shape)
    wander = np.zeros(pace.shape)
    for quarter in range(len(pace)):
        wander[quarter] = steps[quarter] + (0.7 * wander[quarter - 1] if quarter else 0)
    return size * lasting * pace * np.exp(wander)


def shared_out(
    level: Level, latent: Numbers, totals: Counts, span: tuple[Period, Period]
) -> Iterator[Quarter]:
    """Each quarter's total among the areas of its last day, in whole units that add up to it."""
    for at, period in enumerate(QUARTERS):
        if not span[0] <= period <= span[1]:
            continue
        areas, handed_on = level.on(period.ends_on)
        weights = handed_on @ latent[at]
        yield Quarter(period, areas, share_out(int(totals[at]), weights), handed_on @ (latent[at] > 0) > 0)


def counted(
    indicator: str, quarters: Iterator[Quarter], england: int, *, decimals: int = 0, waits: bool = False
) -> Iterator[Figure]:
    """The figures of a count. Where `waits`, an area that has not begun has none to give; else it gives 0."""
    for quarter in quarters:
        for area, value, begun in zip(quarter.areas, quarter.counts, quarter.begun, strict=True):
            if waits and not begun:
                yield Figure(indicator, area.pk, quarter.period.code, None, marker="z", note=NOT_BEGUN)
            else:
                yield Figure(indicator, area.pk, quarter.period.code, in_units(int(value), decimals))
        whole = in_units(int(quarter.counts.sum()), decimals)
        yield Figure(indicator, england, quarter.period.code, whole)


def rates(
    indicator: str,
    quarters: Iterator[Quarter],
    england: int,
    yearly: tuple[float, ...],
    rng: np.random.Generator,
    habits: Mapping[str, float],
) -> Iterator[Figure]:
    """The figures of a ratio: of each count, a part that differs between areas and rises with the years."""
    for quarter in quarters:
        habit = np.array([habits.get(area.code, 1.0) for area in quarter.areas])
        habit *= np.exp(rng.normal(0, 0.06, len(habit)))
        habit /= np.average(habit, weights=np.maximum(quarter.counts, 1e-9))
        rate = np.clip(by_year(yearly, quarter.period) * habit, 0, 0.9)
        parts = np.minimum(rng.binomial(quarter.counts, rate), quarter.counts)
        for area, part, whole, begun in zip(quarter.areas, parts, quarter.counts, quarter.begun, strict=True):
            if begun:
                yield Figure(indicator, area.pk, quarter.period.code, int(part), int(whole))
            else:
                yield Figure(indicator, area.pk, quarter.period.code, None, marker="z", note=NOT_BEGUN)
        yield Figure(indicator, england, quarter.period.code, int(parts.sum()), int(quarter.counts.sum()))


def habits(level: Level, seed: int, what: str, spread_by: float = 0.2) -> dict[str, float]:
    """How far above or below England's rate each area lies, lastingly; areas that merged share a habit by code."""
    rng = chance(seed, what, "habits")
    codes = sorted({area.code for area in level.origins} | {place.area.code for place in level.places})
    return dict(zip(codes, np.exp(rng.normal(0, spread_by, len(codes))).tolist(), strict=True))


def in_units(value: int, decimals: int) -> Number:
    """A count of tenths as the number it is; whole numbers stay whole."""
    return Decimal(value).scaleb(-decimals) if decimals else value


def sites_opened(level: Level, totals: Counts, sites: Mapping[int, int], seed: int) -> Counts:
    """How many sites each board has at the end of each quarter: the sites of the list, opened one after another.

    Shape (quarters, boards). The order is drawn by lot; the last quarter is the list. Without a list, sites are
    where the need is.
    """
    if sites:
        number = [sites.get(place.area.pk, 0) for place in level.places]
    else:
        need = np.array([place.need for place in level.places])
        number = share_out(int(totals.max()), need).tolist()
    order = np.repeat(np.arange(len(level.places)), number)
    order = order[chance(seed, "cdc-sites").permutation(len(order))]
    opened = np.zeros((len(totals), len(level.places)), np.int64)
    for at, total in enumerate(totals):
        np.add.at(opened[at], order[: int(total)], 1)
    return opened
