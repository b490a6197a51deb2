"""How the rows of a question are shown: as rows or as a pivot, which columns, how many to a page; and the links."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.filters import EVERY
from dashboards.parameters import choice
from dashboards.query_strings import QueryString
from dashboards.question import Question
from dashboards.targets.paging import SIZES
from dashboards.targets.pivot import MEASURES

VIEWS = ("rows", "pivot")
ACROSS = ("years", "quarters")

COLUMNS = tuple(column.name for column in PROGRESS_COLUMNS)
NAMING = "area_name"
"""The column that names a row, which is always there and always the first."""

USUAL = ("area", "actual", "year_to_date", "target_to_date", "attainment", "status", "notes")
"""The columns shown unless others are chosen, with those of `_telling_apart`."""

READ = (
    choice("columns", "", COLUMNS, called="column", several=True),
    choice("usual", "", COLUMNS, called="column", several=True),
    choice("measure", "", MEASURES, several=True),
    choice("view", "", VIEWS, instead=f"This page takes {VIEWS[0]} instead."),
    choice(
        "size",
        "",
        map(str, SIZES),
        called="number of rows to a page",
        convert=int,
        instead=f"This page takes {SIZES[0]} instead.",
    ),
    choice(
        "across",
        "",
        ACROSS,
        called="kind of period for a pivot",
        instead=f"This page takes {ACROSS[0]} instead.",
    ),
)
"""The parameters of how rows are shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a question. `notices` says what was not understood."""

    question: Question
    view: str = "rows"
    columns: tuple[str, ...] = ()
    """Chosen columns; none for the usual ones."""
    size: int = SIZES[0]
    across: str = "years"
    measure: tuple[str, ...] = MEASURES
    order: str = ""
    """What a pivot is sorted by: `area`, or a period and a measure, with a minus before it for the other way."""
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, query: QueryDict, question: Question) -> Shown:
        """Out of a query string; what is not understood falls back and is said."""
        notices: list[str] = []
        said = QueryString(dict(query.lists()), READ, notices)
        several = {name for name in said.several("columns") if name != NAMING}
        if several | {NAMING} == set(said.several("usual")):
            several = set()  # as the form showed them: nobody chose
        measures = said.several("measure")
        return cls(
            question=question,
            view=said.one("view", VIEWS[0]),
            columns=tuple(name for name in COLUMNS if name in several),
            size=said.one("size", SIZES[0]),
            across=said.one("across", ACROSS[0]),
            measure=tuple(name for name in MEASURES if name in measures) or MEASURES,
            order=query.get("order", "").strip()[:40],
            notices=tuple(notices),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the table, in their order."""
        usual = (*USUAL, *_telling_apart(self.question))
        chosen = self.columns or tuple(name for name in COLUMNS if name in usual)
        return (NAMING, *(name for name in chosen if name != NAMING))

    def parameters(self, **changes: Any) -> dict[str, str]:
        """This page, with changes to it or to its question, as the parameters of a link."""
        ours = {name: changes.pop(name) for name in list(changes) if name in Shown.__dataclass_fields__}
        shown = replace(self, question=replace(self.question, **changes), **ours)
        values = shown.question.parameters()
        values["boundaries"] = shown.question.boundaries or EVERY
        plain = Shown(shown.question)
        if shown.view == "pivot":
            values["view"] = shown.view
            told = {"across": shown.across, "order": shown.order}
            values |= {name: value for name, value in told.items() if value != getattr(plain, name)}
            if shown.measure != plain.measure:
                values["measure"] = ",".join(shown.measure)
        if shown.columns:
            values["columns"] = ",".join(shown.columns)
        if shown.size != plain.size:
            values["size"] = str(shown.size)
        return values

    def href(self, **changes: Any) -> str:
        """The address of this page with changes."""
        return f"{reverse('targets')}?{urlencode(self.parameters(**changes), safe=',:')}"


def _telling_apart(question: Question) -> tuple[str, ...]:
    """The columns in which rows differ when a question lets several through."""
    names = []
    if len(question.indicator) != 1:
        names += ["indicator_name", "unit"]
    if len(question.area_type) != 1:
        names.append("area_type")
    if len(question.period) != 1:
        names.append("period")
    if question.boundaries != "today":
        names.append("basis")
    return tuple(names)
