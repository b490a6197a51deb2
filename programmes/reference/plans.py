"""Reading trajectories: points for England, each shared out among the areas below."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from programmes.area_history import AreaHistory, Link
from programmes.calculations import apportion
from programmes.choices import AreaType, Provenance, TargetBasis, TrajectoryKind
from programmes.reference import fields
from programmes.reference.area_targets import read_area_targets
from programmes.reference.counted import weights_by_key
from programmes.reference.fields import Field
from programmes.reference.files import Block
from programmes.reference.geography import Geography
from programmes.reference.places import Faults
from programmes.reference.rows import AreaRow, BlockRow, PointRow
from programmes.results.indicators import WHOLE_THINGS

DECIMALS = 4
"""Of targets; those of whole things, such as people or posts, have none."""

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
    "basis": Field(fields.one_of(TargetBasis), None),
    "provenance": Field(fields.one_of(Provenance)),
    "source": Field(fields.slug, None),
    "note": Field(fields.text, ""),
}

WORKED_OUT = (TargetBasis.CALCULATED, TargetBasis.ENTITLEMENT, TargetBasis.INTERPOLATED)
TOLD = (TargetBasis.PUBLISHED, TargetBasis.RECALLED, *WORKED_OUT)
"""How a file may say that a point of England was made."""

# The order in which the parts of the country are listed, from the whole down.
_LEVELS = (AreaType.REGION.value, AreaType.ICB.value, AreaType.SUB_ICB.value)


class Sharing(NamedTuple):
    """By which weights England's figures are shared out, if at all, and with how many decimals."""

    to_boards: str
    to_locations: str
    decimals: int


class PlanReader:
    """Shares points out on the current edition of areas by the largest remainder: the parts sum to the whole.

    England is shared among integrated care boards by one published weight, a board's part among its sub-ICB
    locations by another, so that the locations of today sum to their board and to England, and a region's part is
    the sum of its boards. What is counted one by one is shared out one by one. Years of which targets were published
    area by area are not shared out: they are those of the table that the trajectory names.
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
        self, block: Block, values: dict[str, Any], points: Iterable[tuple[Block, dict[str, Any]]], unit: str
    ) -> BlockRow:
        """The trajectory with every point of every area; `unit` is that of its indicator."""
        sharing = Sharing(
            values.pop("share_to_icb_by"),
            values.pop("share_to_sub_icb_by"),
            0 if unit in WHOLE_THINGS else DECIMALS,
        )
        everywhere = values.pop("same_everywhere")
        if everywhere and (sharing.to_boards or sharing.to_locations):
            self._faults.add(
                block.at("same_everywhere"), "a plan is the same everywhere or shared out, not both"
            )
        if sharing.to_locations and not sharing.to_boards:
            self._faults.add(
                block.at("share_to_icb_by"), "parts of boards need boards; say how those share England"
            )
        rows = list(self._by_area(block, values))
        seen = {row.period for row in rows}
        for at, point in points:
            if point["period"] in seen:
                self._faults.add(at.at("period"), f"{point['period'].code} stands twice; remove one of them")
            seen.add(point["period"])
            rows += self._points(at, point, sharing, everywhere)
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
        self, block: Block, point: dict[str, Any], sharing: Sharing, everywhere: bool
    ) -> list[PointRow]:
        if point["value"] < 0 or point["value"] != round(point["value"], 4):
            self._faults.add(
                block.at("value"), f"{point['value']} is no target; write 0 or more, four decimals at most"
            )
            return []
        if not self._basis_is_sound(block, point):
            return []
        england = self._of_today(AreaType.ENGLAND)
        if not england:
            return []
        own = PointRow(area=england[0], shared_by="", **point)
        if everywhere:
            areas = [area for level in _LEVELS for area in self._of_today(level)]
            return [own, *(PointRow(area=area, shared_by="", **point) for area in areas)]
        try:
            return [own, *self._shared(point, sharing)]
        except (LookupError, ValueError) as problem:
            self._faults.add(block.place, f"it cannot be shared out: {problem}")
            return []

    def _basis_is_sound(self, block: Block, point: dict[str, Any]) -> bool:
        """Check how the point was made against what is known of it, and fill in what goes without saying."""
        recalled = point["provenance"] == Provenance.RECALLED
        if point["basis"] is None:
            point["basis"] = (TargetBasis.RECALLED if recalled else TargetBasis.PUBLISHED).value
        basis = TargetBasis(point["basis"])
        wrong = ""
        if basis not in TOLD:
            wrong = f"{basis} is made here; in a file a point is one of {', '.join(TOLD)}"
        elif recalled != (basis == TargetBasis.RECALLED):
            wrong = "what is recalled is recalled in both; its basis and its provenance differ"
        elif (point["provenance"] == Provenance.OFFICIAL) != (basis == TargetBasis.PUBLISHED):
            wrong = (
                f"only what a source states is official; say how it was worked out: {', '.join(WORKED_OUT)}"
            )
        elif basis == TargetBasis.PUBLISHED and point["source"] is None:
            wrong = "a published target names its source; add it"
        if wrong:
            self._faults.add(block.at("basis"), wrong)
        return not wrong

    def _shared(self, point: dict[str, Any], sharing: Sharing) -> list[PointRow]:
        to_boards, to_locations, decimals = sharing
        if not to_boards:
            return []
        boards = self._parts(point["value"], self._of_today(AreaType.ICB), to_boards, decimals)
        regions: dict[AreaRow, Decimal] = defaultdict(Decimal)
        for board, value in boards.items():
            regions[self._areas.versions[self._areas.ancestors(board.pk, self._today)[-1]]] += value
        shared = [(area, value, to_boards) for area, value in (*regions.items(), *boards.items())]
        if to_locations:
            for board, value in boards.items():
                below = self._areas.children(board.pk, self._today)
                inside = sorted((self._areas.versions[pk] for pk in below), key=lambda area: area.code)
                parts = self._parts(value, inside, to_locations, decimals)
                shared += [(area, part, to_locations) for area, part in parts.items()]
        # Of an official figure we make no official share.
        recalled = point["provenance"] == Provenance.RECALLED
        provenance = (Provenance.RECALLED if recalled else Provenance.DERIVED).value
        plain = point | {"basis": TargetBasis.SHARED_OUT.value, "provenance": provenance, "note": ""}
        return [
            PointRow(**(plain | {"area": area, "value": value, "shared_by": key}))
            for area, value, key in shared
        ]

    def _parts(self, whole: Decimal, areas: list[AreaRow], key: str, decimals: int) -> dict[AreaRow, Decimal]:
        """The share of each area, which add up to the whole."""
        weights = self._weights.get(key)
        if weights is None:
            raise ValueError(
                f"there is no weight “{key}”; the weights are {', '.join(sorted(self._weights))}"
            )
        missing = [area.code for area in areas if area not in weights]
        if missing:
            raise ValueError(f"{', '.join(missing)} has no weight “{key}” in areas/weights.csv")
        units = whole.scaleb(decimals)
        if units != int(units):
            raise ValueError(f"{whole} has parts of one, and what is counted has none; write a whole number")
        coded = {area.code: area for area in areas}
        parts = apportion(int(units), {code: weights[area] for code, area in coded.items()})
        return {coded[code]: Decimal(part).scaleb(-decimals) for code, part in parts.items()}
