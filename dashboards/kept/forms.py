"""Every kind of file that is kept, whatever stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.files.formats import FORMATS, Format
from dashboards.packs.forms import PACK_FORMS

FORMS: Mapping[str, Format[Any]] = {**FORMATS, **PACK_FORMS}
"""By their codes: of rows, and of packs."""
