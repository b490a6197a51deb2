"""Where a year is heading, against its target, in one sentence: from the same row that a table or a chart shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from programmes import calculations
from programmes.choices import Polarity
from programmes.statistics.amounts import Noun


class Landing(StrEnum):
    """What can be said of a year's target from a forecast."""

    THERE = "already there"
    LOST = "already over"
    LIKELY = "likely to arrive"
    CLOSE = "too close to call"
    SHORT = "likely to fall short"
    OVER = "likely to be over"
    NOT_JUDGED = "not judged"
    REFUSED = "no forecast"


class Row(Protocol):
    """What is needed of a row of results: `programmes.results.ProgressPoint` has it."""

    @property
    def year_to_date(self) -> float | None:
        """What has built up since April; for a level, where it stands."""

    @property
    def target_year(self) -> float | None:
        """The year's target."""

    @property
    def forecast_low(self) -> float | None:
        """The lower end of the forecast's interval."""

    @property
    def forecast_high(self) -> float | None:
        """The upper end of the forecast's interval."""


def landing_of(point: Row, polarity: str, *, is_flow: bool) -> Landing:
    """Where the forecast of a row of results lies against its year's target.

    Likely is said when the whole 80% interval lies on one side of the target. A flow (`is_flow`) that has
    reached its target stays there; a level may fall back, and is judged by its forecast.

    >>> from types import SimpleNamespace
    >>> row = SimpleNamespace(forecast_low=1580, forecast_high=1690, target_year=1800, year_to_date=1180)
    >>> landing_of(row, Polarity.HIGH, is_flow=True)
    <Landing.SHORT: 'likely to fall short'>
    """
    target, judged = point.target_year, polarity != Polarity.NONE
    if target is not None and judged and is_flow and point.year_to_date is not None:
        if polarity == Polarity.HIGH and point.year_to_date >= target - calculations.HAIR:
            return Landing.THERE
        if polarity == Polarity.LOW and point.year_to_date > target + calculations.HAIR:
            return Landing.LOST
    low, high = point.forecast_low, point.forecast_high
    if low is None or high is None:
        return Landing.REFUSED
    if target is None or not judged:
        return Landing.NOT_JUDGED
    if polarity == Polarity.HIGH:
        return Landing.LIKELY if low >= target else Landing.SHORT if high < target else Landing.CLOSE
    return Landing.LIKELY if high <= target else Landing.OVER if low > target else Landing.CLOSE


def describe_landing(point: Row, noun: Noun, polarity: str, *, is_flow: bool, why_refused: str = "") -> str:
    """The landing in a sentence, the forecast marked [f]; `why_refused` is said where there is none.

    >>> from programmes.choices import Unit
    >>> from programmes.statistics.amounts import NOUNS
    >>> from types import SimpleNamespace
    >>> row = SimpleNamespace(forecast_low=1580, forecast_high=1690, target_year=1800, year_to_date=1180)
    >>> describe_landing(row, NOUNS[Unit.PEOPLE], Polarity.HIGH, is_flow=True)
    'Heading for 1,580 to 1,690 people [f] of 1,800: likely to fall short.'
    """
    landing = landing_of(point, polarity, is_flow=is_flow)
    target = None if point.target_year is None else noun.planned(point.target_year)
    if landing in (Landing.THERE, Landing.LOST) and point.year_to_date is not None:
        bound = "at most " if landing == Landing.LOST else ""
        said = "Already there" if landing == Landing.THERE else "Already over"
        return f"{said}: {noun.counted(point.year_to_date)} against {bound}{target} for the year."
    if landing == Landing.REFUSED or point.forecast_low is None or point.forecast_high is None:
        return why_refused or "No forecast is made."
    heading = f"Heading for {_range(point.forecast_low, point.forecast_high, noun)} [f]"
    if landing == Landing.NOT_JUDGED:
        return f"{heading}." if target is None else f"{heading} against {target}."
    # Nobody says 8 of 5: what lies above its target is set against it.
    is_part = not noun.is_share and landing != Landing.LIKELY
    word = "of at most" if polarity == Polarity.LOW else "of" if is_part else "against"
    return f"{heading} {word} {target}: {_arriving(landing, point, polarity, is_flow=is_flow)}."


def _arriving(landing: Landing, point: Row, polarity: str, *, is_flow: bool) -> str:
    """The landing in words; a level that has arrived already does not arrive again."""
    level, target = point.year_to_date, point.target_year
    if is_flow or landing != Landing.LIKELY or level is None or target is None:
        return str(landing)
    is_there = level >= target if polarity == Polarity.HIGH else level <= target
    return "likely to stay there" if is_there else str(landing)


def _range(low: float, high: float, noun: Noun) -> str:
    """Both ends with their word once; one figure where both read the same."""
    shown = noun.number(low)
    return noun.counted(high) if shown == noun.number(high) else f"{shown} to {noun.counted(high)}"
