"""Files that are no table we read: what each is, by its first bytes, and what to do instead."""

from __future__ import annotations

import re

from programmes.ingest.archives import Archive
from programmes.ingest.readers import NotReadable

SAVE = "Save it as an Excel workbook (.xlsx) or as CSV, and send that."
COPY = "Copy its figures into the template, and send that."
PICTURE = f"This is a picture or a film. {COPY}"
PROTECTED = (
    "This workbook is protected by a password. Save it without one as an Excel workbook (.xlsx), or as CSV."
)
HEAD = 4000

_OLE = b"\xd0\xcf\x11\xe0"
_OLD_SHEETS = (
    b"\x09\x08\x10\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x00\x04\x00",
)
STARTS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    (_OLD_SHEETS, f"This is a workbook of the old kind (.xls). {SAVE}"),
    ((b"%PDF",), f"This is a PDF document, in which no cells are kept. {COPY}"),
    ((b"{\\rtf",), f"This is a Word document (RTF). {COPY}"),
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00"),
        PICTURE,
    ),
    ((b"PAR1", b"ARROW1"), f"This is a Parquet or Arrow file. {SAVE}"),
    ((b"SQLite format 3",), f"This is a database (SQLite). {SAVE}"),
    (
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
        "This is an archive of a kind that is not read. Unpack it and send the file in it, or pack it as .zip.",
    ),
    (
        (b"$FL2", b"$FL3", b"<stata_dta>", b"RDX2\n", b"RDX3\n"),
        f"This is a file of a statistics program. {SAVE}",
    ),
    ((b"ID;P",), f"This is a spreadsheet in the form SYLK. {SAVE}"),
)

_HTML = re.compile(r"\s*<(!doctype html|html|head|meta|table|body|style|div)\b", re.IGNORECASE)
_JSON = re.compile(r'\s*(\{\s*["}]|\[\s*[{\[\]"0-9-])')
_GEO = re.compile(
    r'"type"\s*:\s*"(FeatureCollection|Feature|Topology|GeometryCollection|(Multi)?(Point|Polygon|LineString))"'
)
_MAIL = re.compile(r"(MIME-Version|Received|Return-Path|From|X-[A-Za-z-]+): [^\n]*\n", re.IGNORECASE)


def check_bytes(content: bytes) -> None:
    """Refuse bytes that are known to be something else than a table, an archive or a workbook."""
    if content.startswith(_OLE):
        raise NotReadable(_of_the_old_kind(content))
    for starts, advice in STARTS:
        if content.startswith(starts):
            raise NotReadable(advice)
    if content[:2] == b"BM" and content[6:10] == bytes(4):
        raise NotReadable(PICTURE)
    if content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        raise NotReadable(PICTURE)


def _of_the_old_kind(content: bytes) -> str:
    """What stands in a file of the form that all programs of Office shared once, by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PROTECTED
    is_workbook = "Workbook".encode("utf-16-le") in content
    if "WordDocument".encode("utf-16-le") in content and not is_workbook:
        return f"This is a Word document. {COPY}"
    return (
        "This is a workbook of the old kind (.xls), or one protected by a password. "
        "Save it as an Excel workbook (.xlsx) without a password, or as CSV."
    )


def check_text(text: str) -> None:
    """Refuse a text that is known to be something else than rows with delimiters."""
    head = text[:HEAD]
    if _HTML.match(head):
        raise NotReadable(f"This is a web page (HTML), whatever its name says. Open it in Excel. {SAVE}")
    if head.lstrip().startswith("<"):
        raise NotReadable(_of_xml(head))
    if _JSON.match(head):
        if _GEO.search(text[: HEAD * 10]):
            raise NotReadable(
                f"This is GeoJSON, which holds places on a map. Only rows of figures are read. {COPY}"
            )
        raise NotReadable(f"This is JSON, and only rows of figures are read. {SAVE}")
    if _MAIL.match(head) and "\n" in head and "content-type:" in head.lower():
        raise NotReadable(f"This is an e-mail or a saved web page. Send the file that came with it. {SAVE}")


def _of_xml(head: str) -> str:
    if "urn:schemas-microsoft-com:office:spreadsheet" in head or "Excel.Sheet" in head:
        return f"This is a spreadsheet in XML (XML Spreadsheet 2003). Open it in Excel. {SAVE}"
    if "opendocument" in head:
        return "This is a flat OpenDocument file (.fods). Save it as .ods or .xlsx, or as CSV, and send that."
    if "<svg" in head:
        return f"This is a picture (SVG). {COPY}"
    return f"This is XML, and only rows of figures are read. {SAVE}"


def check_document(archive: Archive) -> None:
    """Refuse a document of an office program that is no workbook we read."""
    if archive.has("word/") or "opendocument.text" in archive.media_type:
        raise NotReadable(f"This is a Word or text document. {COPY}")
    if archive.has("ppt/") or "opendocument.presentation" in archive.media_type:
        raise NotReadable(f"This is a presentation. {COPY}")
    if archive.has("index/document.iwa") or archive.has("index.zip") or archive.has("index/tables"):
        raise NotReadable("This is a Numbers document. Export it as Excel (.xlsx) or CSV, and send that.")
    if archive.has("xl/workbook.bin"):
        raise NotReadable(f"This is a binary workbook (.xlsb), a kind that is not read. {SAVE}")
