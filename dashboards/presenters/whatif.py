"""What it takes and what if: the pace that is needed and where any other would lead, for sentences and a slider."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil, floor, log10

from dashboards import formatting
from dashboards.wording import capital
from programmes.choices import Polarity, Unit
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgressPoint, ProgressSeries
from programmes.statistics.amounts import NOUNS
from programmes.statistics.refusals import Refused
from programmes.statistics.run_rate_words import describe_run_rate
from programmes.statistics.what_if import describe_what_if
from programmes.untrusted import quoted

STEPS = 32
"""About how many places a slider has. Each has its sentence in the page."""

BEYOND_TARGET = 1.25
"""How far the bar goes on after the target."""

NUMBER = re.compile(rf"[-+{formatting.MINUS}]?(\d+|\d{{1,3}}(,\d{{3}})+)(\.\d*)?", re.ASCII)
"""A pace as people write it: commas part thousands, and a point begins its decimals."""

INSTEAD = "The latest pace is shown instead."

LARGEST = 1e9
"""No pace in any unit is near this; a larger one is a slip of the keyboard."""

WIDTH = 600
"""The bar's length in the image's units."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place of the slider: its pace, the same as spoken, the sentence, and how far the bar goes."""

    rate: float
    spoken: str
    words: str
    landing: float


@dataclass(frozen=True, slots=True)
class WhatIfShown:
    """What a page shows of it. Without `steps` no pace can be tried, and `takes` or `why_not` says why."""

    takes: str
    target_note: str
    why_not: str
    label: str = ""
    value: str = ""
    chosen: Step | None = None
    steps: tuple[Step, ...] = ()
    slider_step: float = 0.0
    decimals_step: str = "1"
    standing: float = 0.0
    target_at: float = 0.0
    target: str = ""
    is_made_up: bool = False

    @property
    def nearest(self) -> int:
        """The place of the slider that is nearest to the chosen pace."""
        rate = self.chosen.rate if self.chosen else 0.0
        return min(range(len(self.steps)), key=lambda place: abs(self.steps[place].rate - rate), default=0)

    @property
    def data(self) -> list[list[str | float]]:
        """For the slider's script: of each place the pace, the same as spoken, the sentence, the bar's length."""
        return [[step.rate, step.spoken, step.words, step.landing] for step in self.steps]


def read_rate(text: str, indicator: IndicatorInfo) -> tuple[float | None, str]:
    """A pace out of a query string, and a sentence where it is none."""
    written = text.strip()
    if not written:
        return None, ""
    if not NUMBER.fullmatch(written):
        return None, f"{quoted(text)} is not a number, as 1,250 or 12.5 is. {INSTEAD}"
    rate = float(written.replace(",", "").replace(formatting.MINUS, "-"))
    if abs(rate) > LARGEST:
        return None, f"{quoted(text)} is more than anything here could come to. {INSTEAD}"
    if rate < 0 and not indicator.kind.may_fall:
        return None, f"A quarter cannot bring less than nothing. {INSTEAD}"
    return round(rate, max(indicator.decimals, 1) if indicator.decimals else 0), ""


def present_what_if(series: ProgressSeries, rate: float | None) -> WhatIfShown:
    """What it takes to reach the year's target from the latest figure on, and what the chosen pace leads to.

    Where the year has no target, the last one set is asked for. Without a pace, the latest one is taken.
    """
    indicator, latest = series.indicator, series.latest
    if latest is None:
        return WhatIfShown("", "", "There is no figure to go on from.")
    if why_not := _why_nothing_lies_ahead(indicator, latest.period):
        return WhatIfShown("", "", why_not)
    year = latest.period.next().year
    target, target_note = _target(series, year)
    if target is None:
        return WhatIfShown(
            "", "", f"No target has been set for {year.label} or before: nothing to arrive at."
        )
    run = series.run_rate(latest, year, target)
    whose = f"{series.area.short_name}’s"
    takes = describe_run_rate(run, NOUNS[Unit(indicator.unit)], whose=whose) if run else ""
    standing = indicator.kind.begins_at(latest)
    if not indicator.kind.has_pace:
        what = "A share" if indicator.kind.is_ratio else "A count over twelve months"
        why_not = f"{what} has no pace to choose: it does not add up from quarter to quarter."
    elif standing is None:
        why_not = "The year to date is not known, as a quarter has no figure."
    else:
        needed = run.required or 0.0 if run else 0.0
        try:
            shown = _tried(series, latest, standing, target, rate, needed)
        except Refused as refused:
            why_not = capital(f"{refused}.")
        else:
            return replace(shown, takes=takes, target_note=target_note)
    return WhatIfShown(takes, target_note, why_not)


def _why_nothing_lies_ahead(indicator: IndicatorInfo, latest: Period) -> str:
    if not latest.is_quarter:
        return "It is counted once a year: there is no pace by the quarter to choose."
    if indicator.ended_on is not None and latest >= indicator.runs_to:
        when = indicator.runs_to.label
        return f"It was counted for the last time in {when}: no pace lies ahead of it."
    return ""


def _tried(
    series: ProgressSeries,
    latest: ProgressPoint,
    standing: float,
    target: float,
    rate: float | None,
    needed: float,
) -> WhatIfShown:
    """The chosen pace, and a slider of others that reaches beyond it, the usual and the needed one. Else Refused."""
    indicator = series.indicator
    usual = _usual(series, latest)
    chosen = usual if rate is None else rate
    scale = WIDTH / (max(target, standing) * BEYOND_TARGET or 1.0)

    def step(pace: float) -> Step:
        found = indicator.kind.what_if(standing, latest.period, pace, target, indicator.polarity)
        spoken = f"{formatting.figure_of(indicator, found.rate)} a quarter"
        length = round(min(max(found.landing * scale, 0.0), WIDTH), 1)
        return Step(found.rate, spoken, describe_what_if(found, NOUNS[Unit(indicator.unit)]), length)

    width = slider_step(max(1.6 * needed, 1.5 * usual, 1.2 * chosen), indicator)
    return WhatIfShown(
        takes="",
        target_note="",
        why_not="",
        label=_label(indicator, latest.period.next()),
        value=f"{chosen:.{indicator.decimals}f}",
        chosen=step(chosen),
        steps=tuple(step(round(place * width, 6)) for place in range(STEPS + 1)),
        slider_step=width,
        decimals_step="any" if indicator.decimals else "1",
        standing=round(min(standing * scale, WIDTH), 1),
        target_at=round(target * scale, 1),
        target=formatting.planned_figure(target, indicator.unit, indicator.decimals),
        is_made_up=latest.is_made_up,
    )


def slider_step(top: float, indicator: IndicatorInfo) -> float:
    """The round width of a place, so that about `STEPS` of them reach the top."""
    least = 10.0**-indicator.decimals
    rough = max(top / STEPS, least)
    power = 10.0 ** floor(log10(rough))
    return next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough - 1e-12)


def _target(series: ProgressSeries, year: Period) -> tuple[float | None, str]:
    """The target of a year, else the last that was set, with a sentence that says so."""
    own = [point for point in series if point.period.year == year and point.target_year is not None]
    if own:
        return own[-1].target_year, ""
    before = [point for point in series if point.target_year is not None and point.period.year < year]
    if not before:
        return None, ""
    last = before[-1]
    return last.target_year, (
        f"No target has been set for {year.label}; what is asked for here is the last one, that of "
        f"{last.period.year.label}."
    )


def _usual(series: ProgressSeries, latest: ProgressPoint) -> float:
    """The latest pace, as finely as the indicator is counted; nothing where it went the wrong way."""
    indicator = series.indicator
    pace = indicator.kind.pace(latest, series.at(latest.period.year_before()), indicator.polarity)
    if indicator.kind.only_grows:
        return pace
    return max(ceil(pace) if not indicator.decimals else round(pace, indicator.decimals), 0)


def _label(indicator: IndicatorInfo, first: Period) -> str:
    unit = formatting.unit_words(indicator.unit)
    if indicator.kind.may_fall:
        unit = f"{'fewer' if indicator.polarity == Polarity.LOW else 'more'} {unit}"
    return f"{capital(unit)} a quarter, from {first.label} on"
