"""Rows as an answer: JSON page by page, or one streamed file; with data version, ETag and licence."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from functools import wraps
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from dashboards.api.parameters import FORMATS, LIMIT, Asked
from dashboards.api.problems import Problem
from dashboards.caching import etag_for
from dashboards.dictionary import Column
from dashboards.files.streams import stream_csv, write_csv
from programmes.queries.freshness import changed
from programmes.snapshot import one_snapshot

LICENCE = (
    "Open Government Licence v3.0. Rows that say illustrative were made up for demonstration: "
    "they are not statistics and may not be quoted as such."
)
NOT_OURS = "This cursor is not one of ours: follow `next` of an answer as it is."
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"

Endpoint = Callable[..., HttpResponseBase]


def conditional(endpoint: Endpoint) -> Endpoint:
    """Answer 304 to those who have this answer of this data version already."""

    @wraps(endpoint)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        etag = etag_for(request)
        response = get_conditional_response(request, etag=etag) or endpoint(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = etag
            response["Cache-Control"] = "no-cache"
        return response

    return answered


def answer_rows(
    request: HttpRequest,
    asked: Asked,
    rows: QuerySet,
    columns: Sequence[Column],
    order: Sequence[str],
    *,
    opened: Callable[[], AbstractContextManager[None]] = one_snapshot,
    as_at: datetime | None = None,
) -> HttpResponseBase:
    """Rows of the database: a page of them as JSON, or all as a file. Three statements.

    They are read in the transaction that `opened` begins, and are as they were known at the instant.
    """
    if asked.one("format", FORMATS) == "csv":
        return as_file(request, stream_csv(rows, columns, opened=opened))
    with opened():
        return _page_of_rows(request, asked, rows, columns, order, as_at)


def _page_of_rows(
    request: HttpRequest,
    asked: Asked,
    rows: QuerySet,
    columns: Sequence[Column],
    order: Sequence[str],
    as_at: datetime | None,
) -> HttpResponse:
    limit = _limit(asked)
    count = rows.count()
    cursor = asked.text("cursor")
    if cursor:
        try:
            rows = rows.filter(_after(order, _read_cursor(cursor, len(order))))
        except (TypeError, ValueError, ValidationError):
            raise Problem(NOT_OURS, parameter="cursor") from None
    expressions = [column.expression for column in columns]
    found = list(rows.values_list(*expressions, *order)[: limit + 1])
    width = len(columns)
    following = _write_cursor(found[limit - 1][width:]) if len(found) > limit else None
    names = [column.name for column in columns]
    body = [dict(zip(names, row, strict=False)) for row in found[:limit]]
    return as_json(request, body, count=count, following=following, as_at=as_at)


def answer_list(
    request: HttpRequest, asked: Asked, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> HttpResponseBase:
    """Rows at hand: a page of them as JSON, or all as a file. One statement."""
    if asked.one("format", FORMATS) == "csv":
        return as_file(request, write_csv(names, rows))
    limit = _limit(asked)
    cursor = asked.text("cursor")
    start = _read_cursor(cursor, 1)[0] if cursor else 0
    if not isinstance(start, int) or start < 0:
        raise Problem(NOT_OURS, parameter="cursor")
    page = rows[start : start + limit]
    following = _write_cursor([start + limit]) if start + limit < len(rows) else None
    body = [dict(zip(names, row, strict=True)) for row in page]
    return as_json(request, body, count=len(rows), following=following)


def as_json(
    request: HttpRequest,
    rows: list[dict[str, Any]],
    *,
    count: int,
    following: str | None,
    as_at: datetime | None = None,
) -> HttpResponse:
    """`{"meta": …, "rows": …}`; `count` is of all rows, `next` the address of the page after this one."""
    version, changed_at = changed()
    query = request.GET.copy()
    if following:
        query["cursor"] = following
    meta = {
        "data_version": version,
        "as_at": as_at or changed_at,
        "count": count,
        "next": request.build_absolute_uri(f"{request.path}?{query.urlencode()}") if following else None,
        "licence": LICENCE,
    }
    return HttpResponse(orjson.dumps({"meta": meta, "rows": rows}), content_type=JSON)


def as_file(request: HttpRequest, pieces: Any) -> StreamingHttpResponse:
    """A CSV file named for what was asked."""
    kind = request.path.rstrip("/").rsplit("/", 1)[-1]
    names = (name for name in request.GET if name not in ("format", "limit", "cursor"))
    asked = [value for value in (request.GET.get(name, "") for name in names) if value]
    name = "-".join(["rollout", kind, *asked])
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name)[:120]
    response = StreamingHttpResponse(pieces, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{safe}.csv"'
    response["X-Accel-Buffering"] = "no"
    return response


def _limit(asked: Asked) -> int:
    return int(asked.text("limit") or LIMIT)


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after one whose order columns have these values."""
    later = Q()
    for place, name in enumerate(order):
        same = {before: values[at] for at, before in enumerate(order[:place])}
        later |= Q(**same, **{f"{name}__gt": values[place]})
    return later


def _write_cursor(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return urlsafe_b64encode(orjson.dumps(plain)).decode().rstrip("=")


def _read_cursor(text: str, width: int) -> list[Any]:
    try:
        values = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (NotBase64, orjson.JSONDecodeError, ValueError):
        values = None
    plain = isinstance(values, list) and all(type(value) in (str, int) for value in values)
    if not plain or len(values) != width:
        raise Problem(NOT_OURS, parameter="cursor")
    return values
