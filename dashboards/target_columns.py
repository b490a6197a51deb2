"""The columns of every table of targets: name, heading, kind, meaning, and where the value comes from."""

from __future__ import annotations

from django.db.models import F, FloatField
from django.db.models.functions import Cast

from dashboards import column_words as words
from dashboards.column_kinds import Column
from programmes.queries.plan_days import NAMED_ADDRESS, NAMED_SOURCE, PUBLISHED_ON

TARGET_COLUMNS = (
    Column(
        "programme", "trajectory__indicator__programme__code", "Programme", "code", "The programme’s code."
    ),
    Column(
        "indicator", "trajectory__indicator__code", "Indicator", "code", "The code of what was to be counted."
    ),
    Column(
        "indicator_name",
        "trajectory__indicator__name",
        "Indicator name",
        "text",
        "What was to be counted, in words.",
    ),
    Column("unit", "trajectory__indicator__unit", "Unit", "code", "The unit of the value.", words.UNITS),
    Column("trajectory", "trajectory__name", "Trajectory", "text", "The name of the published path."),
    Column("kind", "trajectory__kind", "Kind", "code", "Who set the trajectory.", words.TRAJECTORY_KINDS),
    Column("version", "trajectory__version", "Version", "integer", "Which version of the trajectory."),
    Column("area", "area__code", "Area", "code", "The area’s ODS code; England is ENG."),
    Column("area_name", "area__name", "Area name", "text", "The area’s name."),
    Column("area_type", "area__area_type", "Area type", "code", "The level of the area.", words.AREA_TYPES),
    Column("period", "period_id", "Period", "code", "The period by whose end the value was to be reached."),
    Column("period_end", "period__ends_on", "Period end", "date", "The last day of the period."),
    Column("value", Cast(F("value"), FloatField()), "Value", "number", "What was to be reached."),
    Column(
        "basis",
        "basis",
        "Basis",
        "code",
        "published, where its source states it; else how it came about, by a rule told on the page of methods.",
        words.TARGET_BASES,
    ),
    Column(
        "shared_by", "shared_by", "Shared by", "code", "The key by which a national figure was shared out."
    ),
    Column(
        "provenance",
        "provenance",
        "Provenance",
        "code",
        "How far the target may be trusted as fact.",
        words.PROVENANCES,
    ),
    Column(
        "published_on",
        PUBLISHED_ON,
        "Published on",
        "date",
        "The day from which the target is in force: that of its publication, not of its loading; none where unknown.",
    ),
    Column(
        "source", NAMED_SOURCE, "Source", "text", "Where the target was read, or what it was worked out from."
    ),
    Column("source_url", NAMED_ADDRESS, "Source address", "address", "The source’s address."),
    Column("note", "note", "Note", "text", "What to know about this target."),
)
