"""What the boundary map and the moving map need to know of each area: the scripts draw it, with the same classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboards.charts.classes import MISSING, Scale
from dashboards.charts.measures import Cell
from programmes.periods import Period


def build_boundary_data(
    cells: Sequence[Cell], links: Mapping[str, str], scale: Scale, *, selected: str = ""
) -> dict[str, Any]:
    """Classes by key, and for each area its class, its words and its link."""
    return {
        "classes": {
            each.key: {"label": each.label, "colour": each.colour, "ink": each.ink}
            for each in (*scale.classes, MISSING)
        },
        "areas": {
            cell.area.code: {
                "name": cell.area.short_name,
                "key": cell.map_class.key,
                "words": cell.spoken,
                "href": links.get(cell.area.code, ""),
            }
            for cell in cells
        },
        "selected": selected,
    }


def build_frames(history: Mapping[Period, Iterable[Cell]]) -> dict[str, Any]:
    """Every period of a moving map: for each area its class, the text of its tile and its words."""
    frames = []
    for period, cells in history.items():
        areas = {cell.area.code: [cell.map_class.key, cell.text, cell.words] for cell in cells}
        frames.append({"period": period.code, "label": period.label, "areas": areas})
    return {"frames": frames}
