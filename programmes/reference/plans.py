"""Reading trajectories: points for England, each shared out among the areas below to the last decimal."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from programmes.area_history import AreaHistory, Link
from programmes.choices import AreaType, Provenance, TargetBasis, TrajectoryKind
from programmes.reference import fields
from programmes.reference.area_targets import read_area_targets
from programmes.reference.counted import weights_by_key
from programmes.reference.fields import Field
from programmes.reference.files import Block
from programmes.reference.geography import Geography
from programmes.reference.places import Faults
from programmes.reference.rows import AreaRow, BlockRow, PointRow

DECIMALS = 4
UNIT = 10**DECIMALS

Part = TypeVar("Part")


def share_out(whole: Decimal, weights: Mapping[Part, Decimal]) -> dict[Part, Decimal]:
    """Each part's share of the whole by its weight, in exact fractions, the largest remainders rounded up.

    Parts of equal remainder are taken in the order given, so the same weights always give the same shares.

    >>> share_out(Decimal(10), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)})
    {'a': Decimal('3.3334'), 'b': Decimal('3.3333'), 'c': Decimal('3.3333')}
    """
    total = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    if total <= 0:
        raise ValueError("the weights sum to nothing, so nothing can be shared out by them")
    units = Fraction(whole) * UNIT
    if units.denominator != 1:
        raise ValueError(f"{whole} has more than {DECIMALS} decimals")
    exact = {part: units * Fraction(weight) / total for part, weight in weights.items()}
    rounded = {part: share.numerator // share.denominator for part, share in exact.items()}
    left = units.numerator - sum(rounded.values())
    for part in sorted(exact, key=lambda part: rounded[part] - exact[part])[:left]:
        rounded[part] += 1
    return {part: Decimal(units) / UNIT for part, units in rounded.items()}


TRAJECTORY = {
    "indicator": Field(fields.slug),
    "kind": Field(fields.one_of(TrajectoryKind)),
    "name": Field(fields.text),
    "source": Field(fields.slug),
    "published_on": Field(fields.day, None),
    "reason": Field(fields.text, ""),
    "share_to_icb_by": Field(fields.slug, ""),
    "share_to_sub_icb_by": Field(fields.slug, ""),
    "same_everywhere": Field(fields.yes_or_no, False),
    "targets_by_area": Field(fields.file_name, ""),
    "targets_by_area_source": Field(fields.slug, ""),
}
POINT = {
    "period": Field(fields.period),
    "value": Field(fields.number),
    "basis": Field(fields.one_of(TargetBasis), TargetBasis.PUBLISHED.value),
    "provenance": Field(fields.one_of(Provenance)),
    "source": Field(fields.slug, None),
    "note": Field(fields.text, ""),
}

# The order in which the parts of the country are listed, from the whole down.
_LEVELS = (AreaType.REGION.value, AreaType.ICB.value, AreaType.SUB_ICB.value)


class PlanReader:
    """Shares points out on the current edition of areas, in exact fractions: the parts sum to the whole.

    England is shared among integrated care boards by one published weight, a board's part among its sub-ICB
    locations by another, and a region's part is the sum of its boards. Years of which targets were published area by
    area are not shared out: they are those of the table that the trajectory names.
    """

    def __init__(self, directory: Path, geography: Geography, faults: Faults) -> None:
        self._directory = directory
        self._geography = geography
        self._faults = faults
        self._weights = weights_by_key(geography.weights)
        edition = geography.current_edition()
        links = (Link(row.child.pk, row.parent.pk, row.valid_from, row.valid_to) for row in geography.parents)
        self._today = edition.on if edition else date.min
        self._areas = AreaHistory(geography.areas, links=links)

    def _of_today(self, area_type: str) -> list[AreaRow]:
        return self._areas.valid(area_type, on=self._today)

    def trajectory(
        self, block: Block, values: dict[str, Any], points: Iterable[tuple[Block, dict[str, Any]]]
    ) -> BlockRow:
        """The trajectory with every point of every area."""
        keys = values.pop("share_to_icb_by"), values.pop("share_to_sub_icb_by")
        everywhere = values.pop("same_everywhere")
        if everywhere and any(keys):
            self._faults.add(
                block.at("same_everywhere"), "a plan is the same everywhere or shared out, not both"
            )
        if keys[1] and not keys[0]:
            self._faults.add(
                block.at("share_to_icb_by"), "parts of boards need boards; say how those share England"
            )
        rows = list(self._by_area(block, values))
        seen = {row.period for row in rows}
        for at, point in points:
            if point["period"] in seen:
                self._faults.add(at.at("period"), f"{point['period'].code} stands twice; remove one of them")
            seen.add(point["period"])
            rows += self._points(at, point, keys, everywhere)
        if not rows:
            self._faults.add(block.place, "a trajectory needs points; add [[trajectory.point]]")
        written = "\n".join("\t".join(row.as_written()) for row in rows)
        digest = hashlib.sha256(f"{values['name']}\n{values['source']}\n{written}".encode()).hexdigest()
        return BlockRow(place=block.place, values={**values, "points": tuple(rows), "digest": digest})

    def _by_area(self, block: Block, values: dict[str, Any]) -> tuple[PointRow, ...]:
        """The points that were published area by area."""
        name, source = values.pop("targets_by_area"), values.pop("targets_by_area_source")
        if bool(name) != bool(source):
            self._faults.add(
                block.at("targets_by_area"), "a table of targets and its source are named together"
            )
        if not name:
            return ()
        return read_area_targets(self._directory, name, source, self._geography, self._faults)

    def _points(
        self, block: Block, point: dict[str, Any], keys: tuple[str, str], everywhere: bool
    ) -> list[PointRow]:
        if point["value"] < 0 or point["value"] != round(point["value"], 4):
            self._faults.add(
                block.at("value"), f"{point['value']} is no target; write 0 or more, four decimals at most"
            )
            return []
        if point["basis"] == TargetBasis.SHARED_OUT:
            self._faults.add(
                block.at("basis"), "points of England are published or drawn; sharing is done here"
            )
            return []
        england = self._of_today(AreaType.ENGLAND)
        if not england:
            return []
        own = PointRow(area=england[0], shared_by="", **point)
        if everywhere:
            areas = [area for level in _LEVELS for area in self._of_today(level)]
            return [own, *(PointRow(area=area, shared_by="", **point) for area in areas)]
        try:
            return [own, *self._shared(point, keys)]
        except (LookupError, ValueError) as problem:
            self._faults.add(block.place, f"it cannot be shared out: {problem}")
            return []

    def _shared(self, point: dict[str, Any], keys: tuple[str, str]) -> list[PointRow]:
        to_boards, to_locations = keys
        if not to_boards:
            return []
        boards = self._parts(point["value"], self._of_today(AreaType.ICB), to_boards)
        regions: dict[AreaRow, Decimal] = defaultdict(Decimal)
        for board, value in boards.items():
            regions[self._areas.versions[self._areas.ancestors(board.pk, self._today)[-1]]] += value
        shared = [(area, value, to_boards) for area, value in (*regions.items(), *boards.items())]
        if to_locations:
            for board, value in boards.items():
                below = self._areas.children(board.pk, self._today)
                inside = sorted((self._areas.versions[pk] for pk in below), key=lambda area: area.code)
                shared += [
                    (area, part, to_locations)
                    for area, part in self._parts(value, inside, to_locations).items()
                ]
        plain = point | {"basis": TargetBasis.SHARED_OUT.value, "note": ""}
        return [
            PointRow(**(plain | {"area": area, "value": value, "shared_by": key}))
            for area, value, key in shared
        ]

    def _parts(self, whole: Decimal, areas: list[AreaRow], key: str) -> dict[AreaRow, Decimal]:
        weights = self._weights.get(key)
        if weights is None:
            raise ValueError(
                f"there is no weight “{key}”; the weights are {', '.join(sorted(self._weights))}"
            )
        missing = [area.code for area in areas if area not in weights]
        if missing:
            raise ValueError(f"{', '.join(missing)} has no weight “{key}” in areas/weights.csv")
        return share_out(whole, {area: weights[area] for area in areas})
