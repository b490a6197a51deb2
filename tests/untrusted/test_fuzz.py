"""Every address of the site, by any method, as everybody, with anything: it answers, and never with a failure.

`script/test fuzz` sends 200 requests to each address, an ordinary run 10. The seed stands in
the first lines of the run; `script/test fuzz --seed N` repeats it.
"""

from __future__ import annotations

import traceback
from http.cookies import SimpleCookie
from io import BytesIO

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils.encoding import force_bytes
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.test_matrix import EVERYBODY, routes
from tests.untrusted.conftest import REQUESTS
from tests.untrusted.hostile import Asked, requests

pytestmark = pytest.mark.django_db
SAYS_SO = {"/readyz": 503}
"""What is down here, as no worker runs."""


@pytest.mark.fuzz
@pytest.mark.parametrize("route", list(routes()))
def test_nothing_that_is_sent_is_answered_with_a_failure(route, made_world, browsers, pytestconfig):
    number = pytestconfig.getoption("randomly_seed")
    forms = {method: said for (method, of), said in made_world.forms.items() if of == route}

    @seed(f"{number} {route}")
    @settings(
        max_examples=REQUESTS,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(asked=requests(route, made_world.values, forms, EVERYBODY))
    def sent(asked: Asked) -> None:
        assert failing(browsers[asked.role], asked) == "", f"script/test fuzz --seed {number}"

    sent()


def failing(client: Client, asked: Asked) -> str:
    """What failed; nothing where the answer was one. Whatever was done is undone."""
    cache.clear()
    cookies = client.cookies.output(header="")
    with transaction.atomic():
        client.exc_info = None
        # As from a socket: of a body that is shorter than it says, what is there is read, and then nothing more.
        # Django's own stand-in calls that a fault of the test.
        there = {"wsgi.input": BytesIO(force_bytes(asked.body))}
        said = client.generic(
            asked.method, asked.address, asked.body, content_type=asked.content_type, **asked.headers, **there
        )
        body = whole(said)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    path = asked.address.partition("?")[0]
    if said.status_code >= 500 and SAYS_SO.get(path) != said.status_code:
        failed = getattr(said, "exc_info", None)
        why = "".join(traceback.format_exception(*failed)[-4:]) if failed else body[:500]
        return f"{said.status_code} for {asked!r}\n{why}"
    return f"{asked!r}\n{body!r}" if b"Traceback (most recent call last)" in body else ""


def whole(said: HttpResponseBase) -> bytes:
    """All bytes of an answer, those of a file too."""
    return b"".join(said.streaming_content) if said.streaming else said.content
