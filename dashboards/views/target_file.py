"""Before a file is made of rows of the target table: which rows, how many, and the forms a file may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dashboards import formatting
from dashboards.files.formats import FORMATS, Format
from dashboards.filters import read_filters
from dashboards.presenters.cards import home
from dashboards.targets.counts import count_rows
from dashboards.targets.form import present_tags
from dashboards.targets.shown import Shown
from dashboards.targets.words import present_exports
from dashboards.views.missing import with_programmes
from programmes.results import ProgrammeInfo
from programmes.sentences import counted

FORMAT_WORDS = {
    "csv": "One table of plain text, for any spreadsheet or program. What the rows are is described beside it.",
    "jsonl": "One row a line, for programs that read as they go.",
    "parquet": "Typed columns, for R, Python and databases.",
    "xlsx": "A workbook for Excel: cover, notes on markers and methods, and the rows.",
    "ods": "The same workbook for LibreOffice and others.",
}
"""What each form of file is for."""


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """A form that a file may take; `why_not` says why it cannot hold these rows."""

    code: str
    name: str
    about: str
    why_not: str


@require_safe
@never_cache
@with_programmes
def target_file(request: HttpRequest, programmes: Sequence[ProgrammeInfo]) -> HttpResponse:
    """The form that has a file made. Six statements: it carries a token, so that nobody keeps it."""
    filters = read_filters(request.GET, programmes)
    shown = Shown(filters.question)
    with filters.question.opened():
        rows = count_rows(filters.question).rows
        context = {
            "crumbs": [*home(), ("Target tables", reverse("targets"))],
            "notices": filters.notices,
            "rows": counted(rows, "row"),
            "is_empty": not rows,
            "tags": list(present_tags(shown, filters.known)),
            "back_href": shown.href(),
            "fields": filters.question.parameters(),
            "formats": [present_format(each, rows) for each in FORMATS.values()],
            "exports": present_exports(filters.question),
        }
        return render(request, "dashboards/target_file.html", context)


def present_format(each: Format[Any], rows: int) -> FormatChoice:
    """One form of file, and whether it holds so many rows."""
    too_many = each.most_rows is not None and rows > each.most_rows
    why_not = f"It holds {formatting.number(each.most_rows or 0)} rows; filter further." if too_many else ""
    return FormatChoice(each.code, each.name, FORMAT_WORDS[each.code], why_not)
