"""Every rule that the database holds about files and releases, tested as a refusal."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone

from dashboards.models import FilePiece, FileRequest, KeptFile, Release
from programmes.models import User

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PUBLISHED = {"state": "published", "number": 1, "published_at": NOW, "data_version": 1}
READY = {
    "state": "ready",
    "rows": 0,
    "size": 9,
    "data_version": 1,
    "made_at": NOW,
    "sha256": "0" * 64,
    "file_name": "a.csv",
}


def file(**changes):
    fields = {"reference": "2026-7KQ4M2XD", "format": "csv", "asked": "0" * 64, "expires_at": NOW}
    return KeptFile(**{**fields, **changes})


def saved(row):
    row.save()
    return row


def second(make, **changes):
    """The same once more."""
    make(**changes).save()
    return make(**changes)


def request_of(**changes):
    kept = KeptFile.objects.first() or saved(file())
    return FileRequest(**{"file": kept, **changes})


def person():
    return User.objects.get_or_create(username="somebody")[0]


def piece():
    kept = KeptFile.objects.first() or saved(file())
    return FilePiece(file=kept, position=0, content=b"x")


CASES = {
    "dashboards_release_has_a_known_state": lambda: Release(state="lost"),
    "dashboards_release_share_done_is_a_part": lambda: Release(share_done=1.5),
    "dashboards_release_failed_says_why": lambda: Release(state="failed"),
    "dashboards_release_published_says_which_figures": lambda: Release(**PUBLISHED | {"number": None}),
    "dashboards_release_number_given_once": lambda: second(Release, **PUBLISHED),
    "dashboards_release_one_made_at_a_time": lambda: second(Release),
    "dashboards_keptfile_reference_is_its_own": lambda: second(file),
    "dashboards_keptfile_reference_is_readable": lambda: file(reference="2026-7KQ4M2XL"),
    "dashboards_keptfile_has_a_known_table": lambda: file(table="chairs"),
    "dashboards_keptfile_has_a_known_state": lambda: file(state="lost"),
    "dashboards_keptfile_share_done_is_a_part": lambda: file(share_done=-0.1),
    "dashboards_keptfile_failed_says_why": lambda: file(state="failed"),
    "dashboards_keptfile_ready_is_whole": lambda: file(**READY | {"sha256": ""}),
    "dashboards_keptfile_ready_is_whole ": lambda: file(**READY | {"rows": None}),
    "dashboards_keptfile_ready_is_whole  ": lambda: file(**READY | {"file_name": ""}),
    "dashboards_keptfile_only_releases_stay_for_ever": lambda: file(expires_at=None),
    "dashboards_keptfile_only_releases_stay_for_ever ": lambda: file(release=saved(Release())),
    "dashboards_filepiece_one_in_each_place": lambda: second(piece),
    "dashboards_filerequest_is_a_persons_or_a_visitors": lambda: request_of(),
    "dashboards_filerequest_is_a_persons_or_a_visitors ": lambda: request_of(person=person(), visitor="v"),
    "dashboards_filerequest_once_a_person": lambda: second(request_of, person=person()),
    "dashboards_filerequest_once_a_visitor": lambda: second(request_of, visitor="v"),
}


@pytest.mark.parametrize("name", CASES)
def test_refused(name):
    row = CASES[name]()

    with pytest.raises(DatabaseError, match=name.strip()), transaction.atomic():
        row.save(force_insert=True)


def test_every_constraint_of_the_reading_side_has_its_refusal():
    models = apps.get_app_config("dashboards").get_models()
    # Those about news are tried beside the other tests of news.
    ours = [model for model in models if model.__module__ != "dashboards.models_news"]
    named = {constraint.name for model in ours for constraint in model._meta.constraints}

    assert named == {name.strip() for name in CASES}


def test_what_is_whole_is_taken():
    file(**READY).save()
    Release(**PUBLISHED).save()
    file(reference="2026-00000000", release=Release.objects.get(), expires_at=None).save()

    assert KeptFile.objects.count() == 2
