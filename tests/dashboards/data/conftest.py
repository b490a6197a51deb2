"""The small made world, and files made of it in this process."""

import pytest
from django.db import transaction

from dashboards.kept import keeping, making
from programmes import doorbell
from programmes.models import DataVersion, Progress
from programmes.queries.programmes import all_programmes
from tests.reading import LATEST, make_world


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    """The world, made once for a module; undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        all_programmes()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db):
    """The made world; each test's own changes are undone after it."""


@pytest.fixture
def sent(monkeypatch):
    """What workers were asked to do."""
    asked = []
    monkeypatch.setattr(doorbell, "send", lambda task, key: asked.append((task, key)))
    return asked


VISITOR = keeping.Owner(visitor="a visitor")


def ask(question, form="csv", by=VISITOR):
    return keeping.ask(question=question, form=form, by=by)


def make(question, form="csv", by=VISITOR):
    """A file, asked for and made."""
    file = ask(question, form, by)
    making.make(file_id=file.pk)
    file.refresh_from_db()
    return file


def content(file):
    return b"".join(keeping.pieces(file))


def revise():
    """Three rows of access say something else, one is gone, and the figures have another version."""
    rows = Progress.objects.filter(indicator__code="ips-access", period=LATEST.code, area__area_type="icb")
    assert rows.update(actual=1234.5, revision=2) == 3
    Progress.objects.filter(indicator__code="ips-access", area__code="01A", period=LATEST.code).delete()
    DataVersion.objects.update(version=8)
