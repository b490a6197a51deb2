"""What each layout we read looks like: its columns, in every spelling that was met."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from programmes.ingest.letters import plain


class NotThisLayout(ValueError):
    """The file lacks columns without which it is not this layout; the message names them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: our name for it, the spellings it was published under, and whether the layout needs it."""

    name: str
    spellings: tuple[str, ...]
    needed: bool = True
    words: bool = False
    """Whether it holds words, which are kept as they are written; else codes and numbers, in letters of a keyboard."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A published layout that can be loaded as it is."""

    code: str
    title: str
    programmes: tuple[str, ...]
    """The programmes it holds figures of; empty when each row names its own indicator."""
    source: str
    """The slug of the source that such a file is, when it is as published."""
    indicators: tuple[str, ...]
    """The indicators it holds figures of; empty when each row names its own."""
    columns: tuple[Column, ...]
    lists_services: bool = False
    """Whether its rows are services, and not figures."""
    day_in_name: bool = False
    """Whether the file's name may say of which day it is."""
    year_in_name: bool = False
    """Whether the file's name may say which year it is about."""

    @property
    def name_matters(self) -> bool:
        """Whether the same bytes under another name may be about something else."""
        return self.day_in_name or self.year_in_name

    def places(self, heading: Sequence[str]) -> dict[str, int]:
        """Where each of our columns stands in this heading.

        NotThisLayout when one that is needed is missing, or two have one name.
        """
        places = _places(self, heading)
        missing = self.missing(heading)
        if missing:
            raise NotThisLayout(
                f"This is not the layout {self.code} ({self.title}): the heading has no column "
                f"{' and no column '.join(missing)}. It has: {listed(heading) or 'nothing'}. "
                "Give the file as published, or name another layout with --format."
            )
        for place in places.values():
            alike = [name for name in heading if bare(name) == bare(heading[place])]
            if len(alike) > 1:
                raise NotThisLayout(
                    f"{NUMBERS.get(len(alike), len(alike))} columns are called {alike[0]}, and nobody can know which "
                    "is meant. Take out the wrong one, or give it another name."
                )
        return places

    def missing(self, heading: Sequence[str]) -> list[str]:
        """The columns without which the layout cannot be read and which this heading lacks, by our spelling."""
        places = _places(self, heading)
        return [one.spellings[0] for one in self.columns if one.needed and one.name not in places]

    def found(self, heading: Sequence[str]) -> int:
        """How many of its columns this heading has."""
        return len(_places(self, heading))


NUMBERS = {2: "Two", 3: "Three", 4: "Four"}
MOST_NAMED = 12
"""Names of columns in one sentence."""


@cache
def spellings(layout: Layout) -> Mapping[str, tuple[str, int]]:
    """Our name and the rank of every spelling, bare: the first spelling is taken before the others."""
    return {
        bare(one): (column.name, rank)
        for column in layout.columns
        for rank, one in reversed(list(enumerate(column.spellings)))
    }


def _places(layout: Layout, heading: Sequence[str]) -> dict[str, int]:
    best: dict[str, tuple[int, int]] = {}
    known = spellings(layout)
    for place, name in enumerate(heading):
        found = known.get(bare(name))
        if found:
            best[found[0]] = min(best.get(found[0], (found[1], place)), (found[1], place))
    return {column.name: best[column.name][1] for column in layout.columns if column.name in best}


def listed(names: Sequence[str]) -> str:
    """A few names in one line, each cut to what can be taken in."""
    shown = [name[:40] for name in names if name.strip()]
    more = f" and {len(shown) - MOST_NAMED} more" if len(shown) > MOST_NAMED else ""
    return ", ".join(shown[:MOST_NAMED]) + more


def bare(name: str) -> str:
    """A heading without the differences that years make: `Count_AtCaseness` and `CountAtCaseness` are one."""
    return re.sub(r"[^a-z0-9]", "", plain(name).lower())


TALKING_THERAPIES_ANNUAL = Layout(
    code="talking-therapies-annual",
    title="NHS Talking Therapies (IAPT) annual report, wide file",
    programmes=("iapt-ltc", "talking-therapies"),
    source="talking-therapies-annual",
    indicators=(
        "iapt-ltc-referrals",
        "iapt-ltc-recovery",
        "tt-referrals",
        "tt-completed-courses",
        "tt-reliable-recovery",
        "tt-reliable-improvement",
    ),
    year_in_name=True,
    columns=(
        Column("period", ("ReportingPeriod", "Reporting_Period", "FinancialYear"), needed=False),
        Column("level", ("OrgType", "Org_Type")),
        Column("code", ("OrgCode", "Org_Code")),
        Column("name", ("OrgName", "Org_Name"), needed=False, words=True),
        Column("variable", ("VariableType", "Variable_Type")),
        Column("value", ("VariableA", "Variable_A")),
        # 2017-18 wrote CountReferralsReceived, later years Count_ReferralsReceived: one name once bare.
        Column("referrals", ("Count_ReferralsReceived",)),
        Column("completed", ("Count_FinishedCourseTreatment",), needed=False),
        Column("at_caseness", ("Count_AtCaseness",)),
        # What the file calls improvement is reliable improvement: England's is the figure its report prints so.
        Column("improvement", ("Count_Improvement",), needed=False),
        Column("recovery", ("Count_Recovery",)),
        Column("reliable_recovery", ("Count_ReliableRecovery",), needed=False),
    ),
)

OPENED = (
    "opened_on", "opens_on", "opened", "opening_date", "opening_day", "open_date", "date_opened", "date_of_opening",
    "opened_date", "start_date", "live_from", "open_from", "go_live_date",
)  # fmt: skip
CLOSED = (
    "closed_on", "closes_on", "closed", "closing_date", "closing_day", "close_date", "closure_date", "date_closed",
    "date_of_closing", "date_of_closure", "closed_date",
)  # fmt: skip
"""The first day on which a service serves, and the first on which it no longer does, as lists call them."""

CDC_SITES = Layout(
    code="cdc-sites",
    title="list of community diagnostic centres",
    programmes=("cdc",),
    source="cdc-sites-list",
    indicators=("cdc-sites",),
    lists_services=True,
    day_in_name=True,
    columns=(
        Column("name", ("name", "site_name", "title"), words=True),
        Column("icb", ("icb", "icb_ods", "icb_code", "icb_gss")),
        Column("address", ("address",), needed=False, words=True),
        Column("postcode", ("postcode",), needed=False),
        Column("longitude", ("longitude", "long", "lng"), needed=False),
        Column("latitude", ("latitude", "lat"), needed=False),
        Column("long_hours", ("open_12_hours_7_days", "open_12_7"), needed=False),
        Column("offers", ("services",), needed=False, words=True),
        Column("opened_on", OPENED, needed=False),
        Column("closed_on", CLOSED, needed=False),
    ),
)

NATIONAL_FIGURES = Layout(
    code="national-figures",
    title="our list of official national figures",
    programmes=(),
    source="",
    indicators=(),
    columns=(
        Column("indicator", ("indicator",)),
        Column("area", ("area",)),
        Column("period", ("period",)),
        Column("numerator", ("numerator",)),
        Column("denominator", ("denominator",), needed=False),
        Column("marker", ("marker",), needed=False),
        Column("source", ("source",)),
        Column("note", ("note",), needed=False, words=True),
    ),
)

FIGURES = Layout(
    code="figures",
    title="template, one figure a row",
    programmes=(),
    source="",
    indicators=(),
    columns=(
        Column("indicator", ("indicator_code", "indicator")),
        Column("code", ("area_code", "area")),
        Column("period", ("period",)),
        Column("numerator", ("numerator",)),
        Column("denominator", ("denominator",), needed=False),
        Column("marker", ("marker",), needed=False),
        Column("note", ("note",), needed=False, words=True),
        Column("reason", ("reason_for_change", "reason"), needed=False, words=True),
    ),
)

TALKING_THERAPIES_MONTHLY = Layout(
    code="talking-therapies-monthly",
    title="NHS Talking Therapies monthly statistics, long file",
    programmes=("iapt-ltc",),
    source="",
    indicators=("iapt-ltc-access",),
    columns=(
        Column("start", ("REPORTING_PERIOD_START",)),
        Column("end", ("REPORTING_PERIOD_END",)),
        Column("level", ("GROUP_TYPE",)),
        Column("code", ("ORG_CODE1",)),
        Column("name", ("ORG_NAME1",), needed=False, words=True),
        Column("measure", ("MEASURE_ID",)),
        Column("measure_name", ("MEASURE_NAME",), needed=False, words=True),
        # March 2021 alone wrote MEASURE_VALUE.
        Column("value", ("MEASURE_VALUE_SUPPRESSED", "MEASURE_VALUE")),
    ),
)

MHSDS_MONTHLY = Layout(
    code="mhsds-monthly",
    title="Mental Health Services Data Set, monthly statistics, long file",
    programmes=("ips",),
    source="",
    indicators=("ips-access",),
    columns=(
        Column("start", ("REPORTING_PERIOD_START",)),
        Column("end", ("REPORTING_PERIOD_END",)),
        Column("status", ("STATUS",), needed=False),
        Column("level", ("BREAKDOWN",)),
        Column("code", ("PRIMARY_LEVEL",)),
        Column("measure", ("MEASURE_ID",)),
        Column("measure_name", ("MEASURE_NAME",), needed=False, words=True),
        Column("value", ("MEASURE_VALUE",)),
    ),
)

NETWORK_WORKFORCE = Layout(
    code="network-workforce",
    title="Primary Care Network Workforce, individual level",
    programmes=("pcmhp",),
    source="",
    indicators=("pcmhp-wte",),
    columns=(
        Column("year", ("CENSUS_YEAR",)),
        Column("month", ("CENSUS_MONTH",)),
        Column("code", ("SUB_ICB_CODE",)),
        Column("name", ("SUB_ICB_NAME",), needed=False, words=True),
        Column("role", ("STAFF_ROLE",)),
        Column("detailed_role", ("DETAILED_STAFF_ROLE",), needed=False),
        Column("fte", ("FTE",)),
        Column("person", ("UNIQUE_IDENTIFIER",), needed=False),
    ),
)

LAYOUTS = {
    layout.code: layout
    for layout in (
        TALKING_THERAPIES_ANNUAL,
        CDC_SITES,
        NATIONAL_FIGURES,
        FIGURES,
        TALKING_THERAPIES_MONTHLY,
        MHSDS_MONTHLY,
        NETWORK_WORKFORCE,
    )
}
PUBLISHED = tuple(layout.code for layout in (TALKING_THERAPIES_ANNUAL, CDC_SITES))
"""The layouts that others publish, and `manage.py ingest` loads."""

UPLOADED = (
    FIGURES,
    TALKING_THERAPIES_ANNUAL,
    TALKING_THERAPIES_MONTHLY,
    MHSDS_MONTHLY,
    NETWORK_WORKFORCE,
    CDC_SITES,
)
"""The layouts in which people may send figures in, in the order in which a heading is tried against them."""
