"""The target table of the small made world, and a plain second list of all its rows."""

import pytest
from bs4 import BeautifulSoup

from programmes import models
from tests.reading import made_world

__all__ = ["made_world"]


@pytest.fixture(autouse=True)
def world(made_world, db):
    """Every test sees the made world."""


@pytest.fixture
def every_row():
    """All rows with what hangs on them, in no order that matters."""
    return list(models.Progress.objects.select_related("indicator__programme", "area", "period"))


@pytest.fixture
def look(client):
    """Fetch the target table and read it."""

    def fetch(query=""):
        response = client.get(f"/targets/{query}")
        assert response.status_code == 200, response.content[:2000]
        return BeautifulSoup(response.content, "html.parser")

    return fetch


def words(element):
    """The text of a part of a page with its white space made plain."""
    return " ".join(element.get_text(" ").split())
