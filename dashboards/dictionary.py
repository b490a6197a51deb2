"""The columns of every table of results: name, heading, kind, meaning, and where the value comes from.

One list for the target table, every file and the API, so that they cannot disagree; the data dictionary, the
metadata beside a file and the headings of a workbook are made of it too. Those of targets are in `target_columns`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards import column_words as words
from dashboards.column_expressions import share
from dashboards.column_kinds import Column
from programmes.queries.explanations import published_note


def column(columns: Sequence[Column], name: str) -> Column:
    """The column of this name; KeyError when there is none."""
    for each in columns:
        if each.name == name:
            return each
    raise KeyError(name)


PROGRESS_COLUMNS = (
    Column("programme", "indicator__programme__code", "Programme", "code", "The programme’s code."),
    Column("indicator", "indicator__code", "Indicator", "code", "The code of what is counted."),
    Column("indicator_name", "indicator__name", "Indicator name", "text", "What is counted, in words."),
    Column(
        "unit",
        "indicator__unit",
        "Unit",
        "code",
        "The unit of every number of the row that is not a share.",
        words.UNITS,
    ),
    Column("area", "area__code", "Area", "code", "The area’s ODS code; England is ENG."),
    Column("area_name", "area__name", "Area name", "text", "The area’s name."),
    Column("area_type", "area__area_type", "Area type", "code", "The level of the area.", words.AREA_TYPES),
    Column(
        "period", "period_id", "Period", "code", "A financial year, 2023-24, or a quarter of one, 2023-24-Q4."
    ),
    Column("period_start", "period__starts_on", "Period start", "date", "The first day of the period."),
    Column("period_end", "period__ends_on", "Period end", "date", "The last day of the period."),
    Column(
        "basis",
        "basis",
        "Basis",
        "code",
        "reported by the area; rolled_up from the areas below; or rebased, carried here from earlier areas.",
        words.BASES.if_any(),
    ),
    Column(
        "actual",
        "actual",
        "Actual",
        "number",
        "The figure of the period. A proportion is a fraction: 0.45 is 45%.",
    ),
    Column("numerator", "numerator", "Numerator", "number", "What was counted."),
    Column("denominator", "denominator", "Denominator", "number", "What it is counted out of, for a ratio."),
    Column("marker", "marker", "Marker", "marker", "Why there is no number: c, x, z or w.", words.INSTEAD),
    Column(
        "notes",
        "notes",
        "Notes",
        "marker",
        "What to know about the number there is: p, r, e, f or b.",
        words.BESIDE,
    ),
    Column(
        "year_to_date",
        "year_to_date",
        "Year to date",
        "number",
        "What has built up since April, as published where it was; for a level, where it stands. "
        "Not known once a quarter is missing.",
    ),
    Column(
        "target_to_date",
        "target_to_date",
        "Target to date",
        "number",
        "The trajectory at the end of the period.",
    ),
    Column(
        "target_year",
        "target_year",
        "Target for the year",
        "number",
        "The trajectory at the end of the year.",
    ),
    Column(
        "target_basis",
        "target_basis",
        "Target basis",
        "code",
        "published, where its source states it; else how it came about, by a rule told on the page of methods.",
        words.TARGET_BASES.if_any(),
    ),
    Column(
        "attainment",
        "attainment",
        "Attainment",
        "fraction",
        "Year to date over target to date, unrounded: 0.95 is 95%.",
    ),
    Column("variance", "variance", "Variance", "number", "Year to date less target to date."),
    Column(
        "status",
        "status",
        "Status",
        "code",
        "Where the figure stands against its trajectory, in a word.",
        words.STATUSES,
    ),
    Column(
        "required_per_period",
        "required_per_period",
        "Required per quarter",
        "number",
        "What each quarter left must bring to reach the year’s target: of a level, its growth; none for a ratio.",
    ),
    Column(
        "forecast",
        "forecast",
        "Forecast",
        "number",
        "The year’s outturn as forecast at this period; none once the year is over, or where too little is known.",
    ),
    Column(
        "forecast_low",
        "forecast_low",
        "Forecast, low",
        "number",
        "The lower end of the forecast’s interval, which eight in ten outturns should lie in.",
    ),
    Column(
        "forecast_high",
        "forecast_high",
        "Forecast, high",
        "number",
        "The upper end of the forecast’s interval.",
    ),
    Column(
        "rank",
        "rank",
        "Rank",
        "integer",
        "Place among areas of the same type by attainment of targets that were set for them, else by a share itself.",
    ),
    Column("rank_of", "rank_of", "Ranked areas", "integer", "How many areas are ranked."),
    Column("reporting", "reporting", "Reporting", "integer", "How many of those expected sent a figure."),
    Column(
        "reporting_expected",
        "reporting_expected",
        "Expected to report",
        "integer",
        "Of how many areas a figure was wanted: those within it that report, or itself.",
    ),
    Column(
        "layer",
        "layer",
        "Layer",
        "code",
        "Official figures, or demonstration figures: those with what was made up, which are no facts about any place.",
        words.LAYERS,
    ),
    Column("revision", "revision", "Revision", "integer", "Which version of a reported figure this is."),
    Column(
        "provenance",
        "provenance",
        "Provenance",
        "code",
        "How far the figure may be trusted as fact.",
        words.PROVENANCES.if_any(),
    ),
    Column(
        "target_provenance",
        "target_provenance",
        "Target provenance",
        "code",
        "How far the target may be trusted as fact.",
        words.PROVENANCES.if_any(),
    ),
    Column(
        "note",
        published_note(),
        "Published note",
        "text",
        "What the area said of the figure it reported; nothing where it said nothing or the figure is withheld.",
    ),
)

COVERAGE_COLUMNS = (
    Column("programme", "programme__code", "Programme", "code", "The programme’s code."),
    Column("area", "area__code", "Area", "code", "The area’s ODS code; England is ENG."),
    Column("area_name", "area__name", "Area name", "text", "The area’s name."),
    Column("area_type", "area__area_type", "Area type", "code", "The level of the area.", words.AREA_TYPES),
    Column("period", "period_id", "Period", "code", "The quarter on whose last day services are counted."),
    Column(
        "areas_covered",
        "areas_covered",
        "Areas covered",
        "integer",
        "Sub-ICB locations that a live service serves.",
    ),
    Column("areas_total", "areas_total", "Areas", "integer", "Sub-ICB locations in the area."),
    Column(
        "coverage", share("areas_covered", "areas_total"), "Coverage", "fraction", "Areas covered over areas."
    ),
    Column(
        "population_covered",
        "population_covered",
        "Adults covered",
        "number",
        "People aged 18 and over who live in areas covered.",
    ),
    Column(
        "population_total", "population_total", "Adults", "number", "People aged 18 and over in the area."
    ),
    Column(
        "population_coverage",
        share("population_covered", "population_total"),
        "Population coverage",
        "fraction",
        "Adults covered over adults.",
    ),
    Column(
        "services", "services", "Services", "integer", "Live services that serve the area or a part of it."
    ),
    Column("period_start", "period__starts_on", "Period start", "date", "The first day of the period."),
    Column("period_end", "period__ends_on", "Period end", "date", "The last day of the period."),
    Column(
        "provenance",
        "provenance",
        "Provenance",
        "code",
        "How far the list of services may be trusted.",
        words.PROVENANCES.if_any(),
    ),
    Column(
        "layer",
        "layer",
        "Layer",
        "code",
        "Official figures, or demonstration figures: those with services that were made up.",
        words.LAYERS,
    ),
)
