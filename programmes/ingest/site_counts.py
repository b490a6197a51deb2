"""How many sites each board has by a list: a figure of the quarter in which the list's day falls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from programmes.area_history import AreaVersion
from programmes.choices import AreaType
from programmes.deliveries import Figure, ServiceEntry
from programmes.ingest.rows import Known, Rows
from programmes.periods import Period
from programmes.sentences import day_in_words
from programmes.service_lists import live_on, together

SITES = "cdc-sites"


def count(rows: Rows, known: Known, listed_on: date, boards: tuple[int, ...] | None) -> None:
    """How many sites each board has at the end of the list's quarter: those on it, and those listed before.

    As the coverage counts services: a site is not closed by a list that leaves it out.
    """
    quarter = Period.containing(listed_on)
    indicator = known.indicators.get(SITES)
    if indicator is None or indicator.why_not(quarter):
        return
    standing: Mapping[str, ServiceEntry] = known.services
    live = live_on(together(rows.found.services, standing).values(), quarter.ends_on)
    listed = {service.code for service in rows.found.services}
    for area in _counted(known, listed_on, boards):
        here = [one.code for one in live if area.area_type == AreaType.ENGLAND or area.pk in one.areas]
        others = sum(code not in listed for code in here)
        note = f"Sites on the list of {day_in_words(listed_on)}{f', and {others} on earlier ones' if others else ''}."
        rows.found.figures.append(Figure(SITES, area.pk, quarter.code, len(here), note=note))


def _counted(known: Known, listed_on: date, boards: tuple[int, ...] | None) -> list[AreaVersion]:
    """The areas whose sites are counted: the boards it speaks for, and England where it speaks for all."""
    if boards is not None:
        return [known.areas.versions[key] for key in boards]
    return known.areas.valid(AreaType.ICB, on=listed_on) + known.areas.valid(AreaType.ENGLAND, on=listed_on)
