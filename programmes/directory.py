"""Which life of an area a printed code means: by ODS code or GSS code, level and period. Plain values.

Published files print the codes of their day: STPs by GSS code until 2019/20 and by ODS code after, CCGs under
codes that have long gone, and one code (QHM, 00L) for two lives. The level that the file names decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from programmes.choices import AreaType
from programmes.periods import Period

ENGLAND_CODES = frozenset({"ALL", "ENG", "ENGLAND", "E92000001"})
"""How files print England where an area code is wanted."""


class AreaNotFound(LookupError):
    """No life of an area fits. `code` names the kind of issue; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class AreaLife:
    """One life of an area, with the GSS codes it had."""

    key: int
    code: str
    area_type: str
    name: str
    valid_from: date
    valid_to: date | None = None
    gss_codes: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    """What took its place, in words: “15D (East Berkshire)”."""

    def touches(self, first: date, last: date) -> bool:
        """Whether it lived on any day from the first to the last."""
        return self.valid_from <= last and (self.valid_to is None or self.valid_to >= first)

    def is_alive_on(self, day: date) -> bool:
        """Whether it lived on the day."""
        return self.touches(day, day)


class AreaDirectory:
    """Every life of every area, to be found by what files print."""

    def __init__(self, lives: Iterable[AreaLife]) -> None:
        self.lives: Mapping[int, AreaLife] = {life.key: life for life in lives}
        self._coded: dict[str, list[AreaLife]] = defaultdict(list)
        for life in self.lives.values():
            for code in {life.code, *life.gss_codes}:
                self._coded[code].append(life)
            if life.area_type == AreaType.ENGLAND:
                for code in ENGLAND_CODES - {life.code, *life.gss_codes}:
                    self._coded[code].append(life)

    def alive_on(self, day: date, level: str) -> list[AreaLife]:
        """The areas of one level alive on a day, in the order of their codes."""
        found = (life for life in self.lives.values() if life.area_type == level and life.is_alive_on(day))
        return sorted(found, key=lambda life: life.code)

    def find(self, printed: str, *, level: str, period: Period) -> AreaLife:
        """The life meant by a code that a file of this level prints for this period.

        The one alive on the last day of the period; where the code had retired by then but lived on some day
        of the period, that one, for it did report. Else AreaNotFound.
        """
        return self._find(printed, level, period.starts_on, period.ends_on, f"in {period.label}")

    def find_on(self, printed: str, *, level: str, day: date) -> AreaLife:
        """The life meant by a code on one day."""
        return self._find(printed, level, day, day, f"on {day.day} {day:%B %Y}")

    def _find(self, printed: str, level: str, first: date, last: date, when: str) -> AreaLife:
        code = printed.strip().upper()
        coded = self._coded.get(code, [])
        if not coded:
            raise AreaNotFound(
                "area-unknown",
                f"“{printed}” is no {AreaType(level).label} code we know, retired or live. "
                "Use the ODS code, or the GSS code of any year.",
            )
        at_level = [life for life in coded if life.area_type == level]
        if not at_level:
            found = coded[0]
            raise AreaNotFound(
                "area-level",
                f"{found.code} ({found.name}) is listed as {AreaType(level).label}, "
                f"but is {AreaType(found.area_type).label}. Mend the code or the level.",
            )
        living = [life for life in at_level if life.touches(first, last)]
        if not living:
            raise AreaNotFound("area-retired", _why_not_alive(at_level, first, when))
        return max(living, key=lambda life: (life.is_alive_on(last), life.valid_from))


def _why_not_alive(lives: list[AreaLife], first: date, when: str) -> str:
    """That no life of this code lived then, and under which code its figures belong."""
    life = max(lives, key=lambda one: one.valid_from)
    if life.valid_to is not None and life.valid_to < first:
        ended = f"{life.valid_to.day} {life.valid_to:%B %Y}"
        mend = f" Give its figures under {' and '.join(life.successors)}." if life.successors else ""
        return f"{life.code} ({life.name}) was not alive {when}: it ended on {ended}.{mend}"
    began = f"{life.valid_from.day} {life.valid_from:%B %Y}"
    return f"{life.code} ({life.name}) was not alive {when}: it began on {began}. Give the code of that time."
