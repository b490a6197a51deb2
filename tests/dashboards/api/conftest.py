"""The API answers about the small made world."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.reading import made_world

__all__ = ["made_world"]


@pytest.fixture(autouse=True)
def world(made_world: None, db: None) -> None:
    """Every test sees the made world."""


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """The answer to a path of the API as JSON; `status` is what it must be."""

    def asked(path: str, status: int = 200) -> Any:
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == status, response.content
        return response.json()

    return asked
