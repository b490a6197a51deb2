"""The pack as a page, and asked for as a file: made once, kept, and found under its reference."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from dashboards.kept import making
from dashboards.models import FileTable, KeptFile
from programmes import doorbell
from tests.dashboards.pages.conftest import words
from tests.reading import made_before

pytestmark = pytest.mark.usefixtures("world")

PAGE = "/areas/QBB/pack/"
MAKE = f"{PAGE}make"
STATEMENTS = 10


@pytest.fixture
def sent(monkeypatch):
    """What workers were asked to do."""
    asked = []
    monkeypatch.setattr(doorbell, "send", lambda task, key: asked.append(key))
    return asked


def ask(client, **fields):
    return client.post(MAKE, {"format": "pdf", **fields})


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-1."), ("pptx", b"PK")])
def test_asked_for_it_is_made_kept_and_downloaded(client, form, begins):
    answer = ask(client, format=form)

    assert answer.status_code == 302
    file = KeptFile.objects.get()
    making.make(file_id=file.pk)
    file.refresh_from_db()
    assert (file.state, file.table, file.title) == ("ready", FileTable.PACK, "Meeting pack: Bure")
    shown = words(BeautifulSoup(client.get(answer["Location"]).content, "html.parser"))
    assert "These are the figures that stand." in shown
    assert "demonstration" in shown.lower()
    got = client.get(f"{answer['Location']}{file.file_name}")
    assert got["Content-Disposition"] == f'attachment; filename="rollout-pack-qbb-2024-03-31.{form}"'
    assert b"".join(got.streaming_content).startswith(begins)


def test_same_pack_is_the_same_file_and_other_figures_another(client, sent):
    assert ask(client)["Location"] == ask(client)["Location"]
    assert ask(client)["Location"] != ask(client, format="pptx")["Location"]
    assert KeptFile.objects.count() == 2


def test_area_that_went_meanwhile_is_said(client):
    ask(client)
    file = KeptFile.objects.get()
    KeptFile.objects.update(question=file.question.replace("QBB", "QZZ"))

    making.make(file_id=file.pk)

    file.refresh_from_db()
    assert (file.state, file.error) == ("failed", "There is no area “QZZ” any more.")


def test_failed_pack_is_tried_again_where_packs_are_made(client):
    address = ask(client)["Location"]
    making.fail(KeptFile.objects.get(), "No room.")

    page = BeautifulSoup(client.get(address).content, "html.parser")

    form = next(form for form in page.select("form") if "Try again" in form.get_text())
    fields = {
        each["name"]: each["value"] for each in form.select("input") if each["name"] != "csrfmiddlewaretoken"
    }
    assert form["action"] == MAKE
    assert client.post(form["action"], fields)["Location"] == address


@pytest.mark.parametrize("fields", [{"format": "doc"}, {"format": ""}, {"as_at": "never"}])
def test_what_is_not_understood_is_refused(client, fields):
    assert ask(client, **fields).status_code == 422
    assert not KeptFile.objects.exists()


def test_instant_to_come_is_refused_for_a_file_and_said_on_the_page(client):
    tomorrow = (timezone.now() + timedelta(days=2)).date().isoformat()

    assert ask(client, as_at=tomorrow).status_code == 422
    assert "still to come" in client.get(PAGE, {"as_at": tomorrow}).content.decode()


def test_instant_before_anything_was_known_has_no_figures(client):
    page = client.get(PAGE, {"as_at": "2020-01-01"})

    assert page.status_code == 200
    assert "As known" not in words(BeautifulSoup(page.content, "html.parser"))
    assert "1 January 2020" in page.content.decode()


def test_unknown_area_is_told(client):
    assert client.get("/areas/QZZ/pack/").status_code == 404
    assert client.post("/areas/QZZ/pack/make", {"format": "pdf"}).status_code == 404


def test_page_costs_what_it_says(client, django_assert_num_queries):
    made_before(client, PAGE)
    with django_assert_num_queries(STATEMENTS):
        assert client.get(PAGE).status_code == 200
