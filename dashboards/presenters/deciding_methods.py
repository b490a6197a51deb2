"""How change is told from chance, and what the rest of a year must bring: for the page of methods."""

from __future__ import annotations

from dashboards.presenters.methods import Method
from programmes.statistics.control_limits import LEAST_POINTS, WIDTH
from programmes.statistics.control_rules import RUN

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
