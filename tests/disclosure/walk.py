"""Walking everything that anybody may read: the public addresses of the matrix, and what their pages lead to."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from tempfile import NamedTemporaryFile
from urllib.parse import urlencode, urlsplit
from zipfile import ZipFile

import duckdb
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve
from django.urls.exceptions import Resolver404
from pypdf import PdfReader

from dashboards.page_store import PAGES
from tests.test_matrix import address, written

READ_AS_TEXT = re.compile(r"text/|application/([\w.-]+\+)?(json|xml|x-ndjson|jsonl)|image/svg")
ZIPPED = ("spreadsheetml", "opendocument", "presentationml", "zip")
NOT_OF_FIGURES = ("/accounts/", "/admin/", "/static/")
LINK = re.compile(r"""(?:href|src|data-[a-z-]+|action)="(/[^"#]*)|"(?:next|url|href)": ?"(/[^"#]*)""")
FORM = re.compile(r"<form\b(?![^>]*post)[^>]*>(.*?)</form>", re.DOTALL | re.IGNORECASE)
SELECT = re.compile(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
OPTION = re.compile(r'<option\b[^>]*value="([^"]+)"')
CHECK = re.compile(r'<input\b(?=[^>]*type="(?:radio|checkbox)")(?=[^>]*name="([^"]+)")[^>]*value="([^"]+)"')
FEW = 3
"""So many values of one parameter are tried."""


def public_routes() -> list[str]:
    """Addresses that answer to a stranger."""
    return [
        line.route
        for line in written()
        if line.method == "GET"
        and line.answers[0].rstrip("+") in ("200", "503")
        and not line.route.startswith(NOT_OF_FIGURES)
    ]


Values = dict[str, list]
"""For each place in addresses what is put there; or for a whole route what is put in its places together."""


def addresses(route: str, values: Values) -> Iterator[str]:
    """The address with each value in its places. Where none is known for a place, the walk says so."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    if route in values:
        yield from (address(route, dict(zip(names, chosen, strict=True))) for chosen in values[route])
        return
    unknown = [name for name in names if name not in values]
    assert not unknown, (
        f"say how to walk this: {route} has {unknown}, for which tests/disclosure has no values"
    )
    for chosen in product(*(values[name] for name in names)):
        yield address(route, dict(zip(names, chosen, strict=True)))


class Walk:
    """What can be read, address by address: (address, text), with at most `most` addresses of one view."""

    def __init__(self, values: Values, days: list[str], *, most: int = 3) -> None:
        self.client = Client()
        self.values = values
        self.days = days
        self.most = most
        self.taken: Counter[str] = Counter()
        self.seen: set[str] = set()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        found = [where for route in public_routes() for where in addresses(route, self.values)]
        found += self._asked_of_the_api()
        for where in found:
            yield from self._read(where, follow=True)

    def _asked_of_the_api(self) -> list[str]:
        """Every address of the API with every parameter that has few values, in every format on every day."""
        described = self.client.get("/api/v1/openapi.json").json()
        asked = []
        for path, methods in described["paths"].items():
            parameters = {each["name"]: each["schema"] for each in methods["get"].get("parameters", [])}
            formats = parameters.get("format", {}).get("enum", [""])
            days = ["", *self.days] if "as_at" in parameters else [""]
            asked += [f"{path}?{_query(format=way, as_at=day)}" for way in formats for day in days]
            for name in parameters.keys() - {"format", "sort"}:
                schema = parameters[name]
                choices = schema.get("enum", schema.get("items", {}).get("enum", []))[:FEW]
                asked += [f"{path}?{_query(**{name: value})}" for value in choices]
        return asked

    def _read(self, where: str, *, follow: bool) -> Iterator[tuple[str, str]]:
        view = self._view(where)
        if where in self.seen or view is None:
            return
        self.seen.add(where)
        cache.clear()
        PAGES.clear()
        answer = self.client.get(where)
        text = text_of(where, answer)
        yield where, text
        if follow and answer.status_code == 200:
            for on in self._leads_to(where, text):
                if self.taken[self._view(on) or ""] < self.most and on not in self.seen:
                    self.taken[self._view(on) or ""] += 1
                    yield from self._read(on, follow=False)

    def _leads_to(self, where: str, text: str) -> Iterator[str]:
        for found in LINK.findall(text):
            yield html.unescape(found[0] or found[1])
        path = urlsplit(where).path
        for form in FORM.findall(text):
            for name, options in SELECT.findall(form):
                yield from (f"{path}?{_query(**{name: value})}" for value in OPTION.findall(options)[-FEW:])
            yield from (f"{path}?{_query(**{name: value})}" for name, value in CHECK.findall(form)[-FEW:])
            if 'name="as_at"' in form:
                yield from (f"{path}?{_query(as_at=day)}" for day in self.days)

    def _view(self, where: str) -> str | None:
        """What answers at an address, and by which parameters; nothing where figures are never read."""
        path = urlsplit(where)
        if path.path.startswith((*NOT_OF_FIGURES, "/enter/")):
            return None
        try:
            found = resolve(path.path)
        except Resolver404:
            return None
        return f"{found.route} {sorted(part.split('=')[0] for part in path.query.split('&'))}"


def _query(**parameters: str) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def text_of(where: str, answer: HttpResponseBase) -> str:
    """Everything in an answer as text, unpacked where it is packed."""
    streaming = getattr(answer, "streaming_content", None)
    body = b"".join(streaming) if streaming is not None else getattr(answer, "content", b"")
    kind = answer.headers.get("Content-Type", "")
    if not body or READ_AS_TEXT.match(kind):
        return body.decode()
    if any(name in kind for name in ZIPPED):
        with ZipFile(BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if "parquet" in kind:
        with NamedTemporaryFile(suffix=".parquet") as file:
            file.write(body)
            file.flush()
            return str(duckdb.sql(f"select * from '{file.name}'").fetchall())
    if "pdf" in kind:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    raise AssertionError(f"say how to walk this: {where} answers {kind}")
