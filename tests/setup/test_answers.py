"""How answers are sent: compressed for those who take it, and kept by nobody unless they say otherwise."""

import gzip
import re

import pytest
from django.conf import settings
from django.core.handlers.wsgi import get_script_name
from django.test import Client
from django.urls import set_script_prefix

from tests.reading import made_world

__all__ = ["made_world"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(made_world: None, db: None) -> None:
    """The made world; each test's own changes are undone after it."""


@pytest.mark.parametrize("address", ["/areas/QAA/", "/data/", "/api/v1/progress"])
@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "gzip; q=0.0, identity", "br"])
def test_nothing_is_compressed_for_those_who_do_not_take_it(client, world, address, accepted):
    for _ in range(2):
        answer = client.get(address, headers={"accept-encoding": accepted})
        assert "Content-Encoding" not in answer
        assert "Accept-Encoding" in answer["Vary"]


@pytest.mark.parametrize("address", ["/areas/QAA/", "/areas/?q=Bure", "/data/", "/api/v1/progress"])
def test_what_is_compressed_is_compressed_once(client, world, address):
    plain = client.get(address)
    packed = [client.get(address, headers={"accept-encoding": "gzip, br"}) for _ in range(2)]

    for answer in packed:
        assert (answer["Content-Encoding"], answer["Content-Length"]) == ("gzip", str(len(answer.content)))
        assert gzip.decompress(answer.content) == plain.content
        assert "Accept-Encoding" in answer["Vary"]
        assert answer.get("ETag", "") == plain.get("ETag", "")
    assert len(packed[0].content) < len(plain.content) / 2


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/areas/NOPE/", "/areas/ENG/", "/enter/people/", "/accounts/login/"]
)
def test_what_is_no_page_for_all_is_kept_by_nobody_and_has_no_etag(client, world, address):
    answer = client.get(address)

    assert "ETag" not in answer
    if address not in ("/areas/NOPE/", "/areas/ENG/"):
        assert "no-store" in answer["Cache-Control"]


def test_an_answer_that_sets_a_cookie_has_no_etag(client, world):
    """One who brings a token that is none is given another, whatever they asked for."""
    etag = client.get("/api/v1/progress")["ETag"]
    client.cookies[settings.CSRF_COOKIE_NAME] = "no token"

    answer = client.get("/api/v1/progress")

    assert settings.CSRF_COOKIE_NAME in answer.cookies
    assert ("ETag" in answer, answer["Cache-Control"]) == (False, "private, no-store")
    assert client.get("/api/v1/progress")["ETag"] == etag


@pytest.mark.parametrize("address", ["/map/", "/data/", "/api/v1/docs", "/accounts/login/"])
def test_b41_a_path_that_a_server_in_front_names_changes_no_address(client, world, address):
    """Asked under a path and then without one, in one process."""
    under, plain = asked(client, address, SCRIPT_NAME="/rollout"), asked(client, address)

    assert b'="/rollout/' not in under
    assert LINKS.findall(under) == LINKS.findall(plain)
    assert len(LINKS.findall(under)) > 10


LINKS = re.compile(rb'(?:href|src|action)="([^"]*)"')


def asked(client: Client, address: str, **environment: str) -> bytes:
    """The page, asked for through a server in front: what begins every address is set as Django's WSGI handler does."""
    set_script_prefix(get_script_name(environment))
    try:
        answer = client.get(address, **environment)
    finally:
        set_script_prefix("/")
    assert answer.status_code == 200
    return answer.content
