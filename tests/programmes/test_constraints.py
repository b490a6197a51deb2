"""Every rule that the database holds, tested as a refusal: coverage of code cannot see them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from programmes.models import (
    AccountLetter,
    Area,
    AreaCode,
    AreaParent,
    AreaSuccession,
    AreaWeight,
    AuditEvent,
    CellSave,
    DataVersion,
    Dirty,
    DraftCell,
    Fact,
    Gap,
    Grant,
    Hand,
    Indicator,
    IndicatorBreak,
    Observation,
    PeriodReopening,
    Population,
    Programme,
    RecomputeRun,
    Reminder,
    ReportingPeriod,
    Service,
    ServiceArea,
    ServiceList,
    StagedFigure,
    Submission,
    SubmissionEvent,
    SubmissionIssue,
    Trajectory,
    TrajectoryPoint,
    Upload,
    User,
)
from tests.world import World, make_world

pytestmark = pytest.mark.django_db

DAY = date(2023, 4, 1)


@pytest.fixture
def world() -> World:
    world = make_world()
    world.indicator()
    return world


def area(world, **changes):
    return Area(**{
        "code": "NEW", "area_type": "icb", "name": "New", "short_name": "New", "valid_from": DAY,
        "source": world.source, **changes,
    })  # fmt: skip


def observation(world, **changes):
    return Observation(**{
        "indicator": world.indicators["people"], "area": world.area("03E", "sub_icb"), "period_id": "2023-24-Q1",
        "numerator": 5, "submission": world.submission, **changes,
    })  # fmt: skip


def succession(world, **changes):
    return AreaSuccession(**{
        "predecessor": world.area("QA1", "icb"), "successor": world.area("QB1", "icb"), "on": date(2026, 4, 1),
        "share": 1, "source": world.source, **changes,
    })  # fmt: skip


def period(world, **changes):
    return ReportingPeriod(**{
        "code": "2030-31-Q1", "period_type": "quarter", "starts_on": date(2030, 4, 1), "ends_on": date(2030, 6, 30),
        "opens_on": date(2030, 7, 1), "due_on": date(2030, 7, 28), "closes_on": date(2030, 8, 28), **changes,
    })  # fmt: skip


def programme(world, **changes):
    return Programme(**{
        "code": "new", "name": "New", "short_name": "New", "promise": "More.", "promise_source": world.source,
        "description": "x", "coverage_meaning": "x", "coverage_provenance": "official", "position": 9,
        **changes,
    })  # fmt: skip


def indicator(world, **changes):
    return Indicator(**{
        "programme": world.programme, "code": "new", "name": "New", "short_name": "New", "position": 9, "kind": "flow",
        "polarity": "high", "unit": "people", "period_type": "quarter", "numerator_label": "People",
        "reporting_level": "icb", "disclosure": "none", "first_period_id": "2019-20-Q1",
        "counts": "x", "why": "x", "source": world.source, **changes,
    })  # fmt: skip


def fact(world, **changes):
    return Fact(**{
        "programme": world.programme, "code": "new", "label": "x", "when": "2020", "kind": "target", "value": 1,
        "provenance": "official", "source": world.source, "position": 1, **changes,
    })  # fmt: skip


def gap(world, **changes):
    return Gap(**{
        "indicator": world.indicators["people"], "area_type": "icb", "missing": "All.", "answer": "Counts.",
        **changes,
    })  # fmt: skip


def trajectory(world, **changes):
    return Trajectory(**{
        "indicator": world.indicators["people"], "kind": "long_term_plan", "version": 1, "name": "x", "digest": "x",
        "source": world.source, **changes,
    })  # fmt: skip


def point(world, **changes):
    kept = Trajectory.objects.first() or _saved(trajectory(world))
    return TrajectoryPoint(**{
        "trajectory": kept, "area": world.area("QA1", "icb"), "period_id": "2020-21", "value": 5,
        "basis": "published", "provenance": "official", **changes,
    })  # fmt: skip


def service(world, **changes):
    return Service(**{
        "programme": world.programme, "code": "new", "name": "x", "opened_on": DAY, "provenance": "official",
        "source": world.source, **changes,
    })  # fmt: skip


def _listed(world, **changes):
    return ServiceList(**{
        "programme": world.programme, "on": DAY, "is_national": True, "has_every_opening": False,
        **changes,
    })  # fmt: skip


def submission(world, **changes):
    return Submission(**{"channel": "grid", "programme": world.programme, **changes})


def person(world):
    return User.objects.get_or_create(username="somebody")[0]


def grant(world, **changes):
    return Grant(
        **{"user": person(world), "role": "editor", "area_code": "QA1", "given_by": "test", **changes}
    )


def draft_cell(world, **changes):
    return DraftCell(**{
        "submission": world.submission, "indicator": world.indicators["people"], "numerator": 5,
        "area": world.area("03E", "sub_icb"), "saved_by": person(world), **changes,
    })  # fmt: skip


def hand(world, **changes):
    return Hand(**{"submission": world.submission, "person": person(world), **changes})


def cell_save(world, **changes):
    return CellSave(**{
        "submission": world.submission, "indicator": world.indicators["people"], "numerator": 5, "version": 1,
        "area": world.area("03E", "sub_icb"), "by": person(world), **changes,
    })  # fmt: skip


def reopening(world, **changes):
    return PeriodReopening(**{
        "period_id": "2023-24-Q1", "programme_code": "ips", "reason": "Late.", "until": DAY,
        "opened_by": person(world), **changes,
    })  # fmt: skip


def reminder(world, **changes):
    return Reminder(**{
        "user": person(world), "period_id": "2023-24-Q1", "programme_code": "ips", "kind": "before", **changes,
    })  # fmt: skip


def upload(world, **changes):
    return Upload(**{"submission": world.submission, **changes})


def staged(world, **changes):
    kept = Upload.objects.first() or _saved(upload(world))
    return StagedFigure(
        **{
            "upload": kept,
            "indicator": world.indicators["people"],
            "area": world.area("03E", "sub_icb"),
            "period_id": "2023-24-Q1",
            "numerator": 5,
            "outcome": "new",
            **changes,
        }
    )


def _saved(row: models.Model) -> models.Model:
    row.save()
    return row


def _address_of_another(world):
    User.objects.filter(pk=person(world).pk).update(email="somebody@example.org")
    return User(username="somebody-else", email="Somebody@Example.org")


def twice(make, **changes):
    def second(world):
        make(world, **changes).save()
        return make(world, **changes)

    return second


CASES = {
    "programmes_area_has_a_known_type": lambda w: area(w, area_type="city"),
    "programmes_area_ends_after_it_starts": lambda w: area(w, valid_to=DAY - timedelta(days=1)),
    "programmes_area_code_is_capitals_and_digits": lambda w: area(w, code="q-1"),
    "programmes_area_tile_has_both_coordinates": lambda w: area(w, tile_column=1),
    "programmes_area_lives_of_one_code_do_not_overlap": lambda w: area(w, code="QA1"),
    "programmes_areacode_ends_after_it_starts": lambda w: AreaCode(
        area=w.area("QA1", "icb"), code="E54000001", valid_from=DAY, valid_to=DAY - timedelta(days=1)
    ),
    "programmes_areacode_is_a_gss_code": lambda w: AreaCode(
        area=w.area("QA1", "icb"), code="W5400001", valid_from=DAY
    ),
    "programmes_areacode_one_code_at_a_time": twice(
        lambda w: AreaCode(area=w.area("QA1", "icb"), code="E54000001", valid_from=DAY)
    ),
    "programmes_areaparent_ends_after_it_starts": lambda w: AreaParent(
        child=w.area("Y60", "region"),
        parent=w.area("QA1", "icb"),
        valid_from=DAY,
        valid_to=DAY - timedelta(days=1),
    ),
    "programmes_areaparent_is_not_its_own_parent": lambda w: AreaParent(
        child=w.area("ENG", "england"), parent=w.area("ENG", "england"), valid_from=DAY
    ),
    "programmes_areaparent_one_parent_at_a_time": lambda w: AreaParent(
        child=w.area("03E", "sub_icb"), parent=w.area("QA1", "icb"), valid_from=DAY
    ),
    "programmes_areasuccession_has_a_known_basis": lambda w: succession(w, basis="guess"),
    "programmes_areasuccession_share_is_a_part": lambda w: succession(w, share="1.5", basis="population"),
    "programmes_areasuccession_whole_means_all": lambda w: succession(w, share="0.5", basis="whole"),
    "programmes_areasuccession_told_once": twice(succession),
    "programmes_areasuccession_is_another_area": lambda w: succession(w, successor=w.area("QA1", "icb")),
    "programmes_population_one_figure_each": lambda w: Population(
        area=w.area("03E", "sub_icb"), year=2020, age_band="18+", people=1, source=w.source
    ),
    "programmes_population_age_band_is_written_as_a_band": lambda w: Population(
        area=w.area("03E", "sub_icb"), year=2020, age_band="adults", people=1, source=w.source
    ),
    "programmes_areaweight_one_value_each": twice(
        lambda w: AreaWeight(area=w.area("03E", "sub_icb"), key="networks", value=3, source=w.source)
    ),
    "programmes_areaweight_is_not_negative": lambda w: AreaWeight(
        area=w.area("03E", "sub_icb"), key="networks", value=-3, source=w.source
    ),
    "programmes_reportingperiod_code_fits_its_type ": lambda w: period(w, period_type="month"),
    "programmes_reportingperiod_code_fits_its_type": lambda w: period(w, period_type="year"),
    "programmes_reportingperiod_dates_in_order": lambda w: period(w, due_on=date(2030, 6, 1)),
    "programmes_reportingperiod_once_in_the_calendar": lambda w: (
        period(w, code="2031-32-Q1") if period(w).save() is None else None
    ),
    "programmes_programme_has_a_known_provenance": lambda w: programme(w, coverage_provenance="rumour"),
    "programmes_fact_has_a_known_kind": lambda w: fact(w, kind="hope"),
    "programmes_fact_has_a_known_provenance": lambda w: fact(w, provenance="rumour"),
    "programmes_fact_code_once_a_programme": twice(fact),
    "programmes_fact_official_names_its_source": lambda w: fact(w, source=None),
    "programmes_indicator_flows_accumulate_and_stocks_do_not ": lambda w: indicator(w, kind="mood"),
    "programmes_indicator_has_a_known_polarity": lambda w: indicator(w, polarity="left"),
    "programmes_indicator_has_a_known_unit": lambda w: indicator(w, unit="apples"),
    "programmes_indicator_has_a_known_period_type": lambda w: indicator(w, period_type="month"),
    "programmes_indicator_has_a_known_disclosure_rule": lambda w: indicator(w, disclosure="all"),
    "programmes_indicator_has_a_known_reporting_level": lambda w: indicator(w, reporting_level="street"),
    "programmes_indicator_tolerance_is_a_part": lambda w: indicator(w, tolerance="1.5"),
    "programmes_indicator_flows_accumulate_and_stocks_do_not": lambda w: indicator(
        w, kind="stock", accumulates=True
    ),
    "programmes_indicator_is_reported_in_a_known_way": lambda w: indicator(w, reported_as="weekly"),
    "programmes_indicator_rolling_year_does_not_add_up": lambda w: indicator(w, reported_as="rolling_year"),
    "programmes_indicator_year_to_date_builds_up": lambda w: indicator(
        w, reported_as="year_to_date", disclosure="mhsds"
    ),
    "programmes_indicator_ends_on_a_day_with_a_reason": lambda w: indicator(w, ended_on=date(2024, 3, 31)),
    "programmes_indicator_ends_on_a_day_with_a_reason ": lambda w: indicator(
        w, end_reason="Nobody asks for it."
    ),
    "programmes_indicator_ratio_names_its_denominator": lambda w: indicator(w, kind="ratio"),
    "programmes_indicatorbreak_once_a_period": twice(
        lambda w: IndicatorBreak(indicator=w.indicators["people"], period_id="2020-21-Q1", note="x")
    ),
    "programmes_gap_has_a_known_level": lambda w: gap(w, area_type="village"),
    "programmes_gap_one_of_each_version": twice(gap),
    "programmes_gap_later_versions_say_why": lambda w: gap(w, version=2),
    "programmes_gap_says_what_is_missing": lambda w: gap(w, missing=""),
    "programmes_gap_is_published_or_not": lambda w: gap(
        w, url="https://example.org", unpublished_by=w.source
    ),
    "programmes_trajectory_has_a_known_kind": lambda w: trajectory(w, kind="dream"),
    "programmes_trajectory_one_of_each_version": twice(trajectory),
    "programmes_trajectory_later_versions_say_why": lambda w: trajectory(w, version=2),
    "programmes_trajectorypoint_has_a_known_basis": lambda w: point(w, basis="guess"),
    "programmes_trajectorypoint_has_a_known_provenance": lambda w: point(w, provenance="rumour"),
    "programmes_trajectorypoint_one_value_each": twice(point),
    "programmes_trajectorypoint_is_not_negative": lambda w: point(w, value=-1),
    "programmes_trajectorypoint_only_what_was_published_is_official": lambda w: point(
        w, basis="calculated", provenance="official"
    ),
    "programmes_trajectorypoint_shared_out_names_its_key": lambda w: point(
        w, basis="shared_out", provenance="derived"
    ),
    "programmes_service_has_a_known_provenance": lambda w: service(w, provenance="rumour"),
    "programmes_service_one_of_each_revision": twice(service),
    "programmes_service_later_revisions_say_why": lambda w: service(w, revision=2),
    "programmes_service_is_known_from_some_date": lambda w: service(w, opened_on=None),
    "programmes_service_closes_after_it_opens": lambda w: service(w, closed_on=DAY),
    "programmes_service_place_has_both_coordinates": lambda w: service(w, longitude=1.0),
    "programmes_service_has_a_known_layer": lambda w: service(w, layer="dream"),
    "programmes_service_made_up_is_demonstration": lambda w: service(w, layer="demonstration"),
    "programmes_service_made_up_is_demonstration ": lambda w: service(w, provenance="demonstration"),
    "programmes_servicelist_has_a_known_layer": lambda w: _listed(w, layer="dream"),
    "programmes_servicearea_told_once": lambda w: _served_twice(w),
    "programmes_submission_has_a_known_channel": lambda w: submission(w, channel="pigeon"),
    "programmes_submission_has_a_known_status": lambda w: submission(w, channel="upload", status="lost"),
    "programmes_submission_accepted_says_when": lambda w: submission(w, channel="upload", status="accepted"),
    "programmes_submission_only_publications_give_a_year_to_date": lambda w: submission(
        w, channel="upload", reported_as="year_to_date"
    ),
    "programmes_submission_only_publications_are_derived_from": lambda w: submission(
        w, channel="upload", provenance="derived"
    ),
    "programmes_submission_one_open_grid_each": twice(submission, period_id="2023-24-Q1", area_code="QA1"),
    "programmes_submission_grid_says_what_it_is_about": lambda w: submission(w),
    "programmes_grant_has_a_known_role": lambda w: grant(w, role="king"),
    "programmes_grant_of_an_editor_names_an_area": lambda w: grant(w, area_code=""),
    "programmes_grant_given_once": twice(grant),
    "programmes_user_address_is_one_persons": lambda w: _address_of_another(w),
    "programmes_letter_has_a_known_kind": lambda w: AccountLetter(kind="telegram", person=person(w)),
    "programmes_hand_once_of_a_person": twice(hand),
    "programmes_cellsave_each_version_once": twice(cell_save),
    "programmes_draftcell_once_in_a_submission": twice(draft_cell),
    "programmes_draftcell_a_number_or_a_reason_or_empty": lambda w: draft_cell(w, marker="c"),
    "programmes_periodreopening_says_why": lambda w: reopening(w, reason=""),
    "programmes_reminder_has_a_known_kind": lambda w: reminder(w, kind="third"),
    "programmes_reminder_sent_once": twice(reminder),
    "programmes_upload_has_a_known_state": lambda w: upload(w, state="lost"),
    "programmes_upload_share_done_is_a_part": lambda w: upload(w, share_done=1.5),
    "programmes_upload_failed_says_why": lambda w: upload(w, state="failed"),
    "programmes_stagedfigure_has_a_known_outcome": lambda w: staged(w, outcome="odd"),
    "programmes_stagedfigure_once_in_a_file": twice(staged),
    "programmes_submissionevent_has_a_known_status": lambda w: SubmissionEvent(
        submission=w.submission, status="lost"
    ),
    "programmes_submissionissue_has_a_known_severity": lambda w: SubmissionIssue(
        submission=w.submission, severity="dire", code="x", message="x"
    ),
    "programmes_observation_has_a_known_layer": lambda w: observation(w, layer="dream"),
    "programmes_observation_one_figure_per_revision": twice(observation),
    "programmes_observation_later_revisions_say_why": lambda w: observation(w, revision=2),
    "programmes_observation_revisions_count_from_one": lambda w: observation(
        w, revision=0, revision_reason="x"
    ),
    "programmes_observation_a_number_or_a_reason ": lambda w: observation(w, marker="q"),
    "programmes_observation_a_number_or_a_reason": lambda w: observation(w, marker="c"),
    "programmes_observation_is_not_negative": lambda w: observation(w, numerator=-1),
    "programmes_dataversion_is_one_row": lambda w: DataVersion(id=2),
    "programmes_dirty_has_a_known_layer": lambda w: Dirty(programme=w.programme, layer="dream"),
    "programmes_dirty_is_progress_or_coverage": lambda w: Dirty(start_year=2020),
    "programmes_recomputerun_has_a_known_scope": lambda w: RecomputeRun(scope="half", trigger="x"),
    "programmes_recomputerun_has_a_known_state": lambda w: RecomputeRun(
        scope="full", state="stuck", trigger="x"
    ),
    "programmes_recomputerun_share_done_is_a_part": lambda w: RecomputeRun(
        scope="full", trigger="x", share_done=1.5
    ),
}


def _served_twice(world):
    served = _saved(service(world))
    ServiceArea.objects.create(service=served, area=world.area("03E", "sub_icb"))
    return ServiceArea(service=served, area=world.area("03E", "sub_icb"))


@pytest.mark.parametrize("name", CASES)
def test_refused(world, name):
    row = CASES[name](world)

    with pytest.raises(DatabaseError, match=name.strip()), transaction.atomic():
        row.save(force_insert=True)


def test_every_constraint_of_the_domain_has_its_refusal():
    named = {
        constraint.name
        for model in apps.get_app_config("programmes").get_models()
        for constraint in model._meta.constraints
    }

    assert named == {name.strip() for name in CASES}


def test_a_number_needs_no_reason_and_a_reason_no_number(world):
    observation(world).save()
    observation(world, period_id="2023-24-Q2", numerator=None, marker="c").save()

    assert Observation.objects.count() == 2


@pytest.mark.parametrize("shares", [["0.5"], ["0.5", "0.4"], ["0.7", "0.4"]])
def test_shares_that_do_not_add_up_are_refused_at_commit(world, shares):
    successors = [world.area("QB1", "icb"), world.area("Y60", "region")]
    for successor, share in zip(successors, shares, strict=False):
        succession(world, successor=successor, share=Decimal(share), basis="population").save()

    with pytest.raises(DatabaseError, match="add up to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")

    AreaSuccession.objects.filter(on=date(2026, 4, 1)).delete()


@pytest.mark.parametrize("change", ["update {table} set {column} = {column}", "delete from {table}"])
@pytest.mark.parametrize(
    ("make", "column"),
    [
        (observation, "note"),
        (point, "note"),
        (service, "name"),
        (lambda w: SubmissionEvent(submission=w.submission, status="accepted"), "comment"),
        (lambda w: AuditEvent(actor="x", action="x", subject="x", at=timezone.now()), "actor"),
        (reopening, "reason"),
        (hand, "since"),
        (cell_save, "note"),
        (_served_twice, "area_id"),
        (_listed, "layer"),
    ],
)
def test_what_never_changes_cannot_be_changed(world, make, column, change):
    row = make(world)
    if not isinstance(row, ServiceArea):
        row.save()

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table=row._meta.db_table, column=column))
