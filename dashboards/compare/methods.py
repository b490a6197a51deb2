"""How areas are compared, and which are called similar: for the page of methods, out of the grouping itself."""

from __future__ import annotations

from dashboards import formatting
from dashboards.presenters.methods import Method
from dashboards.wording import area_types_words
from programmes.statistics.similar import CAP, SQUARE_ROOT, Grouping, Variable

COMPARING = Method(
    "comparing",
    "Areas side by side",
    (
        "Areas are compared by a figure that allows for their size: counts and levels to 100,000 adults (mid-2020 "
        "estimates), ratios as they are. Only figures that may be shown are used; where counts are rounded, rates and "
        "limits are made from the rounded counts.",
        "Chance moves every count of events a little. Limits say how far (95%): of a count of events Byar’s, exact "
        "below 10; of a share Wilson’s. The limits of a difference are put together from those of its two figures, for "
        "shares by Newcombe’s method, for rates in the same way. Where they leave out 0, one area does better or worse "
        "than the other, or is higher or lower where neither is good; else they are similar. A level, such as posts "
        "filled or sites open, is counted in full on a day and has no limits, so that nothing is called better.",
        "When England or a region stands beside areas that may lie in it, it is taken as it is, without limits of its "
        "own. Of nine areas that do not differ at all from a tenth, one or more would be called better or worse by "
        "chance alone up to about one time in three.",
    ),
)


def present_grouping(grouping: Grouping) -> Method:
    """The grouping of similar areas: what it goes by, each variable with its weight and reason, and how."""
    return Method(
        "similar-areas",
        "Similar areas",
        (
            f"{grouping.name}, version {grouping.version}, for {area_types_words(grouping.levels)}. "
            f"Nobody has published a list of similar boards, so this one is ours. {grouping.why}",
            *(_variable(each, grouping) for each in grouping.variables),
            f"Each is capped at {CAP:g} standard deviations above its mean and brought to one scale: its mean 0, its "
            "standard deviation 1. The distance of two areas is the root of the weighted mean of their squared "
            "differences, so that 1 reads as one standard deviation apart; the nearest are shown. Nearness is not "
            "mutual: an area may be among those most like another without the other being among those most like it.",
        ),
    )


def _variable(each: Variable, grouping: Grouping) -> str:
    parts = [f"{each.name}: weight {formatting.number(each.weight, 1).removesuffix('.0')}."]
    if each.transformation == SQUARE_ROOT:
        parts.append("By its square root.")
    if set(each.levels) != set(grouping.levels):
        parts.append(f"For {area_types_words(each.levels)} only.")
    return " ".join([*parts, each.why])
