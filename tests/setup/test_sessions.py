"""Sessions are in the database, and go when their time is over."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as NoRedis

from programmes.models import User
from rollout.celery import app
from rollout.tasks import clear_sessions
from tests.reading import make_world

pytestmark = pytest.mark.django_db


def test_sessions_whose_time_is_over_are_deleted_every_night_and_no_others():
    over, open_ = SessionStore(), SessionStore()
    for session in (over, open_):
        session["files"] = "x"
        session.save()
    Session.objects.filter(pk=over.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))

    clear_sessions()

    assert list(Session.objects.values_list("pk", flat=True)) == [open_.session_key]
    assert "rollout.tasks.clear_sessions" in {each["task"] for each in app.conf.beat_schedule.values()}


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_pages_are_answered_while_the_cache_is_away(client, monkeypatch, is_signed_in):
    def gone(*args, **kwargs):
        raise NoRedis

    make_world()
    if is_signed_in:
        client.force_login(User.objects.create(username="reader"))
    for name in ("get", "set", "add", "incr", "delete", "get_many", "set_many", "touch"):
        monkeypatch.setattr(cache, name, gone)

    for address in ("/", "/areas/QAA/", "/map/", "/targets/", "/data/", "/api/v1/progress", "/"):
        assert client.get(address).status_code == 200, address
    assert client.get("/enter/").status_code == (403 if is_signed_in else 302)
