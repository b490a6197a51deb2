"""The yardstick: the same results by DuckDB, computed from tables in memory and stored in a table in memory.

Written to give the same numbers as the engine: a parent is known only when all its parts are, a year to date only
when all its quarters are, ranks are among areas of one kind. The columns are those of our results that hold numbers.
"""

from __future__ import annotations

import duckdb
import numpy as np

from bench.world import PERIODS, YEARS, World
from programmes.engine.derive import HAIR

THREADS = 2

RESULTS = """
create or replace table progress as
with level0 as (
    select i.indicator, a.area, a.parent, p.period, f.numerator, f.denominator,
           (f.numerator is not null)::int as reporting, 1 as expected
      from indicators i cross join (select * from areas where level = 0) a cross join periods p
      left join facts f on f.indicator = i.indicator and f.area = a.area and f.period = p.period
), level1 as (
    select b.indicator, a.area, a.parent, b.period,
           case when count(b.numerator) = count(*) then sum(b.numerator) end as numerator,
           case when count(b.denominator) = count(*) then sum(b.denominator) end as denominator,
           sum(b.reporting) as reporting, sum(b.expected) as expected
      from level0 b join areas a on a.area = b.parent group by all
), level2 as (
    select b.indicator, a.area, a.parent, b.period,
           case when count(b.numerator) = count(*) then sum(b.numerator) end as numerator,
           case when count(b.denominator) = count(*) then sum(b.denominator) end as denominator,
           sum(b.reporting) as reporting, sum(b.expected) as expected
      from level1 b join areas a on a.area = b.parent group by all
), level3 as (
    select b.indicator, a.area, a.parent, b.period,
           case when count(b.numerator) = count(*) then sum(b.numerator) end as numerator,
           case when count(b.denominator) = count(*) then sum(b.denominator) end as denominator,
           sum(b.reporting) as reporting, sum(b.expected) as expected
      from level2 b join areas a on a.area = b.parent group by all
), figures as (
    select * from level0 union all select * from level1 union all select * from level2 union all select * from level3
), built_up as (
    select f.*, i.kind, p.year, p.quarter, a.level,
           case when count(f.numerator) over w = p.quarter then sum(f.numerator) over w end as numerator_to_date,
           case when count(f.denominator) over w = p.quarter then sum(f.denominator) over w end as denominator_to_date
      from figures f join indicators i using (indicator) join periods p using (period) join areas a using (area)
    window w as (partition by f.indicator, f.area, p.year order by p.quarter)
), measured as (
    select b.*, t.value as target_year,
           case when kind = 'ratio' then numerator / denominator else numerator end as actual,
           case kind when 'flow' then numerator_to_date
                     when 'stock' then numerator
                     else numerator_to_date / denominator_to_date end as year_to_date,
           case when quarter = 4 or kind = 'ratio' then t.value
                when kind = 'flow' then t.value * quarter / 4
                else l.value + (t.value - l.value) * quarter / 4 end as target_to_date
      from built_up b
      left join targets t on t.indicator = b.indicator and t.area = b.area and t.year = b.year
      left join targets l on l.indicator = b.indicator and l.area = b.area and l.year = b.year - 1
), judged as (
    select *, year_to_date / target_to_date as attainment, year_to_date - target_to_date as variance,
           case when kind <> 'ratio' and quarter < 4
                then greatest(target_year - year_to_date, 0) / (4 - quarter) end as required_per_period
      from measured
)
select indicator, area, period, numerator, denominator, actual, year_to_date, target_to_date, target_year, attainment,
       variance, required_per_period,
       case when year_to_date is null then 'no_data' when attainment is null then 'no_target'
            when 1 - attainment <= {hair} then 'on_plan' when 1 - attainment <= 0.05::double + {hair} then 'near_plan'
            else 'off_plan' end as status,
       case when attainment is not null
            then rank() over (partition by indicator, period, level order by attainment desc nulls last) end as rank,
       case when attainment is not null
            then count(attainment) over (partition by indicator, period, level) end as rank_of,
       reporting, expected as reporting_expected
  from judged
"""

CHECKSUM = """
select count(*), count(actual), round(sum(numerator)), round(sum(year_to_date), 3), round(sum(target_to_date), 3),
       round(sum(attainment), 3), round(sum(required_per_period), 3), sum(rank), sum(rank_of), sum(reporting),
       sum(reporting_expected), count(*) filter (where status = 'on_plan'),
       count(*) filter (where status = 'near_plan'), count(*) filter (where status = 'off_plan')
  from {table}
"""
"""Good in both databases."""


def load(world: World) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the world."""
    database = duckdb.connect()
    database.execute(f"set threads = {THREADS}")
    _fill(database, "areas", {"area": world.areas, "level": world.levels, "parent": world.parents})
    _fill(database, "facts", world.facts)
    database.execute("update facts set denominator = null where isnan(denominator)")
    _fill(database, "targets", world.targets)
    numbers = np.arange(len(PERIODS))
    _fill(
        database, "periods", {"period": numbers, "year": YEARS[0] + numbers // 4, "quarter": numbers % 4 + 1}
    )
    database.execute("create table indicators (indicator bigint, kind text)")
    database.executemany(
        "insert into indicators values (?, ?)", [list(item) for item in world.indicators.items()]
    )
    return database


def _fill(database: duckdb.DuckDBPyConnection, table: str, columns: dict[str, np.ndarray]) -> None:
    database.register("given", columns)
    database.execute(f"create table {table} as select * from given")
    database.unregister("given")


def recompute(database: duckdb.DuckDBPyConnection) -> None:
    """Compute and store every result."""
    database.execute(RESULTS.format(hair=HAIR))


def checksum(database: duckdb.DuckDBPyConnection) -> tuple[float, ...]:
    """Sums over all results, by which two databases are compared."""
    return tuple(
        float(value or 0) for value in database.execute(CHECKSUM.format(table="progress")).fetchone()
    )
