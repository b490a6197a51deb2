"""What is said when a request is not answered: RFC 9457, with the parameter at fault and what it may be."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
MOST_NAMED = 60

SAID: dict[int, tuple[str, str]] = {
    400: ("The request cannot be read", "The address is not one that a server can read."),
    401: ("Sign in first", "Sign in to use this API: it is not public here."),
    403: ("Not for this account", "This account may not use the API as it stands."),
    404: ("There is nothing here", "There is no such address. All of them are described at /api/v1/docs."),
    405: ("This is for reading only", "Nothing can be written here: use GET."),
    410: ("The data changed", "Pages of two versions of the data do not go together. Begin again."),
    413: ("This is too much at once", "More was sent than is taken in one go."),
    422: ("The request cannot be understood", "A parameter is not what it may be."),
    429: ("Too many requests", "Wait for as many seconds as Retry-After says, then go on."),
    500: ("Something went wrong here", "The fault is ours, and it was recorded. Please try again later."),
}
"""Title and sentence of each status that may be answered instead of rows."""


class Problem(Exception):
    """A request that cannot be answered as it stands. `more` is said in further members of the answer."""

    def __init__(self, detail: str, *, status: int, **more: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status
        self.more = more

    def response(self) -> HttpResponse:
        """As an answer of the type `application/problem+json`."""
        return problem(self.status, self.detail, **self.more)


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """An answer that says why there is none, in the words of its status unless there are better ones."""
    title, sentence = SAID.get(status, ("The request failed", "It cannot be answered."))
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or sentence, **more}
    answer = HttpResponse(orjson.dumps(body), status=status, content_type=f"{CONTENT_TYPE}; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer
