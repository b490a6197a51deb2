"""The version of an area that a row of a file means: its code, and a day on which it was valid."""

from collections.abc import Iterable
from datetime import date, timedelta

from programmes.area_history import AreaHistory
from programmes.reference.places import Faults, Place
from programmes.reference.rows import AreaRow

ONE_DAY = timedelta(days=1)

AREAS_KNOWN_FROM = date(2017, 4, 1)
"""Versions begin here in the files, even of areas that are older; what began before is told of those of this day."""


class Areas(AreaHistory[AreaRow]):
    """The areas of the files. It tells itself what is wrong with a row that names one, and answers None then."""

    def __init__(self, areas: Iterable[AreaRow], faults: Faults) -> None:
        super().__init__(areas)
        self._faults = faults

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Areas) and self.versions == other.versions

    def one(self, code: str, day: date, place: Place) -> AreaRow | None:
        """The version of an ODS code on a day."""
        found = self.by_code.get(code, ())
        spans = ", ".join(f"{one.valid_from} to {one.valid_to or 'now'}" for one in found)
        told = "has no row in the area files; add it, or mend the code"
        if spans:
            told = f"was not alive on {day}, only {spans}; mend the date or the code"
        area = next((one for one in found if one.valid_on(day)), None)
        if area is None:
            self._faults.add(place, f"{code} {told}")
        return area

    def lasting(self, code: str, start: date, end: date | None, place: Place) -> AreaRow | None:
        """The version of a code that holds from start to end."""
        area = self.one(code, start, place)
        if area is not None and not area.spans(start, end):
            self._faults.add(
                place, f"{code} ends on {area.valid_to}, before {end or 'now'}; split the row there"
            )
            return None
        return area
