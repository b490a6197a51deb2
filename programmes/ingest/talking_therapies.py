"""The annual wide file of NHS Talking Therapies (IAPT): people with a long-term condition, by area.

One row is one organisation and one breakdown. Two figures are made of each row about people with a long-term
condition: referrals received, and recovery out of those who were at caseness. Below England the publisher
rounds to 5 and writes `*` for what it withholds; both are kept as published.
"""

from __future__ import annotations

from programmes.area_history import AreaVersion
from programmes.choices import AreaType
from programmes.deliveries import Figure, Key
from programmes.ingest import cells
from programmes.ingest.areas import AreaNotFound, find_area
from programmes.ingest.formats import bare
from programmes.ingest.readers import Row
from programmes.ingest.rows import Known, RowRefused, Rows, check_counted, period_of_name, read_period
from programmes.periods import Period

REFERRALS = "iapt-ltc-referrals"
RECOVERY = "iapt-ltc-recovery"

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

VARIABLE = "longtermconditionstatus"
VALUE = "longtermcondition"

NO_AREA = {"UNKNOWN", "INVALID", "NULL", ""}
"""Codes under which the file counts people of whom no area is known."""


def gather(rows: Rows, known: Known) -> None:
    """Figures of the rows about people with a long-term condition."""
    for row in rows:
        if bare(rows.text(row, "variable")) != VARIABLE or bare(rows.text(row, "value")) != VALUE:
            rows.leave(row, rows.text(row, "variable") or "no breakdown named")
        elif bare(rows.text(row, "level")) in NOT_AREAS:
            rows.leave(row, rows.text(row, "level"))
        else:
            with rows.refusing(row):
                _gather_row(rows, row, known)


def _gather_row(rows: Rows, row: Row, known: Known) -> None:
    period = _period(rows, row, known)
    area = _area(rows, row, known, period)
    referrals = _count(rows, row, "referrals")
    if referrals is not None:
        rows.keep(row, Figure(REFERRALS, area.pk, period.code, referrals.value, marker=referrals.marker))
    recovered, at_caseness = (_count(rows, row, column) for column in ("recovery", "at_caseness"))
    if recovered is not None and at_caseness is not None:
        rows.keep(row, _recovery(recovered, at_caseness, (RECOVERY, area.pk, period.code)))


def _period(rows: Rows, row: Row, known: Known) -> Period:
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
    check_counted(known.indicators[REFERRALS], period, "Leave the row out, or mend its year.")
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


def _count(rows: Rows, row: Row, column: str) -> cells.Cell | None:
    """A number of the row; None, and a refusal, where it is none: the row's other figure may be good."""
    with rows.refusing(row):
        return rows.cell(row, column, cells.count)
    return None


def _recovery(recovered: cells.Cell, at_caseness: cells.Cell, key: Key) -> Figure:
    """Recovery over those at caseness; missing when either is, for a ratio wants both."""
    if recovered.value is None or at_caseness.value is None:
        return Figure(*key, None, marker=cells.together(recovered, at_caseness))
    if recovered.value > at_caseness.value:
        raise RowRefused(
            "recovery",
            "part-above-whole",
            f"More people recovered than the {at_caseness.value} who were at caseness. Mend one of the two.",
        )
    return Figure(*key, recovered.value, at_caseness.value)
