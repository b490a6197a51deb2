"""What is not known, in words: since when, who would know, and what would fill it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from dashboards import formatting
from dashboards.wording import level_words
from programmes.periods import Period
from programmes.results import GapInfo, SourceRef
from programmes.sentences import counted

NEVER = "never"
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class GapRow:
    """What is missing of an indicator at some levels of areas, as its table prints it; `url` may be empty."""

    indicator: str
    levels: str
    missing: str
    last_known: str
    held: str
    url: str
    source: SourceRef | None
    answer: str


def present_gaps(gaps: Iterable[GapInfo], today: date | None = None) -> list[GapRow]:
    """A row for each gap; levels of one indicator of which the same is said share one."""
    day = today or timezone.localdate()
    return [
        GapRow(
            indicator=first.indicator_name,
            levels=formatting.listed(level_words(gap.area_type for gap in alike)),
            missing=first.missing,
            last_known=last_known(first.last_known, day),
            held=held(first),
            url=first.url,
            source=first.unpublished_by,
            answer=first.answer,
        )
        for _, group in groupby(gaps, key=_said)
        if (alike := list(group)) and (first := alike[0])
    ]


def _said(gap: GapInfo) -> tuple[object, ...]:
    return gap.indicator, gap.missing, gap.last_known, gap.holder, gap.url, gap.unpublished_by, gap.answer


def last_known(code: str, day: date) -> str:
    """The period that was last known and, where that is more than a year past, how old its figure is.

    >>> last_known("2021-22-Q3", date(2026, 11, 28))
    '2021/22 Q3, 4 years ago'
    """
    if not code:
        return NEVER
    period = Period.parse(code)
    years = int((day - period.ends_on).days // DAYS_OF_A_YEAR)
    return f"{period.label}, {counted(years, 'year')} ago" if years > 0 else period.label


def held(gap: GapInfo) -> str:
    """Who has the figures. What was not found is not said to be published nowhere, unless a source says so."""
    if gap.url:
        return f"Published by {gap.holder or 'somebody else'}, and not loaded here"
    if gap.unpublished_by:
        return f"Published nowhere{f'; {gap.holder} has them' if gap.holder else ''}"
    return f"{gap.holder} has them; looked for and not found" if gap.holder else "Looked for and not found"
