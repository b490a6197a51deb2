"""Building the small boundary files that pages draw, from the official ones."""

import json
from dataclasses import dataclass
from pathlib import Path

from programmes.boundaries import topojson
from programmes.boundaries.arcs import cut, snapped
from programmes.boundaries.shapes import BoundaryFileFaulty, Shape, read_shapes
from programmes.boundaries.simplify import simplified
from programmes.models import Edition
from programmes.stored_areas import area_history
from programmes.untrusted import quoted

# In square kilometres, found by looking: borders keep their character on a screen, and islands that people know stay.
TRIANGLE_KM2 = 0.05
ISLAND_KM2 = 3.0


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    path: Path
    areas: int
    points_before: int
    points_after: int
    size: int


def build(source: Path, *, edition: str, level: str, directory: Path) -> Built:
    """Write `<edition>-<level>.json` from an official file that has every area of the edition at that level."""
    shapes = read_shapes(source)
    codes = _codes(shapes, edition, level)
    network = cut(shapes)
    grid = topojson.GRID_KM
    small = simplified(snapped(network, grid), triangle=TRIANGLE_KM2, island=ISLAND_KM2, grid=grid)
    topology = topojson.written(small, codes, edition=edition, level=level)
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{edition}-{level}.json"
    content = json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n"
    path.write_text(content, encoding="utf-8")
    return Built(
        path=path,
        areas=len(shapes),
        points_before=sum(len(arc) for arc in network.arcs),
        points_after=sum(len(arc) for arc in small.arcs),
        size=path.stat().st_size,
    )


def _codes(shapes: list[Shape], edition: str, level: str) -> dict[str, str]:
    """The ODS code of each shape's GSS code; all areas of the edition, and no others, must be there."""
    of_edition = Edition.objects.filter(code=edition).first()
    if of_edition is None:
        known = ", ".join(Edition.objects.values_list("code", flat=True)) or "none: run load_reference first"
        raise BoundaryFileFaulty(f"There is no edition {quoted(edition)}. Those that are known: {known}.")
    areas = area_history().valid(level, on=of_edition.on)
    of_gss = {gss.code: area.code for area in areas for gss in area.gss_codes}
    strangers = sorted(f"{shape.gss_code} {shape.name}" for shape in shapes if shape.gss_code not in of_gss)
    if strangers:
        raise BoundaryFileFaulty(
            f"These are no areas of level {level} on {of_edition.on}: {'; '.join(strangers[:5])}. Choose another."
        )
    codes = {shape.gss_code: of_gss[shape.gss_code] for shape in shapes}
    missing = sorted({area.code for area in areas} - set(codes.values()))
    if missing:
        raise BoundaryFileFaulty(f"These areas of the edition are not in the file: {', '.join(missing)}.")
    if len(set(codes.values())) != len(shapes):
        raise BoundaryFileFaulty("An area stands twice in the file; download it again.")
    return codes
