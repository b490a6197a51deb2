"""The map of the small made world."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.reading import made_world

__all__ = ["made_world"]


@pytest.fixture(autouse=True)
def world(made_world: None, db: None) -> None:
    """Every test sees the made world."""


@pytest.fixture
def page(client: Client) -> Callable[..., Any]:
    """The map for a query string, as markup."""

    def asked(query: str = "") -> BeautifulSoup:
        response = client.get(f"/map/{query}")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return asked
