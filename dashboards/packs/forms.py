"""The two kinds of file that a pack leaves in: each written in memory, as a pack is a few pages."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.files.formats import Format
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
