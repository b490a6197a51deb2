"""Writing marks: which slices of results have to be computed again, and which years of forecasts with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from programmes.choices import Layer
from programmes.engine.forecast import YEARS_BEFORE
from programmes.periods import Period

MARK = """
insert into programmes_dirty (indicator_id, start_year, programme_id, figures_only, layer, marked_at)
select marked.indicator_id, marked.start_year + greatest(after, 0), marked.programme_id, after < 0, layer, now()
  from unnest(%s::bigint[], %s::smallint[], %s::bigint[]) marked (indicator_id, start_year, programme_id)
  left join programmes_indicator i
         on i.id = marked.indicator_id and i.period_type = 'quarter' and marked.start_year is not null
 cross join lateral (
       select extract(year from date_trunc('quarter', i.ended_on + 1) - interval '1 day 3 months')::int
 ) life (last_year)
 cross join lateral generate_series(
       case when i.id is null then 0 else -1 end,
       case when i.id is null then 0
               else greatest(0, least(%s, %s - marked.start_year, last_year - marked.start_year)) end
 ) after
 cross join unnest(%s::text[]) layer
 order by after
"""
"""A year of a quarterly indicator is marked twice: for its figures, and then, like those after it, for forecasts.

Those after it go to the running year, or to the year of the last whole quarter of an indicator that ended.
"""


def insert(columns: Sequence[Sequence[Any]], layers: Iterable[Layer]) -> None:
    """Insert marks for these indicators, years and programmes, a column of each, in these layers. One statement."""
    now = Period.containing(timezone.localdate(), quarterly=False).start_year
    with connection.cursor() as cursor:
        cursor.execute(MARK, [*map(list, columns), YEARS_BEFORE, now, [layer.value for layer in layers]])
