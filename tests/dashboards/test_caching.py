"""What is kept for strangers, and what is not: one view, asked in every way."""

import gzip

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.middleware.csrf import get_token

from dashboards.caching import kept_for_strangers
from dashboards.page_store import PAGES
from programmes.models import DataVersion, User

pytestmark = pytest.mark.django_db
PERSONAL = "private, no-store"


@pytest.fixture
def made():
    """The addresses of which the page was made, in their order."""
    return []


@pytest.fixture
def ask(rf, made):
    """Ask for a page that says what its view was given; `does` is what else the view does."""

    def asked(path="/page/", user=None, does=None, waiting=(), method="get", **headers):
        @kept_for_strangers("period", several=["area"], free=["q"])
        def page(request):
            made.append(request.get_full_path())
            if does:
                does(request)
            return HttpResponse(f"page of {request.GET.urlencode()}")

        request = getattr(rf, method)(path, headers=headers)
        request.user = user or AnonymousUser()
        request._messages = CookieStorage(request)
        for message in waiting:
            messages.info(request, message)
        return page(request)

    return asked


def test_a_page_is_made_once_a_version(ask, made):
    ask()
    assert ask().content == b"page of "
    assert len(made) == 1


def test_another_version_and_another_address_are_other_pages(ask, made):
    ask()
    ask("/page/?period=2023-24")
    DataVersion.objects.update_or_create(id=1, defaults={"version": 1})
    ask()

    assert len(made) == 3


def test_those_who_have_it_get_304(ask, made):
    etag = ask()["ETag"]

    for named in (etag, etag.removeprefix("W/"), f'"other", {etag}'):
        answer = ask(**{"if-none-match": named})
        assert (answer.status_code, answer["ETag"], answer["Cache-Control"]) == (304, etag, "no-cache")
        assert {"Cookie", "Accept-Encoding"} <= set(answer["Vary"].split(", "))
    assert ask(**{"if-none-match": '"other"'}).status_code == 200
    assert len(made) == 1


def test_any_page_is_not_taken_for_one_that_is_not_there(rf, ask):
    @kept_for_strangers()
    def missing(request):
        return HttpResponse("nothing", status=404)

    request = rf.get("/page/", headers={"if-none-match": "*"})
    request.user = AnonymousUser()
    answer = missing(request)

    assert (answer.status_code, "ETag" in answer) == (404, False)
    assert ask(**{"if-none-match": "*"}).status_code == 304


@pytest.mark.parametrize("status", [302, 404, 503])
def test_what_is_no_whole_page_is_not_kept_and_has_no_etag(rf, made, status):
    @kept_for_strangers()
    def page(request):
        made.append(1)
        return HttpResponse("for now", status=status)

    for _ in range(2):
        request = rf.get("/page/")
        request.user = AnonymousUser()
        assert "ETag" not in page(request)

    assert len(made) == 2


# --- Its key: known parameters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("utm_source=1", ""),
        ("PERIOD=2023-24&areas=QAA&Q=a&x", ""),
        ("utm_source=1&period=2023-24&y=%00", "period=2023-24"),
        ("area=QAA&_=1&area=QAA", "area=QAA"),
        ("q=&q=%20", "q=%20"),
    ],
)
def test_parameters_that_the_page_does_not_read_make_no_key_and_no_miss(ask, made, query, same):
    first, again = ask(f"/page/?{same}"), ask(f"/page/?{query}")

    assert (again["ETag"], again.content) == (first["ETag"], first.content)
    assert len(made) == 1


def test_a_hundred_unknown_parameters_are_one_page(ask, made):
    etags = {ask(f"/page/?utm_source={number}&period=2023-24&n{number}=1")["ETag"] for number in range(100)}

    assert len(etags) == len(made) == len(PAGES) == 1
    assert ask("/page/?period=2023-24&fbclid=9").content == b"page of period=2023-24"


def test_order_and_duplicates_make_no_other_page(ask, made):
    first = ask("/page/?area=QBB&area=QAA&period=2023-24")
    again = ask("/page/?period=2022-23&area=QBB&period=2023-24&area=QAA&area=QBB")

    assert (again["ETag"], again.content) == (first["ETag"], first.content)
    assert ask("/page/?area=QAA&area=QBB&period=2023-24")["ETag"] != first["ETag"]
    assert len(made) == 2


def test_what_is_asked_in_free_words_is_made_anew(ask, made):
    answers = [ask("/page/?q=somewhere") for _ in range(2)]

    assert len(made) == 2
    assert len(PAGES) == 0
    assert [answer["Cache-Control"] for answer in answers] == ["no-cache"] * 2
    assert not any("ETag" in answer for answer in answers)


# --- Who is a stranger ------------------------------------------------------------------------------------------------


def test_somebody_signed_in_is_never_given_a_kept_page(ask, made):
    etag = ask()["ETag"]
    response = ask(user=User(username="reader"), **{"if-none-match": etag})

    assert (response.status_code, response["Cache-Control"], "ETag" in response) == (200, PERSONAL, False)
    assert len(made) == 2


def test_c01_a_message_that_waits_is_neither_kept_nor_answered_with_the_shared_etag(ask, made):
    response = ask(waiting=["You have signed out."])
    assert (response["Cache-Control"], "ETag" in response, len(PAGES)) == (PERSONAL, False, 0)

    etag = ask()["ETag"]
    response = ask(waiting=["You have signed out."], **{"if-none-match": etag})
    assert (response.status_code, response["Cache-Control"], "ETag" in response) == (200, PERSONAL, False)
    assert ask(**{"if-none-match": etag}).status_code == 304
    assert len(made) == 3


def _says_something(request):
    messages.success(request, "Done.")


def _shows_a_form(request):
    get_token(request)


@pytest.mark.parametrize("does", [_says_something, _shows_a_form])
@pytest.mark.parametrize("path", ["/page/", "/page/?q=free"])
@pytest.mark.parametrize("headers", [{}, {"if-none-match": "*"}])
def test_what_making_a_page_adds_for_one_visit_is_not_kept(ask, made, does, path, headers):
    responses = [ask(path, does=does, **headers) for _ in range(2)]

    assert [(each.status_code, each["Cache-Control"]) for each in responses] == [(200, PERSONAL)] * 2
    assert not any("ETag" in each for each in responses)
    assert (len(made), len(PAGES)) == (2, 0)


def test_a_page_that_sets_a_cookie_is_not_kept(rf, made):
    @kept_for_strangers()
    def page(request):
        made.append(1)
        response = HttpResponse("page")
        response.set_cookie("seen", "1")
        return response

    for _ in range(2):
        request = rf.get("/page/")
        request.user = AnonymousUser()
        assert page(request)["Cache-Control"] == PERSONAL

    assert len(made) == 2


# --- As it is sent ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "GZIP", "x-gzip, deflate"])
def test_it_is_sent_as_it_is_kept(ask, made, accepted):
    for _ in range(2):
        answer = ask(**{"accept-encoding": accepted})
        assert answer["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.content) == b"page of "
        assert "Accept-Encoding" in answer["Vary"]
    assert len(made) == 1


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q = 0.000, br", "*"])
def test_it_is_unpacked_for_those_who_do_not_take_it_so(ask, made, accepted):
    packed = ask(**{"accept-encoding": "gzip"})
    answer = ask(**{"accept-encoding": accepted})

    assert ("Content-Encoding" in answer, answer.content) == (False, b"page of ")
    assert answer["ETag"] == packed["ETag"]
    assert answer["ETag"].startswith('W/"')
    assert len(made) == 1


def test_head_and_get_are_one_page(ask, made):
    assert ask(method="head")["ETag"] == ask()["ETag"]
    assert len(made) == 1
