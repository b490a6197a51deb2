"""A small made world, read and warm: what one process has learned of programmes and areas already."""

import pytest
from bs4 import BeautifulSoup

from programmes.queries.comparison import similar_areas
from programmes.queries.programmes import all_programmes
from tests.reading import made_world

__all__ = ["made_world"]


@pytest.fixture
def world(made_world, db):
    """Results of two programmes in eleven areas; each test's own changes are undone after it."""
    all_programmes()
    similar_areas("QBB")


@pytest.fixture
def read(client):
    """Fetch a page and read it; `status` is what it must answer with."""

    def fetch(address, status=200):
        response = client.get(address)
        assert response.status_code == status, response.content[:2000]
        return BeautifulSoup(response.content, "html.parser")

    return fetch


def words(soup):
    """The text of a page with its white space made plain."""
    return " ".join(soup.get_text(" ").split())
