"""The property of everything that may be kept: one ETag, one answer, whoever asked before and whoever asks.

Every address of the site is tried; those that answer a stranger with an ETag are visited by people and strangers of
all kinds in any order, and no answer to a stranger holds anything of another visit.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from dashboards.page_store import PAGES
from programmes.actions import people
from programmes.choices import Role
from programmes.models import User
from tests.test_matrix import World, address, made_world, routes, world

__all__ = ["made_world", "world"]

ROLES = {f"otter-{role}": role for role in Role.values}
MARK = re.compile(r"otter-[a-z]+|Kingfisher|csrfmiddlewaretoken")
"""Whatever belongs to one visit: names, messages, tokens."""

OTHER_LIVES = ({"code": "05X"}, {"programme": "cdc"})
"""What else stands in the places of addresses: an area that is gone, another programme."""

OF_AREAS_AND_PROGRAMMES = (
    "/areas/<code>/",
    "/areas/<code>/<slug:programme>/",
    "/programmes/<slug:programme>/",
)

PARAMETERS = {
    "programme": ("ips", "cdc", "kestrel"),
    "indicator": ("ips-access", "smi-employment", "cdc-sites"),
    "period": ("2022-23", "2022-23-Q2", "when"),
    "area": ("QBB", "qcc", "QAA,QBB", "nowhere"),
    "area_type": ("region", "sub_icb"),
    "show": ("rate", "attainment"),
    "boundaries": ("reported", "today"),
    "view": ("pivot", "boundaries"),
    "limits": ("plain",),
    "peers": ("similar",),
    "size": ("100",),
    "sort": ("-attainment", "area"),
    "areas-sort": ("-rank",),
    "q": ("Bure", "<b>"),
    "rate": ("12",),
    "on": ("2021-05-01",),
    "utm_source": ("kestrel", "heron"),
    "next": ("https://kestrel.example/",),
}
UNKNOWN = "kestrel.example"


@dataclass(frozen=True)
class Visit:
    """Somebody comes by: who, with what, and how they ask."""

    role: str = ""
    waiting: str = ""
    """A message that waits: in its cookie, or in the session where it is too long for that."""
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    session: bool = False
    is_head: bool = False
    asks_again: bool = False
    """Whether the browser names the ETag that strangers were given."""

    def browser(self) -> Client:
        """Their browser, as it is before it asks."""
        client = Client(headers=self.headers)
        if self.role:
            client.force_login(User.objects.get(username=self.role))
        for name, value in self.cookies.items():
            client.cookies[name] = value
        if self.session or self.waiting:
            self._bring(client)
        return client

    def _bring(self, client: Client) -> None:
        request, response = RequestFactory().get("/"), HttpResponse()
        request.session = client.session
        if self.session:
            request.session["files"] = "Kingfisher"
        if self.waiting:
            storage = FallbackStorage(request)
            storage.add(messages.INFO, self.waiting)
            storage.update(response)
        if request.session.modified:
            request.session.save()
            client.cookies[site.SESSION_COOKIE_NAME] = request.session.session_key
        for name, morsel in response.cookies.items():
            client.cookies[name] = morsel.value


SHORT, LONG = "Kingfisher has signed out.", "Kingfisher " * 300
cookies = st.dictionaries(
    st.sampled_from([site.CSRF_COOKIE_NAME, "messages", "theme", site.SESSION_COOKIE_NAME, "otter-cookie"]),
    st.sampled_from(["x" * 32, "Kingfisher", "0:otter-forged", ""]),
    max_size=2,
)
headers = st.dictionaries(
    st.sampled_from(
        ["accept-language", "user-agent", "x-forwarded-for", "x-forwarded-host", "range", "accept-encoding"]
    ),
    st.sampled_from(["Kingfisher", "cy", "gzip", "gzip;q=0", "bytes=0-99", "otter-proxy"]),
    max_size=2,
)
visits = st.builds(
    Visit,
    role=st.sampled_from(["", "", *ROLES]),
    waiting=st.sampled_from(["", "", SHORT, LONG]),
    cookies=cookies,
    headers=headers
    | st.sampled_from([{"host": "localhost"}, {"host": "127.0.0.1:81"}, {"if-none-match": "*"}]),
    session=st.booleans(),
    is_head=st.integers(0, 7).map(lambda number: not number),
    asks_again=st.booleans(),
)
queries = st.lists(
    st.sampled_from(sorted(PARAMETERS)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(PARAMETERS[name]))
    ),
    max_size=3,
)


def body(answer: Any) -> bytes:
    """What an answer holds, unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return gzip.decompress(content) if answer.get("Content-Encoding") == "gzip" else content


def is_shared(answer: Any) -> bool:
    """Whether a cache may give this answer to somebody else, or a browser go on with it."""
    return "no-store" not in answer.get("Cache-Control", "")


@pytest.fixture
def kept(world: World, settings: Any) -> list[str]:
    """Every address that answers a stranger with an ETag."""
    settings.API_PER_MINUTE = 0
    for name, role in ROLES.items():
        person = people.add(username=name, email=f"{name}@example.org", by="test")
        people.give(user_id=person.pk, role=role, area_code="ENG" if role == Role.EDITOR else "", by="test")
    asked = {
        address(route, {**world.values, **changes})
        for route in routes()
        if not route.startswith(("/admin/", "/accounts/"))
        for changes in ({}, *(OTHER_LIVES if route in OF_AREAS_AND_PROGRAMMES else ()))
    }
    return sorted(where for where in asked if "ETag" in Client(raise_request_exception=False).get(where))


class Watch:
    """What was answered under each ETag of an address, and whether an answer may stand."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], bytes] = {}

    def visit(self, where: str, visit: Visit) -> None:
        """One visit: its answer is shared and everybody's, or personal and nobody else's."""
        path = where.partition("?")[0]
        client = visit.browser()
        named = {"if-none-match": self.stranger(where).get("ETag", "")} if visit.asks_again else {}
        answer = (client.head if visit.is_head else client.get)(where, headers=named)
        if answer.status_code == 304:
            # What they have is that of any stranger. Of a page nothing may be missing that is theirs.
            is_page = self.stranger(where)["Content-Type"].startswith("text/html")
            assert not (is_page and (visit.role or visit.waiting or visit.session))
            return
        if not is_shared(answer):
            assert "ETag" not in answer
        else:
            self.hold(path, answer, is_whole=not visit.is_head)
        if visit.waiting and not visit.is_head and answer.status_code == 200 and b"<main" in body(answer):
            assert b"Kingfisher" in body(answer)
        if not visit.asks_again:
            self.stranger(where)

    def stranger(self, where: str) -> Any:
        """Somebody with nothing at all asks: nothing of anybody else is in the answer."""
        answer = Client().get(where)
        self.hold(where.partition("?")[0], answer)
        return answer

    def hold(self, path: str, answer: Any, *, is_whole: bool = True) -> None:
        """A shared answer sets no cookie, holds no mark, and is the same for all who have its ETag."""
        said = body(answer)
        assert not answer.cookies
        assert not MARK.findall(said.decode("utf-8", "ignore")), path
        if answer.status_code != 200 or not is_whole:
            return
        assert UNKNOWN.encode() not in said
        if "ETag" in answer:
            assert self.seen.setdefault((path, answer["ETag"]), said) == said


PAGES_OF_ALL = {
    *(
        "/",
        "/programmes/",
        "/programmes/ips/",
        "/programmes/cdc/",
        "/areas/",
        "/areas/QAA/",
        "/areas/QAA/ips/",
    ),
    *("/areas/05X/", "/areas/05X/ips/", "/areas/QAA/cdc/", "/map/", "/map/frames/", "/compare/", "/targets/"),
    *("/completeness/", "/methods/", "/methods/ips-access/", "/provenance/ips-access/QAA/2023-24-Q3/"),
    *("/areas/QAA/news.atom", "/programmes/ips/news.atom", "/data/releases.atom"),
    *("/api/v1/docs", "/api/v1/openapi.json", "/api/v1/progress", "/api/v1/areas"),
}
"""What is among the addresses that answer a stranger with an ETag, and more."""

OF_EACH_KIND = (
    Visit(role="otter-administrator", waiting=SHORT),
    Visit(waiting=SHORT, headers={"accept-encoding": "gzip"}, asks_again=True),
    Visit(waiting=LONG, headers={"if-none-match": "*"}),
    Visit(session=True, cookies={site.CSRF_COOKIE_NAME: "x" * 32}),
    Visit(cookies={site.CSRF_COOKIE_NAME: "not a token", site.SESSION_COOKIE_NAME: "stale"}),
)


def test_no_page_that_may_be_kept_holds_anything_of_a_visit(kept):
    assert set(kept) >= PAGES_OF_ALL
    watch = Watch()
    for where in kept:
        for visit in OF_EACH_KIND:
            PAGES.clear()
            watch.visit(where, visit)


@tries(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    # Not made smaller: that takes minutes, and an example is four visits at most.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(data=st.data(), query=queries, coming=st.lists(visits, min_size=1, max_size=4))
def test_whoever_comes_before_and_in_any_order(kept, data, query, coming):
    PAGES.clear()
    where = data.draw(st.sampled_from(kept))
    asked = f"{where}?{'&'.join(f'{name}={value}' for name, value in query)}" if query else where
    watch = Watch()
    for visit in coming:
        watch.visit(data.draw(st.sampled_from([where, asked])), visit)
