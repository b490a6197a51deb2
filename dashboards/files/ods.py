"""A workbook as ODS, row by row, straight into the file: what is written is never in memory.

Written here with the standard library: the libraries that write ODS either hold the whole document (gigabytes for
100,000 rows), or write rows only, without what the layout needs: links, percentages, marked tables, a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dashboards.files.cells import LANGUAGE, NUMBER_STYLES, Line, Sheet, Table, Value, Workbook
from dashboards.files.cover import Cover, Told
from dashboards.files.workbook import workbook_of
from dashboards.question import Question

CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
LARGE = 100_000
"""From so many rows on a sheet may need more than the 2 GiB that a plain entry of an archive holds."""
PIECE = 1 << 16
LETTER = 0.25
"""How wide a letter is, in centimetres."""
TEXT_WIDTH = 100
"""How wide column A is where it only has text, in letters."""

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WRAP = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
_PLAIN = '<style:table-cell-properties style:vertical-align="top"/>'
_RIGHT = '<style:paragraph-properties fo:text-align="end" fo:margin-left="0.2cm"/>'
_LEFT = '<style:paragraph-properties fo:text-align="start"/>'
_BOLD = '<style:text-properties fo:font-weight="bold"/>'
_OVER = (
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" '
    'fo:border-bottom="0.75pt solid #212b32"/>'
)
_LOOKS = {
    "title": (_PLAIN, '<style:text-properties fo:font-size="16pt" fo:font-weight="bold"/>', ""),
    "heading": (_WRAP, '<style:text-properties fo:font-size="14pt" fo:font-weight="bold"/>', ""),
    "header": (_OVER, _BOLD, ""),
    "number-header": (_OVER + _RIGHT, _BOLD, ""),
    "line": (_WRAP, "", ""),
    "line-over-a-table": (_PLAIN, "", ""),
    "text": (_WRAP, "", ""),
    "marker": (_PLAIN + _RIGHT, "", ""),
    "boolean": (_PLAIN + _LEFT, "", "as-boolean"),
    "date": (_PLAIN + _LEFT, "", "as-date"),
    "percent": (_PLAIN + _RIGHT, "", "as-percent"),
    "link": (
        _PLAIN,
        '<style:text-properties fo:color="#005eb8" style:text-underline-style="solid"/>',
        "",
    ),
    **{name: (_PLAIN + _RIGHT, "", f"as-{name}") for name in NUMBER_STYLES},
}
"""Of each style: how the cell is laid out, how its letters look, and how its value is written."""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may not stand in XML."""
_SPACES = re.compile("(?:^ | $| {2,})")


def write_rows(question: Question, cover: Cover, into: BinaryIO, *, progress: Told) -> None:
    """The question’s rows; see `dashboards.files.cover.Writer`."""
    write(workbook_of(question, cover, progress), into)
    progress(cover.rows)


def write(workbook: Workbook, into: BinaryIO) -> None:
    """The workbook. Nothing in it says when it was written: for the same sheets the same bytes."""
    is_large = sum(sheet.table.count for sheet in workbook.sheets if sheet.table) >= LARGE
    with ZipFile(into, "w") as archive:
        archive.writestr(_entry("mimetype", ZIP_STORED), CONTENT_TYPE)
        archive.writestr(_entry("META-INF/manifest.xml"), _manifest())
        archive.writestr(_entry("meta.xml"), _meta(workbook))
        archive.writestr(_entry("styles.xml"), _styles())
        with archive.open(_entry("content.xml"), "w", force_zip64=is_large) as content:
            pieces: list[str] = []
            size = 0
            for piece in _content(workbook):
                pieces.append(piece)
                size += len(piece)
                if size > PIECE:
                    content.write("".join(pieces).encode())
                    pieces, size = [], 0
            content.write("".join(pieces).encode())


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, ZIP_DATE)
    entry.compress_type = compression
    return entry


# --- Cells ---------------------------------------------------------------------------------------------------------


def cell(value: Value, style: str) -> str:
    """One cell. Text stays text, whatever it begins with.

    >>> cell(0.5, "percent")
    '<table:table-cell table:style-name="percent" office:value-type="percentage" office:value="0.5"/>'
    """
    if value is None:
        return "<table:table-cell/>"
    opened = f'<table:table-cell table:style-name="{style}" office:value-type='
    if style == "link":
        address = f"#'{value}'.A1"
        return f'{opened}"string">{_link(str(value), address)}</table:table-cell>'
    if isinstance(value, str):
        return f'{opened}"string">{_paragraphs(value)}</table:table-cell>'
    if isinstance(value, bool):
        return f'{opened}"boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        return f'{opened}"date" office:date-value="{value.isoformat()}"/>'
    kind = "percentage" if style == "percent" else "float"
    return f'{opened}"{kind}" office:value="{value!r}"/>'


def _paragraphs(text: str) -> str:
    """Text as paragraphs, one a line, with the spaces that XML would take for one."""
    if text.isalnum():
        return f"<text:p>{text}</text:p>"
    text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in text.split("\n"))


def _spaced(text: str) -> str:
    if "  " not in text and text == text.strip(" ") and "\t" not in text:
        return text
    spaced = _SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', text)
    return spaced.replace("\t", "<text:tab/>")


def _link(text: str, address: str) -> str:
    return f'<text:p><text:a xlink:type="simple" xlink:href={quoteattr(address)}>{escape(text)}</text:a></text:p>'


# --- Sheets --------------------------------------------------------------------------------------------------------


def _content(workbook: Workbook) -> Iterator[str]:
    widths = sorted({width for sheet in workbook.sheets for width in _widths(sheet)})
    yield f"{_HEAD}<office:document-content {_names('office', 'style', 'text', 'table', 'fo', 'number', 'xlink')}>"
    yield "<office:automatic-styles>"
    for width in widths:
        yield (
            f'<style:style style:name="wide{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * LETTER:.2f}cm"/></style:style>'
        )
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    for sheet in workbook.sheets:
        yield from _sheet(sheet)
    yield "<table:database-ranges>"
    for sheet in workbook.sheets:
        if sheet.table and sheet.table.count:
            yield _marked_up(sheet.name, sheet.table, len(sheet.lines) + 1)
    yield "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"


def _widths(sheet: Sheet) -> list[int]:
    return [heading.width for heading in sheet.table.headings] if sheet.table else [TEXT_WIDTH]


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    for width in _widths(sheet):
        yield f'<table:table-column table:style-name="wide{width}"/>'
    for line in sheet.lines:
        yield f"<table:table-row>{_line(line, over_a_table=sheet.table is not None)}</table:table-row>"
    if sheet.table is not None:
        header = "".join(
            cell(heading.text, "number-header" if heading.is_number else "header")
            for heading in sheet.table.headings
        )
        yield f"<table:table-header-rows><table:table-row>{header}</table:table-row></table:table-header-rows>"
        for values, styles in sheet.table.rows:
            cells = "".join(map(cell, values, styles))
            yield f"<table:table-row>{cells}</table:table-row>"
    yield "</table:table>"


def _line(line: Line, *, over_a_table: bool) -> str:
    # Beside a table a line runs on over the columns to its right; wrapped, it would be as narrow as the first.
    style = "line-over-a-table" if over_a_table and line.style == "line" else line.style
    if not line.link:
        return cell(line.text, style)
    linked = _link(line.text, line.link)
    return f'<table:table-cell table:style-name="link" office:value-type="string">{linked}</table:table-cell>'


def _marked_up(sheet: str, table: Table, top: int) -> str:
    """The range of a table, with its row of headings and without filters."""
    last = _column_letters(len(table.headings))
    area = f"'{sheet}'.A{top}:'{sheet}'.{last}{top + table.count}"
    return (
        f"<table:database-range table:name={quoteattr(table.name)} table:target-range-address={quoteattr(area)} "
        'table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _column_letters(number: int) -> str:
    """The name of the column of this number, from 1.

    >>> _column_letters(1), _column_letters(26), _column_letters(27)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# --- The rest of the document --------------------------------------------------------------------------------------


def _names(*prefixes: str) -> str:
    return " ".join(f'xmlns:{prefix}="{_NAMES[prefix]}"' for prefix in prefixes) + ' office:version="1.3"'


def _manifest() -> str:
    parts = {"/": CONTENT_TYPE} | dict.fromkeys(("content.xml", "styles.xml", "meta.xml"), "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in parts.items()
    )
    names = _names("manifest").replace("office:version", "manifest:version")
    return f"{_HEAD}<manifest:manifest {names}>{entries}</manifest:manifest>"


def _meta(workbook: Workbook) -> str:
    made = workbook.made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return (
        f"{_HEAD}<office:document-meta {_names('office', 'meta', 'dc')}><office:meta>"
        f"<dc:title>{escape(workbook.title)}</dc:title><dc:language>{LANGUAGE}</dc:language>"
        f"<meta:creation-date>{made}Z</meta:creation-date></office:meta></office:document-meta>"
    )


def _styles() -> str:
    """The styles of the document: what a sheet is by default, then one for each way of showing a cell."""
    language, country = LANGUAGE.split("-")
    numbers = "".join(
        f'<number:number-style style:name="as-{name}">{_decimals(places)}</number:number-style>'
        for name, places in NUMBER_STYLES.items()
    )
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default"'
        + (f' style:data-style-name="{shown_as}"' if shown_as else "")
        + f">{layout}{letters}</style:style>"
        for name, (layout, letters, shown_as) in _LOOKS.items()
    )
    return (
        f"{_HEAD}<office:document-styles {_names('office', 'style', 'text', 'table', 'fo', 'number')}><office:styles>"
        f"{numbers}"
        f'<number:percentage-style style:name="as-percent">{_decimals(1)}<number:text>%</number:text>'
        "</number:percentage-style>"
        '<number:boolean-style style:name="as-boolean"><number:boolean/></number:boolean-style>'
        '<number:date-style style:name="as-date"><number:day/><number:text> </number:text>'
        '<number:month number:style="long" number:textual="true"/><number:text> </number:text>'
        '<number:year number:style="long"/></number:date-style>'
        '<style:default-style style:family="table-cell"><style:text-properties fo:font-family="Arial" '
        f'fo:font-size="12pt" fo:language="{language}" fo:country="{country}"/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell"/>'
        f"{cells}</office:styles></office:document-styles>"
    )


def _decimals(places: int) -> str:
    return (
        f'<number:number number:decimal-places="{places}" number:min-decimal-places="{places}" '
        'number:min-integer-digits="1" number:grouping="true"/>'
    )
