"""What each layout we read looks like: its columns, in every spelling that was met."""

from __future__ import annotations

from programmes.ingest.layouts import Column, Layout

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

CDC_TRANSCRIPT = Layout(
    code="cdc-transcript",
    title="our list of the diagnostic centres of one day, with their opening days, from a transcript",
    programmes=("cdc",),
    source="cdc-transcript-2022",
    indicators=("cdc-sites",),
    day_in_name=True,
    columns=(
        Column("name", ("name",), words=True),
        Column("constituency", ("constituency",), words=True),
        Column("icb", ("icb",)),
        Column("opened_on", ("opened_on",)),
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
        Column("provenance", ("provenance",), needed=False),
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
    indicators=("pcmhp-wte-networks",),
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

NETWORK_PRACTITIONERS = Layout(
    code="network-practitioners",
    title="our list of practitioners in primary care networks, by area and day",
    programmes=("pcmhp",),
    source="network-workforce",
    indicators=("pcmhp-networks-two", "pcmhp-networks-any", "pcmhp-wte-networks", "pcmhp-per-network"),
    columns=(
        Column("date", ("date",)),
        Column("area_type", ("area_type",)),
        Column("area", ("area",)),
        Column("borders_of", ("borders_of",), needed=False),
        Column("networks", ("networks",)),
        Column("nobody_recorded", ("nobody_recorded",), needed=False),
        Column("any_practitioner", ("any_practitioner",)),
        Column("two_practitioners", ("two_practitioners",)),
        Column("wte", ("wte",)),
    ),
)

MENTAL_HEALTH_DASHBOARD = Layout(
    code="mental-health-dashboard",
    title="NHS Mental Health Dashboard, one figure a row",
    programmes=("ips", "workforce"),
    source="nhs-mental-health-dashboard",
    indicators=("ips-access", "perinatal-access", "eip-within-two-weeks", "liaison-staff"),
    counts_from_april=("ips",),
    columns=(
        Column("indicator", ("indicator",)),
        Column("level", ("area_type",)),
        Column("code", ("area",)),
        Column("period", ("period",)),
        Column("figure", ("figure",)),
    ),
)

LAYOUTS = {
    layout.code: layout
    for layout in (
        TALKING_THERAPIES_ANNUAL,
        CDC_SITES,
        CDC_TRANSCRIPT,
        NATIONAL_FIGURES,
        FIGURES,
        TALKING_THERAPIES_MONTHLY,
        MHSDS_MONTHLY,
        NETWORK_WORKFORCE,
        NETWORK_PRACTITIONERS,
        MENTAL_HEALTH_DASHBOARD,
    )
}
PUBLISHED = tuple(
    layout.code
    for layout in (
        TALKING_THERAPIES_ANNUAL,
        CDC_SITES,
        CDC_TRANSCRIPT,
        NETWORK_PRACTITIONERS,
        MENTAL_HEALTH_DASHBOARD,
    )
)
"""The layouts of published figures that `manage.py ingest` loads."""

UPLOADED = (
    FIGURES,
    TALKING_THERAPIES_ANNUAL,
    TALKING_THERAPIES_MONTHLY,
    MHSDS_MONTHLY,
    NETWORK_WORKFORCE,
    CDC_SITES,
)
"""The layouts in which people may send figures in, in the order in which a heading is tried against them."""
