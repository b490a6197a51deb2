"""Finding the life of an area that a row means: its code, and a day on which it was alive."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from programmes.reference.places import Faults, Place
from programmes.reference.rows import AreaRow

ONE_DAY = timedelta(days=1)

AREAS_KNOWN_FROM = date(2017, 4, 1)
"""Lives begin here in the files, even of areas that are older; what began before is told of the lives of this day."""


class Lives:
    """The lives of every code, in order. It tells what is wrong itself, and answers None after a fault."""

    def __init__(self, areas: Iterable[AreaRow], faults: Faults) -> None:
        self._faults = faults
        self._by_code: dict[str, list[AreaRow]] = defaultdict(list)
        for area in sorted(areas, key=lambda area: area.key):
            lives = self._by_code[area.code]
            if lives and (lives[-1].valid_to is None or lives[-1].valid_to >= area.valid_from):
                faults.add(
                    area.place.at("valid_from"),
                    f"{area.code} is still alive then ({lives[-1].place}); end that life the day before",
                )
            lives.append(area)

    def __iter__(self) -> Iterator[AreaRow]:
        return (area for lives in self._by_code.values() for area in lives)

    def on(self, day: date) -> list[AreaRow]:
        """Every area alive on a day."""
        return [area for area in self if area.is_alive_on(day)]

    def alive(self, code: str, day: date, place: Place) -> AreaRow | None:
        """The life of a code on a day."""
        for area in self._by_code.get(code, ()):
            if area.is_alive_on(day):
                return area
        lives = self._by_code.get(code)
        told = "has no row in the area files; add it, or mend the code"
        if lives:
            spans = ", ".join(f"{life.valid_from} to {life.valid_to or 'now'}" for life in lives)
            told = f"was not alive on {day}, only {spans}; mend the date or the code"
        self._faults.add(place, f"{code} {told}")
        return None

    def lasting(self, code: str, start: date, end: date | None, place: Place) -> AreaRow | None:
        """The life of a code that holds from start to end."""
        area = self.alive(code, start, place)
        if area is not None and not area.holds(start, end):
            self._faults.add(
                place, f"{code} ends on {area.valid_to}, before {end or 'now'}; split the row there"
            )
            return None
        return area
