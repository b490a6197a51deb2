"""The two kinds of file that a pack leaves in: each written in memory, as a pack is a few pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.packs import pdf, slides
from dashboards.packs.content import Pack


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file; for the same pack `write` returns the same bytes."""

    code: str
    name: str
    """As a person says it."""
    extension: str
    content_type: str
    write: Callable[[Pack], bytes]


PACK_FORMS: dict[str, Form] = {
    each.code: each
    for each in (
        Form("pdf", "PDF", "pdf", pdf.CONTENT_TYPE, pdf.write_pdf),
        Form("pptx", "PowerPoint", "pptx", slides.CONTENT_TYPE, slides.write_slides),
    )
}
"""By their codes, in the order in which they are offered."""
