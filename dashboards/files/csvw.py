"""Metadata beside a CSV file (CSV on the Web): what each column is, and where the whole comes from.

A program that reads them needs no guess at types, missing values or licence. The same words stand in the metadata of
a Parquet file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from dashboards.column_kinds import Column
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import Cover

CONTENT_TYPE = "application/csvm+json"

PRIMARY_KEY = ("indicator", "kind", "area", "area_type", "period", "basis")
OPEN_GOVERNMENT = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
CUBE = "http://purl.org/linked-data"
MEANT = {
    "area": f"{CUBE}/sdmx/2009/dimension#refArea",
    "period": f"{CUBE}/sdmx/2009/dimension#refPeriod",
    "actual": f"{CUBE}/sdmx/2009/measure#obsValue",
    "unit": f"{CUBE}/sdmx/2009/attribute#unitMeasure",
    "marker": f"{CUBE}/sdmx/2009/attribute#obsStatus",
    "period_start": "http://schema.org/startDate",
    "period_end": "http://schema.org/endDate",
}
"""Columns that have a name on the web."""

TYPES: dict[str, Any] = {
    "integer": "integer",
    "number": "double",
    "fraction": "double",
    "date": {"base": "date", "format": "yyyy-MM-dd"},
    "boolean": {"base": "boolean", "format": "true|false"},
    "address": "anyURI",
}


def csvw(cover: Cover, *, url: str, columns: Sequence[Column] = PROGRESS_COLUMNS) -> bytes:
    """The metadata of the CSV file at this address, as a file."""
    return orjson.dumps(described(cover, url=url, columns=columns), option=orjson.OPT_INDENT_2) + b"\n"


def described(cover: Cover, *, url: str, columns: Sequence[Column] = PROGRESS_COLUMNS) -> dict[str, Any]:
    """The same as a value: JSON, in the words of the standard."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        **about(cover),
        "dialect": {
            "encoding": "utf-8",
            "header": True,
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminators": ["\n"],
            "trim": False,
        },
        "notes": [{"type": "Annotation", "body": note} for note in notes(cover)],
        "tableSchema": {
            "columns": [_column(column) for column in columns],
            "primaryKey": [name for name in PRIMARY_KEY if any(column.name == name for column in columns)],
        },
    }


def about(cover: Cover) -> dict[str, Any]:
    """The cover in the words of Dublin Core. Deterministic: what is said comes from the cover alone."""
    said = {
        "dc:title": cover.title,
        "dc:description": _sentences(cover),
        "dc:language": "en",
        "dc:license": {"@id": OPEN_GOVERNMENT},
        "dc:rights": [cover.licence, *cover.attributions],
        "dc:source": [_source(source) for source in cover.sources],
        "dc:modified": cover.as_at.isoformat() if cover.as_at else "",
        "dc:hasVersion": str(cover.data_version),
        "dc:extent": f"{cover.rows} rows",
        "dc:isReferencedBy": {"@id": cover.link},
        "dc:conformsTo": {"@id": cover.methods},
        "dc:identifier": cover.reference,
    }
    return {name: value for name, value in said.items() if value}


def notes(cover: Cover) -> list[str]:
    """What to know before using the numbers."""
    beside = [
        "A missing number is empty, and the column marker says why; a true zero is 0.",
        "Text that a spreadsheet might run as a formula has an apostrophe in front of it.",
        *(f"{letter}: {words}" for letter, words in cover.markers),
        *([cover.beside_shares] if cover.beside_shares else ()),
    ]
    return [cover.warning, *beside] if cover.warning else beside


def _sentences(cover: Cover) -> str:
    asked = [f"{label}: {words}." for label, words in cover.described] or ["Everything there is."]
    return " ".join([*asked, f"Data version {cover.data_version}, as known at {cover.as_at_words}."])


def _source(source: Any) -> dict[str, Any]:
    said = {
        "dc:title": source.title,
        "dc:publisher": source.publisher,
        "dc:license": source.licence,
        "dc:description": source.note,
    }
    named = {"@id": source.url} if source.url else {}
    return {**named, **{name: value for name, value in said.items() if value}}


def _column(column: Column) -> dict[str, Any]:
    pattern = column.words.pattern if column.words else ""
    said: dict[str, Any] = {
        "name": column.name,
        # A program compares these with the first line of the file; people are shown the second.
        "titles": [column.name, column.heading],
        "dc:description": _meaning(column),
        "datatype": {"base": "string", "format": pattern} if pattern else TYPES.get(column.kind, "string"),
        "null": "",
        "required": column.name in PRIMARY_KEY,
    }
    if column.name in MEANT:
        said["propertyUrl"] = MEANT[column.name]
    return said


def _meaning(column: Column) -> str:
    if not column.words:
        return column.meaning
    after = " " if column.kind == "marker" else ": "
    return " ".join([column.meaning, *(f"{word}{after}{what}." for word, what in column.words.meanings)])
