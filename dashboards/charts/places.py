"""Where an area's sites are: dots by latitude and longitude, north up, with a bar for the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from dashboards.charts import theme
from programmes.results import ServiceInfo
from programmes.sentences import counted, pluralize

WIDTH, HEIGHT, PAD = 480, 300, 34
KM_A_DEGREE = 111.2
"""Kilometres from one degree of latitude to the next."""
LEAST_KM = 4.0
"""The least that the drawing is across, so that two sites in one street are not a map of a street."""
STEPS_KM = (1, 2, 5, 10, 20, 50, 100)
MOST_NUMBERED = 30


@dataclass(frozen=True, slots=True)
class PlacesMap:
    """The drawing, its words, and the names of its dots in the order of their numbers."""

    drawn: str
    words: str
    names: tuple[str, ...]


def build_places(services: Sequence[ServiceInfo], where: str) -> PlacesMap | None:
    """The sites whose position is known, from north to south; None where there is none."""
    known = sorted(
        (
            (service.latitude, service.longitude, _named(service))
            for service in services
            if service.latitude is not None and service.longitude is not None
        ),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    if not known:
        return None
    shrink = cos(radians(sum(latitude for latitude, _, _ in known) / len(known)))
    xs = [longitude * KM_A_DEGREE * shrink for _, longitude, _ in known]
    ys = [-latitude * KM_A_DEGREE for latitude, _, _ in known]
    across, down = max(max(xs) - min(xs), LEAST_KM), max(max(ys) - min(ys), LEAST_KM)
    scale = min((WIDTH - 2 * PAD) / across, (HEIGHT - 2 * PAD - 24) / down)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    dots = [
        (WIDTH / 2 + (x - middle[0]) * scale, (HEIGHT - 24) / 2 + (y - middle[1]) * scale)
        for x, y in zip(xs, ys, strict=True)
    ]
    names = tuple(name for _, _, name in known)
    serve = pluralize(len(names), "serves", "serve")
    words = f"{counted(len(names), 'site')} that {serve} {where}, by position"
    return PlacesMap(_draw(dots, names, scale, words), words, names)


def _named(service: ServiceInfo) -> str:
    """The name of a site; one that was made up says so."""
    return f"{service.name} (demonstration)" if service.is_made_up else service.name


def _draw(dots: Sequence[tuple[float, float]], names: Sequence[str], scale: float, words: str) -> str:
    numbered = len(dots) <= MOST_NUMBERED
    marks = "".join(
        f'<g><title>{escape(name)}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="{11 if numbered else 5}" '
        f'fill="{theme.ACTUAL}" stroke="{theme.PAPER}" stroke-width="1.5"/>'
        + (
            f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" font-size="13" font-weight="bold" '
            f'fill="{theme.PAPER}">{number}</text>'
            if numbered
            else ""
        )
        + "</g>"
        for number, ((x, y), name) in enumerate(zip(dots, names, strict=True), 1)
    )
    bar = max((step for step in STEPS_KM if step * scale <= WIDTH / 3), default=STEPS_KM[0])
    end = PAD + bar * scale
    ruler = (
        f'<path d="M{PAD} {HEIGHT - 22}v6H{end:.1f}v-6" fill="none" stroke="{theme.INK}" stroke-width="1.5"/>'
        f'<text x="{end + 8:.1f}" y="{HEIGHT - 14}" font-size="14" fill="{theme.INK}">{bar} km</text>'
        f'<text x="{WIDTH - PAD}" y="{HEIGHT - 14}" text-anchor="end" font-size="14" fill="{theme.INK}">'
        "North is up</text>"
    )
    return (
        f'<svg class="rollout-places" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}" '
        f'font-family="Arial, sans-serif" focusable="false">{marks}{ruler}</svg>'
    )
