"""Which layout a heading belongs to; where it belongs to none, the one that comes nearest and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from programmes.ingest.formats import FIGURES, UPLOADED
from programmes.ingest.layouts import Layout, NotThisLayout, bare, listed, spellings
from programmes.ingest.returning import WRONG
from programmes.sentences import pluralize

SHOWN_BESIDE = (
    "previous_numerator", "previous_denominator", "previous_marker", "numerator_counts", "denominator_counts",
)  # fmt: skip
"""Columns of the template as it is downloaded that help whoever fills it in; nothing is read there."""


def recognise(heading: Sequence[str]) -> Layout:
    """The layout that has this heading; NotThisLayout, naming the nearest, when none has."""
    for layout in UPLOADED:
        if not layout.missing(heading):
            return layout
    raise NotThisLayout(f"{_why_none(heading)} {TEMPLATE_ADVICE}")


def unread_columns(layout: Layout, heading: Sequence[str]) -> tuple[str, ...]:
    """A sentence about the columns of our template that are none of it, for whoever sent them in; else nothing.

    Published layouts have many columns that we keep nothing of.
    """
    known = {"", *spellings(layout), *map(bare, (*SHOWN_BESIDE, WRONG))}
    unknown = [name for name in heading if bare(name) not in known]
    if layout is not FIGURES or not unknown:
        return ()
    ours = ", ".join(column.spellings[0] for column in layout.columns)
    return (
        f"Not read, as the template has no such column: {listed(unknown)}. Where one of them holds a marker, a note or "
        f"a number, give it the name that it has in the template ({ours}) and send the file in again.",
    )


TEMPLATE_ADVICE = "Download the template and fill it in, or send a published file as it is."


def _why_none(heading: Sequence[str]) -> str:
    """Which layout comes nearest, and what keeps the heading from being its own."""
    nearest = max(UPLOADED, key=lambda one: one.found(heading) - len(one.missing(heading)) / 100)
    if not nearest.found(heading):
        if sum(bool(FIGURE.fullmatch(cell)) for cell in heading) > 1:
            needed = ", ".join(one.spellings[0] for one in FIGURES.columns if one.needed)
            return (
                f"The file has no heading: its first row holds figures already ({listed(heading)}). "
                f"Put the names of the columns above it: {needed}."
            )
        return f"No row is a heading of any layout that can be read. The first has: {listed(heading) or 'nothing'}."
    missing = nearest.missing(heading)
    unknown = [name for name in heading if bare(name) and bare(name) not in spellings(nearest)]
    also = f" Not known: {listed(unknown)}." if unknown else ""
    return (
        f"The heading is of no layout that can be read. The nearest is the {nearest.title}: it lacks "
        f"{_columns(missing)}.{also}"
    )


FIGURE = re.compile(
    r"[0-9][0-9.,]*|20[0-9]{2}[-/][0-9-/]+(Q[1-4])?|[A-Z][0-9]{8}|(?=.*[0-9])[A-Z0-9]{3,6}|[cxz*]"
)
"""What stands in a row of figures and in no heading: a number, a period, a code of an area, a marker."""


def _columns(names: Sequence[str]) -> str:
    return f"the {pluralize(len(names), 'column')} {' and '.join(names)}"
