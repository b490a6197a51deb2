"""What somebody sent in, to a table: text, an archive with one file in it, or a workbook, within limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from programmes.ingest import archives, delimited, headings, kinds, opendocument, workbooks
from programmes.ingest.archives import Archive
from programmes.ingest.formats import UPLOADED
from programmes.ingest.layouts import Layout
from programmes.ingest.readers import NotReadable, Table


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be sent in."""

    bytes: int = 20_000_000
    unpacked_bytes: int = 200_000_000
    rows: int = 200_000
    columns: int = 200


PUBLISHED = Limits(bytes=500_000_000, unpacked_bytes=500_000_000, rows=5_000_000, columns=1_000)
"""What the command line takes: no published file comes near."""


def read(content: bytes, limits: Limits, layouts: Sequence[Layout] = UPLOADED) -> Table:
    """The table in these bytes; NotReadable, in words, when there is none or it is too large.

    Its heading is the first row that is one of these layouts, else the row that comes nearest to one.
    """
    if len(content) > limits.bytes:
        raise NotReadable(f"The file is larger than {limits.bytes // 1_000_000} MB. Send it in parts.")
    if not content.strip():
        raise NotReadable(headings.EMPTY.format(what="file"))
    table = _read(content, limits, layouts)
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


def _read(content: bytes, limits: Limits, layouts: Sequence[Layout], *, is_packed: bool = False) -> Table:
    kinds.check_bytes(content)
    if not content.startswith(archives.STARTS):
        return _of_text(content, layouts)
    with archives.opened(content, limits.unpacked_bytes) as archive:
        kinds.check_document(archive)
        if opendocument.is_opendocument(archive):
            return opendocument.read(archive, layouts)
        if workbooks.is_workbook(archive):
            return workbooks.read(content, archive, layouts)
        return _unpacked(archive, limits, layouts, is_packed=is_packed)


def _of_text(content: bytes, layouts: Sequence[Layout]) -> Table:
    text, encoding = delimited.decoded(content)
    kinds.check_text(text)
    return headings.table(delimited.read(text, encoding, layouts), layouts)


def _unpacked(archive: Archive, limits: Limits, layouts: Sequence[Layout], *, is_packed: bool) -> Table:
    """The table in the one file that was packed."""
    if is_packed:
        raise NotReadable("The archive holds another archive. Unpack it and send the file inside.")
    name, content = archive.only_table()
    short = PurePosixPath(name).name
    try:
        table = _read(content, limits, layouts, is_packed=True)
    except NotReadable as error:
        raise NotReadable(f"{short}, in the archive: {error}") from error
    return replace(table, remarks=(f"{short} was read out of the archive.", *table.remarks))
