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

from dashboards.api.examples import tasks
from dashboards.api.limits import COMPUTED, SIGNED_IN
from dashboards.api.problems import SAID
from dashboards.caching import conditional, for_nobody_else, is_personal
from dashboards.parameters import MOST

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
