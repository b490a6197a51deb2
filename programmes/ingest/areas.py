"""Which version of an area a printed code means: by ODS code or GSS code, level and period.

Published files print the codes of their day: STPs by GSS code until 2019/20 and by ODS code after, CCGs under
codes that have long gone, and one code (QHM, 00L) for two versions. The level that the file names decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from programmes.area_history import AreaHistory, AreaVersion, meant
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.sentences import day_in_words
from programmes.untrusted import quoted

ENGLAND_CODES = frozenset({"ALL", "ENG", "ENGLAND", "E92000001"})
"""How files print England where an area code is wanted."""


class AreaNotFound(LookupError):
    """No version of an area fits. `code` names the kind of issue; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def find_area(
    areas: AreaHistory[AreaVersion], printed: str, *, level: str, period: Period | date
) -> AreaVersion:
    """The version meant by a code that a file of this level prints for this period, or for one day.

    The one valid on the last day of the period; where the code had retired by then but was valid on some day
    of the period, that one, for it did report. Else AreaNotFound.
    """
    coded = areas.coded(printed)
    if printed.strip().upper() in ENGLAND_CODES:
        coded += [one for one in areas if one.area_type == AreaType.ENGLAND]
    if not coded:
        raise AreaNotFound(
            "area-unknown",
            f"{quoted(printed)} is no {AreaType(level).label} code we know, retired or live. "
            "Use the ODS code, or the GSS code of any year.",
        )
    at_level = [one for one in coded if one.area_type == level]
    if not at_level:
        raise AreaNotFound(
            "area-level",
            f"{coded[0].code} ({coded[0].name}) is listed as {AreaType(level).label}, "
            f"but is {AreaType(coded[0].area_type).label}. Mend the code or the level.",
        )
    if isinstance(period, Period):
        first, last, when = period.starts_on, period.ends_on, f"in {period.label}"
    else:
        first, last, when = period, period, f"on {day_in_words(period)}"
    found = meant((one for one in at_level if one.overlaps(first, last)), last)
    if found is None:
        raise AreaNotFound("area-retired", _why_not_valid(areas, at_level, first, when))
    return found


def find_at_any_level(
    areas: AreaHistory[AreaVersion], printed: str, levels: Iterable[str], period: Period
) -> AreaVersion | list[AreaNotFound]:
    """The version meant at the first of several levels that has one; else why not, level by level."""
    refused = []
    for level in levels:
        try:
            return find_area(areas, printed, level=level, period=period)
        except AreaNotFound as error:
            refused.append(error)
    return refused


def successors(areas: AreaHistory[AreaVersion], area: AreaVersion) -> list[AreaVersion]:
    """What took the place of an area, by code."""
    found = (areas.versions[step.successor] for step in areas.after.get(area.pk, ()))
    return sorted(found, key=lambda one: one.code)


def _why_not_valid(
    areas: AreaHistory[AreaVersion], versions: list[AreaVersion], first: date, when: str
) -> str:
    """That no version of this code was valid then, and under which code its figures belong."""
    last = max(versions, key=lambda one: one.valid_from)
    told = f"{last.code} ({last.name}) was not alive {when}:"
    if last.valid_to is None or last.valid_to >= first:
        return f"{told} it began on {day_in_words(last.valid_from)}. Give the code of that time."
    named = [f"{one.code} ({one.short_name})" for one in successors(areas, last)]
    mend = f" Give its figures under {' and '.join(named)}." if named else ""
    return f"{told} it ended on {day_in_words(last.valid_to)}.{mend}"
