"""The page that describes the API: made of its own schema, without any script and from no other host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the API: what it answers, what it may be asked, what a row holds."""

    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str, str], ...]
    fields: tuple[tuple[str, str], ...]
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
            (
                each["name"],
                each.get("description", each["schema"].get("description", "")),
                _values(each["schema"]),
            )
            for each in operation.get("parameters", [])
        ),
        fields=tuple((name, _type(field)) for name, field in parts[row]["properties"].items()),
        fields_of=parts[row].get("description", ""),
        example=EXAMPLES.get(path, ""),
    )


def _values(schema: dict[str, Any]) -> str:
    return ", ".join(schema.get("enum", []))


def _type(field: dict[str, Any]) -> str:
    """The type of a field in a word: `number or null`."""
    kinds = field.get("anyOf", [field])
    words = [_word(kind) for kind in kinds]
    return " or ".join(words)


def _word(kind: dict[str, Any]) -> str:
    if kind.get("type") == "array":
        return "list"
    return kind.get("format") or {"integer": "whole number", "string": "text"}.get(kind["type"], kind["type"])
