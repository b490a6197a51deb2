"""Who reports and who does not: the areas within one, by what became of their figures for one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.reach import Place, area_href
from dashboards.wording import area_type_word
from programmes.choices import AreaType, Basis, Marker
from programmes.periods import Period
from programmes.queries.due import Arrival
from programmes.results import AreaRef, IndicatorInfo, ProgressPoint

STATES = {
    "sent": "Reported",
    "late": "Reported, after it was due",
    "made": "No figure of their own: worked out from other areas",
    "confidential": "Reported, and too small to show",
    "missing": "Nothing came in",
    "not_due": "Not due yet",
    "not_applicable": "Not applicable here",
}
"""What became of the figure of an area, in the order in which it is told."""

_BY_MARKER = {
    Marker.CONFIDENTIAL: "confidential",
    Marker.NOT_AVAILABLE: "missing",
    Marker.NOT_APPLICABLE: "not_applicable",
    Marker.NOT_DUE: "not_due",
}


@dataclass(frozen=True, slots=True)
class Reporting:
    """A sentence, and the areas of each state by name."""

    title: str
    sentence: str
    states: tuple[tuple[str, tuple[Place, ...]], ...]


def reports_at(indicator: IndicatorInfo, area_type: str) -> bool:
    """Whether areas of this level send figures of the indicator themselves."""
    return AreaType(area_type).height == AreaType(indicator.reporting_level).height


def present_reporting(
    indicator: IndicatorInfo,
    period: Period,
    areas: Sequence[AreaRef],
    points: Sequence[ProgressPoint],
    arrived: Mapping[str, Arrival],
) -> Reporting:
    """Each of the areas by what became of its figure; one without a row of results is missing."""
    found = {point.area.code: point for point in points}
    by_state: dict[str, list[Place]] = {state: [] for state in STATES}
    for area in areas:
        state = _state(found.get(area.code), arrived.get(area.code))
        by_state[state].append(
            Place(area.short_name, area_href(area, indicator.programme), _why(arrived, area, state))
        )
    reported = sum(len(by_state[state]) for state in ("sent", "late", "confidential"))
    return Reporting(
        title=f"Who reported for {period.label}",
        sentence=_sentence(indicator, areas, reported, len(by_state["late"])),
        states=tuple((words, tuple(by_state[state])) for state, words in STATES.items() if by_state[state]),
    )


def _sentence(indicator: IndicatorInfo, areas: Sequence[AreaRef], reported: int, late: int) -> str:
    """`7 of 8 sub-ICB locations reported their figure of “Tests”, 2 of them late.`; of a single one, whether it did."""
    figure = f"figure of “{indicator.name}”"
    level = area_type_word(areas[0].area_type, len(areas)) if areas else "areas"
    if len(areas) == 1:
        did = f"reported its {figure}" if reported else f"did not report its {figure}"
        return f"The one {level} in it {did}{', late' if late else ''}."
    of = f"{formatting.number(reported)} of {formatting.number(len(areas))} {level}"
    return f"{of} reported their {figure}{f', {formatting.number(late)} of them late' if late else ''}."


def _state(point: ProgressPoint | None, arrival: Arrival | None) -> str:
    if point is None:
        return "missing"
    if point.actual is None:
        return _BY_MARKER.get(Marker(point.marker or Marker.NOT_AVAILABLE), "missing")
    if arrival is None and point.basis != Basis.REPORTED:
        return "made"
    return "late" if arrival is not None and arrival.is_late else "sent"


def _why(arrived: Mapping[str, Arrival], area: AreaRef, state: str) -> str:
    arrival = arrived.get(area.code)
    if state != "late" or arrival is None or arrival.sent_on is None:
        return ""
    return f"sent {formatting.day(arrival.sent_on)}, due {formatting.day(arrival.due_on)}"
