"""What each layout we read looks like: its columns, in every spelling that was met."""

from __future__ import annotations

import re
from dataclasses import dataclass


class NotThisLayout(ValueError):
    """The file lacks columns without which it is not this layout; the message names them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: our name for it, the spellings it was published under, and whether the layout needs it."""

    name: str
    spellings: tuple[str, ...]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A published layout that can be loaded as it is."""

    code: str
    title: str
    programme: str
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

    def places(self, heading: list[str]) -> dict[str, int]:
        """Where each of our columns stands in this heading; NotThisLayout when one that is needed is missing."""
        printed = {bare(name): place for place, name in reversed(list(enumerate(heading)))}
        places: dict[str, int] = {}
        missing: list[str] = []
        for column in self.columns:
            place = next((printed[bare(one)] for one in column.spellings if bare(one) in printed), None)
            if place is not None:
                places[column.name] = place
            elif column.needed:
                missing.append(column.spellings[0])
        if missing:
            found = ", ".join(name for name in heading if name.strip())[:200] or "nothing"
            raise NotThisLayout(
                f"This is not the layout {self.code} ({self.title}): the heading has no column "
                f"{' and no column '.join(missing)}. It has: {found}. "
                "Give the file as published, or name another layout with --format."
            )
        return places


def bare(name: str) -> str:
    """A heading without the differences that years make: `Count_AtCaseness` and `CountAtCaseness` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


TALKING_THERAPIES_ANNUAL = Layout(
    code="talking-therapies-annual",
    title="NHS Talking Therapies (IAPT) annual report, wide file",
    programme="iapt-ltc",
    source="talking-therapies-annual",
    indicators=("iapt-ltc-referrals", "iapt-ltc-recovery"),
    year_in_name=True,
    columns=(
        Column("period", ("ReportingPeriod", "Reporting_Period", "FinancialYear"), needed=False),
        Column("level", ("OrgType", "Org_Type")),
        Column("code", ("OrgCode", "Org_Code")),
        Column("name", ("OrgName", "Org_Name"), needed=False),
        Column("variable", ("VariableType", "Variable_Type")),
        Column("value", ("VariableA", "Variable_A")),
        # 2017-18 wrote CountReferralsReceived, later years Count_ReferralsReceived: one name once bare.
        Column("referrals", ("Count_ReferralsReceived",)),
        Column("at_caseness", ("Count_AtCaseness",)),
        Column("recovery", ("Count_Recovery",)),
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
    programme="cdc",
    source="cdc-sites-list",
    indicators=("cdc-sites",),
    lists_services=True,
    day_in_name=True,
    columns=(
        Column("name", ("name", "site_name", "title")),
        Column("icb", ("icb", "icb_ods", "icb_code", "icb_gss")),
        Column("address", ("address",), needed=False),
        Column("postcode", ("postcode",), needed=False),
        Column("longitude", ("longitude", "long", "lng"), needed=False),
        Column("latitude", ("latitude", "lat"), needed=False),
        Column("long_hours", ("open_12_hours_7_days", "open_12_7"), needed=False),
        Column("offers", ("services",), needed=False),
        Column("opened_on", OPENED, needed=False),
        Column("closed_on", CLOSED, needed=False),
    ),
)

NATIONAL_FIGURES = Layout(
    code="national-figures",
    title="our list of official national figures",
    programme="",
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
        Column("note", ("note",), needed=False),
    ),
)

FIGURES = Layout(
    code="figures",
    title="our own template: one figure a row",
    programme="",
    source="",
    indicators=(),
    columns=(
        Column("indicator", ("indicator_code", "indicator")),
        Column("code", ("area_code", "area")),
        Column("period", ("period",)),
        Column("numerator", ("numerator",)),
        Column("denominator", ("denominator",), needed=False),
        Column("marker", ("marker",), needed=False),
        Column("note", ("note",), needed=False),
        Column("reason", ("reason_for_change", "reason"), needed=False),
    ),
)

TALKING_THERAPIES_MONTHLY = Layout(
    code="talking-therapies-monthly",
    title="NHS Talking Therapies monthly statistics, long file",
    programme="iapt-ltc",
    source="",
    indicators=("iapt-ltc-access",),
    columns=(
        Column("start", ("REPORTING_PERIOD_START",)),
        Column("end", ("REPORTING_PERIOD_END",)),
        Column("level", ("GROUP_TYPE",)),
        Column("code", ("ORG_CODE1",)),
        Column("name", ("ORG_NAME1",), needed=False),
        Column("measure", ("MEASURE_ID",)),
        Column("measure_name", ("MEASURE_NAME",), needed=False),
        # March 2021 alone wrote MEASURE_VALUE.
        Column("value", ("MEASURE_VALUE_SUPPRESSED", "MEASURE_VALUE")),
    ),
)

MHSDS_MONTHLY = Layout(
    code="mhsds-monthly",
    title="Mental Health Services Data Set, monthly statistics, long file",
    programme="ips",
    source="",
    indicators=("ips-access",),
    columns=(
        Column("start", ("REPORTING_PERIOD_START",)),
        Column("end", ("REPORTING_PERIOD_END",)),
        Column("status", ("STATUS",), needed=False),
        Column("level", ("BREAKDOWN",)),
        Column("code", ("PRIMARY_LEVEL",)),
        Column("measure", ("MEASURE_ID",)),
        Column("measure_name", ("MEASURE_NAME",), needed=False),
        Column("value", ("MEASURE_VALUE",)),
    ),
)

NETWORK_WORKFORCE = Layout(
    code="network-workforce",
    title="Primary Care Network Workforce, individual level",
    programme="pcmhp",
    source="",
    indicators=("pcmhp-wte",),
    columns=(
        Column("year", ("CENSUS_YEAR",)),
        Column("month", ("CENSUS_MONTH",)),
        Column("code", ("SUB_ICB_CODE",)),
        Column("name", ("SUB_ICB_NAME",), needed=False),
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


def recognise(heading: list[str]) -> Layout:
    """The layout that has this heading; NotThisLayout, naming them all, when none has."""
    for layout in UPLOADED:
        try:
            layout.places(heading)
        except NotThisLayout:
            continue
        return layout
    found = ", ".join(name for name in heading if name.strip())[:200] or "nothing"
    wanted = "; ".join(
        f"{layout.title} ({', '.join(column.spellings[0] for column in layout.columns if column.needed)})"
        for layout in UPLOADED
    )
    raise NotThisLayout(
        f"The first row is the heading of no layout that can be read. It has: {found}. Download the template "
        f"and fill it in, or send a published file as it is. What can be read, and the columns it needs: {wanted}."
    )
