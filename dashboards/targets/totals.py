"""The total of all rows of a question, where there is a meaningful one; else why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from dashboards.question import Question
from programmes.calculations import attainment
from programmes.choices import AreaType, DisclosureRule
from programmes.queries.points import parse_period
from programmes.querysets import valid_on
from programmes.results import IndicatorInfo

SUMMED = ("actual", "numerator", "year_to_date", "target_to_date", "target_year", "variance")
"""The columns that add up over areas."""

OVER_QUARTERS = ("actual", "numerator")
"""The columns that add up over the quarters of a year too, when what is counted does."""


class Why(StrEnum):
    """Why there is no total."""

    ONE_ROW = "one row"
    INDICATORS = "several indicators"
    NOT_ADDED = "does not add up"
    BOUNDARIES = "both boundaries"
    LEVELS = "several levels"
    ROUNDED = "rounded figures"
    PERIODS = "several periods"
    GAPS = "not every area in every quarter"
    OVERLAP = "areas that followed one another"
    MISSING = "missing figures"


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums by column, or why there are none. `missing` counts the rows without a figure."""

    why: Why | None
    values: Mapping[str, float] = field(default_factory=dict)
    missing: int = 0


def total_of(question: Question, indicator: IndicatorInfo | None) -> Totals:
    """The totals over all rows of a question, whose one indicator this is (None: it has several).

    One statement at most. A sum of rounded figures would differ from the figure of the whole, so there is none.
    """
    if indicator is None:
        return Totals(Why.INDICATORS)
    if indicator.kind.is_ratio or not indicator.adds_up:
        return Totals(Why.NOT_ADDED)
    if not question.boundaries:
        return Totals(Why.BOUNDARIES)
    rows = replace(question, sort="").rows().order_by()
    known = {f"known_{name}": Count(name) for name in SUMMED}
    sums = {f"sum_of_{name}": Sum(name) for name in SUMMED}
    found = rows.aggregate(
        rows=Count("*"),
        areas=Count("area_id", distinct=True),
        levels=Count("area__area_type", distinct=True),
        level=Min("area__area_type"),
        periods=Count("period_id", distinct=True),
        first=Min("period_id"),
        last=Max("period_id"),
        quarters=Count("period_id", filter=Q(period__period_type="quarter"), distinct=True),
        not_then=Count("area_id", filter=~valid_on(F("period__ends_on"), "area__")),
        **known,
        **sums,
    )
    why = _why_not(found, question, indicator)
    if why is not None:
        return Totals(why, missing=found["rows"] - found["known_actual"])
    names = SUMMED if found["periods"] == 1 else OVER_QUARTERS
    values = {name: found[f"sum_of_{name}"] for name in names if found[f"known_{name}"] == found["rows"]}
    share = attainment(values.get("year_to_date"), values.get("target_to_date"))
    return Totals(None, values if share is None else {**values, "attainment": share})


def _why_not(found: Mapping[str, Any], question: Question, indicator: IndicatorInfo) -> Why | None:
    if found["rows"] <= 1:
        return Why.ONE_ROW
    if found["levels"] > 1:
        return Why.LEVELS
    if indicator.disclosure != DisclosureRule.NONE and found["level"] != AreaType.ENGLAND:
        return Why.ROUNDED
    if found["periods"] > 1 and not _is_one_year_of_a_flow(found, indicator):
        return Why.PERIODS
    if found["rows"] != found["areas"] * found["periods"]:
        return Why.GAPS
    if question.boundaries == "reported" and found["not_then"]:
        return Why.OVERLAP
    if found["known_actual"] < found["rows"]:
        return Why.MISSING
    return None


def _is_one_year_of_a_flow(found: Mapping[str, Any], indicator: IndicatorInfo) -> bool:
    one_year = parse_period(found["first"]).year == parse_period(found["last"]).year
    return indicator.kind.only_grows and one_year and found["quarters"] == found["periods"]
