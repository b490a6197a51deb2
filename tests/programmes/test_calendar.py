"""The calendar of reporting goes on with the clock, and so does every indicator until it is ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from programmes import tasks
from programmes.actions import calendar, recompute
from programmes.actions.recompute import Slice
from programmes.models import Coverage, Dirty, Indicator, Progress, ReportingPeriod
from programmes.periods import Period
from programmes.queries import windows
from programmes.queries.layout import collected_between, collected_in
from programmes.reference.calendar import FIRST_YEAR, last_year
from tests.second_opinion import periods_of
from tests.world import make_world

pytestmark = pytest.mark.django_db

DAY = date(2031, 8, 1)
"""In 2031/32 Q2: the last quarter that is over is 2031/32 Q1."""


@pytest.fixture
def clock(monkeypatch):
    """Sets what day it is."""

    def set_to(day: date) -> None:
        for place in ("django.utils.timezone.localdate", "tests.second_opinion.localdate"):
            monkeypatch.setattr(place, lambda *moment: day)

    return set_to


def defined(code: str = "people"):
    return Indicator.objects.defined().get(code=code).definition


def test_calendar_is_made_ahead_year_after_year(clock):
    make_world()
    before = set(ReportingPeriod.objects.values_list("code", flat=True))
    for day in (date(2031, 3, 31), date(2031, 4, 1), date(2095, 1, 1)):
        clock(day)

        made = calendar.extend()

        codes = set(ReportingPeriod.objects.values_list("code", flat=True))
        last = last_year(day)
        wanted = {
            period.code for year in Period.between(FIRST_YEAR, last) for period in (year, *year.quarters())
        }
        assert codes == wanted
        assert made == len(codes) - len(before)
        assert calendar.extend() == 0
        before = codes


def test_new_periods_are_due_four_weeks_after_their_end(clock):
    make_world()
    clock(DAY)

    calendar.extend()

    quarter = ReportingPeriod.objects.get(code="2031-32-Q2")
    assert quarter.period_type == "quarter"
    assert (quarter.starts_on, quarter.ends_on) == (date(2031, 7, 1), date(2031, 9, 30))
    days = (quarter.opens_on, quarter.due_on, quarter.closes_on)
    assert days == (date(2031, 10, 1), date(2031, 10, 28), date(2031, 11, 25))


def test_calendar_that_was_never_loaded_stays_empty(clock):
    clock(DAY)

    assert calendar.extend() == 0
    assert not ReportingPeriod.objects.exists()


def test_the_sweep_keeps_the_calendar_ahead(clock):
    make_world()
    clock(DAY)

    tasks.sweep()

    assert ReportingPeriod.objects.filter(code="2034-35").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_extend_the_calendar_at_once_make_each_period_once(clock):
    make_world()
    clock(DAY)

    def extend(_: int) -> int:
        try:
            return calendar.extend()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        made = list(several.map(extend, range(4)))

    assert sorted(made)[:3] == [0, 0, 0]
    assert ReportingPeriod.objects.filter(code="2034-35-Q4").count() == 1


def test_indicator_that_goes_on_runs_to_the_last_period_that_is_over(clock):
    make_world().indicator(until=None)
    for day, last in (
        (date(2031, 6, 30), "2030-31-Q4"),
        (date(2031, 7, 1), "2031-32-Q1"),
        (DAY, "2031-32-Q1"),
    ):
        clock(day)

        assert defined().runs_to.code == last


def test_target_ahead_leads_further_and_a_replaced_plan_does_not(clock):
    world = make_world()
    people = world.indicator(until=None)
    clock(DAY)
    calendar.extend()
    world.plan(people, {("ENG", "2033-34"): 50, ("ENG", "2032-33"): 40})
    assert defined().runs_to.code == "2033-34-Q4"

    world.plan(people, {("ENG", "2031-32"): 50}, version=2)

    assert defined().runs_to.code == "2031-32-Q4"


def test_figure_of_the_running_quarter_is_shown_at_once(clock):
    world = make_world()
    people = world.indicator(until=None)
    clock(DAY)
    calendar.extend()

    world.observe(people, world.area("02D", "sub_icb"), "2031-32-Q2", 7)

    assert defined().runs_to.code == "2031-32-Q2"


def test_nothing_leads_beyond_the_end(clock):
    world = make_world()
    people = world.indicator(until="2022-23-Q4")
    world.plan(people, {("ENG", "2025-26"): 50})
    clock(DAY)

    assert defined().runs_to.code == "2022-23-Q4"
    assert defined().why_not(Period(2023, 1)) == "people ended on 31 March 2023"


def test_figure_of_a_period_to_come_is_refused(clock):
    make_world().indicator(until=None)
    clock(DAY)

    assert defined().why_not(Period(2031, 2)) == ""
    assert defined().why_not(Period(2031, 3)) == "2031/32 Q3 has not begun yet"
    assert defined().why_not(Period(2019, 1)) == ""
    assert defined().why_not(Period(2018, 4)) == "people is collected from 2019/20 Q1 on"


def test_results_of_years_to_come_are_made_and_agree_with_the_second_opinion(clock):
    world = make_world()
    people = world.indicator(until=None)
    yearly = world.indicator("yearly", until=None, period_type="year", first_period_id="2019-20")
    clock(DAY)
    calendar.extend()
    area = world.area("02D", "sub_icb")
    world.observe(people, area, "2030-31-Q4", 70)
    world.observe(yearly, area, "2030-31", 70)

    for each in (people, yearly):
        recompute.recompute_slice(dirty=Slice(indicator_id=each.pk))

        codes = set(Progress.objects.filter(indicator=each).values_list("period_id", flat=True))
        assert codes == {period.code for period in periods_of(each)}
        assert max(codes) == ("2031-32-Q1" if each == people else "2030-31")
    told = {
        row.period_id: (row.status, row.marker, row.numerator)
        for row in Progress.objects.filter(indicator=people, area=area)
    }
    # Due on 28 July, and missing.
    assert told["2031-32-Q1"] == ("no_data", "x", None)
    assert told["2030-31-Q4"][1:] == ("", 70)


def test_forecasts_are_marked_up_to_the_running_year_or_the_end(clock):
    world = make_world()
    goes_on, ended = world.indicator(until=None), world.indicator("ended", until="2023-24-Q2")
    clock(DAY)
    for indicator, year, last in ((goes_on, 2030, 2031), (goes_on, 2021, 2025), (ended, 2021, 2023)):
        Dirty.objects.all().delete()

        recompute.mark([Slice(indicator_id=indicator.pk, start_year=year)])

        marked = Dirty.objects.filter(figures_only=False).values_list("start_year", flat=True)
        assert sorted(set(marked)) == list(range(year, last + 1))


def test_what_is_due_next_follows_the_clock(clock):
    world = make_world()
    world.indicator(until=None)
    world.indicator("yearly", until=None, period_type="year", first_period_id="2019-20")
    for day, period, due_on in (
        (date(2031, 8, 1), "2031-32-Q2", date(2031, 10, 28)),
        (date(2032, 4, 1), "2031-32-Q4", date(2032, 4, 28)),
        (date(2068, 1, 29), "2067-68-Q4", date(2068, 4, 28)),
    ):
        clock(day)
        calendar.extend()

        assert windows.due_dates(timezone.localdate()).next in (
            (Period.parse(period), due_on),
            (Period.parse(period).year, due_on),
        )


def test_what_ended_is_not_asked_for_and_the_rest_is(clock):
    world = make_world()
    goes_on, _ = world.indicator(until=None), world.indicator("ended", until="2023-24-Q2")
    clock(DAY)
    calendar.extend()

    quarter = ReportingPeriod.objects.get(code="2031-32-Q1")

    assert collected_in(world.programme, quarter) == (goes_on,)
    assert collected_between(world.programme, "quarter") == ("2019/20 Q1", "")
    goes_on.delete()
    assert collected_between(world.programme, "quarter") == ("2019/20 Q1", "2023/24 Q2")


def test_coverage_is_known_for_quarters_that_are_over_however_far_targets_lead(clock):
    world = make_world()
    people = world.indicator(until=None)
    clock(DAY)
    calendar.extend()
    world.plan(people, {("ENG", "2033-34"): 50})
    world.observe(people, world.area("02D", "sub_icb"), "2031-32-Q2", 7)

    recompute.recompute_slice(dirty=Slice(programme_id=world.programme.pk))

    periods = Coverage.objects.order_by("period__ends_on").values_list("period_id", flat=True)
    assert (periods.first(), periods.last()) == ("2019-20-Q1", "2031-32-Q1")
