"""How much of an area a programme serves, over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards import formatting
from dashboards.charts import theme
from programmes.results import CoveragePoint, WaveInfo
from programmes.sentences import counted, pluralize


def build_coverage_figure(points: Sequence[CoveragePoint], waves: Sequence[WaveInfo] = ()) -> theme.Figure:
    """The share of areas and the share of people served, by quarter, with the first opening of each wave marked."""
    known = _known(points)
    if not known:
        return {"data": [], "layout": theme.layout(120)}
    people = [point.population_coverage for point in known]
    lines = (
        ("Areas", [point.coverage for point in known], theme.ACTUAL, theme.ACTUAL),
        ("Adults", people, theme.PEOPLE, theme.PEOPLE_WORDS),
    )
    heights = theme.apart([values[-1] or 0.0 for _, values, *_ in lines], 0.16, highest=1.0)
    axis = theme.value_axis("percent", range=[0, 1.06], tickvals=[0, 0.25, 0.5, 0.75, 1])
    layout = theme.layout(
        320,
        xaxis=theme.period_axis([point.period for point in known]),
        yaxis=axis,
        annotations=[
            theme.label(len(known) - 1, height, f"{name}<br>{formatting.percentage(values[-1])}", words)
            for (name, values, _, words), height in zip(lines, heights, strict=True)
            if values[-1] is not None
        ],
    )
    _mark_waves(layout, known, waves)
    return {"data": [_line(known, *line) for line in lines], "layout": layout}


def describe_coverage(points: Sequence[CoveragePoint]) -> str:
    """What the figure shows, in sentences."""
    known = _known(points)
    if not known:
        return "No list says which areas were served, so nothing is claimed."
    latest = known[-1]
    name = latest.area.short_name
    sentences = [f"By the end of {latest.period.label}, {_reach(latest)} in {name}"]
    people = latest.population_coverage
    if people is not None and latest.areas_covered not in (0, latest.areas_total):
        sentences[0] += f", where {formatting.percentage(people)} of its adults live"
    sentences[0] += "."
    first = next((point for point in known if point.areas_covered), None)
    if first is not None and first is not known[0]:
        began = "The first was served" if latest.areas_total > 1 else "It was first served"
        sentences.append(f"{began} in {first.period.label}.")
    full = next((point for point in known if point.areas_covered == point.areas_total), None)
    if full is not None and full is not known[0] and latest.areas_total > 1:
        sentences.append(f"All were served from {full.period.label}.")
    return " ".join(sentences)


def _line(
    known: Sequence[CoveragePoint], name: str, values: list[float | None], colour: str, _: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        # A line of one quarter is no line.
        "mode": "lines" if len(known) > 1 else "markers",
        "name": name,
        "x": list(range(len(known))),
        "y": values,
        "text": [f"{point.period.label}: {_reach(point)}<br>{_people(point)}" for point in known],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "line": {"color": colour, "width": 2.5, "shape": "hv"},
    }


def _mark_waves(layout: dict[str, Any], known: Sequence[CoveragePoint], waves: Sequence[WaveInfo]) -> None:
    """A line and a word where the services of a numbered wave began to open."""
    for wave in waves:
        if wave.wave is None or wave.first_opened_on is None:
            continue
        place = next(
            (place for place, point in enumerate(known) if point.period.contains(wave.first_opened_on)), None
        )
        if place is not None:
            layout["shapes"].append(theme.break_line(place))
            layout["annotations"].append(
                theme.label(
                    place, 1.0, f"Wave {wave.wave}", theme.INK_SOFT, yref="paper", yanchor="bottom", xshift=-4
                )
            )


def _known(points: Sequence[CoveragePoint]) -> list[CoveragePoint]:
    """From the first point of which something is known to the last."""
    full = [place for place, point in enumerate(points) if point.areas_covered is not None]
    return list(points[full[0] : full[-1] + 1]) if full else []


def _reach(point: CoveragePoint) -> str:
    if point.areas_covered is None:
        return "nobody knows which areas were served"
    if point.areas_total == 1:
        return "there was a service" if point.areas_covered else "there was no service"
    areas = counted(point.areas_total, "area")
    if not point.areas_covered:
        return f"none of {areas} was served"
    if point.areas_covered == point.areas_total:
        return f"{'both areas' if point.areas_total == 2 else f'all {areas}'} were served"
    verb = pluralize(point.areas_covered, "was", "were")
    share = formatting.percentage(point.coverage or 0.0)
    return f"{formatting.number(point.areas_covered)} of {areas} ({share}) {verb} served"


def _people(point: CoveragePoint) -> str:
    share = point.population_coverage
    return "" if share is None else f"{formatting.percentage(share)} of adults live there"
