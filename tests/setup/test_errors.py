"""Every refusal and every failure has a page in the site's look, with its status, and tells nothing it should not."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_protect

from programmes.actions import people
from programmes.choices import Role
from rollout import urls
from rollout.errors import too_many

pytestmark = pytest.mark.django_db


def fail(request):
    raise RuntimeError("the secret of the house")


def forbid(request):
    raise PermissionDenied("the secret of the house")


def bare(request, status):
    return HttpResponseNotAllowed(["GET"]) if status == 405 else HttpResponse(status=status)


def read(request):
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("fail/", fail),
    path("api/v1/fail/", fail),
    path("forbid/", forbid),
    path("bare/<int:status>/", bare),
    path("read/", read),
    path("token/", csrf_protect(read)),
    *urls.urlpatterns,
]
handler400, handler500 = urls.handler400, urls.handler500


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def assert_is_a_page(answer, status, heading):
    page = BeautifulSoup(answer.content, "html.parser")
    said = page.get_text()
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert page.html["lang"] == "en-GB"
    assert page.find("header", class_="nhsuk-header").get_text(strip=True).startswith("Rollout")
    assert [found.get_text() for found in page.find_all("h1")] == [heading]
    assert page.title.get_text() == f"{heading} – Rollout"
    assert page.find("a", href="/")
    assert not page.find_all(style=True)
    for leak in ("DEBUG", "Traceback", "secret of the house", "Django", "RuntimeError", "example.com"):
        assert leak not in said
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("token", [None, "x" * 64])
def test_a_form_without_its_token(settings, token):
    settings.ROOT_URLCONF = __name__
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/token/", {"csrfmiddlewaretoken": token} if token else {})

    assert_is_a_page(answer, 403, "This form is out of date")
    assert "Nothing was saved." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/enter/people/add/"])
def test_a_form_of_the_site_without_its_token_or_from_elsewhere(address):
    client = Client(enforce_csrf_checks=True)
    for headers in ({}, {"HTTP_ORIGIN": "https://evil.example.com"}):
        assert_is_a_page(client.post(address, {}, **headers), 403, "This form is out of date")


def test_a_page_that_is_not_for_this_reader(client):
    assert_is_a_page(client.get("/forbid/"), 403, "You may not see this page")


def test_an_address_that_is_none(client):
    assert_is_a_page(client.get("/no/such/page/"), 404, "Page not found")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "/enter/people/"),
        ("get", "/enter/people/1/close/"),
        ("get", "/enter/people/1/address/"),
        ("put", "/map/"),
        ("delete", "/accounts/login/"),
        ("patch", "/enter/people/add/"),
    ],
)
def test_a_method_that_an_address_does_not_know(method, address):
    user = people.add(username="chief", email="chief@example.org", by="test")
    people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    client = Client()
    client.force_login(user)

    answer = getattr(client, method)(address)

    if address != "/accounts/login/":
        assert_is_a_page(answer, 405, "This cannot be done here")
        assert answer["Allow"]
        assert answer["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "This request cannot be read"),
        (405, "This cannot be done here"),
        (413, "Too much was sent at once"),
    ],
)
def test_a_refusal_that_was_answered_without_words(client, status, heading):
    assert_is_a_page(client.get(f"/bare/{status}/"), status, heading)


def test_more_bytes_than_one_request_may_have(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = client.post("/read/", "a=" + "b" * 200, content_type="application/x-www-form-urlencoded")

    assert_is_a_page(answer, 413, "Too much was sent at once")


def test_more_fields_than_one_request_may_have(client):
    answer = client.post("/read/", "a=1&" * 1500, content_type="application/x-www-form-urlencoded")

    assert_is_a_page(answer, 413, "Too much was sent at once")


def test_a_host_that_is_not_ours(client):
    answer = client.get("/", HTTP_HOST="evil.example.com")

    assert_is_a_page(answer, 400, "This request cannot be read")
    assert "evil" not in answer.content.decode()


def test_too_many(client):
    request = RequestFactory().get("/")

    answer = too_many(request, 61)

    assert answer.status_code == 429
    assert answer["Retry-After"] == "61"
    assert "You can try again in 2 minutes, at " in answer.content.decode()


def test_a_failure_of_ours(client):
    assert_is_a_page(client.get("/fail/"), 500, "Something went wrong on our side")


def test_a_failure_of_ours_asks_nothing_of_the_database(client):
    def away(*_said):
        raise AssertionError("the database was asked")

    with connection.execute_wrapper(away):
        assert_is_a_page(client.get("/fail/"), 500, "Something went wrong on our side")
        assert_is_a_page(client.get("/bare/405/"), 405, "This cannot be done here")
        assert client.get("/", HTTP_HOST="evil.example.com").status_code == 400
        # A page whose own statements fail.
        assert_is_a_page(client.get("/methods/"), 500, "Something went wrong on our side")


@pytest.mark.parametrize(("address", "status"), [("/api/v1/fail/", 500), ("/api/v1/no/such/", 404)])
def test_the_api_speaks_for_itself(client, address, status):
    answer = client.get(address)

    assert answer.status_code == status
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == status
    assert client.post("/api/v1/programmes").status_code == 405
    assert client.post("/api/v1/programmes")["Content-Type"].startswith("application/problem+json")
