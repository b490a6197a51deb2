"""Since when an indicator is collected, and until when, in words."""

from __future__ import annotations

from programmes.results import IndicatorInfo


def collected_words(indicator: IndicatorInfo) -> str:
    """The end of a sentence: `from 2017/18 Q1 on`, or `from 2017/18 Q1 to 2020/21 Q4` of one that ended."""
    first = indicator.first_period.label
    return f"from {first} on" if indicator.ended_on is None else f"from {first} to {indicator.runs_to.label}"
