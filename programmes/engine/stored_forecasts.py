"""Forecasts as they are stored, beside figures that were computed without them."""

from __future__ import annotations

import numpy as np

from programmes.engine.cube import copy_out
from programmes.engine.digests import Columns
from programmes.engine.store import PERIOD_WIDTH, PROGRESS, row_keys
from programmes.layers import layer_in_hand

FORECASTS = ("forecast", "forecast_low", "forecast_high")

STORED_FORECAST = np.dtype(
    [
        ("fields", ">i2"),
        ("area_length", ">i4"),
        ("area", ">i8"),
        ("period_length", ">i4"),
        ("period", "S10"),
        *((part, kind) for name in FORECASTS for part, kind in ((f"{name}_length", ">i4"), (name, ">f8"))),
    ]
)
"""One row of the query below, as COPY writes it in binary."""


def with_stored_forecasts(indicator: int, columns: Columns) -> Columns:
    """The columns with the forecasts that are stored; a row that has lost its figure has lost its forecast too."""
    periods = ", ".join(repr(code.decode()) for code in np.unique(columns["period_id"]))
    stored = copy_out(
        f"select area_id, rpad(period_id, {PERIOD_WIDTH}), {', '.join(FORECASTS)} from {PROGRESS.name}"
        f" where layer = '{layer_in_hand().value}'"
        f" and indicator_id = {int(indicator)} and forecast is not null and period_id in ({periods or 'null'})",
        STORED_FORECAST,
    )
    if len(stored) == 0:
        return columns
    keys = row_keys(stored["area"], stored["period"])
    order = np.argsort(keys)
    wanted = row_keys(columns["area_id"], columns["period_id"])
    match = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(order) - 1)]
    found = (keys[match] == wanted) & ~np.isnan(columns["actual"])
    kept = {name: np.where(found, stored[name][match].astype(float), np.nan) for name in FORECASTS}
    return {**columns, **kept}
