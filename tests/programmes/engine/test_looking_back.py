"""Results as known at an instant and against any trajectory, read by the statements that read the stored ones."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import DataError, InternalError, connection, transaction
from django.utils import timezone

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.engine.looking_back import NotYet, results_as
from programmes.models import Coverage, Progress, Service, Source
from tests.programmes.engine.test_against_second_opinion import SHAPES, assert_same, fill
from tests.second_opinion import SecondOpinion
from tests.world import RECORDED, make_world

BEFORE = RECORDED - timedelta(days=1)
BETWEEN = datetime(2024, 5, 15, tzinfo=UTC)
LATER = datetime(2024, 6, 1, tzinfo=UTC)
YEAR = {"first_period_id": "2022-23-Q1", "until": "2022-23-Q4"}
BOARD, QUARTER = ("QB1", "icb"), "2022-23-Q4"


def lines(table):
    """Every row of a table with every column, as PostgreSQL writes it."""
    with connection.cursor() as cursor:
        cursor.execute(f"select row::text from {table} row order by 1")
        return [line for (line,) in cursor.fetchall()]


def stands_in_front(table):
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [f"pg_temp.{table}"])
        return cursor.fetchone()[0]


def serve(world, code, areas, recorded_at, **fields):
    service = Service.objects.create(
        programme=world.programme, code=code, name=code, provenance="official", source=world.source,
        recorded_at=recorded_at, **{"opened_on": date(2021, 1, 1), **fields},
    )  # fmt: skip
    service.areas.set([world.area(area, "sub_icb") for area in areas])


@pytest.fixture
def world():
    """One indicator with a figure and a plan of 100 for a board, and a service, all stored."""
    world = make_world()
    people = world.indicator(kind="stock", unit="posts", **YEAR)
    world.observe(people, world.area("02D", "sub_icb"), QUARTER, 40)
    world.observe(people, world.area("03E", "sub_icb"), QUARTER, 50)
    world.plan(people, {("QB1", "2022-23"): 100})
    serve(world, "first", ["02D"], RECORDED)
    store(world)
    return world


def store(world):
    for indicator in world.indicators.values():
        recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk))


def at_board(world, code="people"):
    return Progress.objects.get(indicator__code=code, area=world.area(*BOARD), period=QUARTER)


@pytest.mark.slow
@pytest.mark.django_db
def test_as_known_now_it_is_what_is_stored_to_the_byte():
    world = make_world()
    fill(world, world.indicator("small", disclosure="mhsds"), 5)
    fill(world, world.indicator("share", **SHAPES["ratio of small counts"]), 6, denominators=True)
    world.plan(world.indicators["small"], {(code, "2020-21"): 100 for code in ("ENG", "QA1", "QB1")})
    serve(world, "first", ["02D"], RECORDED)
    store(world)
    stored = lines("programmes_progress"), lines("programmes_coverage")

    with results_as(as_at=timezone.now()):
        assert stands_in_front("programmes_progress")
        assert stands_in_front("programmes_coverage")
        assert (lines("programmes_progress"), lines("programmes_coverage")) == stored
    assert len(stored[0]) > 400


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["flow of small counts", "ratio that builds up"])
def test_as_known_earlier_it_is_what_the_slow_way_said_then(shape):
    world = make_world()
    indicator = world.indicator(**SHAPES[shape])
    ratio = indicator.kind == "ratio"
    fill(world, indicator, 3, denominators=ratio)
    world.plan(indicator, {(code, "2021-22"): 0.5 if ratio else 90 for code in ("ENG", "QB1", "02D")})
    then, said = timezone.now(), SecondOpinion(indicator)
    area = world.area("03E", "sub_icb")
    for period in ("2022-23-Q3", "2022-23-Q4", "2023-24-Q1"):
        world.observe(
            indicator, area, period, 31, 59 if ratio else None,
            revision=3, revision_reason="Late returns.", recorded_at=timezone.now(),
        )  # fmt: skip
    world.plan(indicator, {("QB1", "2021-22"): 1}, version=2, recorded_at=timezone.now())
    store(world)
    stored = lines("programmes_progress")

    with results_as(as_at=then):
        assert_same(indicator, said)
        assert lines("programmes_progress") != stored

    assert_same(indicator)
    assert lines("programmes_progress") == stored


@pytest.mark.django_db
def test_results_are_measured_against_the_trajectory_that_is_asked_for(world):
    people = world.indicators["people"]
    world.plan(people, {("QB1", "2022-23"): 90}, version=2, recorded_at=LATER)
    world.plan(people, {("QB1", "2022-23"): 80}, kind="national_standard")

    def target(kind, version=None, as_at=None):
        with results_as(trajectory=(kind, version), as_at=as_at):
            row = at_board(world)
            return row.target_year, row.numerator

    assert target("long_term_plan") == (90, 90)
    assert target("long_term_plan", 1) == (100, 90)
    assert target("long_term_plan", as_at=BETWEEN) == (100, 90)
    assert target("long_term_plan", 2, BETWEEN) == (None, 90)
    assert target("national_standard") == (80, 90)
    assert target("national_standard", as_at=BEFORE) == (None, None)
    assert target("local_plan") == (None, 90)


@pytest.mark.django_db
def test_without_such_a_trajectory_there_is_no_target_and_coverage_stays(world):
    stored = lines("programmes_coverage")
    assert at_board(world).status == "off_plan"

    with results_as(trajectory=("local_plan", None)):
        row = at_board(world)
        assert (row.status, row.target_to_date, row.attainment) == ("no_target", None, None)
        assert lines("programmes_coverage") == stored
        assert not stands_in_front("programmes_coverage")


@pytest.mark.django_db
def test_coverage_is_by_the_services_known_then(world):
    serve(world, "second", ["03E"], LATER)
    serve(
        world,
        "first",
        ["02D"],
        LATER,
        revision=2,
        revision_reason="It had closed.",
        closed_on=date(2023, 3, 1),
    )
    store(world)

    def covered(as_at):
        with results_as(as_at=as_at):
            row = Coverage.objects.get(area=world.area(*BOARD), period=QUARTER)
            return row.areas_covered, row.areas_total, row.services, row.population_covered

    assert covered(BEFORE) == (None, 2, None, None)
    assert covered(BETWEEN) == (1, 2, 1, 200_000)
    assert covered(LATER) == (1, 2, 1, 100_000)


@pytest.mark.django_db
def test_before_anything_was_known_there_are_rows_without_figures(world):
    with results_as(as_at=BEFORE):
        rows = Progress.objects.all()
        assert rows.count() > 0
        assert set(rows.values_list("numerator", "target_to_date", "revision", "reporting_expected")) >= {
            (None, None, None, 2)
        }
        assert not rows.exclude(numerator=None, target_to_date=None, revision=None).exists()


@pytest.mark.django_db
def test_only_the_indicators_meant_have_rows(world):
    world.indicator("posts", **YEAR)
    store(world)

    def codes(**meant):
        with results_as(as_at=BETWEEN, **meant):
            return set(Progress.objects.values_list("indicator__code", flat=True)), Coverage.objects.count()

    everything, rows = codes()
    assert everything == {"people", "posts"}
    assert codes(programmes=["ips"]) == (everything, rows)
    assert codes(indicators=["posts"]) == ({"posts"}, rows)
    assert codes(programmes=["cdc"]) == (set(), 0)


@pytest.mark.django_db
def test_what_will_not_be_read_is_left_as_it_stands(world):
    with results_as(as_at=BEFORE, of=(Progress,)):
        assert (stands_in_front("programmes_progress"), stands_in_front("programmes_coverage")) == (
            True,
            False,
        )
    with results_as(as_at=BEFORE, of=(Coverage,)):
        assert (stands_in_front("programmes_progress"), stands_in_front("programmes_coverage")) == (
            False,
            True,
        )


@pytest.mark.django_db
def test_nobody_is_told_what_will_be_known(world):
    with pytest.raises(NotYet, match="has passed"), results_as(as_at=timezone.now() + timedelta(minutes=1)):
        raise AssertionError("There is nothing to read.")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["wishes", "' or true --"])
def test_a_kind_that_there_is_not_is_refused(world, kind):
    with pytest.raises(ValueError, match="not a valid TrajectoryKind"), results_as(trajectory=(kind, None)):
        raise AssertionError("There is nothing to read.")


@pytest.mark.django_db
def test_with_neither_it_is_a_snapshot(world, django_assert_num_queries):
    with django_assert_num_queries(0), results_as(indicators=["people"]):
        pass


@pytest.mark.django_db
def test_statements_do_not_grow_with_rows(world, django_assert_num_queries):
    with django_assert_num_queries(15), results_as(as_at=BETWEEN, of=(Progress,)):
        pass


@pytest.mark.django_db
def test_inside_another_transaction_it_ends_with_its_savepoint(world):
    stored = lines("programmes_progress")

    with results_as(as_at=BEFORE):
        with pytest.raises(InternalError, match="read-only"), transaction.atomic():
            Source.objects.update(title="Another")
        assert lines("programmes_progress") != stored

    assert not stands_in_front("programmes_progress")
    assert lines("programmes_progress") == stored
    assert Source.objects.update(title="Another") == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_session_keeps_nothing_however_it_ends(world):
    stored = lines("programmes_progress")
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        session = cursor.fetchone()

    def pieces():
        with results_as(as_at=BEFORE):
            yield lines("programmes_progress")
            yield []

    def left_half_way():
        reading = pieces()
        assert next(reading) != stored
        reading.close()

    def failing():
        with pytest.raises(KeyError), results_as(as_at=BEFORE):
            raise KeyError

    def failing_statement():
        with pytest.raises(DataError), results_as(as_at=BEFORE), connection.cursor() as cursor:
            cursor.execute("select 1 / 0")

    for way in (lambda: list(pieces()), left_half_way, failing, failing_statement):
        way()
        assert not stands_in_front("programmes_progress")
        assert lines("programmes_progress") == stored
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            assert cursor.fetchone() == session
            cursor.execute("show transaction_read_only")
            assert cursor.fetchone() == ("off",)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_others_read_what_is_stored_and_its_own_moment_stands_still(world):
    stored = lines("programmes_progress")
    seen = []

    def read_and_revise():
        try:
            seen.append(lines("programmes_progress"))
            world.plan(world.indicators["people"], {("QB1", "2022-23"): 70}, version=2, recorded_at=BETWEEN)
            store(world)
        finally:
            connection.close()

    with results_as(as_at=LATER):
        before = lines("programmes_progress")
        assert at_board(world).target_year == 100
        with connection.cursor() as cursor:
            cursor.execute("show transaction_isolation")
            assert cursor.fetchone() == ("repeatable read",)
        other = Thread(target=read_and_revise)
        other.start()
        other.join()
        assert lines("programmes_progress") == before

    assert seen == [stored]
    assert at_board(world).target_year == 70
