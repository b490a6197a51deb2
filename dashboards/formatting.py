"""How a number, a share, a period, a date and a missing value are written. The only place that writes them.

Pages, tables, charts' words, files' headings and alternative texts all call these, so they cannot disagree. Rules
are those of the NHS service manual, "Numbers, measurements, dates and time", and of the Government Analysis
Function's guidance on symbols in tables. Rounding is half up on decimals: 2.85 to one decimal is 2.9.

>>> number(41310)
'41,310'
>>> percentage(0.7511)
'75%'
>>> amount(6000, "pounds"), figure(1, "people"), figure(0.4512, "percent")
('£6,000', '1 person', '45%')
>>> missing("c")
'[c]'
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from programmes.choices import Unit
from programmes.periods import Period
from programmes.results import IndicatorInfo
from programmes.sentences import counted, day_in_words
from programmes.statistics.amounts import NOUNS, PARTS_BELOW, PLAIN_FROM

MINUS = "\N{MINUS SIGN}"
LONDON = ZoneInfo("Europe/London")


def rounded(value: float, decimals: int = 0) -> Decimal:
    """The number to so many decimals, half up, away from zero on both sides; never minus zero."""
    exact = Decimal(repr(float(value)))
    result = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def number(value: float, decimals: int = 0) -> str:
    """`41,310`, `−65`, `0.5`: thousands separated, a true minus sign, a zero before the point."""
    shown = f"{int(value):,}" if not decimals and value % 1 == 0 else f"{rounded(value, decimals):,f}"
    return shown.replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """`+65`, `−65`, `0`: for differences."""
    text = number(value, decimals)
    return f"+{text}" if rounded(value, decimals) > 0 else text


def percentage(share: float, decimals: int = 0) -> str:
    """A share of one as `75%`. A part that is not nothing never reads 0%, and one that is not all never reads 100%."""
    per_cent = Decimal(repr(float(share))) * 100
    for places in (decimals, 1):
        text = rounded(float(per_cent), places)
        if (text != 0 or per_cent == 0) and (text != 100 or per_cent == 100):
            return f"{text:,f}%".replace("-", MINUS)
    if abs(per_cent) < 1:
        return "under 0.1%"
    return "just under 100%" if per_cent < 100 else "just over 100%"


def amount(value: float, unit: str, decimals: int = 0) -> str:
    """The number as its unit is written, without the unit's word: `1,158`, `45%`, `£6,000`.

    From a hundred upwards decimals say nothing to a reader, and are left to files.
    """
    if unit == "percent":
        return percentage(value, decimals)
    if abs(value) >= PLAIN_FROM:
        decimals = 0
    if unit == "pounds":
        sign = MINUS if rounded(value, decimals) < 0 else ""
        return f"{sign}£{number(abs(value), decimals)}"
    return number(value, decimals)


def planned(value: float, unit: str, decimals: int = 0) -> str:
    """A target without its unit's word: as an amount, but a small one that is not whole keeps a tenth.

    Targets are shared out in parts: beside 2 sites, 95% of 2 planned would read as a mistake, and is 95% of 2.1.

    >>> planned(2.1, "sites"), planned(8.04, "sites"), planned(152.4, "posts")
    ('2.1', '8', '152')
    """
    is_parted = abs(value) < PARTS_BELOW and rounded(value, 1) % 1 != 0
    return amount(value, unit, max(decimals, 1) if is_parted and unit != "percent" else decimals)


def unit_words(unit: str, value: float | None = None) -> str:
    """The word after the number: `people`, `person` for one, nothing for percentages and pounds."""
    if unit in ("percent", "pounds"):
        return ""
    noun = NOUNS[Unit(unit)]
    return noun.one if value == 1 else noun.many


def figure(value: float, unit: str, decimals: int = 0) -> str:
    """The number with its unit: `1,204 people`, `45%`, `£6,000`, `1,158 whole-time equivalents`."""
    return _with_unit(amount(value, unit, decimals), unit)


def planned_figure(value: float, unit: str, decimals: int = 0) -> str:
    """A target with its unit: `2.1 sites`, `1 site`, `55,000 people`."""
    return _with_unit(planned(value, unit, decimals), unit)


def _with_unit(written: str, unit: str) -> str:
    return f"{written} {word_after(written, unit)}".rstrip()


def word_after(written: str, unit: str) -> str:
    """The word of a number as it is written: what reads 1 is one, whatever it was before it was rounded."""
    return unit_words(unit, 1 if written == "1" else None)


def amount_of(indicator: IndicatorInfo, value: float) -> str:
    """A figure of an indicator, without the unit's word."""
    return amount(value, indicator.unit, indicator.decimals)


def figure_of(indicator: IndicatorInfo, value: float) -> str:
    """A figure of an indicator, with its unit."""
    return figure(value, indicator.unit, indicator.decimals)


def difference(value: float, unit: str, decimals: int = 0) -> str:
    """A difference of two figures: `+12`, `−£40`, `+2.1 percentage points`."""
    if unit == "percent":
        return f"{signed(value * 100, 1)} percentage points"
    text = amount(abs(value), unit, decimals)
    if rounded(value, decimals) == 0:
        return text
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def change(before: float, after: float, unit: str, decimals: int = 0) -> str:
    """The difference of two figures as they are written, so that a sentence with both of them adds up.

    >>> change(113.6, 155.4, "posts"), change(111.2, 118.3, "wte", 1), change(0.1084, 0.1035, "percent", 1)
    ('+41', '+7', '−0.4 percentage points')
    """
    scale = 100 if unit == "percent" else 1
    if unit != "percent" and max(abs(before), abs(after)) >= PLAIN_FROM:
        decimals = 0
    apart = rounded(after * scale, decimals) - rounded(before * scale, decimals)
    return difference(float(apart) / scale, unit, decimals)


def missing(marker: str) -> str:
    """What stands in a cell without a number: the marker in square brackets, `[x]` when none is given."""
    return f"[{marker or 'x'}]"


def markers(notes: str) -> str:
    """Markers that stand beside a number, each in its own brackets: `[r][e]`."""
    return "".join(f"[{letter}]" for letter in notes)


def ordinal(position: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`, `22nd`."""
    if position % 100 in (11, 12, 13):
        return f"{number(position)}th"
    return f"{number(position)}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(position % 10, 'th') }"


def ranked(position: int, of: int) -> str:
    """`18th of 42`."""
    return f"{ordinal(position)} of {number(of)}"


def listed(words: Sequence[str], joiner: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; `a; b and c; and d` where one of them is itself a list, as many names are."""
    if len(words) < 2:
        return "".join(words)
    if any(f" {joiner} " in word or ", " in word for word in words):
        return f"{'; '.join(words[:-1])}; {joiner} {words[-1]}"
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


def day(value: date) -> str:
    """`31 March 2024`; of an instant, the day that it is in London."""
    if isinstance(value, datetime):
        value = value.astimezone(LONDON)
    return day_in_words(value)


def moment(value: datetime) -> str:
    """`31 March 2024, 9:05am`, in London's time."""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{day(local)}, {hour}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"


def span(first: date, last: date | None) -> str:
    """A life in words: `1 April 2017 to 30 June 2022`, `since 1 July 2022`."""
    return f"since {day(first)}" if last is None else f"{day(first)} to {day(last)}"


def duration(seconds: float) -> str:
    """`under a second`, `12 seconds`, `3 minutes`, `2 hours`, `5 days`: one unit, the largest that fits."""
    if seconds < 1:
        return "under a second"
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return counted(int(seconds // size), word)
    return counted(int(seconds), "second")


def when(period: Period, kind: str) -> str:
    """The time a figure is about: a flow's span, `in 2023/24 Q4`; a stock's day, `at 31 March 2024`."""
    return f"at {day(period.ends_on)}" if kind == "stock" else f"in {period.label}"
