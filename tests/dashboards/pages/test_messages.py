"""A message is shown to whom it is for, at once, and to nobody else."""

import pytest
from django.test import Client

from programmes.models import User

LEFT = b"You have signed out."


@pytest.fixture
def left(world) -> Client:
    """The browser of somebody who has just signed out, and has opened no page since."""
    client = Client()
    client.force_login(User.objects.create(username="reader"))
    client.post("/accounts/logout/")
    return client


@pytest.mark.parametrize(
    "address", ["/map/?period=2022-23-Q3", "/", "/areas/QBB/", "/targets/?indicator=ips-access"]
)
def test_c01_a_message_of_somebody_who_signed_out_is_not_kept_for_strangers(left, address):
    seen = left.get(address)

    assert LEFT in seen.content
    assert "ETag" not in seen
    assert "no-store" in seen["Cache-Control"]
    assert LEFT not in Client().get(address).content
    assert LEFT not in left.get(address).content


def test_a_message_is_shown_to_whoever_has_the_page_already_and_then_the_page_is_clean(left):
    stranger = Client().get("/map/")

    seen = left.get("/map/", headers={"if-none-match": stranger["ETag"]})
    assert (seen.status_code, LEFT in seen.content) == (200, True)
    for name in [name for name, morsel in left.cookies.items() if not morsel.value]:
        del left.cookies[name]  # as a browser does with what was taken back
    assert left.get("/map/", headers={"if-none-match": stranger["ETag"]}).status_code == 304
    assert left.get("/map/").content == stranger.content


def test_a_message_waits_for_a_page_that_shows_it(left):
    assert LEFT not in left.get("/map/frames/").content
    assert LEFT not in left.get("/api/v1/areas").content
    assert LEFT in left.get("/map/").content


def test_what_others_sent_along_is_on_no_page_and_makes_no_other(world):
    first = Client().get("/programmes/ips/?utm_source=kestrel&next=//kestrel.example")
    again = Client().get("/programmes/ips/?utm_source=heron")

    assert b"kestrel" not in first.content + again.content
    assert (again["ETag"], again.content) == (first["ETag"], first.content)


def test_sorting_keeps_what_the_page_reads_and_nothing_else(world):
    answer = Client().get("/programmes/ips/?period=2022-23&utm_source=kestrel&areas-sort=-status")

    assert b"?areas-sort=" in answer.content
    assert b"&amp;period=2022-23" in answer.content
    assert b"kestrel" not in answer.content


def test_any_page_is_not_taken_for_one_that_is_not_there_nor_for_a_question_that_is_refused(world):
    for address, status in (("/areas/NOPE/", 404), ("/api/v1/progress?nothing=1", 422)):
        assert Client().get(address, headers={"if-none-match": "*"}).status_code == status
