"""The API answers about the small made world."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
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


@pytest.fixture
def app(settings) -> Iterator[Callable[..., Any]]:
    """The site for those who ask in a thread of their own: over this test's connection, so that they see its world.

    One asks at a time, and nobody is limited.
    """
    settings.API_PER_MINUTE = 0
    shared, site = connections["default"], get_wsgi_application()

    def answered(environ: Any, start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        connections["default"] = shared
        return site(environ, start_response)

    # Between requests Django closes a connection that is in the middle of a transaction, as ours is.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    shared.inc_thread_sharing()
    yield answered
    shared.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
