"""Definitions and results made by hand, for tests that need no database."""

from __future__ import annotations

from typing import Any

from programmes.periods import Period
from programmes.results import (
    AreaRef,
    CoveragePoint,
    IndicatorInfo,
    ProgrammeInfo,
    ProgressPoint,
    ProgressSeries,
)
from tests.indicators import SOURCE, an_indicator

DEVON = AreaRef("QJK", "NHS Devon Integrated Care Board", "Devon", "icb", "DEV", 2, 2)


def a_programme(code: str = "ips", *indicators: IndicatorInfo, **changes: Any) -> ProgrammeInfo:
    """A programme whose first indicator is its headline."""
    indicators = indicators or (an_indicator(f"{code}-access", programme=code),)
    values = {
        "code": code,
        "name": f"The {code} programme",
        "short_name": code.upper(),
        "promise": "Everywhere.",
        "promise_source": SOURCE,
        "description": "",
        "coverage_meaning": "A service is live there.",
        "coverage_provenance": "official",
        "headline": indicators[0].code,
        "indicators": tuple(indicators),
    }
    return ProgrammeInfo(**{**values, **changes})


def an_area(code: str, short_name: str = "", **changes: Any) -> AreaRef:
    """An integrated care board with this code."""
    short_name = short_name or code
    values = {"name": f"NHS {short_name} Integrated Care Board", "area_type": "icb", "tile_label": code}
    return AreaRef(code=code, short_name=short_name, **{**values, **changes})


def a_point(period: Period, actual: float | None, **changes: Any) -> ProgressPoint:
    """A figure of Devon without a target; without a number it is not available."""
    absent = actual is None
    values: dict[str, Any] = dict.fromkeys(ProgressPoint.__dataclass_fields__)
    values |= {"indicator": "ips-access", "area": DEVON, "period": period, "basis": "reported"}
    values |= {"provenance": "official", "marker": "x" if absent else "", "notes": ""}
    values |= {"status": "no_data" if absent else "no_target", "numerator": actual, "actual": actual}
    values |= {"year_to_date": actual, "target_basis": "", "target_provenance": "", "revision": 1}
    if any(changes.get(name) is not None for name in ("attainment", "target_to_date")):
        values["target_basis"] = "published"
    return ProgressPoint(**{**values, **changes})


def a_series(
    actuals: list[float | None],
    *,
    plan: float | None = None,
    indicator: IndicatorInfo | None = None,
    **changes: Any,
) -> ProgressSeries:
    """Quarters from 2021/22 Q1, adding up within the year, against a plan of so much a quarter."""
    indicator = indicator or an_indicator()
    points = []
    to_date: float | None = 0.0
    for period, actual in zip(
        Period.between(indicator.first_period, indicator.runs_to), actuals, strict=False
    ):
        to_date = 0.0 if period.quarter == 1 else to_date
        to_date = None if actual is None or to_date is None else to_date + actual
        target = None if plan is None else plan * period.quarters_done
        attainment = None if target is None or to_date is None else to_date / target
        status = "no_data" if attainment is None else "on_plan" if attainment >= 1 else "off_plan"
        points.append(
            a_point(
                period,
                actual,
                indicator=indicator.code,
                year_to_date=to_date,
                target_to_date=target,
                target_year=None if plan is None else plan * 4,
                target_basis="" if plan is None else "interpolated",
                attainment=attainment,
                status="no_target" if plan is None and actual is not None else status,
                **changes,
            )
        )
    return ProgressSeries(indicator, DEVON, tuple(points))


def a_coverage(period: Period, covered: int | None, total: int = 10, **changes: Any) -> CoveragePoint:
    """So many of ten areas of Devon, and as large a part of its people."""
    values = {
        "programme": "ips",
        "area": DEVON,
        "period": period,
        "areas_covered": covered,
        "areas_total": total,
        "population_covered": None if covered is None else 1000.0 * covered / total,
        "population_total": 1000.0,
        "services": covered,
        "provenance": "official",
    }
    return CoveragePoint(**{**values, **changes})
