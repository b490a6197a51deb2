"""Every kind of file that is kept, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboards.files.formats import FORMATS, Format
from dashboards.packs import pdf, slides
from dashboards.packs.content import Pack

PACK_FORMS: dict[str, Format[Callable[[Pack], bytes]]] = {
    each.code: each
    for each in (
        Format("pdf", "PDF", "pdf", pdf.CONTENT_TYPE, pdf.write_pdf),
        Format("pptx", "PowerPoint", "pptx", slides.CONTENT_TYPE, slides.write_slides),
    )
}
"""By their codes, in the order in which they are offered; for the same pack the same bytes are written."""


FORMS: Mapping[str, Format[Any]] = {**FORMATS, **PACK_FORMS}
"""By their codes: of rows, and of packs."""
