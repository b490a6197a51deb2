"""How figures are judged by targets, where targets come from, and since when they are in force: methods, in words."""

from __future__ import annotations

from dashboards.presenters.methods import Method

TARGETS = (
    Method(
        "status",
        "Share of plan, status and rank",
        (
            "Share of plan is the year to date over the plan at the same point; for a level, such as sites open, it "
            "is the level over the level planned for that day.",
            "The status is decided on the unrounded share: on plan at 100% or more, near plan down to the "
            "indicator’s tolerance below, off plan under that: 94.996% reads 95% and is off plan at a tolerance of 5%.",
            "A share of England’s target that we worked out was set by nobody: above, near or below, never off plan.",
            "Areas of one kind are ranked by share of plan; equal shares have equal ranks, areas without one none.",
        ),
    ),
    Method(
        "targets",
        "Targets below England",
        (
            "National targets are shared out to regions, boards and locations by a key that the indicator names, "
            "such as need for mental health care or patients registered. The parts add up to the "
            "national target. These shares are ours: nobody promised them, and every one says so.",
            "A target is in force since the day its source was published, not since it was loaded here; where no day "
            "is known the page says so. An answer as at an earlier day is another thing: it shows what had been "
            "recorded here by then, targets as well as figures, so that what was shown that day can be shown again.",
        ),
    ),
)
