"""The line of controls above a map, the card of the chosen area, and where else its figures stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.presenters.cards import programme_href
from dashboards.presenters.leads import coverage_leads, progress_leads
from dashboards.selection import Selection
from dashboards.wording import area_type_word, capital
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgrammeInfo

SHOW_WORDS = {
    "coverage": "Coverage: areas served",
    "attainment": "Share of plan reached",
    "status": "Status against plan",
    "rate": "Rate",
    "actual": "The figure itself",
}
VIEW_WORDS = {"tiles": "Tiles", "boundaries": "Boundaries"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One parameter a reader may set: its name, its label, and its values with words."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """Everything above a map: selects, what a form must carry beside them, and the switch between two drawings."""

    choices: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    views: tuple[tuple[str, str, bool], ...]


def present_controls(
    selection: Selection, programmes: Sequence[ProgrammeInfo], span: tuple[Period, Period] | None
) -> Controls:
    """The controls of a map; the indicator is asked for only where the map shows one."""
    programme = next(each for each in programmes if each.code == selection.programme)
    levels = ((level, area_type_word(level, 2)) for level in ("region", "icb", "sub_icb"))
    choices = [
        Choice(
            "programme", "Programme", selection.programme, tuple((p.code, p.short_name) for p in programmes)
        ),
        Choice("show", "Show", selection.show, tuple(SHOW_WORDS.items())),
        Choice(
            "area_type",
            "Level",
            selection.area_type,
            tuple((level, capital(word)) for level, word in levels),
        ),
    ]
    if selection.show != "coverage":
        options = tuple((each.code, each.short_name) for each in programme.indicators)
        choices.insert(2, Choice("indicator", "Indicator", selection.indicator, options))
    if span and selection.period:
        periods = reversed(list(Period.between(*span)))
        options = tuple((period.code, period.label) for period in periods)
        choices.append(Choice("period", "Period", selection.period.code, options))
    shown = {choice.name for choice in choices}
    return Controls(
        choices=tuple(choices),
        hidden=tuple((name, value) for name, value in selection.parameters().items() if name not in shown),
        views=tuple(
            (words, f"?{selection.query(view=view)}", view == selection.view)
            for view, words in VIEW_WORDS.items()
        ),
    )


def present_map_links(
    selection: Selection, programme: ProgrammeInfo, indicator: IndicatorInfo
) -> tuple[tuple[str, str], ...]:
    """How the figures are made, and the rows of this map."""
    area_type, period = selection.area_type, selection.period
    if selection.show == "coverage":
        leads = coverage_leads(programme.code, area_type=area_type, period=period.code if period else "")
    else:
        leads = progress_leads(programme.code, indicator.code, area_type=area_type, period=period)
    return ((f"The {programme.short_name} programme", programme_href(programme.code)), *leads)
