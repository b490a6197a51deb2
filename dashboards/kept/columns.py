"""The data dictionary: every column of every table, with what it may hold; for a page, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.column_kinds import Column
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS
from dashboards.kept.comparing import CHANGE_COLUMNS
from dashboards.target_columns import TARGET_COLUMNS
from programmes.results import ProgrammeInfo

KIND_WORDS = {
    "text": "Text",
    "code": "Code",
    "marker": "Letters",
    "integer": "Whole number",
    "number": "Number",
    "fraction": "Fraction: 0.45 is 45%",
    "date": "Date, as in 2024-03-31",
    "boolean": "true or false",
    "address": "Address of a page",
}

DICTIONARY_NAMES = ("table", "column", "heading", "kind", "allowed", "meaning")


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column, with its anchor, what kind of value it holds in words, and which ones."""

    column: Column
    anchor: str
    kind: str
    allowed: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table of the dictionary."""

    code: str
    title: str
    columns: list[ColumnShown]


TABLES: tuple[tuple[str, str, Sequence[Column]], ...] = (
    ("progress", "Progress", PROGRESS_COLUMNS),
    ("coverage", "Coverage", COVERAGE_COLUMNS),
    ("targets", "Targets", TARGET_COLUMNS),
    ("changes", "Changes of a release", CHANGE_COLUMNS),
)


def present_dictionary(programmes: Iterable[ProgrammeInfo]) -> list[TableShown]:
    """Every column of every table. The anchor of a column of progress is `column-` and its name."""
    known = _known(programmes)
    return [
        TableShown(code, title, [_shown(code, column, known) for column in columns])
        for code, title, columns in TABLES
    ]


def dictionary_rows(programmes: Iterable[ProgrammeInfo]) -> Iterable[Sequence[str]]:
    """The same as rows of a file, under `DICTIONARY_NAMES`."""
    for table in present_dictionary(programmes):
        for each in table.columns:
            allowed = " ".join(value for value, _words in each.allowed)
            yield table.code, each.column.name, each.column.heading, each.kind, allowed, each.column.meaning


def _shown(table: str, column: Column, known: dict[str, list[tuple[str, str]]]) -> ColumnShown:
    prefix = "" if table == "progress" else f"{table}-"
    allowed = list(column.words.meanings) if column.words else known.get(column.name, [])
    return ColumnShown(column, f"{prefix}column-{column.name}", KIND_WORDS[column.kind], allowed)


def _known(programmes: Iterable[ProgrammeInfo]) -> dict[str, list[tuple[str, str]]]:
    """What may stand in a column by what is loaded, by its name."""
    programmes = list(programmes)
    return {
        "programme": [(each.code, each.name) for each in programmes],
        "indicator": [(one.code, one.name) for each in programmes for one in each.indicators],
        "table": [(code, title) for code, title, _columns in TABLES[:3]],
    }
