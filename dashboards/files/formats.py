"""Every kind of file that rows of progress leave in: its name, its ending, and who writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboards.files import ods, parquet, streams, xlsx
from dashboards.files.cover import Writer
from dashboards.files.workbook import MOST_ROWS

Writes = TypeVar("Writes", covariant=True)


@dataclass(frozen=True, slots=True)
class Format(Generic[Writes]):
    """A kind of file."""

    code: str
    name: str
    """As a person says it."""
    extension: str
    content_type: str
    write: Writes
    most_rows: int | None = None
    """How many rows it holds; None for any number."""


FORMATS: dict[str, Format[Writer]] = {
    each.code: each
    for each in (
        Format("csv", "CSV", "csv", streams.CSV_TYPE, streams.write_csv_file),
        Format("jsonl", "JSON lines", "jsonl", streams.JSON_LINES_TYPE, streams.write_jsonl_file),
        Format("parquet", "Parquet", "parquet", parquet.CONTENT_TYPE, parquet.write_rows),
        Format("xlsx", "Excel workbook", "xlsx", xlsx.CONTENT_TYPE, xlsx.write_rows, MOST_ROWS),
        Format("ods", "OpenDocument spreadsheet", "ods", ods.CONTENT_TYPE, ods.write_rows, MOST_ROWS),
    )
}
"""By their codes, in the order in which they are offered."""
