"""The target table in words and links: what is shown, how much of it, in which order, and the ways out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from dashboards import formatting
from dashboards.column_kinds import NUMBERS
from dashboards.dictionary import PROGRESS_COLUMNS, column
from dashboards.presenters.leads import API, method_href, provenance_of
from dashboards.presenters.reach import area_programme_href
from dashboards.question import Question
from dashboards.tables import Heading
from dashboards.targets.columns import marker_of, shown
from dashboards.targets.paging import Page, Row
from dashboards.targets.shown import NAMING, Shown
from dashboards.targets.totals import Totals, Why
from dashboards.wording import area_type_word, marker_words
from programmes.choices import Provenance
from programmes.results import IndicatorInfo
from programmes.sentences import counted

WHY_WORDS = {
    Why.ONE_ROW: "",
    Why.INDICATORS: "No total: these rows are of several indicators.",
    Why.NOT_ADDED: "No total: a share or a level of this kind does not add up over areas.",
    Why.BOUNDARIES: "No total: rows on both boundaries count the same people twice. Choose one of the two.",
    Why.LEVELS: "No total: areas of several levels lie in one another. Choose one level.",
    Why.ROUNDED: (
        "No total: below England these figures are withheld or rounded to protect people, and their sum would not be "
        "the figure of the whole."
    ),
    Why.PERIODS: "No total: these periods do not add up. Choose one period.",
    Why.GAPS: "No total: some areas have no row for some of these periods.",
    Why.OVERLAP: "No total: some of these areas followed one another within the period, and would count twice.",
    Why.MISSING: "No total: a sum with a missing part has no value.",
}


@dataclass(frozen=True, slots=True)
class Export:
    """One way out, by a link."""

    text: str
    href: str
    about: str


def present_headings(page: Shown) -> list[Heading]:
    """The headings of the table: numbers sort downwards first, words upwards."""
    return [_heading(page, name) for name in page.names] + [Heading("Origin", "", False)]


def is_made_up(row: Row) -> bool:
    """Whether a row was made up for demonstration."""
    return row["provenance"] == Provenance.DEMONSTRATION


def present_rows(rows: Iterable[Row], *, mixed: bool) -> list[Row]:
    """Rows with their links; with a mark on those made up where others are not."""
    # An address costs more to look up than a row to read, and rows of one area or indicator share theirs.
    methods = cache(method_href)
    return [
        {
            **row,
            "href": area_programme_href(row["area"], row["programme"]),
            "method_href": methods(row["indicator"]),
            "origin_href": provenance_of(row["indicator"], row["area"], row["period"], row["area_type"]),
            "is_marked_made_up": mixed and is_made_up(row),
        }
        for row in rows
    ]


def present_markers(rows: Iterable[Row], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The markers that the table shows, each with its words, in one fixed order."""
    numbers = [each.name for each in PROGRESS_COLUMNS if each.name in names and each.kind in NUMBERS]
    used: set[str] = set()
    for row in rows:
        used.update(row["marker"] + row["notes"])
        used.update(marker_of(name, row)[0] for name in numbers if row[name] is None)
    return marker_words(used)


def present_totals(page: Shown, totals: Totals, indicator: IndicatorInfo | None) -> list[str]:
    """The cells of the foot, below the headings; none where there is no total."""
    if totals.why is not None or indicator is None:
        return []
    row: dict[str, Any] = {"unit": indicator.unit, "decimals": indicator.decimals}
    return [
        shown(column(PROGRESS_COLUMNS, name), totals.values[name], row) if name in totals.values else ""
        for name in page.names[1:]
    ]


def present_why(page: Shown, totals: Totals) -> tuple[str, str]:
    """Why there is no total, and the row of the whole when there is one to look at."""
    if totals.why is None:
        return "", ""
    words = WHY_WORDS[totals.why]
    if totals.why is Why.MISSING:
        words = f"{words} {counted(totals.missing, 'row here has none.', 'rows here have none.')}"
    if totals.why is not Why.ROUNDED:
        return words, ""
    whole = page.question.within if len(page.question.within) == 1 else ("ENG",)
    return words, page.href(area=whole, within=(), area_type=(), status=(), basis=())


def present_caption(page: Shown, indicator: IndicatorInfo | None) -> str:
    """What the rows are of, as far as they have it in common."""
    question = page.question
    parts = [indicator.name if indicator else "Figures, targets and how they compare"]
    if len(question.area_type) == 1:
        parts.append(area_type_word(question.area_type[0], 2))
    if len(question.period) == 1:
        parts.append(question.period[0].label)
    if indicator and (unit := formatting.unit_words(indicator.unit)):
        parts.append("per cent" if unit == "%" else f"in {unit}")
    return ", ".join(parts)


def present_extent(page: Page, count: int) -> str:
    """`Rows 51 to 100 of 1,406`."""
    if not page.rows:
        return ""
    first, last = page.seen + 1, page.seen + len(page.rows)
    return f"Rows {formatting.number(first)} to {formatting.number(last)} of {formatting.number(count)}"


def present_exports(question: Question) -> list[Export]:
    """The same rows as files that begin at once."""
    return [
        Export("CSV", api_href(question, "csv"), "for any spreadsheet or program"),
        Export("JSON lines", api_href(question, "jsonl"), "one row a line, for programs"),
    ]


def api_href(question: Question, file_format: str) -> str:
    """The rows of a question as a file."""
    return f"{API}/progress?{urlencode({**question.parameters(), 'format': file_format}, safe=',:')}"


def _heading(page: Shown, name: str) -> Heading:
    each = column(PROGRESS_COLUMNS, name)
    sort = page.question.sort
    upwards, downwards = name, f"-{name}"
    first, second = (downwards, upwards) if each.is_number else (upwards, downwards)
    aria_sort = {upwards: "ascending", downwards: "descending"}.get(sort, "")
    text = "Area" if name == NAMING else "Area code" if name == "area" else each.heading
    return Heading(text, page.href(sort=second if sort == first else first), each.is_number, aria_sort)
