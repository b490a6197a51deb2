"""The table of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import django_tables2 as tables

from dashboards.dictionary import PROGRESS_COLUMNS, column
from dashboards.tables import Table
from dashboards.targets.columns import AreaNameColumn, OriginColumn, ResultColumn


class ResultTable(Table):
    """Rows of results with the columns of these names. Rows are `dashboards.targets.paging.Row`, with links."""

    def __init__(self, rows: Iterable[Any], *, names: Sequence[str], **kwargs: Any) -> None:
        columns: list[tuple[str, tables.Column]] = [
            (name, (ResultColumn if place else AreaNameColumn)(column(PROGRESS_COLUMNS, name)))
            for place, name in enumerate(names)
        ]
        super().__init__(rows, extra_columns=[*columns, ("origin", OriginColumn())], **kwargs)
