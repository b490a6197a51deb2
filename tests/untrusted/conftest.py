"""A world made once for a module, and everybody's browser in it."""

from __future__ import annotations

import os

import pytest
from django.test import Client

from rollout.receiving import readable
from tests.test_matrix import EVERYBODY, World, client_of, made_world

__all__ = ["made_world"]

REQUESTS = int(os.environ.get("ROLLOUT_FUZZ_REQUESTS", 10))
"""So many to each address, over all roles together."""


@pytest.fixture(scope="module")
def browsers(made_world: World) -> dict[str, Client]:
    """By role, the browser of somebody who has signed in."""
    return {role: _through_the_door(client_of(role)) for role in EVERYBODY}


def _through_the_door(client: Client) -> Client:
    """What is sent passes what stands before Django, as behind a server."""
    inner = client.handler
    client.handler = lambda environ: inner(readable(environ))
    return client
