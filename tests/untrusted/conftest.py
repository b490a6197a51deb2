"""A world made once for a module, and everybody's browser in it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from rollout.receiving import in_utf_8
from tests.test_matrix import EVERYBODY, World, client_of, make_world

REQUESTS = int(os.environ.get("ROLLOUT_FUZZ_REQUESTS", 10))
"""So many to each address, over all roles together."""


@pytest.fixture(scope="module")
def world_of_all(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The world of the matrix."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world_of_all: World) -> dict[str, Client]:
    """By role, the browser of somebody who has signed in."""
    return {role: _through_the_door(client_of(role)) for role in EVERYBODY}


def _through_the_door(client: Client) -> Client:
    """What is sent passes what stands before Django, as behind a server."""
    inner = client.handler
    client.handler = lambda environ: inner(in_utf_8(environ))
    return client
