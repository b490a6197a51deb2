"""The waves of a programme: what each was, and what became of the areas it reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards import formatting
from dashboards.presenters.change import BACK, FORWARD, STILL, ChangeRow, told_change
from dashboards.wording import Tag
from programmes.choices import AGAINST_A_PLAN, Polarity, Status
from programmes.results import ServiceInfo
from programmes.sentences import counted
from programmes.statistics.classes import quantile

MIDDLE = 0.5
NO_WAVE = "In no named wave"


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave as its table prints it; empty texts and None where nothing is known of its areas."""

    name: str
    about: str
    attainment: str
    on_plan: str
    change: str
    reading: Tag | None
    forward: float | None
    """The change in the middle, with its sign turned where low is good."""
    is_chosen: bool = False


def present_waves(
    services: Iterable[ServiceInfo],
    rows: Iterable[ChangeRow],
    heirs: Mapping[str, Sequence[str]] | None = None,
) -> list[WaveRow]:
    """Each numbered wave with its areas, then the areas in none. Nothing is summed: the middle of the areas is told.

    `rows` are the areas that services serve, of today; `heirs` lead there from the codes of areas that are gone.
    """
    by_wave: dict[int, list[ServiceInfo]] = defaultdict(list)
    for service in services:
        if service.wave is not None:
            by_wave[service.wave].append(service)
    if not by_wave:
        return []
    by_code = {row.point.area.code: row for row in rows}
    reached: set[str] = set()
    waves = []
    for wave, members in sorted(by_wave.items()):
        served = {area.code for service in members for area in service.areas}
        codes = {code for each in served for code in (heirs or {}).get(each, (each,))}
        reached |= codes
        found = [by_code[code] for code in sorted(codes) if code in by_code]
        waves.append(_wave(f"Wave {wave}", _about(members), found))
    others = [row for code, row in by_code.items() if code not in reached]
    if others:
        waves.append(_wave(NO_WAVE, counted(len(others), "area"), others))
    return waves


def describe_waves(waves: Sequence[WaveRow]) -> str:
    """Which wave runs best and which least, in a sentence; nothing where fewer than two can be compared."""
    known = [wave for wave in waves if wave.forward is not None and wave.name != NO_WAVE]
    if len(known) < 2:
        return ""
    known.sort(key=lambda wave: wave.forward or 0.0)
    least, best = known[0], known[-1]
    told = [
        f"{wave.name.lower() if place else wave.name} ({wave.change} on the year before in the middle of its areas)"
        for place, wave in enumerate((best, least))
    ]
    stalls = "stalls" if (least.forward or 0.0) <= 0 else "has gone the least far"
    return f"{told[0]} runs best; {told[1]} {stalls}."


def _wave(name: str, about: str, rows: Sequence[ChangeRow]) -> WaveRow:
    attained = sorted(
        row.point.attainment for row in rows if row.point.attainment is not None and row.point.has_set_target
    )
    changed = sorted(row.change for row in rows if row.change is not None)
    judged = [row for row in rows if row.point.status in AGAINST_A_PLAN]
    on_plan = sum(row.point.status == Status.ON_PLAN for row in judged)
    middle = quantile(changed, MIDDLE) if changed else None
    indicator = rows[0].indicator if rows else None
    low = indicator is not None and indicator.polarity == Polarity.LOW
    forward = None if middle is None else -middle if low else middle
    return WaveRow(
        name=name,
        about=about,
        attainment=formatting.percentage(quantile(attained, MIDDLE)) if attained else "",
        on_plan=f"{on_plan} of {len(judged)}" if judged else "",
        change="" if middle is None or indicator is None else told_change(indicator, middle),
        reading=None if forward is None else FORWARD if forward > 0 else BACK if forward < 0 else STILL,
        forward=forward,
    )


def _about(services: Sequence[ServiceInfo]) -> str:
    areas = {area for service in services for area in service.areas}
    opened = min((service.opened_on for service in services if service.opened_on), default=None)
    since = f", from {formatting.day(opened)}" if opened else ""
    return f"{counted(len(services), 'service')} serving {counted(len(areas), 'area')}{since}"
