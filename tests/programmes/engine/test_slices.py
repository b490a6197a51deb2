"""Any slicing, in any order, gives the same rows; only changes are written; a check finds tampering."""

import random

import pytest
from django.db import connection

from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.choices import RunScope, RunState
from programmes.models import Coverage, DataVersion, Dirty, Observation, Progress, RecomputeRun
from tests.programmes.engine.test_against_second_opinion import fill
from tests.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world():
    world = make_world()
    indicator = world.indicator(disclosure="mhsds")
    fill(world, indicator, 5)
    world.plan(indicator, {(code, "2020-21"): 100 for code in ("ENG", "QA1", "QB1")})
    return world


def stored():
    return list(Progress.objects.order_by("indicator", "area", "period").values())


def whole(world):
    return Slice(indicator_id=world.indicators["people"].pk)


@pytest.mark.parametrize("seed", range(4))
def test_years_in_any_order_give_the_rows_of_the_whole(world, seed):
    indicator = world.indicators["people"]
    recompute.recompute_slice(dirty=whole(world))
    at_once = stored()
    Progress.objects.all().delete()
    years = [2019, 2020, 2021, 2022, 2023] * 2
    random.Random(seed).shuffle(years)

    for year in years:
        recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk, start_year=year))

    assert stored() == at_once


def test_recomputing_again_writes_nothing_and_keeps_the_version(world):
    recompute.recompute_slice(dirty=whole(world))
    version = DataVersion.objects.get().version

    again = recompute.recompute_slice(dirty=whole(world))

    assert (again.changed, again.removed) == (0, 0)
    assert again.computed == Progress.objects.count()
    assert DataVersion.objects.get().version == version


def test_one_revised_figure_writes_few_rows_and_raises_the_version(world):
    recompute.recompute_slice(dirty=whole(world))
    version = DataVersion.objects.get().version
    fact = Observation.objects.filter(period_id="2023-24-Q4", numerator__isnull=False).first()
    Observation.objects.create(
        indicator=fact.indicator, area=fact.area, period=fact.period, revision=fact.revision + 1,
        numerator=fact.numerator + 50, revision_reason="Late.", submission=world.submission,
    )  # fmt: skip

    written = recompute.recompute_slice(dirty=Slice(indicator_id=fact.indicator_id, start_year=2023))

    assert 1 <= written.changed <= 4
    assert DataVersion.objects.get().version == version + 1


def test_a_year_in_which_every_row_changes_replaces_what_is_stored(world):
    recompute.recompute_slice(dirty=whole(world))
    before = stored()
    Progress.objects.filter(period__starts_on__gte="2023-04-01").update(actual=-1, digest=0)

    written = recompute.recompute_slice(
        dirty=Slice(indicator_id=world.indicators["people"].pk, start_year=2023)
    )

    assert written.changed == written.computed
    assert [row for row in stored() if row["period_id"].startswith("2023-24")] == [
        row for row in before if row["period_id"].startswith("2023-24")
    ]


def test_rows_that_should_not_be_are_removed(world):
    recompute.recompute_slice(dirty=whole(world))
    before = stored()
    stray = Progress.objects.filter(area=world.area("01C", "sub_icb")).first()
    Progress.objects.bulk_create([_copy_of(stray, area=world.area("01A", "ccg"), period="2023-24-Q4")])

    written = recompute.recompute_slice(dirty=whole(world))

    assert (written.changed, written.removed) == (0, 1)
    assert stored() == before


def _copy_of(row, *, area, period):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return Progress(**{**fields, "area_id": area.pk, "period_id": period})


def test_check_finds_no_difference_after_a_run_and_writes_nothing(world):
    run = recompute.request(scope=RunScope.FULL, trigger="test")
    recompute.carry_out(run_id=run.pk)
    version = DataVersion.objects.get().version

    check = recompute.carry_out(run_id=recompute.request(scope=RunScope.CHECK, trigger="test").pk)

    assert check.state == RunState.DONE
    assert check.rows_computed > 300
    assert (check.rows_different, check.rows_written) == (0, 0)
    assert DataVersion.objects.get().version == version


@pytest.mark.parametrize("column", ["actual", "rank", "marker", "status", "target_to_date"])
def test_check_finds_a_row_changed_behind_the_engines_back(world, column):
    recompute.carry_out(run_id=recompute.request(scope=RunScope.FULL, trigger="test").pk)
    other = {"actual": "12345", "rank": "99", "marker": "'q'", "status": "'odd'", "target_to_date": "1"}[
        column
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"update programmes_progress set {column} = {other} where (area_id, period_id) ="
            " (select area_id, period_id from programmes_progress order by 1, 2 limit 1)"
        )

    check = recompute.carry_out(run_id=recompute.request(scope=RunScope.CHECK, trigger="test").pk)

    assert check.rows_different == 1


def test_draining_clears_the_marks_and_says_what_it_did(world):
    recompute.mark([whole(world), Slice(indicator_id=world.indicators["people"].pk, start_year=2020)])
    recompute.mark([Slice(programme_id=world.programme.pk)])

    written = recompute.drain(trigger="test")

    assert written == Progress.objects.count() + Coverage.objects.count()
    assert not Dirty.objects.exists()
    run = RecomputeRun.objects.get()
    assert (run.state, run.share_done, run.rows_written) == (RunState.DONE, 1, written)


def test_a_slice_that_fails_keeps_its_mark_and_keeps_nobody_waiting(world, monkeypatch):
    broken = world.indicator("broken")
    recompute.mark([Slice(indicator_id=broken.pk), whole(world)])
    compute = recompute._compute

    def compute_or_fail(dirty):
        if dirty.indicator_id == broken.pk:
            raise ZeroDivisionError("made to fail")
        return compute(dirty)

    monkeypatch.setattr(recompute, "_compute", compute_or_fail)
    recompute.drain(trigger="test")

    assert list(Dirty.objects.values_list("indicator_id", flat=True)) == [broken.pk]
    assert Progress.objects.filter(indicator=world.indicators["people"]).exists()
    run = RecomputeRun.objects.get()
    assert run.state == RunState.FAILED
    assert "made to fail" in run.error
