"""Where the next page begins, in a text that only we can write.

It holds for one question, and for the version of the data it was written of: after a change, two pages would not go
together, and nobody would see it. Rows of an earlier day do not change, and neither do their pages.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.http import urlencode

from dashboards.api.problems import Problem
from dashboards.parameters import Refusal

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
