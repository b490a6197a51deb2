"""Sending a file in, in a real browser: it is read while the page waits, looked over, sent, accepted."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from programmes.actions import upload_reading
from programmes.models import Observation, Upload
from tests.programmes.uploads.conftest import line, person, populate, table

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTENT = table(line("01C", 120), line("01C", "twelve", period="2023-24-Q2"), line("02D", 5))


@pytest.fixture
def people(transactional_db):
    """An editor and an approver, before the small made world."""
    populate()
    return {
        "editor": person("editor", "editor", "QA1"),
        "approver": person("approver", "approver"),
    }


def send_in(page):
    page.select_option("#programme", "ips")
    page.set_input_files("#file", {"name": "q3.csv", "mimeType": "text/csv", "buffer": CONTENT})
    page.click("main button[type=submit]")
    page.wait_for_url("**/enter/upload/*/")


def axe(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def test_the_page_waits_shows_what_would_change_and_sends_it(open_as):
    page = open_as("editor", "/enter/upload/")
    assert axe(page) == []
    send_in(page)
    key = Upload.objects.get().pk
    assert page.locator("progress").is_visible()
    assert axe(page) == []

    Upload.objects.update(stage="Reading rows: 1 of 3", share_done=0.4)
    page.wait_for_function("() => document.querySelector('progress').value === 40")
    assert page.inner_text("[data-stage]") == "Reading rows: 1 of 3"
    upload_reading.read(upload_id=key)

    page.wait_for_selector("text=Send 1 good figure to be accepted")
    assert axe(page) == []
    page.click("text=Refused (2)")
    assert "You may not enter figures of 02D" in page.inner_text("table")
    assert axe(page) == []
    with page.expect_download() as download:
        page.click("text=refused rows, Excel")
    assert download.value.suggested_filename == f"rollout-file-{key}-refused.xlsx"
    page.click("button[value=send]")
    page.wait_for_selector("text=wait for somebody else")
    assert page.complaints == []

    other = open_as("approver", "/enter/review/")
    other.click("text=q3.csv >> xpath=ancestor::tr >> css=a")
    other.wait_for_url("**/enter/upload/*/")
    assert axe(other) == []
    other.click("button[value=accept]")
    other.wait_for_selector("text=Accepted. The dashboards show the figures within seconds.")
    assert Observation.objects.get().numerator == 120
    assert other.complaints == []


def test_it_works_without_scripts(open_as):
    page = open_as("editor", "/enter/upload/", scripts=False)
    send_in(page)
    assert page.locator("progress").is_visible()
    upload_reading.read(upload_id=Upload.objects.get().pk)

    page.click("text=Refresh")
    page.click("button[value=send]")

    assert "wait for somebody else" in page.inner_text("main")


@pytest.mark.parametrize("width", [375, 1280])
def test_nothing_sticks_out(open_as, width):
    page = open_as("editor", "/enter/upload/", width=width)
    send_in(page)
    upload_reading.read(upload_id=Upload.objects.get().pk)
    page.wait_for_selector(".rollout-figures")

    for address in ("", "?show=refused", "?show=same"):
        page.goto(page.url.split("?")[0] + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
