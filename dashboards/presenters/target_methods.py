"""How figures are judged by targets, where targets come from, and since when they are in force: methods, in words."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.presenters.leads import basis_anchor
from dashboards.presenters.methods import Method
from dashboards.wording import TARGET_BASIS_WORDS, capital
from programmes.choices import TargetBasis

TARGETS = (
    Method(
        "status",
        "Share of plan, status and rank",
        (
            "Share of plan is the year to date over the plan at the same point; for a level, such as sites open, it "
            "is the level over the level planned for that day.",
            "The status is decided on the unrounded share: on plan at 100% or more, near plan down to the "
            "indicator’s tolerance below, off plan under that: 94.996% reads 95% and is off plan at a tolerance of 5%.",
            "A share of England’s target that we worked out was set by nobody: above, near or below, never off plan; "
            "it is near where less than one whole person, post or site is between them.",
            "Areas of one kind are ranked by share of the targets that were set for them, or for the areas they are "
            "made of; where none has one, by the figure itself if that is a share of one denominator. Counts of areas "
            "of every size are not ranked, and maps of status show none. Equal shares have equal ranks.",
            "A programme is led by the measure with a published target of a period that is not over and the newest "
            "figure for England, else by that with the newest figure; of several as new by the first in its order.",
            "Where no target was set for the latest figure of a programme, its card tells the last that was.",
        ),
    ),
    Method(
        "targets",
        "Targets below England",
        (
            "A target is published only where its source states it for that area and that day; whatever else stands "
            "there says how it came about, and leads to the rule, below. What we worked out is never official. "
            "National targets are shared out to regions, boards and locations, by need for mental health care or by "
            "patients registered. These shares are ours: nobody promised them, and every one says so.",
            "A target is in force since the day its source was published, not since it was loaded here; where no day "
            "is known the page says so. An answer as at an earlier day is another thing: it shows what had been "
            "recorded here by then, targets as well as figures, so that what was shown that day can be shown again.",
        ),
    ),
)

RULES = {
    TargetBasis.PUBLISHED: "Its source states it, for that area and that day.",
    TargetBasis.ADDED_UP: "Where areas that had published targets were joined whole, or all areas that lie in one have "
    "them, theirs are added up. The sum counts like a published target.",
    TargetBasis.SET_HERE: "An administrator of this site changed it and said why, but named no source.",
    TargetBasis.RECALLED: "It was named to us, and no source that could be read has it.",
    TargetBasis.CALCULATED: "Its source states a growth or a part; the note beside it says of what we took that.",
    TargetBasis.ENTITLEMENT: "What one is allowed, times how many there were on the day. Figures are compared with it "
    "on that day alone: nothing leads there.",
    TargetBasis.INTERPOLATED: "Within a year a straight line leads to its target: of a count from nothing in April, of "
    "a level from the target of the year before. Years between two published ones stay without a target.",
    TargetBasis.SHARED_OUT: "England’s figure is shared among boards in proportion to the weight that is named, and a "
    "board’s share among its locations. What is counted one by one is shared in whole numbers: every share is rounded "
    "down, and what is left goes to those that lost most by it (the largest remainder), of equal ones to the first by "
    "code. So boards add up to England, and the locations of today to their board.",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How targets of one kind come about, with the place of the page where that is told."""

    anchor: str
    words: str
    rule: str


def present_rules() -> list[Rule]:
    """Every way in which a target came about."""
    return [
        Rule(basis_anchor(basis), capital(TARGET_BASIS_WORDS[basis]), rule) for basis, rule in RULES.items()
    ]
