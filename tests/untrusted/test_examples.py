"""Requests that once failed here, each by its name: now each is answered in words, and nothing is lost or done."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.http import HttpResponse, UnreadablePostError
from django.test import Client

from programmes.models import DraftCell, SubmissionEvent
from programmes.queries import addresses
from tests.test_matrix import EVERYBODY, GRID, PERIOD, World

pytestmark = pytest.mark.django_db

CELL = f"/enter/ips/{PERIOD}/cell?area=QAA"
DEEP = b"[" * 200_000
LONG = "9" * 5000
EDITORS = ("editor", "administrator")


def put(client: Client, body: bytes | dict[str, Any]) -> HttpResponse:
    """A cell of the open grid, sent as the page's script sends it."""
    sent = body if isinstance(body, bytes) else json.dumps(body)
    return client.put(CELL, sent, content_type="application/json")


def good(world: World, **changes: Any) -> dict[str, Any]:
    """A cell that is taken, with changes."""
    return {**world.forms["PUT", f"{GRID}cell"], **changes}


# --- Addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/provenance/ips-access/%00/2025-26-Q1/", 404, "\ufffd"),
        ("/provenance/ips-access/QAA/%00/", 404, "\ufffd"),
        ("/areas/%00/", 404, "\ufffd"),
        ("/areas/QAA%00/pack/", 404, "QAA\ufffd"),
        ("/areas/%00/news/", 404, "Page not found"),
        ("/areas/?q=%00", 200, "\ufffd"),
        ("/map/?area_type=%00", 200, "There is no level of area “\ufffd”"),
        ("/compare/?area=%00", 200, "No area of today has the code “\ufffd”"),
        ("/data/%00/", 404, "Page not found"),
        ("/subscriptions/leave/%00/", 404, "Page not found"),
        ("/?%00=1", 200, "England"),
    ],
)
def test_nul_in_an_address_names_nothing(address, status, said, role, browsers):
    answer = browsers[role].get(address)

    assert answer.status_code == status
    assert said in answer.content.decode()
    assert "\0" not in answer.content.decode()


def test_nul_in_the_search_for_people_finds_nobody(browsers):
    answer = browsers["administrator"].get("/enter/people/?q=edit%00or")

    assert answer.status_code == 200
    assert "edit\ufffdor" in answer.content.decode()
    assert "editor@example.org" not in answer.content.decode()


@pytest.mark.parametrize(
    ("question", "parameter"),
    [("progress?area=QAA%00", "area"), ("areas?%00=1", "\ufffd"), ("progress?cursor=%00", "cursor")],
)
def test_nul_in_a_question_to_the_api_is_refused_by_name(question, parameter, browsers):
    answer = browsers["stranger"].get(f"/api/v1/{question}")

    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["parameter"] == parameter


@pytest.mark.parametrize(
    "charset", ["zlib", "undefined", "idna", "punycode", "unicode_escape", "utf-16", "nothing-known"]
)
def test_another_encoding_than_utf_8_is_refused(charset, browsers):
    for role in ("stranger", "administrator"):
        answer = browsers[role].get("/areas/?q=a%20b", CONTENT_TYPE=f"text/plain; charset={charset}")

        assert answer.status_code == 400, role
    asked = browsers["stranger"].get("/api/v1/areas?limit=1", CONTENT_TYPE=f"text/plain; charset={charset}")
    assert asked.status_code == 400
    assert asked["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", "us-ascii"])
def test_utf_8_by_any_of_its_names_is_read(charset, browsers):
    answer = browsers["stranger"].get("/areas/?q=Avon", CONTENT_TYPE=f"text/plain; charset={charset}")

    assert answer.status_code == 200
    assert "Avon" in answer.content.decode()


@pytest.mark.parametrize("length", ["x", "-1", "1e3", "\xb2", "9" * 19, "1" * 5000, " 1 2 "])
@pytest.mark.parametrize(
    "address",
    ["/accounts/password/reset/key/1-none/", "/accounts/login/", CELL, "/enter/upload/"],
)
@pytest.mark.parametrize("more", ["", "; charset=undefined", "; charset=zlib", "; a*=nothing''x"])
def test_a_length_that_is_no_number_is_refused(address, length, more, browsers):
    for role in ("stranger", "administrator"):
        form = {"content_type": f"application/x-www-form-urlencoded{more}", "CONTENT_LENGTH": length}
        answer = browsers[role].generic("POST", address, b"a=", **form)

        assert answer.status_code == 400, role


@pytest.mark.parametrize(
    "cookie", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", "other"]
)
def test_a_cookie_that_cannot_be_read_is_passed_over(cookie, browsers):
    escaped = r"\000" * 40

    answer = browsers["stranger"].get("/enter/", HTTP_COOKIE=f'{cookie}="{escaped}"')

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", ["000001", "9" * 6, LONG, "000001" + LONG, "\u0663", "-1", "1e999"])
def test_the_page_of_a_pivot_is_a_number_or_the_first(page, browsers):
    answer = browsers["stranger"].get("/targets/", {"view": "pivot", "programme": "ips", "page": page})

    assert answer.status_code == 200
    assert "Areas 1 to" in answer.content.decode()


@pytest.mark.parametrize("number", [LONG, "1" * 30, str(2**63)])
def test_a_version_beyond_all_numbers_is_said_to_be_unknown(number, browsers):
    text = browsers["stranger"].get("/targets/", {"kind": f"long_term_plan:{number}"}).content.decode()

    assert "There is no trajectory “long_term_plan:" in text
    assert "Exceeds" not in text


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0000-00-00", "1000000000-01-01"])
def test_a_day_far_away_is_left_aside_with_a_sentence(day, name, browsers):
    for form in ("", "csv"):
        answer = browsers["administrator"].get("/enter/audit/", {name: day, "format": form})
        assert answer.status_code == 200
        assert form or f"“{day}” was left aside" in answer.content.decode()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "20240331", "2024-W01-1"])
def test_the_api_refuses_days_that_no_period_knows(day, browsers):
    answer = browsers["stranger"].get("/api/v1/areas", {"on": day})

    assert answer.status_code == 422
    assert answer.json()["parameter"] == "on"


def test_ten_thousand_parameters_are_too_much_at_once(browsers):
    many = "&".join(f"a{number}=1" for number in range(10_000))

    for role in EVERYBODY:
        page = browsers[role].get(f"/targets/?{many}")
        assert page.status_code == 413
        assert "Too much was sent at once" in page.content.decode()
    asked = browsers["stranger"].get(f"/api/v1/progress?{many}")
    assert asked.status_code in (400, 413)
    assert asked["Content-Type"].startswith("application/problem+json")
    form = browsers["editor"].post(
        f"/enter/ips/{PERIOD}/?area=QAA", many, "application/x-www-form-urlencoded"
    )
    assert form.status_code == 413


@pytest.mark.parametrize("page", ["change", "delete", "history"])
@pytest.mark.parametrize("model", ["edition", "observation", "programme", "user"])
def test_a_row_by_a_field_without_a_name_is_found_by_its_key(model, page, browsers):
    for key in ("1", "none", "%ED%A0%80"):
        answer = browsers["administrator"].get(f"/admin/programmes/{model}/{key}/{page}/?_to_field=")

        assert answer.status_code in (200, 302, 403, 404), key


@pytest.mark.parametrize(
    "address", ["/enter/review/{}/", "/enter/upload/{}/", "/enter/people/{}/", "/data/releases/{}/"]
)
@pytest.mark.parametrize("number", [LONG, "9" * 400, str(2**63), str(2**31), "0"])
def test_what_no_key_can_be_is_not_found(address, number, browsers):
    assert browsers["administrator"].get(address.format(number)).status_code == 404


# --- One cell as JSON -----------------------------------------------------------------------------------------

NO_CELLS = {
    "an area beyond all numbers": b'{"indicator":"ips-access","area":1e999,"version":0,"numerator":"1"}',
    "arrays in arrays": DEEP,
    "objects in objects": b'{"a":' * 200_000,
    "not a number": b'{"indicator":"ips-access","area":NaN}',
    "infinity": b'{"indicator":"ips-access","area":1,"numerator":Infinity}',
    "five thousand digits": b'{"indicator":"ips-access","area":' + LONG.encode() + b"}",
    "half a pair": b'{"indicator":"ips-access","area":1,"note":"\\ud800"}',
    "bytes that are no text": b'{"indicator":"ips-access","area":1,"note":"\xed\xa0\x80"}',
    "a name twice": b'{"indicator":"ips-access","area":1,"area":2,"numerator":"1"}',
    "a list for a number": b'{"indicator":"ips-access","area":1,"numerator":[1]}',
    "an object for words": b'{"indicator":"ips-access","area":1,"note":{"a":"b"}}',
    "true for a number": b'{"indicator":"ips-access","area":1,"numerator":true}',
    "true for an area": b'{"indicator":"ips-access","area":true,"numerator":"1"}',
    "a part of an area": b'{"indicator":"ips-access","area":1.9,"numerator":"1"}',
    "no area": b'{"indicator":"ips-access","numerator":"1"}',
    "no indicator": b'{"area":1,"numerator":"1"}',
    "an indicator that is none": b'{"indicator":7,"area":1}',
    "a list": b"[]",
    "nothing": b"",
    "a mark before it": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("body", NO_CELLS.values(), ids=NO_CELLS)
def test_what_is_no_cell_is_refused_in_words(body, browsers):
    before = list(DraftCell.objects.values_list("pk", "version"))

    for role in EDITORS:
        answer = put(browsers[role], body)
        assert answer.status_code in (400, 413)
        assert answer.json()["message"].startswith("This was not a cell.")
    assert list(DraftCell.objects.values_list("pk", "version")) == before


@pytest.mark.parametrize("body", NO_CELLS.values(), ids=NO_CELLS)
def test_who_may_not_enter_figures_learns_nothing_of_what_they_sent(body, browsers):
    assert put(browsers["stranger"], body).status_code == 302
    for role in ("reader", "analyst", "approver"):
        answer = put(browsers[role], body)
        assert answer.status_code == 403
        assert answer.json() == {"message": "You may not enter figures for this programme."}


def test_a_cell_of_a_megabyte_is_too_large(made_world, browsers):
    answer = put(browsers["editor"], good(made_world, note="x" * 1_000_000))

    assert answer.status_code == 413
    assert "More than 100 kB" in answer.json()["message"]


@pytest.mark.parametrize("typed", ["1\x004", "1\x1f4", "1e999", "NaN", "Infinity", "\u0661", "1\ufffe4"])
def test_what_is_no_number_is_refused_in_its_cell(typed, made_world, browsers):
    sent = good(made_world, numerator=typed, marker="")

    answer = put(browsers["editor"], sent)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "not-a-number"

    key = f"{sent['indicator']}.{sent['area']}"
    form = {f"numerator.{key}": typed, f"version.{key}": "0"}
    page = browsers["editor"].post(f"/enter/ips/{PERIOD}/?area=QAA", form)
    assert page.status_code == 422
    assert "is not a number" in page.content.decode()


def test_a_number_of_json_is_read_as_written(made_world, browsers):
    answer = put(browsers["editor"], good(made_world, numerator=41, marker=""))

    assert answer.status_code == 200
    assert answer.json()["cell"]["numerator"] == "41"


def test_words_keep_what_can_be_kept_in_one_way_of_writing(made_world, browsers):
    said = "Cafe\u0301\x00 \u202eabc\u200b\r\nnext\x0bline"

    answer = put(browsers["editor"], good(made_world, note=said))

    assert answer.status_code == 200
    assert answer.json()["cell"]["note"] == "Caf\u00e9\ufffd \u202eabc\u200b\nnext\nline"


@pytest.mark.parametrize("version", [LONG, "1e999", -1, 1.5, True, None, 2**31, "x"])
def test_a_version_that_is_none_is_one_that_nobody_saw(version, made_world, browsers):
    assert put(browsers["editor"], good(made_world, version=version)).status_code == 200


def test_a_body_that_breaks_off_is_refused(browsers, monkeypatch):
    def broken(self: Any, *args: Any) -> bytes:
        raise OSError("chunk without an end")

    monkeypatch.setattr("django.test.client.FakePayload.read", broken)

    answer = put(browsers["editor"], b"{}")

    assert answer.status_code == 400
    assert "is not something that this site can read" in answer.content.decode()
    assert issubclass(UnreadablePostError, OSError)


def test_more_than_is_taken_in_one_go_is_refused(browsers, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = browsers["editor"].post(
        f"/enter/ips/{PERIOD}/?area=QAA", "a" * 1001, "application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413
    assert "Too much was sent at once" in answer.content.decode()


# --- Forms ----------------------------------------------------------------------------------------------------

NO_KEYS = ["9" * 5000, "1" * 30, str(2**63), "\u00b2", "\u0663", "-1", "1e999", "\0", ""]


@pytest.mark.parametrize("key", NO_KEYS)
def test_choosing_what_no_key_can_be_is_choosing_nothing(key, browsers):
    for decision in ("accept", "return"):
        answer = browsers["approver"].post(
            "/enter/review/", {"submission": key, "decision": decision, "comment": "a"}
        )
        assert answer.status_code == 422
        assert "Choose what to accept or to return." in answer.content.decode()


@pytest.mark.parametrize("key", NO_KEYS)
def test_a_comment_on_what_no_cell_can_be_is_passed_over(key, made_world, browsers):
    number = made_world.values["submission_id"]
    said = {"decision": "return", f"comment.{key}": "What is this?", "comment": "Mend\x00 it."}

    answer = browsers["approver"].post(
        f"/enter/review/{number}/", urlencode(said), "application/x-www-form-urlencoded"
    )

    assert answer.status_code == 302
    assert addresses.submission(int(number)).status == "returned"
    assert SubmissionEvent.objects.filter(submission=number).latest("pk").comment == "Mend\ufffd it."


def test_nul_in_what_is_followed_names_nothing(browsers):
    for name in ("area", "programme"):
        answer = browsers["reader"].post("/subscriptions/follow/", {name: "Q\0A"}, follow=True)
        assert answer.status_code == 200
        assert f"No {name} has the code" in answer.content.decode()


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n", b'--x\r\nContent-Disposition: form-data; name="a"\r\n']
)
@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"],
)
def test_a_form_in_broken_parts_is_refused(content_type, body, browsers):
    answer = browsers["editor"].post("/enter/upload/", body, content_type)

    assert answer.status_code in (400, 422)
