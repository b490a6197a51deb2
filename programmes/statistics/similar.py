"""Areas that are alike: near one another in a few public variables, none of them a result.

The steps are those that are published of the peers of the Model Health System: each variable is capped at its mean
and five standard deviations, made less skewed by its square root where it is skewed, and standardised; the nearest
are those with the smallest weighted Euclidean distance. The variables and their weights are our own, and are data:
a `Grouping`. A distance is divided by the weights together, so that 1 reads as one standard deviation apart, on
average over the variables.

Nearness is not mutual: an unusual area has nearest areas, which have others that are nearer to them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from programmes.statistics.refusals import Refused

AS_IT_IS, SQUARE_ROOT = "none", "square-root"
TRANSFORMATIONS = (AS_IT_IS, SQUARE_ROOT)
CAP = 5.0
"""Standard deviations above the mean at which a value is capped, so that one area cannot stretch the scale."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that areas are compared by: an amount over another, with its weight and its reason."""

    name: str
    numerator: str
    """What is divided: `people:65+` for an age band, `weight:networks` for a published weight."""
    denominator: str
    """What it is divided by, written in the same way; empty for an amount that stands alone."""
    levels: tuple[str, ...]
    """The kinds of area for which it is published."""
    transformation: str
    weight: float
    why: str

    def value(self, amounts: Mapping[str, float]) -> float | None:
        """The variable of an area that has these amounts; None where one is missing or there is nothing to divide by.

        >>> share = Variable("Aged 65 and over", "people:65+", "people:all", ("icb",), "none", 1, "Age.")
        >>> share.value({"people:65+": 20, "people:all": 100})
        0.2
        """
        upper = amounts.get(self.numerator)
        if upper is None or not self.denominator:
            return upper
        lower = amounts.get(self.denominator)
        return upper / lower if lower else None


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to find similar areas, with its name and version."""

    name: str
    version: str
    why: str
    variables: tuple[Variable, ...]

    def at(self, level: str) -> tuple[Variable, ...]:
        """The variables that this kind of area is compared by; none where it is not grouped."""
        return tuple(each for each in self.variables if level in each.levels)

    @property
    def levels(self) -> tuple[str, ...]:
        """The kinds of area that are grouped, in the order of the first variable that names each."""
        return tuple(dict.fromkeys(level for each in self.variables for level in each.levels))


def grouping_from(told: Mapping[str, Any]) -> Grouping:
    """A grouping out of what a file says. ValueError names what is wrong with it.

    >>> size = {"name": "Adults", "numerator": "people:18+", "levels": ["icb"], "transformation": "none", "weight": 1}
    >>> grouping_from({"name": "Ours", "version": "1", "why": "", "variable": [{**size, "why": "Size."}]}).levels
    ('icb',)
    """
    try:
        variables = tuple(
            Variable(
                name=str(each["name"]),
                numerator=str(each["numerator"]),
                denominator=str(each.get("denominator", "")),
                levels=tuple(each["levels"]),
                transformation=str(each["transformation"]),
                weight=float(each["weight"]),
                why=str(each["why"]),
            )
            for each in told["variable"]
        )
        grouping = Grouping(str(told["name"]), str(told["version"]), str(told["why"]), variables)
    except KeyError as missing:
        raise ValueError(f"the grouping of similar areas says nothing of {missing}") from None
    for each in variables:
        if each.transformation not in TRANSFORMATIONS:
            raise ValueError(f"“{each.name}” is to be put through “{each.transformation}”, which is unknown")
        if not each.weight > 0:
            raise ValueError(
                f"“{each.name}” has the weight {each.weight:g}; leave it out, or give it one above 0"
            )
        if not each.levels:
            raise ValueError(f"“{each.name}” is for no kind of area; leave it out, or name one in levels")
    return grouping


def standardised(values: Sequence[float], transformation: str = AS_IT_IS) -> list[float]:
    """The values capped, transformed, and as standard deviations from their mean; all 0 where they do not differ.

    Refused with fewer than two values, and where a square root is asked of a value below nothing.

    >>> standardised([1, 2, 3])
    [-1.224744871391589, 0.0, 1.224744871391589]
    """
    if len(values) < 2:
        raise Refused("areas are alike or not only among others; there is one")
    mean, deviation = _spread(values)
    shown = [min(value, mean + CAP * deviation) for value in values]
    if transformation == SQUARE_ROOT:
        if min(shown) < 0:
            raise Refused(f"{min(shown):g} has no square root")
        shown = [math.sqrt(value) for value in shown]
    mean, deviation = _spread(shown)
    return [(value - mean) / deviation if deviation else 0.0 for value in shown]


def distances(
    grouping: Grouping, level: str, amounts: Mapping[str, Mapping[str, float]], area: str
) -> dict[str, float]:
    """How far every other area of its level is from `area`, the nearest first; equal ones by code.

    `amounts` are those of every area of the level, by code. Areas that lack one of the variables are left out. Empty
    where the level is not grouped, and where `area` itself lacks one.

    >>> one = Variable("Adults", "people:18+", "", ("icb",), "none", 1, "Size.")
    >>> grouping = Grouping("Ours", "1", "", (one,))
    >>> adults = {code: {"people:18+": count} for code, count in (("A", 1), ("B", 2), ("C", 4))}
    >>> found = distances(grouping, "icb", adults, "A")
    >>> {code: round(far, 3) for code, far in found.items()}
    {'B': 0.802, 'C': 2.405}
    """
    variables = grouping.at(level)
    known: dict[str, list[float]] = {}
    for code, held in amounts.items():
        values = [each.value(held) for each in variables]
        if values and None not in values:
            known[code] = [value for value in values if value is not None]
    if area not in known or len(known) < 2:
        return {}
    places = dict(zip(known, zip(*_columns(variables, list(known.values())), strict=True), strict=True))
    together = sum(each.weight for each in variables)
    here = places[area]
    found = {
        code: math.sqrt(
            sum(
                each.weight * (there - own) ** 2
                for each, there, own in zip(variables, place, here, strict=True)
            )
            / together
        )
        for code, place in places.items()
        if code != area
    }
    return dict(sorted(found.items(), key=lambda each: (each[1], each[0])))


def _columns(variables: Sequence[Variable], rows: Sequence[Sequence[float]]) -> list[list[float]]:
    return [
        standardised(column, each.transformation)
        for each, column in zip(variables, zip(*rows, strict=True), strict=True)
    ]


def _spread(values: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation of all there are, as every area of a level is known."""
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
