"""Every figure is tried in Plotly's own schema."""

from collections.abc import Callable
from typing import Any

import plotly.graph_objects as go
import pytest


@pytest.fixture
def valid() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Refuse a figure with a property that Plotly does not know, or with markup that needs inline styles."""

    def checked(figure: dict[str, Any]) -> dict[str, Any]:
        go.Figure(figure)
        for words in (each["text"] for each in figure["layout"].get("annotations", [])):
            assert not set(words.replace("<br>", "")) & set("<>"), "the page forbids inline styles"
        return figure

    return checked
