"""NHS England's published conformance series for control charts: figures, and the colour of each point.

Numbers from NHSDigital/fdp-react-design-system (MIT, Crown copyright), folder SPCChart/test-data: "Test Data.csv",
which gives colours, and "SPC-Charts-XmR-Testing.md", which gives the sections. They check that a chart agrees with the
Single Chart Tool v5.0. b improvement, o concern, p special cause without a good direction, . common cause.
"""

from dataclasses import dataclass

from programmes.choices import Polarity

HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE


@dataclass(frozen=True)
class Published:
    """One published series, and what the tool makes of it."""

    name: str
    figures: str
    colours: str
    polarity: str = HIGH
    recalculate_at: tuple[int, ...] = ()
    baseline: int | None = None

    def values(self):
        return [int(figure) for figure in self.figures.split()]


DIRECTIONS = "8 27 32 26 20 21 23 21 23 22 26 23 20 20 29 28 22 23 25 26 28 29 26 24 36 29 35 22 30 18"
STEP = "16 24 22 19 19 18 24 25 18 17 16 25 15 23 19 35 32 35 31 27 33 28 38 35 30 28 29 27 24 23"
CONFLICT = "43 41 37 36 31 23 15 13 15 18 23 27 31 36 27 19 17 27 15 22"
VARIATION = "16 20 22 18 21 18 26 28 24 26 19 18 25 32 43 28 22"
TWO_SIGMA = "42 40 39 26 39 24 22 29 32 22 20 23 25 26 22 24 27 7 19 24"

SERIES = [
    Published("12 points", "30 31 25 35 34 15 21 23 30 26 26 22", "." * 12),
    Published("13 points", "30 31 25 35 34 15 21 23 30 26 26 22 25", "." * 13),
    Published("15 points", "20 24 20 26 22 16 18 16 31 28 34 26 30 19 18", "." * 15),
    Published("10 points", "20 24 20 26 22 16 18 16 31 28", "." * 10),
    Published("high is good", DIRECTIONS, "o...oooooo......bbbbbb..b.b..."),
    Published("low is good", DIRECTIONS, "b...bbbbbb......oooooo..o.o...", LOW),
    Published("neither is good", DIRECTIONS, "p...pppppp......pppppp..p.p...", NONE),
    Published("single point, ends", "45 29 20 22 25 20 27 24 22 23 20 26 20 15 5", "b.............o"),
    Published("single point, middle", "29 32 35 45 43 23 18 20 16 7 28 26 22 19 20", "...bb....o....."),
    Published(
        "shift, ends",
        "31 35 34 29 29 32 26 26 32 35 30 18 31 25 27 22 18 25 25 17",
        "bbbbbb.......ooooooo",
    ),
    Published(
        "shift, middle",
        "31 22 19 21 18 18 22 22 29 25 23 26 31 26 28 29 32 24 31 22",
        ".ooooooo...bbbbbb...",
    ),
    Published(
        "trend, no pauses",
        "11 14 18 20 22 23 18 21 17 23 26 20 16 25 23 22 19 16 15 12",
        "bbbbbb.......ooooooo",
    ),
    Published("trend, pauses", "23 30 28 25 25 20 18 24 16 13 14 18 18 24 26 29 19 20 28 16", "." * 20),
    Published("two sigma", f"{TWO_SIGMA} 7 7 32", "bbb.b...............oo."),
    Published("two sigma, one outside", f"{TWO_SIGMA} 7 2 32", "bbb.b................o."),
    Published(
        "two sigma, on both sides of the mean",
        "42 40 39 24 39 24 22 29 32 22 20 23 25 26 22 24 27 7 19 26 7 7 32",
        "bbb....................",
    ),
    # The file colours the fifteenth point too, which no rule explains: the document ends the trend at the fourteenth,
    # and the same figures with low as good leave it grey.
    Published("conflict, high is good", CONFLICT, "bbbbooobbbbbbb......"),
    Published("conflict, low is good", CONFLICT, "bbbbbbbbbbbooo......", LOW),
    Published("a step", STEP, "o" * 15 + "b" * 13 + ".."),
    Published("a step, recalculated", STEP, "." * 24 + "o" * 6, recalculate_at=(15,)),
    Published("a step, with a baseline", STEP, "." * 15 + "b" * 15, baseline=15),
    Published("a step, with both", STEP, "." * 15 + "b" * 15, recalculate_at=(15,), baseline=15),
    Published(
        "shift across a recalculation",
        "28 23 26 21 23 25 24 29 30 27 25 30 27 24 19 22 28 28 29 33 28 30 31 30 26 27 34 30 32 35",
        "." * 13 + "oooooo" + "." * 11,
        recalculate_at=(15,),
    ),
    Published(
        "trend across a recalculation",
        "28 23 26 21 23 25 24 29 30 27 25 30 27 26 19 22 26 28 29 33 28 30 31 30 26 27 34 30 32 35",
        "." * 14 + "bbbbbb" + "." * 10,
        recalculate_at=(15,),
    ),
    Published(
        "two sigma across a recalculation",
        "28 23 26 21 23 25 24 29 30 27 25 30 27 24 19 22 32 28 29 33 28 30 31 30 26 27 34 30 32 35",
        "." * 14 + "oo" + "." * 14,
        recalculate_at=(15,),
    ),
    Published("latest high, high is good", f"{VARIATION} 45", "oooooo........b..b"),
    Published("latest high, low is good", f"{VARIATION} 45", "bbbbbb........o..o", LOW),
    Published("latest high, neither", f"{VARIATION} 45", "pppppp........p..p", NONE),
    Published("latest ordinary, high is good", f"{VARIATION} 25", "oooooo........b..."),
    Published("latest ordinary, neither", f"{VARIATION} 25", "pppppp........p...", NONE),
    Published("latest low, high is good", f"{VARIATION} 5", "oooooo........b..o"),
    Published("latest low, low is good", f"{VARIATION} 5", "bbbbbb........o..b", LOW),
    Published("too few for icons", "16 20 22 18 21 18 26 28 24 26", "." * 10),
]
