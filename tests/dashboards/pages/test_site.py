"""What stands around the figures: status, methods, data, accounts, health."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dashboards.presenters.glossary import GLOSSARY
from programmes import models
from programmes.choices import Marker
from tests.dashboards.pages.conftest import words


def test_status_shows_stage_and_share_of_a_run(world, read):
    models.RecomputeRun.objects.create(
        scope="full",
        state="running",
        trigger="a test",
        stage="People in work",
        share_done=0.4,
        started_at=timezone.now(),
    )

    soup = read("/status/")

    assert soup.progress["value"] == "40"
    assert "40%, People in work" in words(soup.table)
    assert soup.select_one("[data-reload-seconds]")
    assert not read("/status/?still").select_one("[data-reload-seconds]")


def test_status_says_what_waits(world, read):
    models.Dirty.objects.create(
        programme=models.Programme.objects.get(code="ips"), marked_at=timezone.now() - timedelta(minutes=3)
    )

    assert "1 slice; the oldest change has waited for 3 minutes" in words(read("/status/"))


def test_methods_explain_every_indicator_marker_and_word(world, read):
    soup = read("/methods/")

    for indicator in models.Indicator.objects.all():
        assert soup.find(id=indicator.code)
    text = words(soup)
    assert all(f"[{marker.value}]" in text for marker in Marker)
    assert all(word in text for word, _ in GLOSSARY)
    assert "Made for tests" in words(soup.select_one("#sources"))


def test_data_page_links_every_programmes_files(world, read):
    links = [link["href"] for link in read("/data/").select("main a")]

    for code in ("ips", "cdc"):
        for kind in ("progress", "coverage", "facts", "services"):
            assert f"/api/v1/{kind}?programme={code}&format=csv" in links


def test_every_link_within_the_site_leads_somewhere(world, client, read):
    seen = set()
    for address in (
        "/",
        "/programmes/",
        "/programmes/ips/",
        "/areas/QBB/",
        "/areas/QBB/ips/",
        "/methods/",
        "/data/",
    ):
        seen |= {link["href"].split("#")[0] for link in read(address).select("a[href^='/']")}

    broken = {link: client.get(link).status_code for link in seen}
    assert {link: status for link, status in broken.items() if status not in (200, 302)} == {}


def test_sign_in_stands_in_the_same_frame(db, read):
    soup = read("/accounts/login/")

    assert [link.get_text() for link in soup.select(".nhsuk-header__navigation-link")][0] == "England"
    assert [label.get_text() for label in soup.select("main label")] == [
        "User name or email address",
        "Password",
    ]


def test_wrong_password_is_told_above_the_form(db, client):
    response = client.post("/accounts/login/", {"login": "nobody", "password": "nothing"})

    assert b"nhsuk-error-summary" in response.content
    assert b'value="nobody"' in response.content


@pytest.mark.parametrize("address", ["/accounts/password/reset/", "/accounts/login/"])
def test_account_pages_have_no_inline_style_or_script(db, read, address):
    soup = read(address)

    assert not soup.select("[style], style, script:not([src]):not([type='application/json'])")


def test_alive_needs_nothing(client):
    assert client.get("/healthz").json() == {"status": "alive"}


def test_not_ready_without_a_worker(db, client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["wrong"]
