"""Kept files in a browser: a file asked for, watched and fetched; its pages, and those of releases, by every rule."""

import hashlib
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.utils import timezone

from dashboards.kept import keeping, making
from dashboards.models import KeptFile, Release
from dashboards.question import Question
from programmes import doorbell

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"][:3]]


def make(key):
    """As a worker: in a session of its own, outside the test's transaction."""
    making.make(file_id=key)
    connection.close()


def is_one_column(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture(scope="module")
def kept(site, django_db_blocker):
    """The addresses of three files, ready, failed and waiting, of a release, and of lists.

    Committed, as the server must see them; emptied with the site.
    """
    with django_db_blocker.unblock():
        owner = keeping.Owner(visitor="somebody else")
        ready, failed, waiting = (
            keeping.ask(question=Question(programme=("ips",)), form=form, by=owner)
            for form in ("csv", "jsonl", "parquet")
        )
        making.make(file_id=ready.pk)
        making.fail(failed, making.NO_ROOM)
        release = Release.objects.create(
            number=1,
            title="Figures of autumn",
            note="Three boards sent figures in again.",
            state="published",
            published_at=timezone.now(),
            data_version=7,
            changes={"progress": {"revised": 3, "added": 12}},
        )
        KeptFile.objects.filter(pk=ready.pk).update(release=release, expires_at=None)
        addresses = [f"/data/{file.reference}/" for file in (ready, failed, waiting)]
        yield [*addresses, "/data/releases/1/", "/data/mine/"]


def test_pages_of_files_keep_every_rule_and_are_one_column_where_it_is_narrow(visit, kept):
    for address in kept:
        page = visit(address, width=320)

        assert violations(page) == [], address
        assert is_one_column(page), address
        assert page.complaints == [], address


def test_a_file_is_asked_for_watched_and_fetched(visit, kept, site, tmp_path, monkeypatch):
    monkeypatch.setattr(doorbell, "send", lambda _task, _key: None)
    page = visit("/data/mine/", accept_downloads=True)
    page.goto(f"{site}{kept[1]}")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/data/*/")
    page.get_by_text("Waiting for a worker").wait_for()
    reference = page.url.rstrip("/").rsplit("/", 1)[1]
    file = KeptFile.objects.get(reference=reference)

    worker = Thread(target=make, args=(file.pk,))
    worker.start()
    page.get_by_role("link", name="Download JSON lines").wait_for(timeout=10000)

    worker.join()
    with page.expect_download() as caught:
        page.get_by_role("link", name="Download JSON lines").click()
    target = Path(tmp_path, "fetched.jsonl")
    caught.value.save_as(target)
    file.refresh_from_db()
    assert hashlib.sha256(target.read_bytes()).hexdigest() == file.sha256
    page.reload()
    assert violations(page) == []
    page.get_by_role("link", name="Your files").click()
    assert violations(page) == []
    page.get_by_role("button", name=f"Delete {reference}").click()
    page.get_by_text(f"File {reference} is off your list.").wait_for()
