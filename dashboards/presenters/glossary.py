"""Every word of Rollout with what it means here: one word a thing, on screen, in files and in the API."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.text import slugify


class Word(NamedTuple):
    """A word and its meaning; links lead to it by its anchor."""

    word: str
    meaning: str

    @property
    def anchor(self) -> str:
        """`word-` and the word, without what stands in brackets behind it."""
        return f"word-{slugify(self.word.partition(' (')[0])}"


GLOSSARY = (
    Word(
        "Actual",
        "A figure set beside its trajectory. For a ratio it is the ratio; in files a share is a fraction.",
    ),
    Word(
        "Area",
        "England, an NHS region, an integrated care board (ICB), a sub-ICB location, or one of those before them. "
        "An area has a first day and, once it is gone, a last one: one life of one code.",
    ),
    Word(
        "As at",
        "A moment whose knowledge is shown: every figure, target and service as it was known then. Nothing is "
        "overwritten, so any day can be asked for.",
    ),
    Word(
        "Attainment",
        "The name of share of plan in files and in the API; there it is a fraction, 0.9 for 90%.",
    ),
    Word("Baseline", "The figure from which a plan starts."),
    Word(
        "Basis",
        "How a result came about: reported (by this area, for this period), rolled up (added up from the areas "
        "below) or rebased (carried here from the areas that came before).",
    ),
    Word(
        "Break", "A period from which figures are counted in another way, or for other areas, than before it."
    ),
    Word(
        "Clinical commissioning group (CCG)",
        "The local NHS body before 1 July 2022. Each is now a sub-ICB location or part of one.",
    ),
    Word("Completeness", "The share of the figures that were wanted which came in."),
    Word(
        "Coverage",
        "The share of the areas below, and beside it of their adults, that a live service serves on a day.",
    ),
    Word(
        "Data version",
        "A number that goes up whenever any result changes. Every page and answer names its own.",
    ),
    Word(
        "Demonstration",
        "Made up to show what Rollout does. Seen only where it is asked for, and marked so; not a fact.",
    ),
    Word("Denominator", "The count below the line of a ratio: those who could have been counted above it."),
    Word(
        "Disclosure rule",
        "What is done to an indicator’s small counts before anything is computed that anybody may see.",
    ),
    Word("Edition", "The areas alive on one day, on which all years can be shown: “today’s boundaries”."),
    Word(
        "Gap",
        "A figure that is not here: what is missing at which level of areas, when it was last known, who has it, and "
        "what would fill it.",
    ),
    Word(
        "GSS code",
        "The nine-character code of the Office for National Statistics. It changes whenever a border moves.",
    ),
    Word("Indicator", "The definition of something counted."),
    Word(
        "Integrated care board (ICB)",
        "The NHS body that plans care for an area of about a million people, since 1 July 2022.",
    ),
    Word(
        "Layer",
        "Official figures, which everybody sees by default; or, where an address says layer=demonstration, those with "
        "what was made up for a demonstration. No official figure depends on the other layer.",
    ),
    Word("Issue", "Something found wrong in a submission: it keeps a row out, or asks for an explanation."),
    Word(
        "Marker",
        "A letter in square brackets that says why there is no number, or what to know about the one there is.",
    ),
    Word("Numerator", "The count above the line of a ratio; of anything else, the figure itself."),
    Word("Observation", "One reported figure for an indicator, an area and a period, at one revision."),
    Word("ODS code", "The NHS’s own code for an area, such as QHM."),
    Word(
        "Period",
        "A financial year, from 1 April to 31 March, or a quarter of one; both its first and last day belong to it.",
    ),
    Word("Polarity", "Which direction is good: high, low, or neither."),
    Word("Programme", "A nationally defined piece of work that is rolled out area by area."),
    Word(
        "Provenance",
        "How far a figure may be trusted as fact (official, derived, recalled, entered, or made up for a "
        "demonstration); and the way a figure has come, from those who entered it to this page.",
    ),
    Word("Provisional", "May still be revised. A figure that no longer may is final."),
    Word("Rate", "One count over another, times a round number."),
    Word(
        "Rebased",
        "Carried to the areas of today from the areas that came before, by the share of each that went there; "
        "what was published, only where all of it went there.",
    ),
    Word("Revision", "A later version of one figure, with its reason. Nothing is overwritten."),
    Word("Rolled up", "Added up from the areas below."),
    Word(
        "Service",
        "One site or team of a programme, with the areas it serves and the days between which it is live.",
    ),
    Word("Share of plan", "The year to date over the trajectory at the same point; also called attainment."),
    Word(
        "Status",
        "Where a figure stands against its trajectory: on plan, near plan, off plan; above, near or below "
        "an even share; or why that cannot be said.",
    ),
    Word("Sub-ICB location", "The part of a board’s area that used to be a clinical commissioning group."),
    Word(
        "Submission",
        "One delivery of figures by one sender. Its figures count once a second person has accepted them.",
    ),
    Word(
        "Sustainability and transformation partnership (STP)",
        "The forerunner of an integrated care board, 2017 to 2022.",
    ),
    Word("Target", "The figure to be reached by a date: the end of a trajectory."),
    Word("Tolerance", "How far below its trajectory a figure is still near plan."),
    Word(
        "Trajectory", "The planned path of expected figures, by version; on pages also “planned” and “plan”."
    ),
    Word("Variance", "Actual less trajectory, with that sign; whether more is good is said by the polarity."),
    Word("Wave", "A group of services that started together."),
    Word("Whole-time equivalent (WTE)", "Staff counted by their hours: two people on half time are one."),
    Word("Withheld", "Hidden by the disclosure rule. The marker is [c], confidential."),
    Word("Year to date", "What has been counted since 1 April; of a level, the level itself."),
)
