"""How change is told from chance, what the rest of a year must bring, and how areas are compared: methods, in words."""

from __future__ import annotations

from dashboards import formatting
from dashboards.presenters.methods import Method
from dashboards.wording import area_types_words
from programmes.statistics.control_limits import LEAST_POINTS, WIDTH
from programmes.statistics.control_rules import RUN
from programmes.statistics.similar import CAP, SQUARE_ROOT, Grouping, Variable

DECIDING = (
    Method(
        "chance",
        "Change or chance",
        (
            "Figures go up and down by chance. A control chart (XmR, as NHS England’s Making Data Count teaches it, by "
            "its Single Chart Tool v5.0) puts limits round their mean, at "
            f"{float(WIDTH)} times the mean change from one figure to the next. A figure is more than chance when it "
            f"lies outside the limits; when it is one of {RUN} or more in a row on one side of the mean, or each "
            "beyond the one before; or when it is one of two in three close to a limit. On a line is not beyond it.",
            f"Limits need {LEAST_POINTS} figures, each of a period by itself: the year to date is never judged so. "
            "With fewer the chart is a plain line and shows no sign. A missing figure is passed over. Limits run on "
            "over figures carried here from areas that came before, and begin anew where it was counted anew.",
            "The signs are ours. Of change: a disc for the better, a diamond for concern, a square where neither is "
            "good, with H for high or L for low, and a wave where there is no change beyond chance. Of the plan, drawn "
            "twice around: P where the limits say it will be met as long as nothing changes, F where it will be missed "
            "until something changes, and ? where it is met or missed by chance. It is the plan of the latest period "
            "by itself.",
            "Limits are for a process that is steady but for chance. Figures that grew throughout, as in a rollout, "
            "lie outside them much of the time. Where more than half do, the page says how many times they rose and "
            "fell, marks the latest alone in the chart and the others in its table, and says nothing of the plan by "
            "limits: whether it will be met is then told by the share of plan, the pace that is needed and the "
            "forecast.",
        ),
    ),
    Method(
        "what-it-takes",
        "What the quarters left must bring",
        (
            "While a year lasts, what is missing to its target is shared evenly among the quarters left, and told "
            "beside the best quarter seen so far: of people or tests what it brought, of posts or sites by how much "
            "they grew. A ratio that builds up over the year takes as many people in the quarters left as so far.",
            "It is within reach when some quarter did as much, and out of reach on any quarter seen so far when none "
            "did. A missing quarter makes the year to date unknown, and then what it takes is said not to be known.",
        ),
    ),
)


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
