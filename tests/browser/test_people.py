"""Pages of people, audit and the second step in a real browser: by every rule of axe, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction

from programmes.actions import people
from programmes.choices import Role
from tests import reading

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "seven otters on a raft"
PAGES = (
    "/enter/people/",
    "/enter/people/?q=nobody",
    "/enter/people/add/",
    "/enter/people/{chief}/",
    "/enter/audit/",
    "/enter/audit/?actor=test&since=yesterday",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
)


@pytest.fixture
def chief(transactional_db):
    """A national administrator who edits an area as well."""
    with transaction.atomic():
        reading.make_world()
    user = people.add(username="chief", email="chief@example.org", by="test")
    user.set_password(PASSWORD)
    user.save()
    people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    people.give(user_id=user.pk, role=Role.EDITOR, area_code="QAA", by="test")
    return user


@pytest.fixture
def signed_in(chief, live_server, chromium):
    """Sign in as one would, on the way to a page; what the browser complains of is kept in `page.complaints`."""
    contexts = []

    def opened(address, *, width=1280, scripts=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=live_server.url
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: _keep(page, said))
        page.goto(f"/accounts/login/?next={address}")
        page.fill("[name=login]", "chief")
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        return page

    yield opened
    for context in contexts:
        context.close()


def _keep(page, said):
    if said.type in ("error", "warning"):
        page.complaints.append(said.text)


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_are_clean_by_every_rule_and_fit(signed_in, chief, width):
    page = signed_in("/accounts/2fa/totp/activate/", width=width)
    # The password once more, before anything about signing in.
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    wrong = {}
    for address in (each.format(chief=chief.pk) for each in PAGES):
        page.goto(address)
        rules = [
            f"{each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]
        ]
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if rules or is_wide or page.complaints:
            wrong[address] = [*rules, is_wide, *page.complaints]

    assert wrong == {}


def test_a_role_is_given_and_taken_back_by_clicks_without_scripts(signed_in):
    page = signed_in("/enter/people/", scripts=False)
    page.click("main >> text=chief")
    page.select_option("[name=role]", "approver")
    page.click("text=Give this role")
    row = page.locator("tr", has_text="Approver")
    assert row.count() == 1

    row.locator("button").click()

    assert "holds no more" in page.inner_text("body")
    assert page.locator("tr", has_text="Approver").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_an_administrator_changes_an_address(signed_in, chief, scripts):
    clerk = people.add(username="clerk", email="clerk@example.org", by="test")
    page = signed_in(f"/enter/people/{clerk.pk}/", scripts=scripts, width=375)
    address = page.get_by_label("New email address")

    address.fill("chief@example.org")
    page.click("text=Change the address")
    problem = page.locator(".nhsuk-error-summary").inner_text()
    kept = address.input_value()
    address.fill("moved@example.org")
    page.click("text=Change the address")

    assert "There is an account with the address chief@example.org already." in problem
    assert kept == "chief@example.org"
    assert "The email address of clerk is now moved@example.org." in page.inner_text("body")
    clerk.refresh_from_db()
    assert clerk.email == "moved@example.org"
