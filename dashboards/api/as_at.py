"""Rows of progress as they would have been on an earlier day, recomputed in memory by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from dashboards.dictionary import PROGRESS_COLUMNS
from programmes.engine.digests import Columns
from programmes.engine.pipeline import compute, progress_columns
from programmes.engine.store import PROGRESS
from programmes.models import Area, Indicator
from programmes.periods import Period
from programmes.queries.areas import LEVELS

NAMES = [column.name for column in PROGRESS_COLUMNS]


def rows_as_at(
    as_at: datetime,
    *,
    programmes: Sequence[str],
    indicators: Sequence[str],
    area: Sequence[str] = (),
    area_types: Sequence[str] = (),
    periods: Sequence[Period] = (),
    first: Period | None = None,
    last: Period | None = None,
    bases: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """What was known then, in the order of the rows of today. A few statements an indicator."""
    lives = {life.pk: life for life in Area.objects.all()}
    wanted = set(Area.objects.filter(code__in=area).values_list("pk", flat=True)) | set(
        Area.objects.filter(codes__code__in=area).values_list("pk", flat=True)
    )

    def is_asked(row: dict[str, Any]) -> bool:
        period = Period.parse(row["period"])
        return (
            (not area or row["id"] in wanted)
            and (not area_types or row["area_type"] in area_types)
            and (not periods or period in periods)
            and (first is None or period.starts_on >= first.starts_on)
            and (last is None or period.ends_on <= last.ends_on)
            and (not bases or row["basis"] in bases)
        )

    found = Indicator.objects.select_related("programme").order_by("programme__position", "position")
    if programmes:
        found = found.filter(programme__code__in=programmes)
    if indicators:
        found = found.filter(code__in=indicators)
    rows: list[tuple[Any, ...]] = []
    for indicator in found:
        columns = progress_columns(compute(indicator.pk, as_at=as_at))
        answers = [row for row in _rows(indicator, columns, lives) if is_asked(row)]
        answers.sort(key=_place)
        rows.extend(tuple(row[name] for name in NAMES) for row in answers)
    return rows


def _rows(indicator: Indicator, columns: Columns, lives: dict[int, Area]) -> Iterator[dict[str, Any]]:
    plain = {name: _plain(name, values) for name, values in columns.items()}
    for place, pk in enumerate(columns["area_id"].tolist()):
        life = lives[pk]
        row = {name: values[place] for name, values in plain.items()}
        period = Period.parse(row["period_id"])
        yield row | {
            "id": pk,
            "since": life.valid_from,
            "programme": indicator.programme.code,
            "indicator": indicator.code,
            "indicator_name": indicator.name,
            "unit": indicator.unit,
            "area": life.code,
            "area_name": life.name,
            "area_type": life.area_type,
            "period": period.code,
            "period_start": period.starts_on,
            "period_end": period.ends_on,
            "forecast": None,
            "forecast_low": None,
            "forecast_high": None,
            "illustrative": row["provenance"] == "illustrative",
        }


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return LEVELS.index(row["area_type"]), row["area"], row["since"], row["period"]


def _plain(name: str, values: np.ndarray) -> list[Any]:
    """An array as the values that the database would give: text, numbers, and None where there is none."""
    if values.dtype.kind == "S":
        return [value.decode() for value in values.tolist()]
    if values.dtype.kind == "f":
        return [None if value != value else value for value in values.tolist()]
    if name in PROGRESS.nullable:
        return [None if value == -1 else value for value in values.tolist()]
    return values.tolist()
