"""What England comes to, quarter by quarter.

Official figures go first: where England's own figure for a quarter is known, parts are made to add up to it, and
none is made up for England. What stands here fills the rest, and passes through what was said in public.
Everything here is made-up except where a comment names what it was read from.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from programmes.demonstration.sharing import Counts, Numbers, over_quarters
from programmes.periods import Period

FIRST = Period(2017, 1)
LAST = Period(2025, 3)
QUARTERS = tuple(Period.between(FIRST, LAST))
"""From April 2017 to December 2025: the figures of each indicator end with its own last period."""

QUIET_CHRISTMAS = np.array([1.02, 0.97, 0.96, 1.05])
FIRST_LOCKDOWN = np.array([0.62, 0.88, 1.04, 1.02])
"""Quarters of 2020/21 as they went in most services: a fall in April to June 2020, then the way back."""


def _seasons(years: int) -> Numbers:
    seasons = np.tile(QUIET_CHRISTMAS, (years, 1))
    seasons[2020 - FIRST.start_year] = FIRST_LOCKDOWN
    return seasons


FLOWS: Mapping[str, list[int]] = {
    # Plan: 12,500 in 2018/19, 16,000, 20,000, and 55,000 in 2023/24. From 2019/20 to 2021/22 the figures published
    # by area take the place of these, which are higher: many services did not submit to what they were counted from.
    "ips-access": [10_900, 13_140, 16_880, 17_610, 25_930, 34_180, 41_310, 45_220],
    # 30,000 people were meant to be reached in the first two years; referrals of people with a long-term
    # condition to any talking therapy were 295,588 in 2024/25 (NHS Talking Therapies annual report).
    "iapt-ltc-access": [17_900, 49_300, 103_800, 96_100, 128_400, 147_900, 160_200, 168_500],
    # One million more people a year were to be treated by 2020/21.
    "workforce-people-treated": [214_000, 437_000, 688_000, 741_000],
}
"""Demonstration totals by financial year from 2017/18."""

CUMULATIVE_TESTS = (
    # Thousands since July 2021, at the ends of quarters from September 2021. Said in public: over 0.7 million
    # (April 2022), 1.7 (September), 2.5 (November), 3 (February 2023), 4 (June), 5 (December), 7 (April 2024),
    # 9 (August), 13.9 (April 2025).
    45, 280, 690, 1_170, 1_760, 2_600, 3_260, 4_050, 4_830, 5_710, 6_960, 8_310, 9_880, 11_710, 13_830,
)  # fmt: skip

STOCKS: Mapping[str, list[tuple[str, float]]] = {
    "ips-specialists": [
        ("2017-18-Q1", 236.0), ("2018-19-Q4", 318.0), ("2019-20-Q4", 402.5), ("2020-21-Q4", 448.0),
        ("2021-22-Q4", 597.0), ("2022-23-Q4", 741.5), ("2023-24-Q4", 866.0), ("2024-25-Q4", 931.0),
    ],
    # Sites said to be open: 40 announced (October 2021), 73 (April 2022), 92 (September), 92 (February 2023),
    # 108 (June), 118 (autumn), 135 (December), 160 (April 2024), 165 (August), 170 on the list of October 2025.
    "cdc-sites": [
        ("2021-22-Q2", 12), ("2021-22-Q3", 38), ("2021-22-Q4", 71), ("2022-23-Q1", 82), ("2022-23-Q2", 92),
        ("2022-23-Q4", 94), ("2023-24-Q1", 108), ("2023-24-Q2", 118), ("2023-24-Q3", 135), ("2023-24-Q4", 157),
        ("2024-25-Q1", 162), ("2024-25-Q2", 165), ("2024-25-Q4", 168), ("2025-26-Q2", 169), ("2025-26-Q3", 170),
    ],
    # Promised by 2020/21: 2,000, 2,900 and 4,800 more posts.
    "workforce-camhs": [
        ("2017-18-Q1", 42), ("2017-18-Q4", 290), ("2018-19-Q4", 735), ("2019-20-Q4", 1_290), ("2020-21-Q4", 1_815),
    ],
    "workforce-talking-therapies": [
        ("2017-18-Q1", 66), ("2017-18-Q4", 405), ("2018-19-Q4", 960), ("2019-20-Q4", 1_585), ("2020-21-Q4", 2_140),
    ],
    "workforce-crisis": [
        ("2017-18-Q1", 118), ("2017-18-Q4", 610), ("2018-19-Q4", 1_540), ("2019-20-Q4", 2_830),
        ("2020-21-Q4", 4_260),
    ],
}  # fmt: skip
"""Demonstration levels at the ends of quarters, with straight lines between them."""

JOB_RATE = (0.235, 0.25, 0.262, 0.214, 0.247, 0.281, 0.304, 0.322)
"""Share of those supported who began paid work, by year. About 2,300 of 10,000 did in 2016/17."""


def in_quarters(indicator: str, official: Mapping[tuple[str, str], float], unit: float = 1) -> Counts:
    """England's figure for every quarter of QUARTERS, counted in units (0.1 for one decimal); 0 outside its span."""
    totals = _made_up(indicator) / unit
    for column, quarter in enumerate(QUARTERS):
        known = official.get((indicator, quarter.code))
        if known is not None:
            totals[column] = known / unit
    return np.round(totals).astype(np.int64)


def _made_up(indicator: str) -> Numbers:
    totals = np.zeros(len(QUARTERS))
    if indicator in FLOWS:
        flow = over_quarters(FLOWS[indicator], _seasons(len(FLOWS[indicator])))
        totals[: len(flow)] = flow
    elif indicator == "cdc-tests":
        at = QUARTERS.index(Period(2021, 2))
        totals[at : at + len(CUMULATIVE_TESTS)] = np.diff(np.array([0, *CUMULATIVE_TESTS]) * 1000.0)
    else:
        points = STOCKS[indicator]
        known = [QUARTERS.index(Period.parse(code)) for code, _ in points]
        quarters = np.arange(len(QUARTERS))
        level = np.interp(quarters, known, [value for _, value in points])
        totals = np.where((quarters >= known[0]) & (quarters <= known[-1]), level, 0.0)
    return totals


def by_year(rates: tuple[float, ...], quarter: Period) -> float:
    """The rate of a quarter, on the way from the middle of its year to the next."""
    at = quarter.start_year - FIRST.start_year + (quarter.quarters_done - 0.5) / 4
    return float(np.interp(at, np.arange(len(rates)) + 0.5, rates))
