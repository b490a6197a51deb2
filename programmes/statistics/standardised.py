"""Rates of areas as if their people were of the same ages (PHEindicatormethods, DSR and ISRate)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from programmes.statistics.intervals import PER_100_000, Interval, byars, count_interval
from programmes.statistics.quantiles import USUAL
from programmes.statistics.refusals import Refused, refuse_unless_counts

FEWEST_EVENTS = 10
"""Below so many events in all, a directly standardised rate is not given."""

EUROPEAN_STANDARD_POPULATION = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)
"""The European Standard Population of 2013 (Eurostat), 100,000 people in 19 bands: 0 to 4, 5 to 9, … 90 and over."""


@dataclass(frozen=True, slots=True)
class Indirect:
    """Events against those expected at the reference's rates: `ratio` is observed over expected, with its limits."""

    observed: float
    expected: float
    reference_rate: float
    ratio: Interval

    def rate(self) -> Interval:
        """The ratio times the reference's own crude rate, in the reference's unit."""
        return self.ratio.times(self.reference_rate)


def directly_standardised(
    events: Sequence[float],
    people: Sequence[float],
    standard: Sequence[float] = EUROPEAN_STANDARD_POPULATION,
    multiplier: float = PER_100_000,
    confidence: float = USUAL,
) -> Interval:
    """The rate that the standard population would have at this area's rates, with limits by Dobson (1991) and Byar.

    One figure for each age band, youngest first. Refused below 10 events in all: the method does not hold there.

    >>> rate = directly_standardised([10, 20], [1000, 1000], standard=[3, 1], multiplier=1000)
    >>> round(rate.value, 2), round(rate.lower, 2), round(rate.upper, 2)
    (12.5, 7.83, 18.64)
    """
    _refuse_unless_bands(events, people, standard)
    observed = math.fsum(events)
    if observed < FEWEST_EVENTS:
        raise Refused(f"a standardised rate needs {FEWEST_EVENTS} events, and there are {observed:g}")
    whole = math.fsum(standard)
    bands = list(zip(events, people, standard, strict=True))
    value = math.fsum(weight * count / number for count, number, weight in bands) / whole
    spread = math.fsum(weight**2 * count / number**2 for count, number, weight in bands) / whole**2
    count = byars(observed, confidence)
    stretch = math.sqrt(spread / observed)
    lower = None if count.lower is None else value + stretch * (count.lower - observed)
    upper = None if count.upper is None else value + stretch * (count.upper - observed)
    return Interval(value, lower, upper, confidence).times(multiplier)


def indirectly_standardised(
    observed: float,
    people: Sequence[float],
    reference_events: Sequence[float],
    reference_people: Sequence[float],
    multiplier: float = PER_100_000,
    confidence: float = USUAL,
) -> Indirect:
    """Events against what the reference's rates would bring here, with limits by Byar (exact below 10 events).

    One figure for each age band, youngest first, of the area's people and of the reference's events and people.

    >>> result = indirectly_standardised(30, [1000, 1000], [10, 30], [2000, 2000], multiplier=1000)
    >>> result.expected, result.ratio.value, result.rate().value
    (20.0, 1.5, 15.0)
    """
    _refuse_unless_bands(reference_events, reference_people, people)
    rates = zip(people, reference_events, reference_people, strict=True)
    expected = math.fsum(number * count / of for number, count, of in rates)
    if expected <= 0:
        raise Refused("the reference expects no events here, so nothing can be set against them")
    crude = multiplier * math.fsum(reference_events) / math.fsum(reference_people)
    return Indirect(observed, expected, crude, count_interval(observed, confidence).times(1 / expected))


def _refuse_unless_bands(events: Sequence[float], people: Sequence[float], weights: Sequence[float]) -> None:
    if not len(events) == len(people) == len(weights):
        raise Refused(f"the age bands differ: {len(events)}, {len(people)} and {len(weights)}")
    for count, number in zip(events, people, strict=True):
        refuse_unless_counts(count, number)
    if any(weight < 0 for weight in weights) or not any(weights):
        raise Refused("a population has nobody in it, or fewer than nobody")
