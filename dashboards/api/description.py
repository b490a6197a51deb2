"""The description of the API (OpenAPI): made of what requests are held to, and with every answer there may be."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from dashboards.api.problems import CONTENT_TYPE as PROBLEM
from dashboards.api.problems import SAID
from dashboards.api.schemas import ProblemDetails
from dashboards.parameters import Parameter

TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "csvw": "application/csvm+json"}
"""The media type of each format but JSON, whose schema is that of the rows."""

HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {
        "description": "Of this answer while data and code stand: send it as If-None-Match, and be told 304.",
        "required": True,
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Of a page of JSON the next page; of a CSV file its description.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How many requests an asker has (q) in how many seconds (w).",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "How many requests are left (r), and the seconds until there are all again (t).",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "After how many seconds to ask again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1, "maximum": 60},
    },
}
LIMITS = ("RateLimit-Policy", "RateLimit")


class DescribedAPI(NinjaAPI):
    """An API whose description also holds what every address has in common."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The description, with the parts that the addresses refer to."""
        schema = super().get_openapi_schema(**kwargs)
        components = schema["components"]
        components["schemas"]["ProblemDetails"] = ProblemDetails.model_json_schema()
        components["headers"] = deepcopy(HEADERS)
        components["responses"] = {f"{status}": _refusal(status) for status in SAID}
        components["responses"]["304"] = {
            "description": "What you have still stands.",
            "headers": _headers("ETag", *LIMITS),
        }
        return schema


def describe(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """What the description of one address says beyond its rows: parameters, files, and every refusal."""
    formats = next(each for each in parameters if each.name == "format").schema["enum"]
    files = {TYPES[each]: {"schema": _file(each)} for each in formats if each in TYPES}
    # 405 is what another method of the same address is told, and is said there by no description.
    refusals = {status: {"$ref": f"#/components/responses/{status}"} for status in (304, *SAID)}
    return {
        "parameters": [parameter.described for parameter in parameters],
        "responses": {
            200: {
                "description": "Rows: a page of them as JSON, or all as a file.",
                "content": files,
                "headers": _headers("ETag", "Link", *LIMITS),
            },
            **refusals,
        },
    }


def _file(code: str) -> dict[str, Any]:
    return {"type": "object"} if code == "csvw" else {"type": "string"}


def _refusal(status: int) -> dict[str, Any]:
    names = ("Retry-After", *LIMITS) if status == 429 else LIMITS
    title, sentence = SAID[status]
    return {
        "description": f"{title}. {sentence}",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        "headers": _headers(*names),
    }


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
