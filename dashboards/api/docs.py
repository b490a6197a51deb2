"""The page that describes the API: made of its own description, without any script and from no other host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from dashboards.api.manners import COMPUTED, SIGNED_IN
from dashboards.api.problems import SAID
from dashboards.caching import conditional, for_nobody_else, is_personal
from dashboards.parameters import MOST

ROOM = Path("templates/dashboards/examples")
OUR_ADDRESS = "{{ address }}"
"""Stands in an example where the address of this site belongs."""

LANGUAGES = {"py": "Python", "R": "R", "pq": "Power Query"}
TASKS = (
    (
        "pages",
        "Every integrated care board, page by page",
        "Rows come in pages: follow next until there is none.",
    ),
    ("file", "All rows in one file", "With format=csv everything comes at once, however much it is."),
    ("as_at", "What was known on a day", "The same question with as_at, beside today’s answer."),
    (
        "only_if_new",
        "Only when something is new",
        "Keep the ETag, and be told 304 while nothing has changed.",
    ),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One task in one language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something that people want of the API, and how it is done."""

    code: str
    name: str
    how: str
    examples: tuple[Example, ...]


def tasks(base: Path, address: str) -> tuple[Task, ...]:
    """Every task, with this address of the site filled in; `base` is the top folder of the checkout."""
    return tuple(Task(code, name, how, _examples(base, code, address)) for code, name, how in TASKS)


def _examples(base: Path, code: str, address: str) -> tuple[Example, ...]:
    files = [(language, base / ROOM / f"{code}.{ending}") for ending, language in LANGUAGES.items()]
    return tuple(
        Example(language, path.read_text().replace(OUR_ADDRESS, address))
        for language, path in files
        if path.is_file()
    )


SHORT = 8
"""So many words are named on the page; a longer list is in the description for programs."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the API: what it answers, what it may be asked, what a row holds."""

    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str, str], ...]
    fields: tuple[tuple[str, str, str], ...]
    fields_of: str
    example: str


EXAMPLES = {
    "/api/v1/programmes": "",
    "/api/v1/indicators": "programme=ips",
    "/api/v1/areas": "type=icb&on=2024-04-01",
    "/api/v1/facts": "programme=cdc",
    "/api/v1/gaps": "programme=ips",
    "/api/v1/services": "programme=cdc&area=QHM",
    "/api/v1/targets": "indicator=ips-access&area=ENG",
    "/api/v1/coverage": "programme=ips&area_type=icb&period=2023-24-Q4",
    "/api/v1/progress": "indicator=iapt-ltc-referrals&area=ENG",
}

View = Callable[..., HttpResponse]


def by_its_bytes(view: View) -> View:
    """Answer 304 to strangers who have this page as it stands: an ETag of what it says."""

    @wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        whole = view(request, **kwargs)
        if is_personal(request):
            return for_nobody_else(whole)
        etag = f'"{sha256(whole.content).hexdigest()[:32]}"'
        response = conditional(request, etag, lambda: whole)
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


class PlainDocs(DocsBase):
    """Describes the addresses in the look of the site."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page at `/api/v1/docs`."""
        schema = api.get_openapi_schema()
        context = {
            "crumbs": [("England", reverse("overview")), ("Data", reverse("data"))],
            "addresses": [
                address(path, methods["get"], schema)
                for path, methods in schema["paths"].items()
                if "get" in methods
            ],
            "schema_href": reverse(f"{api.urls_namespace}:openapi-json"),
            "tasks": tasks(Path(settings.BASE_DIR), request.build_absolute_uri("/").rstrip("/")),
            "refusals": [(status, title, sentence) for status, (title, sentence) in SAID.items()],
            "most": MOST,
            "per_minute": settings.API_PER_MINUTE,
            "per_minute_signed_in": settings.API_PER_MINUTE * SIGNED_IN,
            "computed": COMPUTED,
        }
        return render(request, "dashboards/api_docs.html", context)


def address(path: str, operation: dict[str, Any], schema: dict[str, Any]) -> Address:
    """One path of the schema, read for people."""
    parts = schema["components"]["schemas"]
    answer = operation["responses"][200]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
    row = parts[answer]["properties"]["rows"]["items"]["$ref"].rsplit("/", 1)[-1]
    return Address(
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=tuple(
            (each["name"], each["description"], _values(each)) for each in operation["parameters"]
        ),
        fields=tuple(
            (name, _type(field), field.get("description", ""))
            for name, field in parts[row]["properties"].items()
        ),
        fields_of=parts[row].get("description", ""),
        example=EXAMPLES.get(path, ""),
    )


def _values(parameter: dict[str, Any]) -> str:
    """What a parameter may be, where that is a short list; else an example of it."""
    schema = parameter["schema"].get("items", parameter["schema"])
    words = schema.get("enum", ())
    if words and len(words) <= SHORT:
        return f"One of: {', '.join(words)}."
    example = parameter.get("example")
    if example is None:
        return ""
    return f"For example: {', '.join(example) if isinstance(example, list) else example}."


def _type(field: dict[str, Any]) -> str:
    """The type of a field in a word: `number or null`."""
    kinds = field.get("anyOf", [field])
    words = [_word(kind) for kind in kinds]
    return " or ".join(words)


def _word(kind: dict[str, Any]) -> str:
    if kind.get("type") == "array":
        return "list"
    return kind.get("format") or {"integer": "whole number", "string": "text"}.get(kind["type"], kind["type"])
