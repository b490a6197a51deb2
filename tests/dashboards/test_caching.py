import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from redis.exceptions import ConnectionError as NoRedis

from dashboards.caching import by_data_version
from programmes.models import DataVersion, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    """How often the page was made."""
    return []


@pytest.fixture
def view(made):
    @by_data_version
    def page(request):
        made.append(request.path)
        return HttpResponse("page")

    return page


@pytest.fixture
def ask(rf, view):
    def asked(path="/page/", user=None, **headers):
        request = rf.get(path, headers=headers)
        request.user = user or AnonymousUser()
        return view(request)

    return asked


def test_a_page_is_made_once_a_version(ask, made):
    ask()
    assert ask().content == b"page"
    assert len(made) == 1


def test_another_version_and_another_address_are_other_pages(ask, made):
    ask()
    ask("/page/?period=2023-24")
    DataVersion.objects.update(version=1)
    ask()

    assert len(made) == 3


def test_those_who_have_it_get_304(ask, made):
    etag = ask()["ETag"]

    assert ask(**{"if-none-match": etag}).status_code == 304
    assert len(made) == 1


def test_somebody_signed_in_is_never_given_a_kept_page(ask, made):
    ask()
    response = ask(user=User(username="reader"))

    assert response["Cache-Control"] == "private, no-store"
    assert len(made) == 2


def test_without_the_cache_pages_are_made_anew(ask, made, monkeypatch):
    def gone(*args, **kwargs):
        raise NoRedis

    monkeypatch.setattr(cache, "get", gone)
    monkeypatch.setattr(cache, "set", gone)

    assert ask().content == ask().content == b"page"
    assert len(made) == 2


def test_a_page_with_a_form_token_is_not_kept(rf, made):
    @by_data_version
    def page(request):
        made.append(1)
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
        return HttpResponse("form")

    for _ in range(2):
        request = rf.get("/page/")
        request.user = AnonymousUser()
        page(request)

    assert len(made) == 2
