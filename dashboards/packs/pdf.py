"""The pack as a PDF that a screen reader can read: tagged (PDF/UA-1), titled, with words for each figure.

`pack.typ` beside this file says how it looks. Texts reach it as JSON and are never part of its markup, so that no name
in the database can say anything to the typesetter. It reads no other file, no fonts of the machine and no network.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from dashboards import formatting
from dashboards.packs.content import Pack, visible

CONTENT_TYPE = "application/pdf"
TEMPLATE = Path(__file__).with_name("pack.typ")
FONT_PACKAGE = "font_source_sans_pro"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a pack of no figures: the same for all."""


def write_pdf(pack: Pack) -> bytes:
    """The bytes of the PDF; dated by the figures and not by the clock, so that the same pack is the same file."""
    made = pack.as_at or UNDATED
    said = {"day": formatting.day(made), "warning": pack.warning, "as_at_words": pack.as_at_words}
    data = cleaned(asdict(pack) | {"as_at": None} | said)
    written = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"pack": json.dumps(data)},
        pdf_standards="ua-1",
        timestamp=int(made.timestamp()),
    )
    if not isinstance(written, bytes):
        raise TypeError("the typesetter made no single file")
    return written


@cache
def fonts() -> typst.Fonts:
    """Source Sans Pro from its package, and what the typesetter brings along."""
    folder = str(files(FONT_PACKAGE) / "files")
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def cleaned(value: Any) -> Any:
    """The same without letters that nobody sees."""
    if isinstance(value, dict):
        return {name: cleaned(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(each) for each in value]
    return visible(value) if isinstance(value, str) else value
