"""What slides and their charts share: one look for text, words for screen readers, and packages without a clock."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx.dml.color import RGBColor
from pptx.util import Pt

from dashboards.charts import theme
from dashboards.packs.content import visible

LANGUAGE = "en-GB"
FONT = "Arial"
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def colour_of(colour: str) -> RGBColor:
    """A colour of the theme as Office has it."""
    return RGBColor.from_string(colour.removeprefix("#"))


def write(paragraph: Any, text: str, size: float, *, bold: bool = False, colour: str = theme.INK) -> None:
    """A paragraph of one look, at the left, in our language; `size` in points."""
    paragraph.alignment = 1
    run = paragraph.add_run()
    run.text = visible(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = colour_of(colour)
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def describe(shape: Any, words: str) -> None:
    """What a screen reader says of a chart or a table."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", visible(words))


def undated(content: bytes, made: datetime) -> bytes:
    """A package of Office with no time of its own: its parts carry the date of the figures."""
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    into = BytesIO()
    with ZipFile(BytesIO(content)) as read, ZipFile(into, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            if name == "docProps/core.xml":
                part = DATED.sub(rb"\g<1>" + stamp, part)
            entry = ZipInfo(name, ZIP_DAY)
            entry.compress_type = ZIP_DEFLATED
            written.writestr(entry, part)
    return into.getvalue()
