"""Rows as an answer: JSON page by page, or one streamed file; with data version, ETag and licence."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import urlencode

from dashboards.api.problems import Problem
from dashboards.caching import conditional, etag_of
from dashboards.column_kinds import Column
from dashboards.files import csvw, streams
from dashboards.files.cover import cover_of
from dashboards.filters import area_codes, read_question
from dashboards.parameters import LIMIT, Parameter, Refusal
from dashboards.query_strings import QueryString
from dashboards.question import Question
from programmes.queries.areas import known_codes
from programmes.queries.freshness import changed, stamp
from programmes.queries.trajectories import trajectory_choices
from programmes.results import ProgrammeInfo
from programmes.snapshot import one_snapshot

LICENCE = (
    "Open Government Licence v3.0. Rows whose provenance is demonstration were made up: "
    "they are not statistics and may not be quoted as such."
)
JSON = "application/json; charset=utf-8"
FILES = {"csv": streams.CSV_TYPE, "jsonl": streams.JSON_LINES_TYPE}
"""The formats that stream all rows as one file, and their types."""


class Asked(QueryString):
    """The parameters of one request. Whatever is not understood raises Refusal.

    Made of it, every value already fits the schema of its parameter; what it names is looked up when it is read.
    """

    def __init__(self, request: HttpRequest, allowed: Sequence[Parameter]) -> None:
        super().__init__(dict(request.GET.lists()), allowed)
        self.request = request

    @property
    def format(self) -> str:
        """How the rows are wanted."""
        return self.one("format", "json")

    @property
    def limit(self) -> int:
        """Rows on a page."""
        return self.one("limit", LIMIT)

    def question(self, programmes: Sequence[ProgrammeInfo]) -> Question:
        """The filters of rows. A statement when areas are named, and one when a kind of trajectory is."""
        codes = area_codes(self)
        return read_question(
            self,
            programmes=programmes,
            areas=known_codes(codes) if codes else (),
            trajectories=trajectory_choices(self.several("indicator")) if self.one("kind") else (),
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of the database: what they hold, their order, and the transaction in which they are read."""

    rows: QuerySet
    columns: Sequence[Column]
    keys: Sequence[str]
    """The names whose values are a row's place."""
    after: Callable[[tuple[Any, ...]], Q]
    """The rows that come after a place."""
    opened: Callable[[], AbstractContextManager[None]] = one_snapshot
    as_at: datetime | None = None
    """The instant whose knowledge they show, when it is not that of now."""


def answer_once(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer 304 to those who have this answer of this data version already. One statement.

    An answer names the next page by its whole address, so the host and the scheme are of its key.
    """
    return conditional(request, etag_of(request.build_absolute_uri()), answer)


def answer_rows(asked: Asked, listing: Listing) -> HttpResponseBase:
    """Rows of the database: a page of them as JSON, or all as a file.

    A first page is three statements, a later one two; a file is one.
    """
    if asked.format == "csv":
        pieces = streams.stream_csv(listing.rows, listing.columns, opened=listing.opened)
        return as_file(asked, pieces)
    if asked.format == "jsonl":
        return as_file(asked, streams.stream_jsonl(listing.rows, listing.columns, opened=listing.opened))
    with listing.opened():
        return _page_of_rows(asked, listing)


def answer_list(asked: Asked, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> HttpResponseBase:
    """Rows at hand: a page of them as JSON, or all as a file. Two statements."""
    if asked.format == "csv":
        return as_file(asked, streams.write_csv(names, rows))
    if asked.format == "jsonl":
        return as_file(asked, _lines(names, rows))
    version = stamp()
    cursor = read_cursor(asked.request, version)
    start = cursor.place[0] if cursor else 0
    end = start + asked.limit
    following = Cursor(len(rows), (end,)) if end < len(rows) else None
    body = [dict(zip(names, row, strict=True)) for row in rows[start:end]]
    written = write_cursor(asked.request, following, version) if following else None
    return as_json(asked, body, count=len(rows), following=written)


def _page_of_rows(asked: Asked, listing: Listing) -> HttpResponse:
    version = stamp() if listing.as_at is None else None
    cursor, limit = read_cursor(asked.request, version), asked.limit
    rows, count = listing.rows, cursor.count if cursor else listing.rows.count()
    if cursor:
        if len(cursor.place) != len(listing.keys):
            raise Refusal(NOT_OURS, "cursor")
        rows = rows.filter(listing.after(cursor.place))
    expressions = [column.expression for column in listing.columns]
    found = list(rows.values_list(*expressions, *listing.keys)[: limit + 1])
    width = len(listing.columns)
    following = Cursor(count, found[limit - 1][width:]) if len(found) > limit else None
    names = [column.name for column in listing.columns]
    body = [dict(zip(names, row, strict=False)) for row in found[:limit]]
    written = write_cursor(asked.request, following, version) if following else None
    return as_json(asked, body, count=count, following=written, as_at=listing.as_at)


def as_json(
    asked: Asked,
    rows: list[dict[str, Any]],
    *,
    count: int,
    following: str | None,
    as_at: datetime | None = None,
) -> HttpResponse:
    """`{"meta": …, "rows": …}`; `count` is of all rows, `next` the address of the page after this one."""
    version, changed_at = changed()
    following = _address(asked.request, cursor=following) if following else None
    meta = {
        "data_version": version,
        "as_at": as_at or changed_at,
        "count": count,
        "next": following,
        "licence": LICENCE,
    }
    response = HttpResponse(orjson.dumps({"meta": meta, "rows": rows}), content_type=JSON)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def as_file(asked: Asked, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    """A file named for what was asked."""
    request = asked.request
    kind = request.path.rstrip("/").rsplit("/", 1)[-1]
    values = (request.GET[name] for name in request.GET if name not in ("format", "limit", "cursor"))
    name = "-".join(["rollout", kind, *values])
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)[:120]
    response = StreamingHttpResponse(pieces, content_type=FILES[asked.format])
    response["Content-Disposition"] = f'attachment; filename="{safe}.{asked.format}"'
    response["X-Accel-Buffering"] = "no"
    return response


def answer_metadata(asked: Asked, question: Question) -> HttpResponse:
    """What the CSV file of a question says of itself. Some ten statements, of which one goes through all rows."""
    request = asked.request
    with question.opened():
        cover = cover_of(question, base=request.build_absolute_uri("/").rstrip("/"))
    body = csvw.csvw(cover, url=_address(request, format="csv"))
    return HttpResponse(body, content_type=csvw.CONTENT_TYPE)


def described_by_metadata(asked: Asked, response: HttpResponseBase) -> HttpResponseBase:
    """The CSV file, with the way to its metadata."""
    where = _address(asked.request, format="csvw")
    response["Link"] = f'<{where}>; rel="describedby"; type="{csvw.CONTENT_TYPE}"'
    return response


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _lines(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    for row in rows:
        yield orjson.dumps(dict(zip(names, row, strict=True))) + b"\n"


NOT_OURS = "This cursor is not one of ours, or of another question: follow `next` of an answer as it is."
CHANGED = "The data changed since the page before, and pages of two versions do not go together. Begin again."
NOT_ASKED = ("cursor", "limit", "format")
"""Parameters that do not change which rows there are."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of the last row seen, and how many rows there are in all."""

    count: int
    place: tuple[Any, ...]


def write_cursor(request: HttpRequest, cursor: Cursor, version: Sequence[int] | None) -> str:
    """The cursor as a text; `version` is None where the rows never change."""
    plain = orjson.dumps([version, cursor.count, *cursor.place])
    return _signer(request).sign(urlsafe_b64encode(plain).decode().rstrip("="))


def read_cursor(request: HttpRequest, version: Sequence[int] | None) -> Cursor | None:
    """The cursor of this request, if it has one.

    Raises Refusal when it is not ours, Problem when it is of another version.
    """
    text = request.GET.get("cursor")
    if text is None:
        return None
    try:
        plain = _signer(request).unsign(text)
    except BadSignature:
        raise Refusal(NOT_OURS, "cursor") from None
    written_of, count, *place = orjson.loads(urlsafe_b64decode(plain + "=" * (-len(plain) % 4)))
    if written_of != (None if version is None else list(version)):
        first = f"{request.path}?{urlencode(_question(request, 'cursor'), doseq=True)}"
        raise Problem(CHANGED, status=410, first=request.build_absolute_uri(first.rstrip("?")))
    return Cursor(count, tuple(place))


def _signer(request: HttpRequest) -> Signer:
    """Signs for one question: the same filters in any order."""
    return Signer(
        salt=f"{request.path}?{urlencode(sorted(_question(request, *NOT_ASKED)), doseq=True)}", sep="."
    )


def _question(request: HttpRequest, *left_out: str) -> list[tuple[str, Sequence[str]]]:
    return [(name, values) for name, values in request.GET.lists() if name not in left_out]
