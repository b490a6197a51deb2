"""Files that go with uploads: templates to fill in, and a file given back with what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programmes.actions.upload_reading import limits
from programmes.choices import UploadState
from programmes.ingest import opening, returning, writing
from programmes.ingest.readers import NotReadable
from programmes.ingest.recognising import SHOWN_BESIDE
from programmes.ingest.workbooks import FIGURES_SHEET
from programmes.ingest.writing import Value
from programmes.queries import blanks
from programmes.queries import uploads as queries
from programmes.queries.blanks import Blank

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TEMPLATE = (
    "indicator_code", "indicator", "area_code", "area", "period", "numerator", "denominator", "marker", "note",
    "reason_for_change", *SHOWN_BESIDE,
)  # fmt: skip
TO_FILL_IN = ("numerator", "denominator", "marker", "note", "reason_for_change")
ADVICE = (
    "One row is one figure. Fill in the yellow columns and send the file in; other columns are there to help you.",
    "numerator: the figure itself; of a ratio or a percentage, its upper number. numerator_counts says what it counts.",
    "denominator: the lower number of a ratio or a percentage; empty for all others.",
    "marker: c where the figure is confidential, x where it is not available, z where it does not apply: then no "
    "number. p beside a provisional number, e beside an estimated one. Never 0 for a figure that is missing.",
    "note: published beside the figure. Where a figure is unusual, say here why it is right.",
    "reason_for_change: why a figure changes that was accepted before. One reason may do for the whole file.",
    "A figure that stands already is filled in; leave it as it is, and nothing happens to it. Rows left empty are "
    "passed over.",
    "previous_numerator, previous_denominator and previous_marker: the quarter (or the year) before. Nothing is read "
    "there.",
)


@never_cache
@require_safe
@login_required
def upload_template(request: HttpRequest, programme: str, form: str) -> HttpResponseBase:
    """Every figure this person may give of a programme now, with names, what stands, and the period before."""
    found = next((one for one in queries.programmes_to_enter(request.user) if one.code == programme), None)
    if found is None:
        raise PermissionDenied("You may not enter figures of this programme.")
    rows = blanks.blanks(request.user, found)
    if not rows:
        raise Http404("No figures of this programme can be entered today.")
    name = f"rollout-{programme}-{localdate().isoformat()}"
    return _file(
        name, form, TEMPLATE, (_blank_row(row) for row in rows), to_fill_in=TO_FILL_IN, advice=ADVICE
    )


def _blank_row(blank: Blank) -> Sequence[Value]:
    indicator, amount = blank.indicator, blank.amount
    return (
        indicator.code,
        indicator.short_name,
        blank.area.code,
        blank.area.short_name,
        blank.period.code,
        amount.numerator,
        amount.denominator,
        amount.marker,
        blank.today.note if blank.today else "",
        "",
        blank.previous.numerator,
        blank.previous.denominator,
        blank.previous.marker,
        indicator.numerator_label,
        indicator.denominator_label,
    )


@never_cache
@require_safe
@login_required
def upload_returned(request: HttpRequest, upload_id: int, form: str) -> HttpResponseBase:
    """The file as it came with a column that says what is wrong; with `rows=refused`, those rows alone."""
    found = queries.upload(upload_id)
    if found is None or found.state != UploadState.READ:
        raise Http404("There is no such file, or it has not been read yet.")
    if not queries.can_see(request.user, found.submission):
        raise PermissionDenied("This file was sent in by somebody else.")
    try:
        table = opening.read(queries.content(upload_id), limits())
    except NotReadable as error:
        raise Http404(str(error)) from error
    only_wrong = request.GET.get("rows") == "refused"
    rows = returning.rows(table, queries.problems_by_row(upload_id), only_wrong=only_wrong)
    name = f"rollout-file-{upload_id}-{'refused' if only_wrong else 'checked'}"
    return _file(name, form, returning.heading(table), rows)


def _file(
    name: str,
    form: str,
    heading: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    to_fill_in: Iterable[str] = (),
    advice: Sequence[str] = (),
) -> HttpResponseBase:
    answer: HttpResponseBase
    if form == "xlsx":
        book = writing.as_workbook(heading, rows, sheet=FIGURES_SHEET, to_fill_in=to_fill_in, advice=advice)
        answer = HttpResponse(book, content_type=WORKBOOK)
    else:
        answer = StreamingHttpResponse(
            _in_pieces(writing.as_csv(heading, rows)), content_type="text/csv; charset=utf-8"
        )
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _in_pieces(lines: Iterator[str], together: int = 500) -> Iterator[str]:
    """Several lines at a time: each piece that is sent costs something."""
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == together:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece)
