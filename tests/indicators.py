"""Definitions of indicators made by hand, for tests that need no database."""

from __future__ import annotations

from typing import Any

from programmes.periods import Period
from programmes.results import IndicatorInfo, SourceRef

SOURCE = SourceRef("Made for tests", "Nobody", "https://example.org/source", "None")


def an_indicator(code: str = "ips-access", **changes: Any) -> IndicatorInfo:
    """A quarterly flow of people from 2021/22 to 2023/24."""
    values = {
        "code": code,
        "name": code.replace("-", " ").capitalize(),
        "short_name": code,
        "programme": "ips",
        "kind": "flow",
        "unit": "people",
        "numerator_label": "People",
        "denominator_label": "People asked" if changes.get("kind") == "ratio" else "",
        "reporting_level": "sub_icb",
        "accumulates": changes.get("kind") != "stock",
        "disclosure": "none",
        "first_period": Period(2021, 1),
        "runs_to": Period(2023, 4),
        "counts": "People.",
        "why": "It matters.",
        "source": SOURCE,
    }
    return IndicatorInfo(**{**values, **changes})
