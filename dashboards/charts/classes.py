"""The classes of a map: at most five, told apart by colour-blind readers, each with words and with its range.

Fixed where a share has a meaning of its own (served, planned), else fifths of the areas at one reference period, so
that a colour keeps its meaning while a map plays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards import formatting, wording
from programmes.choices import Status
from programmes.statistics.classes import class_bounds

ANY = 1e-9
"""More than nothing, and as much less than all."""


@dataclass(frozen=True, slots=True)
class MapClass:
    """One colour of a map: a key for style sheets and scripts, words for the legend."""

    key: str
    label: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Classes in their order; a number falls in the last class whose lower bound it reaches."""

    classes: tuple[MapClass, ...]
    bounds: tuple[float, ...] = ()

    def class_of(self, value: float) -> MapClass:
        """The class that a number falls in."""
        return self.classes[bisect_right(self.bounds, value)]

    def keyed(self, key: str) -> MapClass:
        """The class of this key, `missing` among them."""
        return next(each for each in (*self.classes, MISSING) if each.key == key)


DARK_INK, LIGHT_INK = "#212B32", "#FFFFFF"
BLUES = (
    ("#E3EEF9", DARK_INK),
    ("#B5D3EE", DARK_INK),
    ("#6BACE6", DARK_INK),
    ("#2073BC", LIGHT_INK),
    ("#12436D", LIGHT_INK),
)
MISSING = MapClass("missing", "No figure, hatched", "#FFFFFF", DARK_INK)

STATUS_COLOURS = {
    Status.ON_PLAN: ("#12436D", LIGHT_INK),
    Status.NEAR_PLAN: ("#FFE9A8", DARK_INK),
    Status.OFF_PLAN: ("#F46A25", DARK_INK),
    Status.NO_TARGET: ("#D8DDE0", DARK_INK),
}


def coverage_scale(*, leaves: bool) -> Scale:
    """Served or not, for the areas that are counted themselves; else shares of the areas below."""
    if leaves:
        return Scale(_blues(["Not served", "Served"], places=(0, 4)), (0.5,))
    labels = ["None", "Under 50%", "50% to 79%", "80% to 99%", "All"]
    return Scale(_blues(labels), (ANY, 0.5, 0.8, 1 - ANY))


def attainment_scale() -> Scale:
    """Shares of the plan, with the plan itself as the last bound."""
    labels = ["Under 50% of plan", "50% to 79%", "80% to 94%", "95% to 99%", "100% or more"]
    return Scale(_blues(labels), (0.5, 0.8, 0.95, 1.0))


def status_scale() -> Scale:
    """The statuses that have a figure; without one a tile is hatched."""
    classes = [
        MapClass(status.value, wording.status_tag(status).text, colour, ink)
        for status, (colour, ink) in STATUS_COLOURS.items()
    ]
    return Scale(tuple(classes))


def fifths(reference: Iterable[float], unit: str) -> Scale:
    """Classes that each hold about a fifth of the reference values, at round bounds; fewer when values are few.

    Bounds as those of `class_bounds`, rounded to two figures.
    """
    values = sorted(reference)
    bounds = sorted({_round(bound) for bound in class_bounds(values)})
    bounds = [bound for bound in bounds if values[0] < bound <= values[-1]]
    told = [formatting.amount(bound, unit, _decimals(bound)) for bound in bounds]
    if not told:
        return Scale(_blues(["Any figure"], places=(2,)))
    between = [f"{low} to under {high}" for low, high in zip(told, told[1:], strict=False)]
    labels = [f"Under {told[0]}", *between, f"{told[-1]} or more"]
    places = {2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4)}.get(len(labels), tuple(range(5)))
    return Scale(_blues(labels, places=places), tuple(bounds))


def _blues(labels: Sequence[str], places: Sequence[int] = (0, 1, 2, 3, 4)) -> tuple[MapClass, ...]:
    return tuple(
        MapClass(f"blue-{place + 1}", label, *BLUES[place])
        for place, label in zip(places, labels, strict=True)
    )


def _round(value: float) -> float:
    return float(f"{value:.2g}")


def _decimals(value: float) -> int:
    return 0 if value >= 10 or value == int(value) else 1 if value >= 1 else 2
