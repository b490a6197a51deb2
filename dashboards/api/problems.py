"""What is said when a request cannot be answered: RFC 9457, with the parameter and what it may be."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
from django.http import HttpResponse

MOST_NAMED = 60


class Problem(Exception):
    """A request that cannot be answered as it stands; `allowed` are the values that could."""

    def __init__(
        self, detail: str, *, parameter: str = "", allowed: Sequence[str] = (), status: int = 422
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.parameter = parameter
        self.allowed = list(allowed)
        self.status = status

    def response(self) -> HttpResponse:
        """As an answer of the type `application/problem+json`."""
        titles = {404: "There is nothing here", 422: "The request cannot be understood"}
        body = {
            "type": "about:blank",
            "title": titles.get(self.status, "The request failed"),
            "status": self.status,
            "detail": self.detail,
        }
        if self.parameter:
            body |= {"parameter": self.parameter, "allowed": self.allowed[:MOST_NAMED]}
        return HttpResponse(
            orjson.dumps(body), status=self.status, content_type="application/problem+json; charset=utf-8"
        )
