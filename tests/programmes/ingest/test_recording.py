"""Figures and services are only ever added to: new, changed for a reason, the same, or kept."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from programmes.actions import observations, services, submissions
from programmes.actions.submissions import SecondPersonNeeded, SubmissionNotWaiting
from programmes.choices import Channel, Layer, Provenance
from programmes.deliveries import Figure, Findings, Issue, ServiceEntry
from programmes.engine.forecast import YEARS_BEFORE
from programmes.layers import reading
from programmes.models import Area, Dirty, Observation, Programme, Service, Source, Submission, User
from programmes.periods import Period

pytestmark = pytest.mark.usefixtures("england")


@pytest.fixture
def ips() -> Programme:
    return Programme.objects.get(code="ips")


@pytest.fixture
def submission(ips: Programme) -> Submission:
    Dirty.objects.all().delete()
    return submissions.receive(programme=ips, channel=Channel.INGEST, by="tests")


@pytest.fixture
def figure() -> Figure:
    area = Area.objects.get(code="00L", area_type="sub_icb")
    return Figure("ips-access", area.pk, "2023-24-Q4", 41)


def _record(submission, *figures, **options):
    return observations.record(
        figures=figures, submission=submission, by="tests", reason=options.pop("reason", "Mended."), **options
    )


def _revisions():
    return list(
        Observation.objects.order_by("revision").values_list("revision", "numerator", "revision_reason")
    )


def test_a_new_figure_is_revision_one_without_a_reason(submission, figure):
    assert _record(submission, figure) == observations.Recorded(new=1)
    assert _revisions() == [(1, 41, "")]
    last = min(2023 + YEARS_BEFORE, Period.containing(timezone.localdate()).start_year)
    marks = Dirty.objects.order_by("id").values_list("indicator__code", "start_year", "figures_only")
    assert list(marks) == [
        ("ips-access", 2023, True), *(("ips-access", year, False) for year in range(2023, last + 1))
    ]  # fmt: skip


def test_a_changed_figure_is_the_next_revision(submission, figure):
    _record(submission, figure)

    assert _record(submission, replace(figure, numerator=43)) == observations.Recorded(changed=1)
    assert _revisions() == [(1, 41, ""), (2, 43, "Mended.")]


@pytest.mark.parametrize(
    "change",
    [
        {"numerator": None, "marker": "x"},
        {"marker": "p"},
        {"denominator": 50},
        {"note": "Counted by hand."},
        {"numerator": Decimal("41.5")},
    ],
    ids=str,
)
def test_whatever_changes_about_a_figure_is_a_revision(submission, figure, change):
    _record(submission, figure)

    assert _record(submission, replace(figure, **change)).changed == 1


def test_the_same_figure_writes_and_marks_nothing(submission, figure):
    _record(submission, figure)
    Dirty.objects.all().delete()

    assert _record(submission, replace(figure, numerator=Decimal("41.0"))) == observations.Recorded(same=1)
    assert not Dirty.objects.exists()


def test_what_is_made_up_never_replaces_what_was_reported(submission, figure):
    _record(submission, figure)

    with reading(Layer.DEMONSTRATION):
        submission.channel = Channel.GENERATED
        assert _record(submission, replace(figure, numerator=99)).kept == 1
    assert _revisions() == [(1, 41, "")]


def test_what_is_entered_for_show_stands_beside_what_was_reported(submission, figure):
    _record(submission, figure)

    with reading(Layer.DEMONSTRATION):
        assert _record(submission, replace(figure, numerator=99)).changed == 1
        assert Observation.objects.current().get().numerator == 99
    assert Observation.objects.current().get().numerator == 41
    assert _record(submission, replace(figure, numerator=42)).changed == 1
    with reading(Layer.DEMONSTRATION):
        assert Observation.objects.current().get().numerator == 42
    assert sorted(_revisions()) == [(1, 41, ""), (1, 99, ""), (2, 42, "Mended.")]


def test_what_is_made_up_marks_its_own_layer_only(submission, figure, both_layers):
    _record(submission, figure)
    assert set(Dirty.objects.values_list("layer", flat=True)) == {"official", "demonstration"}
    Dirty.objects.all().delete()

    with reading(Layer.DEMONSTRATION):
        _record(submission, replace(figure, numerator=99))
    assert set(Dirty.objects.values_list("layer", flat=True)) == {"demonstration"}


def test_what_is_reported_replaces_what_was_made_up(submission, figure):
    with reading(Layer.DEMONSTRATION):
        _record(submission, figure)

    assert _record(submission, figure).new == 1


def test_a_correction_without_a_reason_is_refused_by_the_database(submission, figure):
    _record(submission, figure)

    with pytest.raises(IntegrityError, match="later_revisions_say_why"), transaction.atomic():
        _record(submission, replace(figure, numerator=43), reason="")


def test_nothing_to_record_asks_nothing_to_be_computed(submission):
    assert _record(submission) == observations.Recorded()
    assert not Dirty.objects.exists()


def test_the_number_of_statements_does_not_grow_with_the_figures(
    submission, figure, django_assert_max_num_queries
):
    figures = [
        replace(figure, period=f"20{year}-{year + 1}-Q{quarter}")
        for year in range(17, 24)
        for quarter in (1, 2, 3)
    ]

    with django_assert_max_num_queries(7):
        assert _record(submission, *figures).new == 21


def test_the_doorbell_rings_once_it_is_committed(submission, figure):
    before = len(connection.run_on_commit)

    _record(submission, figure)

    assert len(connection.run_on_commit) == before + 1


SITE = ServiceEntry(
    code="ips-blyth", name="Blyth", areas=(), provenance=Provenance.OFFICIAL, opened_on=date(2019, 4, 1)
)


@pytest.fixture
def site(figure: Figure) -> ServiceEntry:
    return replace(SITE, areas=(figure.area,))


def _record_service(ips, *entries):
    return services.record(
        services=entries, programme=ips, source=Source.objects.all()[0], by="tests", reason="It moved."
    )


def test_a_service_is_revised_and_never_updated(ips, site, submission):
    assert _record_service(ips, site).new == 1
    assert _record_service(ips, site).same == 1
    assert _record_service(ips, replace(site, address="Blyth, NE24")).changed == 1

    standing = Service.objects.filter(code="ips-blyth").current().get()
    assert (standing.revision, standing.address, standing.revision_reason) == (2, "Blyth, NE24", "It moved.")
    assert standing.served.count() == 1
    assert [mark.programme for mark in Dirty.objects.all()] == [ips, ips]


def test_other_areas_are_a_revision_of_a_service(ips, site):
    _record_service(ips, site)

    assert _record_service(ips, replace(site, areas=(Area.objects.get(code="ENG").pk,))).changed == 1


def test_accepting_twice_is_refused(submission, figure):
    findings = Findings(rows_read=1, figures=(figure,))
    submissions.accept(submission=submission, findings=findings, by="tests", reason="")

    with pytest.raises(SubmissionNotWaiting, match="accepted already"):
        submissions.accept(submission=submission, findings=findings, by="tests", reason="")


def test_who_sends_figures_cannot_accept_them(ips, figure):
    sender = User.objects.create(username="sender")
    submission = submissions.receive(programme=ips, channel=Channel.UPLOAD, by=sender)
    findings = Findings(rows_read=1, figures=(figure,))

    with pytest.raises(SecondPersonNeeded):
        submissions.accept(submission=submission, findings=findings, by=sender, reason="")

    accepted_by = User.objects.create(username="other")
    submissions.accept(submission=submission, findings=findings, by=accepted_by, reason="")
    assert Submission.objects.get(pk=submission.pk).accepted_by == accepted_by


def test_what_is_sent_back_says_why_and_is_not_accepted(submission, figure):
    submissions.send_back(submission=submission, by="tests", comment="The wrong year.")

    assert submission.events.last().comment == "The wrong year."
    with pytest.raises(SubmissionNotWaiting, match="returned already"):
        submissions.accept(submission=submission, findings=Findings(), by="tests", reason="")


def test_a_second_check_replaces_the_issues_of_the_first(submission):
    for message in ("First.", "Second."):
        issue = Issue("refusal", "odd", message, row=2)
        submissions.check(submission=submission, findings=Findings(rows_read=5, issues=(issue,)))

    assert [issue.message for issue in submission.issues.all()] == ["Second."]
    assert (submission.rows_read, submission.rows_refused) == (5, 1)
