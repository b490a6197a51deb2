"""How the pages for entering figures write amounts, days and states. Exact figures: only for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template

from dashboards import formatting
from dashboards.wording import Tag
from programmes import sentences
from programmes.checks.facts import Amount, Problem
from programmes.checks.words import written
from programmes.choices import Channel, SubmissionStatus
from programmes.entry_results import ColumnTotal, Grid, GridColumn
from programmes.list_results import Reached
from programmes.models import Upload
from programmes.queries.uploads import standing_of

register = template.Library()

DUE_TAGS = {
    "not_started": Tag("Not started", "white"),
    "draft": Tag("In progress", "blue"),
    "submitted": Tag("Sent", "aqua-green"),
    "returned": Tag("Returned", "orange"),
    "incomplete": Tag("Part accepted", "yellow"),
    "accepted": Tag("Accepted", "green"),
    "withdrawn": Tag("Taken back", "grey"),
    "overdue": Tag("Overdue", "red"),
}
"""How far due figures are; the statuses of submissions are among them."""

UPLOAD_TAGS = {
    "waiting": Tag("Waiting", "grey"),
    "reading": Tag("Being read", "blue"),
    "read": Tag("To look over", "yellow"),
    "failed": Tag("Cannot be read", "red"),
}
"""How far an uploaded file is, before it is sent."""

COMPLETENESS_TAGS = {
    "complete": Tag("In", "green", "Everything came in by the due date."),
    "late": Tag("Late", "yellow", "Everything came in, after the due date."),
    "partial": Tag("Part", "orange", "Some figures came in; the due date is over."),
    "missing": Tag("None", "red", "Nothing came in; the due date is over."),
    "not_due": Tag("Not due", "grey", "The due date is still to come."),
}

CHANNEL_WORDS = dict(Channel.choices)
STEP_WORDS = {
    SubmissionStatus.DRAFT: "Begun",
    SubmissionStatus.SUBMITTED: "Sent",
    SubmissionStatus.RETURNED: "Returned",
    SubmissionStatus.ACCEPTED: "Accepted",
    SubmissionStatus.WITHDRAWN: "Taken back",
}

STATE_WORDS = {
    "saved": "Saved",
    "accepted": "Accepted before",
    "empty": "Empty",
    "problem": "Problem",
    "explain": "Needs an explanation",
    "returned": "Returned: see the comment",
    "refused": "Not saved",
    "conflict": "Changed by somebody else",
}
"""What stands at the edge of a cell, as it is read aloud."""


@register.filter
def exact(value: Decimal | None) -> str:
    """A number with all its digits, `1,204.5`; nothing for none."""
    return "" if value is None else written(value)


@register.filter
def shown(amount: Amount | None) -> str:
    """What stands in a cell: `1,204`, `12 of 30`, `[c]`, `1,204 [p]`; `none` where nothing is known."""
    if amount is None or amount.is_empty:
        return "none"
    first = "" if amount.numerator is None else written(amount.numerator)
    text = first if amount.denominator is None else f"{first or '?'} of {written(amount.denominator)}"
    return " ".join(
        part for part in (text, formatting.missing(amount.marker) if amount.marker else "") if part
    )


@register.filter
def day(value: date | None) -> str:
    """`31 March 2024`."""
    return "" if value is None else formatting.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """`31 March 2024, 9:05am`."""
    return "" if value is None else formatting.moment(value)


@register.filter
def counted(number: int, words: str) -> str:
    """`1 cell`, `2 cells`; `words` are the one and, after a comma, the many where that is not an s."""
    one, _, many = words.partition(",")
    return sentences.counted(number, one, many)


@register.filter
def due_tag(status: str) -> Tag:
    """How far due figures are."""
    return DUE_TAGS[status]


@register.filter
def upload_tag(state: str | Upload) -> Tag:
    """How an uploaded file stands: while it is in hand by its reading, then by its submission."""
    if not isinstance(state, str):
        state = standing_of(state.submission.status, state.state)
    return UPLOAD_TAGS.get(state) or DUE_TAGS[state]


@register.filter
def completeness_tag(state: str) -> Tag:
    """What came in."""
    return COMPLETENESS_TAGS[state]


@register.filter
def channel_words(channel: str) -> str:
    """The door by which figures came in."""
    return CHANNEL_WORDS.get(channel, channel)


@register.filter
def step_words(status: str) -> str:
    """What happened in a step of a submission's life."""
    return STEP_WORDS[SubmissionStatus(status)]


@register.filter
def state_words(state: str) -> str:
    """The state of a cell."""
    return STATE_WORDS[state]


@register.filter
def at(items: Sequence[Any], place: int) -> Any:
    """The item at a place."""
    return items[place]


@register.filter
def reached(coverage: Reached) -> str:
    """How far a programme reaches: `105 of 106 places, 99% of adults, 170 services`; `Not known`."""
    if coverage.areas is None:
        return "Not known"
    people = coverage.share_of_people
    parts = (
        f"{coverage.areas} of {sentences.counted(coverage.of, 'place')}",
        "" if people is None else f"{formatting.percentage(people, 0)} of adults",
        sentences.counted(coverage.services or 0, "service"),
        "demonstration" if coverage.is_made_up else "",
    )
    return ", ".join(part for part in parts if part)


@register.filter
def planned(value: Decimal, column: GridColumn) -> str:
    """What was planned by now, as the figure of the column is written."""
    return formatting.amount_of(column.indicator, float(value))


@register.filter
def place_words(problem: Problem, grid: Grid) -> str:
    """Where a problem is: `Mid Essex, IPS access`."""
    areas = {row.area_id: row.area.short_name for row in grid.rows}
    names = {column.indicator.code: column.indicator.short_name for column in grid.columns}
    return ", ".join(word for word in (areas.get(problem.area_id or 0), names.get(problem.indicator)) if word)


@register.filter
def total_words(total: ColumnTotal, column: GridColumn) -> str:
    """The sum of a column, and how much of it is missing: `1,204`, `12 of 30 (40%)`, `812 so far, 2 missing`."""
    first, second = total.so_far, total.so_far_denominator
    text = written(first)
    if column.indicator.has_denominator:
        share = formatting.amount_of(column.indicator, float(first / second)) if second else ""
        text = f"{text} of {written(second)}" + (f" ({share})" if share else "")
    if total.filled == 0:
        return "Nothing yet"
    if total.missing:
        return f"{text} so far, {total.missing} missing"
    return text if total.numerator is not None else f"{text}, some without a number"
