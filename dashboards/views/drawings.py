"""What the server draws, as templates take it: already escaped, with the words that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from dashboards.charts.icons import build_signs
from dashboards.charts.places import build_places
from dashboards.presenters.outlook import Sign
from programmes.results import ServiceInfo
from programmes.statistics.control import ControlChart


@dataclass(frozen=True, slots=True)
class Places:
    """Where sites are: the drawing, its words, and the names of its dots in the order of their numbers."""

    drawn: SafeString
    words: str
    names: tuple[str, ...]


def present_signs(chart: ControlChart) -> tuple[Sign, ...]:
    """What the latest figure says of change, and of the plan; none where limits may not be drawn."""
    # Fixed shapes and letters of ours.
    return tuple(Sign(mark_safe(drawn), words) for drawn, words in build_signs(chart))


def present_places(services: Sequence[ServiceInfo], where: str) -> Places | None:
    """The sites whose position is known; None where there is none."""
    found = build_places(services, where)
    # Drawn by us, every name in it escaped.
    return Places(mark_safe(found.drawn), found.words, found.names) if found else None
