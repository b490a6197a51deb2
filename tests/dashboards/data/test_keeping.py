"""One request, one file: asked for, shared, fetched, given up, expired."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dashboards.kept import keeping
from dashboards.kept.asked import check_known, question_of, read_back
from dashboards.models import FileRequest, FileState, KeptFile, Release
from dashboards.parameters import Refusal
from dashboards.question import NAMES, Question
from programmes.choices import Layer
from programmes.models import DataVersion, User
from programmes.periods import Period
from tests.dashboards.data.conftest import VISITOR, ask, make

IPS = Question(programme=("ips",))
OTHER = keeping.Owner(visitor="another")
NOW = timezone.now()

pytestmark = pytest.mark.usefixtures("world")


def test_the_same_request_is_the_same_file_whoever_asks(sent):
    first, again, others = ask(IPS), ask(IPS), ask(IPS, by=OTHER)

    assert first.pk == again.pk == others.pk
    assert [request.visitor for request in first.requests.order_by("pk")] == ["a visitor", "another"]


def test_another_form_question_or_version_is_another_file():
    references = {ask(IPS).reference, ask(IPS, "jsonl").reference, ask(Question()).reference}
    DataVersion.objects.update(version=9)

    assert len(references | {ask(IPS, by=OTHER).reference}) == 4


def test_reference_that_is_taken_by_another_file_is_not_given_again():
    asked = keeping.digest_of("progress", IPS, "csv")
    first = keeping.new_reference(asked, 7)
    KeptFile.objects.create(reference=first, asked="0" * 64, format="csv", expires_at=NOW)

    assert keeping.new_reference(asked, 7) != first


def test_a_file_that_failed_is_begun_again():
    file = ask(IPS)
    KeptFile.objects.filter(pk=file.pk).update(state=FileState.FAILED, error="No room.", attempts=3)

    again = ask(IPS)

    assert (again.pk, again.state, again.error, again.attempts) == (file.pk, "waiting", "", 0)


def test_a_worker_is_rung_for_once(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        file = ask(IPS)
        ask(IPS, by=OTHER)

    assert sent == [("dashboards.tasks.make_file", file.pk)]


def test_nobody_has_more_than_three_made_at_once():
    for form in ("csv", "jsonl", "parquet"):
        ask(IPS, form)

    with pytest.raises(keeping.TooManyAtOnce, match="3 files"):
        ask(Question())
    assert ask(IPS, "csv").pk
    assert ask(Question(), by=OTHER).pk


def test_what_is_given_up_goes_unless_somebody_else_asked_for_it():
    file = make(IPS)
    ask(IPS, by=OTHER)

    keeping.give_up(file=file, by=VISITOR)
    assert [request.visitor for request in FileRequest.objects.all()] == ["another"]
    keeping.give_up(file=file, by=OTHER)

    assert not KeptFile.objects.exists()


def test_nobody_gives_up_the_file_of_somebody_else():
    with pytest.raises(PermissionDenied):
        keeping.give_up(file=make(IPS), by=OTHER)


def test_a_person_keeps_what_they_asked_for_before_they_signed_in():
    person = User.objects.create(username="somebody")
    file = ask(IPS)

    assert keeping.files_of(keeping.Owner(person, "a visitor")) == [file]
    assert keeping.files_of(keeping.Owner(person)) == []
    assert keeping.files_of(keeping.Owner()) == []


@pytest.mark.parametrize(
    ("fields", "stays"),
    [
        ({"expires_at": NOW - timedelta(seconds=1)}, False),
        ({"expires_at": NOW + timedelta(hours=1)}, True),
        ({"expires_at": NOW - timedelta(days=1), "state": "failed", "error": "No room."}, False),
        ({"expires_at": NOW - timedelta(days=1), "state": "waiting"}, False),
        # A worker is at it: it is looked at again tomorrow.
        ({"expires_at": NOW - timedelta(days=1), "state": "making"}, True),
        ({"expires_at": None, "release": True}, True),
    ],
)
def test_expiry(fields, stays):
    file = make(IPS)
    if "release" in fields:
        fields = {**fields, "release": Release.objects.create()}
    KeptFile.objects.filter(pk=file.pk).update(**fields)

    assert keeping.expire() == (0 if stays else 1)
    assert KeptFile.objects.filter(pk=file.pk).exists() == stays


def test_a_file_that_is_fetched_stays_and_one_that_is_not_goes_after_thirty_days(settings):
    settings.FILES_KEPT_DAYS = 500
    file = make(IPS)
    assert file.expires_at - file.requested_at == timedelta(days=30)

    keeping.fetched(file)
    file.refresh_from_db()

    assert file.expires_at - file.fetched_at == timedelta(days=500)


def test_fetching_again_within_the_hour_writes_nothing(django_assert_num_queries):
    file = make(IPS)
    keeping.fetched(file)
    file.refresh_from_db()

    with django_assert_num_queries(0):
        keeping.fetched(file)


def test_sweep_rings_for_what_was_lost_and_leaves_what_is_new(sent):
    new, lost, begun = ask(IPS), ask(IPS, "jsonl"), ask(IPS, "parquet", by=OTHER)
    KeptFile.objects.filter(pk=lost.pk).update(requested_at=NOW - timedelta(minutes=1))
    KeptFile.objects.filter(pk=begun.pk).update(state=FileState.MAKING)
    make(Question(), by=OTHER)

    keeping.sweep()

    assert {key for _task, key in sent} == {lost.pk, begun.pk}
    assert new.pk not in {key for _task, key in sent}


EVERY = Question(
    programme=("ips", "cdc"), indicator=("ips-access",), area=("QAA",), within=("ENG",), area_type=("icb",),
    period=(Period(2023, 3),), first=Period(2021), last=Period(2023, 4), kind="long_term_plan", version=2,
    status=("on_plan",), basis=("reported",), boundaries="today", layer=Layer.DEMONSTRATION, as_at=NOW,
    sort="-attainment",
)  # fmt: skip


def test_a_question_is_read_back_from_its_query_string(both_layers):
    assert all(getattr(EVERY, field) not in ("", (), None) for field in NAMES)
    assert read_back(EVERY.query()) == EVERY


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("status", "fine", "It may be on_plan"),
        ("period", "2023-25", "2023-25"),
        ("from", "soon", "not a period"),
        ("version", "0", "whole number"),
        ("version", "99999", "whole number"),
        ("layer", "maybe", "official, demonstration"),
        ("as_at", "2026-04-01", "Write an instant"),
        ("sort", "colour", "attainment"),
        ("area", ",".join(map(str, range(1001))), "more than 1000"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(name, text, said):
    with pytest.raises(Refusal, match=said) as refusal:
        question_of({name: text})

    assert str(refusal.value).startswith(name)


@pytest.mark.parametrize(
    "question",
    [
        Question(programme=("nope",)),
        Question(indicator=("nope",)),
        Question(area=("ZZZ",)),
        Question(within=("ZZZ",)),
        Question(as_at=NOW + timedelta(days=1)),
    ],
)
def test_what_nothing_ever_had_is_refused(question):
    with pytest.raises(Refusal):
        check_known(question)


def test_codes_of_either_kind_are_known():
    check_known(Question(programme=("ips",), indicator=("cdc-sites",), area=("QAA", "E00000001"), as_at=NOW))
