"""The annual wide file of NHS Talking Therapies (IAPT): everybody, and people with a long-term condition, by area.

One row is one organisation and one breakdown, and holds every count of it. Below England the publisher rounds to 5
and writes `*` for what it withholds; both are kept as published.
"""

from __future__ import annotations

from dataclasses import dataclass

from programmes.area_history import AreaVersion
from programmes.choices import AreaType
from programmes.deliveries import Figure, Key
from programmes.ingest import cells
from programmes.ingest.areas import AreaNotFound, find_area
from programmes.ingest.layouts import bare
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted, period_of_name, read_period
from programmes.periods import Period


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a row: the columns of its count, and of what it is a share of."""

    indicator: str
    numerator: str
    denominator: str = ""
    sentence: str = ""
    """Of a share whose part is above its whole: what more people did than those of the whole."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows of one kind: whose programme they are about, and the figures they give."""

    programme: str
    measures: tuple[Measure, ...]


RECOVERED = "More people recovered than the {} who were at caseness. Mend one of the two."
IMPROVED = "More people improved than the {} who finished a course. Mend one of the two."

BREAKDOWNS = {
    ("total", "total"): Breakdown(
        "talking-therapies",
        (
            Measure("tt-referrals", "referrals"),
            Measure("tt-completed-courses", "completed"),
            Measure("tt-reliable-recovery", "reliable_recovery", "at_caseness", RECOVERED),
            Measure("tt-reliable-improvement", "improvement", "completed", IMPROVED),
        ),
    ),
    ("longtermconditionstatus", "longtermcondition"): Breakdown(
        "iapt-ltc",
        (
            Measure("iapt-ltc-referrals", "referrals"),
            Measure("iapt-ltc-recovery", "recovery", "at_caseness", RECOVERED),
        ),
    ),
}
"""The breakdowns that are kept, by VariableType and VariableA, bare."""

LEVELS = {
    "england": AreaType.ENGLAND,
    "national": AreaType.ENGLAND,
    "commissioningregion": AreaType.REGION,
    "region": AreaType.REGION,
    "nhsenglandregion": AreaType.REGION,
    "stp": AreaType.STP,
    "icb": AreaType.ICB,
    "integratedcareboard": AreaType.ICB,
    "ccg": AreaType.CCG,
    "subicb": AreaType.SUB_ICB,
    "subicblocation": AreaType.SUB_ICB,
}
"""What OrgType says in the years 2017-18 to 2024-25, bare."""

NOT_AREAS = {"provider", "subicbprovider", "ccgprovider"}
"""OrgTypes of rows that are about organisations, not areas."""

NO_AREA = {"UNKNOWN", "INVALID", "NULL", ""}
"""Codes under which the file counts people of whom no area is known."""


def gather(rows: Rows, known: Known) -> None:
    """Figures of the rows about everybody, and about people with a long-term condition."""
    for row in rows:
        breakdown = BREAKDOWNS.get((bare(rows.text(row, "variable")), bare(rows.text(row, "value"))))
        if breakdown is None or known.programme not in ("", breakdown.programme):
            rows.leave(row, rows.text(row, "variable") or "no breakdown named")
        elif bare(rows.text(row, "level")) in NOT_AREAS:
            rows.leave(row, rows.text(row, "level"))
        else:
            with rows.refusing(row):
                _gather_row(rows, row, known, breakdown)


def _gather_row(rows: Rows, row: Row, known: Known, breakdown: Breakdown) -> None:
    measures = [
        one
        for one in breakdown.measures
        if one.indicator in known.indicators and {one.numerator, one.denominator} <= {"", *rows.places}
    ]
    if not measures:
        rows.leave(row, rows.text(row, "variable"))
        return
    period = _period(rows, row, known, measures[0])
    area = _area(rows, row, known, period)
    for measure in measures:
        # The row's other figures may be good.
        with rows.refusing(row):
            rows.keep(row, _figure(rows, row, measure, (measure.indicator, area.pk, period.code)))


def _period(rows: Rows, row: Row, known: Known, measure: Measure) -> Period:
    """The year of the row: its own, or the one the sender or the file's name says."""
    written = rows.text(row, "period")
    period = read_period(written) if written else known.period or period_of_name(known.file_name)
    if period is None:
        raise RowRefused(
            "period",
            "period-unknown",
            "Neither the row nor the file's name says which year this is. Put the year into the name, as in "
            f"annual-2024-25.csv{'' if known.programme else ', or say it with --period 2024-25'}.",
        )
    check_counted(known.indicators[measure.indicator], period, "Leave the row out, or mend its year.")
    return period


def _area(rows: Rows, row: Row, known: Known, period: Period) -> AreaVersion:
    """The life of the area the row is about; what is no area of ours is refused by its name."""
    code, name = rows.text(row, "code"), rows.text(row, "name")
    level = LEVELS.get(bare(rows.text(row, "level")))
    if level is None:
        raise RowRefused(
            "level",
            "level-unknown",
            "This is no kind of area we keep. Use England, Commissioning Region, STP, ICB, CCG or SubICB.",
        )
    if code.upper() in NO_AREA:
        raise RowRefused(
            "code",
            "area-not-known",
            f"{level.label}, {period.label}: people of whom no area is known. They are in England's figure and "
            "belong to no area; nothing to mend.",
        )
    try:
        return find_area(known.areas, code, level=level, period=period)
    except AreaNotFound as error:
        if "COMMISSIONING HUB" in name.upper():
            raise RowRefused(
                "code",
                "area-commissioning-hub",
                f"{code} ({name}) buys care for people of no one CCG, such as prisoners and the armed forces, "
                "and is no area. Its people are in England's figure; nothing to mend.",
            ) from None
        raise RowRefused("code", error.code, f"{name or code}: {error}") from None


def _figure(rows: Rows, row: Row, measure: Measure, key: Key) -> Figure:
    """The figure of a measure; missing where a part of it is, for a share wants both."""
    counted = rows.cell(row, measure.numerator, cells.count)
    if not measure.denominator:
        return Figure(*key, counted.value, marker=counted.marker)
    whole = rows.cell(row, measure.denominator, cells.count)
    if counted.value is None or whole.value is None:
        return Figure(*key, None, marker=cells.together(counted, whole))
    if counted.value > whole.value:
        raise RowRefused(measure.numerator, "part-above-whole", measure.sentence.format(whole.value))
    return Figure(*key, counted.value, whole.value)
