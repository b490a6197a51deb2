"""What somebody sent in, to a table: a CSV file, an archive with one, or a workbook, within limits."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from programmes.ingest import readers, workbooks
from programmes.ingest.readers import NotReadable, Table


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent in."""

    bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    rows: int = 200_000
    columns: int = 200


def read(content: bytes, limits: Limits) -> Table:
    """The table in these bytes; NotReadable, in words, when there is none or it is too large."""
    if len(content) > limits.bytes:
        raise NotReadable(f"The file is larger than {limits.bytes // 1_000_000} MB. Send it in parts.")
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise NotReadable(
            "This is a workbook of the old kind (.xls), or one protected by a password. "
            "Save it as an Excel workbook (.xlsx) without a password, or as CSV."
        )
    if workbooks.is_workbook(content):
        table = workbooks.read(content, largest_unpacked=limits.unpacked_bytes)
    else:
        _check_archive(content, limits)
        table = readers.read(content)
    if len(table.rows) > limits.rows:
        raise NotReadable(
            f"The file has {len(table.rows):,} rows; at most {limits.rows:,} are read. Send it in parts."
        )
    if len(table.heading) > limits.columns:
        raise NotReadable(
            f"The file has {len(table.heading):,} columns; at most {limits.columns} are read. "
            "Take out those that are not wanted."
        )
    return table


def _check_archive(content: bytes, limits: Limits) -> None:
    if content[:4] != b"PK\x03\x04":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > limits.unpacked_bytes:
                raise NotReadable(
                    f"The archive unpacks to more than {limits.unpacked_bytes // 1_000_000} MB. Send it in parts."
                )
    except zipfile.BadZipFile as error:
        raise NotReadable("The archive is damaged. Send the .csv file itself.") from error
