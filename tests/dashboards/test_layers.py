"""The two layers, over every address: official figures by default, made-up ones where the address asks for them."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.db.models import F
from django.test import Client

from dashboards.layer_links import WITHOUT_LAYER, carried, with_layer
from dashboards.models import KeptFile
from dashboards.page_store import PAGES
from programmes import memory
from programmes.actions import recompute
from programmes.choices import Layer
from programmes.layers import layer_in_hand, read_in, reading
from programmes.models import Coverage, DataVersion, Progress, User
from tests.test_matrix import World, address, made_world, routes, world

__all__ = ["made_world", "world"]

ASKED = "layer=demonstration"
MADE_UP = 777_777.0
"""A figure that is nowhere among the official ones of the made world."""

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
"""Another one each time."""

MADE_UP_TITLE = re.compile(rb"<(title|h[1-6])[^>]*>\s*Demonstration: ")

NO_PAGES = re.compile(
    r"^/(static|admin|accounts|enter|healthz|readyz)|/give-up-file|<file_name>|<token>|<key>"
)


def make_demonstration() -> None:
    """Rows of the other layer for every official one, with other figures."""
    for model in (Progress, Coverage):
        model.objects.filter(provenance="demonstration").update(provenance="official")
        rows = list(model.objects.all())
        for row in rows:
            row.layer, row.provenance = Layer.DEMONSTRATION, "demonstration"
            if isinstance(row, Progress) and row.actual is not None:
                row.actual = row.year_to_date = row.numerator = MADE_UP
        model._base_manager.bulk_create(rows)
    recompute.raise_version(*Layer)


@pytest.fixture
def both(world: World, both_layers: None) -> World:
    """The made world with made-up figures beside its own."""
    make_demonstration()
    return world


def public_pages(world: World) -> list[str]:
    """The address of every page and answer that a stranger may have."""
    return [address(route, world.values) for route in routes() if not NO_PAGES.search(route)]


def read(client: Client, where: str) -> tuple[int, bytes]:
    answer = client.get(where)
    content = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, TOKEN.sub(b"", content)


def with_query(where: str, query: str) -> str:
    return f"{where}{'&' if '?' in where else '?'}{query}"


def html_of(client: Client, where: str) -> BeautifulSoup | None:
    answer = client.get(where)
    is_page = answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser") if is_page else None


def test_no_address_shows_a_made_up_figure_unasked(both, client):
    for where in public_pages(both):
        status, content = read(client, where)
        assert status in (200, 301, 302, 304, 400, 403, 404, 405, 422), where
        assert b"777,777" not in content, where
        assert b"777777" not in content, where
        assert not MADE_UP_TITLE.search(content), where


def test_every_page_of_made_up_figures_says_so_and_leads_on_to_such(both, client):
    seen = 0
    for where in public_pages(both):
        page = html_of(client, with_query(where, ASKED))
        if page is None:
            continue
        seen += 1
        banner = page.select_one(".rollout-layer")
        assert banner is not None, where
        assert "made up" in banner.get_text(), where
        assert page.title.get_text().startswith("Demonstration: "), where
        assert page.h1.get_text().strip().startswith("Demonstration: "), where
        for link in page.select("a[href], form[action]"):
            target = link.get("href") or link.get("action")
            if target.startswith(("/", "?")) and not target.startswith(("//", "/static/", *WITHOUT_LAYER)):
                assert "layer=" in target, (where, target)
        for form in page.select("form"):
            if form.get("method", "get").lower() == "get":
                assert form.select_one("input[name=layer][value=demonstration]"), where
    assert seen > 15


def test_one_switch_leads_there_and_one_back(both, client):
    there = html_of(client, "/map/?programme=ips").select_one("header a[href*=layer]")
    assert (there.get_text(), there["href"]) == ("Demonstration figures", f"/map/?programme=ips&{ASKED}")

    back = html_of(client, there["href"]).select_one("header a[href*='layer=official']")
    assert (back.get_text(), back["href"]) == ("Official figures", "/map/?layer=official&programme=ips")


def test_changing_what_is_made_up_changes_no_official_byte(both, client):
    pages = public_pages(both)
    first = {where: read(client, where) for where in pages}
    before = {where: read(client, where) for where in pages}
    # A kept file says how long it stays, which every visit of its page makes longer.
    moving = [where for where in pages if first[where] != before[where]]
    assert [where for where in moving if not where.startswith("/data/2")] == []
    version = DataVersion.objects.get().version
    shown = read(client, f"/areas/QAA/?{ASKED}")

    with reading(Layer.DEMONSTRATION):
        Progress.objects.filter(actual__isnull=False).update(actual=F("actual") + 11, numerator=5)
        Coverage.objects.update(areas_covered=0, services=0)
    recompute.raise_version(Layer.DEMONSTRATION)

    assert DataVersion.objects.get().version == version
    assert read(client, f"/areas/QAA/?{ASKED}") != shown
    for kept in ("as they were kept", "afresh"):
        if kept == "afresh":
            PAGES.clear()
            memory.forget()
        for where in set(pages) - set(moving):
            assert read(client, where) == before[where], (kept, where)


def test_each_layer_has_its_own_etag(both, client):
    official = client.get("/map/", headers={"Accept-Encoding": "gzip"})["ETag"]
    made_up = client.get(f"/map/?{ASKED}")["ETag"]
    assert official != made_up
    recompute.raise_version(Layer.DEMONSTRATION)

    assert client.get("/map/")["ETag"] == official
    assert client.get(f"/map/?{ASKED}")["ETag"] != made_up


def test_a_layer_that_there_is_not_falls_back_and_is_said(both, client):
    page = html_of(client, "/?layer=wishes")

    assert "There are no figures called “wishes” here." in page.select_one(".rollout-layer").get_text()
    assert "777,777" not in page.get_text()


def test_where_nothing_is_made_up_there_is_no_switch_and_no_such_layer(world, client):
    make_demonstration()

    page = html_of(client, f"/?{ASKED}")
    assert page.select_one("header a[href*=layer]") is None
    assert "777,777" not in page.get_text()
    assert "There are no figures called" in page.select_one(".rollout-layer").get_text()
    assert client.get(f"/api/v1/progress?{ASKED}").status_code == 422


def test_a_demonstration_account_is_led_to_what_it_enters(both, client):
    User.objects.filter(username="editor").update(is_demonstration=True)
    said = {"login": "editor", "password": "seven otters on a raft"}

    assert client.post("/accounts/login/", said)["Location"] == f"/?{ASKED}"
    entering = BeautifulSoup(client.get("/enter/").content, "html.parser")
    assert "seen among them only" in entering.select_one(".rollout-layer").get_text()
    away = [link["href"] for link in entering.select("nav a[href='/map/'], nav a[href^='/map/?']")]
    assert away == [f"/map/?{ASKED}"]


def test_another_account_is_not(both, client):
    said = {"login": "editor", "password": "seven otters on a raft"}

    assert client.post("/accounts/login/", said)["Location"] == "/"
    assert BeautifulSoup(client.get("/enter/").content, "html.parser").select_one(".rollout-layer") is None


def test_the_page_of_a_file_is_in_the_layer_of_the_file(both, client):
    file = KeptFile.objects.get(reference=both.values["reference"])
    page = f"/data/{file.reference}/"
    assert client.get(page).status_code == 200
    assert client.get(f"{page}?{ASKED}")["Location"] == f"{page}?layer=official"

    KeptFile.objects.filter(pk=file.pk).update(question=f"{file.question}&{ASKED}")
    assert client.get(page)["Location"] == f"{page}?{ASKED}"
    assert client.get(f"{page}?{ASKED}").status_code == 200


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/map/", f"/map/?{ASKED}"),
        ("/map/?show=rate", f"/map/?show=rate&{ASKED}"),
        ("/map/?", f"/map/?{ASKED}"),
        ("/map/#where", f"/map/?{ASKED}#where"),
        ("/map/?show=rate#where", f"/map/?show=rate&{ASKED}#where"),
        ("/map/?layer=official", "/map/?layer=official"),
        ("?sort=area", f"?sort=area&{ASKED}"),
        ("/static/css/rollout.css", "/static/css/rollout.css"),
        ("/enter/", "/enter/"),
        ("//elsewhere.example/", "//elsewhere.example/"),
    ],
)
def test_an_address_takes_the_layer_along(both_layers, address, expected):
    assert carried(address) == address
    with reading(Layer.DEMONSTRATION):
        assert carried(address) == expected


def test_a_page_takes_the_layer_along_in_links_forms_and_what_scripts_read(both_layers):
    page = (
        '<h1 id="a">Map</h1><a href="/map/?a=1&amp;b=2">x</a><a href="#here">y</a><a href="https://e.example/">z</a>'
        '<form method="get" action="/map/"></form><form method="post" action="/data/make/"></form>'
        '<script type="application/json">{"href": "/areas/QHM/?a=1\\u0026b=2"}</script>'
    )
    assert with_layer(page) == page

    with reading(Layer.DEMONSTRATION):
        shown = with_layer(page)

    assert '<h1 id="a">Demonstration: Map' in shown
    assert f'href="/map/?a=1&amp;b=2&amp;{ASKED}"' in shown
    assert 'href="#here"' in shown
    assert 'href="https://e.example/"' in shown
    assert shown.count('<input type="hidden" name="layer" value="demonstration">') == 1
    assert f'action="/data/make/?{ASKED}"' in shown
    assert f'"/areas/QHM/?a=1\\u0026b=2\\u0026{ASKED}"' in shown


def test_a_stream_is_made_in_its_layer_whenever_it_is_read():
    def layers():
        while True:
            yield layer_in_hand()

    stream = read_in(Layer.DEMONSTRATION, layers())

    assert [next(stream), next(stream)] == [Layer.DEMONSTRATION] * 2
    assert layer_in_hand() == Layer.OFFICIAL
