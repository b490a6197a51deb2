"""What happens to figures on their way: late returns, an area that has none to give, a correction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from programmes.deliveries import Figure, Number
from programmes.demonstration.national import QUARTERS
from programmes.demonstration.sharing import luck
from programmes.demonstration.world import Level, Place
from programmes.periods import Period

LATE = "No return came in for this quarter."
MERGED_LATE = "The areas merged on 1 April, and the first return of the new one was not complete."
ELSEWHERE = "The specialists here are employed by the team of a neighbouring area and counted there."
REASON = "People seen by two teams had been counted twice."

REVISED_QUARTER = Period(2022, 4)
FAMILIES = {
    "ips-access": "ips",
    "ips-job-outcomes": "ips",
    "ips-specialists": "ips",
}
"""Indicators that one team returns together, and so miss together."""


def late_returns(
    figures: Iterable[Figure], level: Level, seed: int, *, england: int, of_each_year: int
) -> list[Figure]:
    """The figures, without what a few areas did not send: about one in fifty, the same areas for most of a year.

    Late returns come in clusters. Strewn evenly, they would leave a hole in every region and every year.
    """
    missing: dict[str, set[tuple[int, str]]] = {}
    kept = []
    for figure in figures:
        family = FAMILIES.get(figure.indicator, figure.indicator)
        if family not in missing:
            missing[family] = _not_sent(level, seed, family, of_each_year)
        if figure.area != england and not figure.marker and (figure.area, figure.period) in missing[family]:
            kept.append(replace(figure, numerator=None, denominator=None, marker="x", note=LATE))
        else:
            kept.append(figure)
    return kept


def _not_sent(level: Level, seed: int, family: str, of_each_year: int) -> set[tuple[int, str]]:
    """(area, period) of the returns that never came."""
    missing = set()
    for year in sorted({quarter.year for quarter in QUARTERS}):
        drawn = _queue(level, seed, f"late-{family}-{year.code}")
        for number, place in enumerate(drawn[:of_each_year]):
            often = 0.5 if number % 2 else 0.75
            for quarter in year.quarters():
                if luck(seed, f"late-{family}-{quarter.code}", place.area.code) < often:
                    area = _version_of(level, place.area.code, place.area.pk, quarter)
                    if area:
                        missing.add((area, quarter.code))
    return missing


def _queue(level: Level, seed: int, what: str) -> list[Place]:
    """The places by lot, those of one board together: they share a provider, and its troubles."""

    def place_in_it(place: Place) -> tuple[float, float]:
        return luck(seed, what, level.board_code(place)), luck(seed, what, place.area.code)

    return sorted(level.places, key=place_in_it)


def _version_of(level: Level, code: str, key: int, quarter: Period) -> int | None:
    """The area that reported for a place in a quarter; one of those it was merged from, while it was not."""
    if quarter.ends_on < level.first:
        return None
    areas, _ = level.on(quarter.ends_on)
    same = [area.pk for area in areas if area.code == code or area.pk == key]
    if same:
        return same[0]
    column = next(column for column, place in enumerate(level.places) if place.area.pk == key)
    origins = {area.pk for area, home in zip(level.origins, level.home, strict=True) if home == column}
    parts = [area.pk for area in areas if area.pk in origins]
    return parts[0] if parts else None


def first_return_after_merging(figures: list[Figure], level: Level, indicator: str) -> list[Figure]:
    """The area merged from most on 1 April 2020 had no complete first return."""
    quarter = Period(2020, 1)
    areas, handed_on = level.on(quarter.ends_on)
    before = (handed_on > 0).sum(axis=1)
    new = [(int(parts), area.code, area.pk) for area, parts in zip(areas, before, strict=True)
           if area.valid_from == quarter.starts_on]  # fmt: skip
    if not new:
        return figures
    merged = max(new)[2]
    return [
        replace(figure, numerator=None, denominator=None, marker="x", note=MERGED_LATE)
        if (figure.indicator, figure.area, figure.period) == (indicator, merged, quarter.code)
        else figure
        for figure in figures
    ]


def counted_next_door(level: Level, seed: int) -> int:
    """The place (its column) that has no specialists of its own: one that never merged."""
    unmerged = {area.code for area in level.origins}
    columns = [column for column, place in enumerate(level.places) if place.area.code in unmerged]
    return min(columns, key=lambda column: luck(seed, "next-door", level.places[column].area.code))


def none_to_give(figures: Iterable[Figure], codes: dict[int, str], code: str) -> list[Figure]:
    """The figures, with those of one area marked as not applicable."""
    return [
        replace(figure, numerator=None, denominator=None, marker="z", note=ELSEWHERE)
        if codes.get(figure.area) == code
        else figure
        for figure in figures
    ]


@dataclass(frozen=True, slots=True)
class Correction:
    """Figures as they were first sent, and as they were corrected."""

    first: tuple[Figure, ...]
    corrected: tuple[Figure, ...]
    reason: str = REASON


def corrected(figures: Iterable[Figure], level: Level, seed: int, *, england: int) -> Correction:
    """One larger area, and England with it, first sent a sixth too much for one quarter."""
    quarter = {figure.area: figure for figure in figures if figure.period == REVISED_QUARTER.code}
    sent = {key: figure.numerator for key, figure in quarter.items() if key != england and figure.numerator}
    if not sent or england not in quarter:
        return Correction((), ())
    larger = sorted(sent, key=lambda key: -sent[key])[: max(1, len(sent) // 4)]
    codes = {area.pk: area.code for area in level.on(REVISED_QUARTER.ends_on)[0]}
    area = min(larger, key=lambda key: luck(seed, "corrected", codes[key]))
    too_much = int(sent[area]) // 6
    right = (quarter[area], quarter[england])
    return Correction(
        tuple(replace(figure, numerator=_more(figure.numerator, too_much)) for figure in right), right
    )


def _more(value: Number | None, by: int) -> Number | None:
    return None if value is None else value + by
