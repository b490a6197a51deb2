"""The word, and the tag that carries it, for each member of each enumeration. Every mapping is total.

A colour never stands alone: a tag is a word first, and its colour only helps to find it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dashboards import formatting
from programmes.choices import (
    BESIDE_A_SHARE,
    AreaType,
    Basis,
    FactKind,
    Marker,
    Provenance,
    RunScope,
    RunState,
    Status,
    SuccessionBasis,
    TargetBasis,
    TrajectoryKind,
)
from programmes.sentences import pluralize


@dataclass(frozen=True, slots=True)
class Tag:
    """A word on a coloured ground; `colour` is one of the colours of the NHS.UK tag."""

    text: str
    colour: str
    meaning: str = ""


SHARE = "what the area would have of England’s target by need or people alone; nobody set it that target"

SHARE_SAID = (
    "Above, near or below an even share: of England’s target, by need or people; nobody set it for an area."
)


def beside_a_share(statuses: Iterable[str]) -> str:
    """What a caption adds where any of these says above, near or below a share; else nothing."""
    return f". {SHARE_SAID}" if any(status in BESIDE_A_SHARE for status in statuses) else ""


STATUS_TAGS = {
    Status.ON_PLAN: Tag("On plan", "green", "At or above the trajectory at the same point of the year."),
    Status.NEAR_PLAN: Tag(
        "Near plan", "yellow", "Below the trajectory, by no more than the indicator’s tolerance."
    ),
    Status.OFF_PLAN: Tag("Off plan", "red", "Below the trajectory by more than the indicator’s tolerance."),
    Status.ABOVE_SHARE: Tag("Above an even share", "grey", f"More than {SHARE}."),
    Status.NEAR_SHARE: Tag("Near an even share", "grey", f"About {SHARE}."),
    Status.BELOW_SHARE: Tag("Below an even share", "grey", f"Less than {SHARE}."),
    Status.NOT_DUE: Tag("Not due yet", "grey", "The figure is not wanted yet."),
    Status.NO_DATA: Tag(
        "Not known", "white", "A figure did not come in, here or earlier in the year, or may not be shown."
    ),
    Status.NO_TARGET: Tag("No target", "grey", "Nobody has published a target for this."),
}

PROVENANCE_TAGS = {
    Provenance.OFFICIAL: Tag("Official", "blue", "Read in the source named beside it."),
    Provenance.DERIVED: Tag("Derived", "aqua-green", "Computed from official figures; the method says how."),
    Provenance.RECALLED: Tag("Recalled", "orange", "Widely quoted, but not found in any source at hand."),
    Provenance.ENTERED: Tag("Entered", "blue", "Sent in by an area, and accepted by another person."),
    Provenance.DEMONSTRATION: Tag("Demonstration", "purple", "Made up for this demonstration; not a fact."),
}

NO_FIGURE = Tag("No figure", "white", "Nobody reported one, and it could not be made of others.")

RUN_STATE_TAGS = {
    RunState.WAITING: Tag("Waiting", "grey", "Asked for; no worker has taken it yet."),
    RunState.RUNNING: Tag("Running", "blue", "A worker is computing."),
    RunState.DONE: Tag("Done", "green", "Finished; readers see its results."),
    RunState.FAILED: Tag("Failed", "red", "Stopped with an error; readers see the results before it."),
}

RUN_SCOPE_WORDS = {
    RunScope.DIRTY: "What had changed",
    RunScope.FULL: "Everything",
    RunScope.CHECK: "Everything, compared with what is stored and not written",
}

FACT_KIND_WORDS = {
    FactKind.TARGET: "Promised",
    FactKind.MILESTONE: "Milestone",
    FactKind.ACTUAL: "Counted",
    FactKind.BASELINE: "Start",
}

BASIS_WORDS = {
    Basis.REPORTED: "as reported by the area",
    Basis.ROLLED_UP: "added up from the areas below",
    Basis.REBASED: "carried here from the areas that came before",
}

TARGET_BASIS_WORDS = {
    TargetBasis.PUBLISHED: "as published",
    TargetBasis.ADDED_UP: "our sum of the published targets of the areas that it is made of",
    TargetBasis.SET_HERE: "set by an administrator of this site",
    TargetBasis.RECALLED: "recalled, and found in no source at hand",
    TargetBasis.CALCULATED: "worked out by us from what its source states",
    TargetBasis.ENTITLEMENT: "an allowance, multiplied by us",
    TargetBasis.INTERPOLATED: "our straight line to a published point",
    TargetBasis.SHARED_OUT: "our share of the national figure",
}

TRAJECTORY_KIND_WORDS = {
    TrajectoryKind.NATIONAL_STANDARD: "National standard",
    TrajectoryKind.LONG_TERM_PLAN: "National plan",
    TrajectoryKind.LOCAL_PLAN: "The area’s own plan",
}

SHARING_WORDS = {
    "adults": "by the adults who live there",
    "mental-health-need": "by need for mental health care",
    "networks": "by the number of primary care networks",
    "registered": "by the people registered with its practices",
}
"""By which a national figure was shared out; any other key is told by its name."""

SUCCESSION_WORDS = {
    SuccessionBasis.WHOLE: "the whole area",
    SuccessionBasis.POPULATION: "share by the people living in each part",
    SuccessionBasis.GEOMETRY: "share by the land in each part",
}

MARKER_WORDS = {
    Marker.CONFIDENTIAL: "confidential: a count too small to show",
    Marker.NOT_AVAILABLE: "not available: no figure came in",
    Marker.NOT_APPLICABLE: "not applicable here",
    Marker.NOT_DUE: "not due yet",
    Marker.PROVISIONAL: "provisional: may still change",
    Marker.REVISED: "revised since it was first shown",
    Marker.ESTIMATED: "estimated",
    Marker.FORECAST: "forecast",
    Marker.BREAK: "break in the series: counted in another way, or for other areas, before",
}


def marker_words(used: Collection[str] = MARKER_WORDS) -> tuple[tuple[str, str], ...]:
    """Those of these markers that there are, each with its words, in one fixed order; every marker unless told."""
    return tuple((marker.value, words) for marker, words in MARKER_WORDS.items() if marker in used)


MISSING_WORDS = {
    Marker.CONFIDENTIAL: "Confidential",
    Marker.NOT_AVAILABLE: "Not available",
    Marker.NOT_APPLICABLE: "Not applicable",
    Marker.NOT_DUE: "Not due yet",
}

AREA_TYPE_WORDS = {
    AreaType.ENGLAND: ("country", "country"),
    AreaType.REGION: ("NHS region", "NHS regions"),
    AreaType.ICB: ("integrated care board", "integrated care boards"),
    AreaType.SUB_ICB: ("sub-ICB location", "sub-ICB locations"),
    AreaType.STP: (
        "sustainability and transformation partnership",
        "sustainability and transformation partnerships",
    ),
    AreaType.CCG: ("clinical commissioning group", "clinical commissioning groups"),
}


def status_tag(status: str) -> Tag:
    """The tag of a status, by its value."""
    return STATUS_TAGS[Status(status)]


def basis_words(basis: str) -> str:
    """How a figure came about, by its basis; empty where there is none."""
    return BASIS_WORDS[Basis(basis)] if basis else "neither reported nor made of other figures"


def provenance_tag(provenance: str) -> Tag:
    """The tag of a provenance, by its value; empty where there is no figure."""
    return PROVENANCE_TAGS[Provenance(provenance)] if provenance else NO_FIGURE


def missing_words(marker: str) -> str:
    """Why there is no number, as prose has it: `Confidential`. An unexplained gap is `Not available`."""
    return MISSING_WORDS[Marker(marker or Marker.NOT_AVAILABLE)]


def area_type_word(area_type: str, how_many: int = 1) -> str:
    """`integrated care board`, or `integrated care boards` for any number but one."""
    return pluralize(how_many, *AREA_TYPE_WORDS[AreaType(area_type)])


def level_words(area_types: Iterable[str]) -> list[str]:
    """`England`, `NHS regions`, `integrated care boards`: each level as a list of levels names it."""
    return ["England" if level == AreaType.ENGLAND else area_type_word(level, 2) for level in area_types]


def counted_for(area_type: str) -> str:
    """Which areas an indicator is counted for, by the lowest level that reports it."""
    if area_type == AreaType.ENGLAND:
        return "England as a whole"
    return f"{area_type_word(area_type, 2)} and larger areas"


def area_types_words(area_types: Iterable[str]) -> str:
    """`integrated care boards and sub-ICB locations`."""
    return formatting.listed([area_type_word(area_type, 2) for area_type in area_types])


def capital(words: str) -> str:
    """The words as a sentence begins: only the first letter is changed."""
    return words[:1].upper() + words[1:]
