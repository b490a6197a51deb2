"""Workbooks made for tests: as Excel and LibreOffice write them, and as nobody should."""

import io
import re
import zipfile

import xlsxwriter

HEADING = ["indicator_code", "area_code", "period", "numerator", "denominator", "marker", "note"]
ROW = ["ips-specialists", "84H", "2025-26-Q1", 12.5, "", "", ""]

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
    '<office:automatic-styles><style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def xlsx(*sheets, change=None):
    """A workbook of (name, rows) each; `change` is given every sheet as it is made."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        for name, rows in sheets or [("Figures", [HEADING, ROW])]:
            sheet = made.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            if change:
                change(sheet)
    return content.getvalue()


def rewritten(content, change=lambda name, part: part, rename=lambda name: name):
    """The archive with its parts changed, or named otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(rename(name), change(name, old.read(name)))
    return out.getvalue()


def with_cell(address, xml, content=None, *, worked_out=True):
    """A workbook, saved by Excel unless said otherwise, of which one cell is this XML."""

    def change(name, part):
        if name == "xl/workbook.xml" and worked_out:
            return part.replace(b' fullCalcOnLoad="1"', b"")
        if "sheet1" not in name:
            return part
        shape = re.compile(rb'<c r="%b"[^>]*?(/>|>.*?</c>)' % address.encode())
        if shape.search(part):
            return shape.sub(lambda _: xml.encode(), part)
        row = re.compile(rb'(<row r="%b"[^>]*>.*?)</row>' % re.sub("[A-Z]", "", address).encode())
        return row.sub(lambda found: found[1] + xml.encode() + b"</row>", part)

    return rewritten(content or xlsx(), change)


def text(value):
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value):
    saved = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {saved}><text:p>{value}</text:p></table:table-cell>"


def formula(shown, *, saved, written="of:=1/0"):
    """A cell with a formula: what was saved for it, and what a person sees."""
    return f'<table:table-cell table:formula="{written}" {saved}><text:p>{shown}</text:p></table:table-cell>'


def line(*cells, attributes=""):
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def sheet(*lines, name="Figures", attributes=""):
    return f'<table:table table:name="{name}"{attributes}>{"".join(lines)}</table:table>'


ODS_HEADING = line(*map(text, HEADING))


def ods_row(cell=None, attributes=""):
    return line(*map(text, ROW[:3]), cell or number(12.5), attributes=attributes)


def ods(*sheets):
    """An OpenDocument spreadsheet of these sheets."""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _ODS.format("".join(sheets or [sheet(ODS_HEADING, ods_row())])),
            "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        }
    )


def archive(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return held.getvalue()


def encrypted(content):
    """The archive with every part marked as encrypted."""
    marked = bytearray(content)
    for start, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = marked.find(start)
        while at >= 0:
            marked[at + place] |= 1
            at = marked.find(start, at + 4)
    return bytes(marked)
