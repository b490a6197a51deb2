"""A real browser before the real pages of the small made world."""

import os
import shutil
import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from dashboards.news import bulletins
from programmes.queries.programmes import all_programmes
from tests.emptying import empty_tables
from tests.reading import make_world

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LONGEST_ANSWER = 10
"""Seconds that a request may go on after its page was closed."""


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests. Its driver runs an event loop, which Django would take for asynchronous code."""
    path = os.environ.get("ROLLOUT_CHROMIUM") or shutil.which("chromium")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The address of a running site with results in it: made once for a module, and emptied after it."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            make_world()
            bulletins.publish()
        all_programmes()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        _end_other_sessions()
        empty_tables()


def _end_other_sessions():
    """Wait for requests that are still answered, and end the database's other sessions.

    A browser that is closed leaves its last request to the server, and may hold a socket open, and with it a session.
    Emptying tables meanwhile would wait for that request as it waits for the tables.
    """
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    last = time.monotonic() + LONGEST_ANSWER
    with connection.cursor() as cursor:
        while time.monotonic() < last:
            cursor.execute(f"SELECT count(*) {others} AND state <> 'idle'")
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.02)
        cursor.execute(f"SELECT pg_terminate_backend(pid) {others}")


@pytest.fixture(autouse=True)
def sessions_end_before_tables_are_emptied(request):
    """Nothing is at work on the database when what a test wrote is taken away: pages are closed by then."""
    if "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    _end_other_sessions()


@pytest.fixture
def visit(chromium: Browser, site):
    """Open a page at a width; what the browser complains of is kept in `page.complaints`."""
    contexts = []

    def opened(address, *, width=1280, scripts=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: _keep(page, message))
        page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
        page.on("request", lambda request: _keep_stranger(page, request.url, site))
        page.goto(f"{site}{address}", wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def _keep(page, message):
    if message.type in ("error", "warning"):
        page.complaints.append(message.text)


def _keep_stranger(page, url, site):
    if not url.startswith((site, "data:")):
        page.complaints.append(f"a request to another host: {url}")


@pytest.fixture
def open_as(people, live_server, chromium):
    """Open a page as one of the `people` of the module; complaints of the browser are in `page.complaints`."""
    contexts = []

    def opened(who, address, *, width=1280, scripts=True):
        client = Client()
        client.force_login(people[who])
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda problem: page.complaints.append(str(problem)))
        page.on(
            "console",
            lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.goto(f"{live_server.url}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
