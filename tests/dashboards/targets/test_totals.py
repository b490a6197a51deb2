"""Totals: a sum where it means something, and nowhere else."""

from dataclasses import replace

import pytest

from dashboards.question import Question
from dashboards.targets.counts import count_rows
from dashboards.targets.totals import Why, total_of
from programmes import models
from programmes.periods import Period
from programmes.queries.programmes import all_programmes

KNOWN = (Period(2023, 2),)
BOARDS = {"area_type": ("icb",), "boundaries": "today"}


def indicator_of(question):
    found = [one for each in all_programmes() for one in each.indicators if one.code in question.indicator]
    return found[0] if len(found) == 1 else None


def total(indicator, **filters):
    question = Question(indicator=(indicator,), **filters)
    with question.opened():
        return total_of(question, indicator_of(question))


@pytest.mark.parametrize("code", ["ips-access", "cdc-sites"])
def test_areas_of_one_level_at_one_period_add_up(code, every_row):
    found = total(code, period=KNOWN, **BOARDS)

    rows = [
        row
        for row in every_row
        if (row.indicator.code, row.period_id, row.area.area_type) == (code, "2023-24-Q2", "icb")
    ]
    assert found.why is None
    for name in ("actual", "year_to_date", "target_to_date", "target_year", "variance"):
        assert found.values[name] == pytest.approx(sum(getattr(row, name) for row in rows))
    assert found.values["attainment"] == found.values["year_to_date"] / found.values["target_to_date"]


def test_the_quarters_of_one_year_add_up_for_a_flow_and_only_its_actual():
    quarters = (Period(2022, 1), Period(2022, 2), Period(2022, 3), Period(2022, 4))
    found = total("ips-access", period=quarters, area_type=("region",), boundaries="today")
    single = [
        total("ips-access", period=(each,), area_type=("region",), boundaries="today") for each in quarters
    ]

    assert found.values["actual"] == pytest.approx(sum(each.values["actual"] for each in single))
    assert set(found.values) == {"actual", "numerator"}


NONE = [
    ("smi-employment", {"period": KNOWN, **BOARDS}, Why.NOT_ADDED),
    ("ips-access", {"period": KNOWN, "area_type": ("icb",)}, Why.BOUNDARIES),
    ("ips-access", {"period": KNOWN, "boundaries": "today"}, Why.LEVELS),
    ("ips-access", {"first": Period(2022), "last": Period(2023, 2), **BOARDS}, Why.PERIODS),
    ("cdc-sites", {"first": Period(2022), "last": Period(2022), **BOARDS}, Why.PERIODS),
    ("ips-access", {"period": KNOWN, "area": ("QAA",), **BOARDS}, Why.ONE_ROW),
    (
        "ips-access",
        {"period": (Period(2023, 3),), "area_type": ("sub_icb",), "boundaries": "today"},
        Why.MISSING,
    ),
    (
        "ips-access",
        {"period": (Period(2021, 1),), "area_type": ("icb",), "boundaries": "reported"},
        Why.ONE_ROW,
    ),
    ("ips-access", {"period": KNOWN, "status": ("not_due",), **BOARDS}, Why.ONE_ROW),
]


@pytest.mark.parametrize(("code", "filters", "why"), NONE)
def test_no_total_where_it_would_mean_nothing(code, filters, why):
    found = total(code, **filters)

    assert (found.why, dict(found.values)) == (why, {})


def test_no_total_of_several_indicators():
    assert total_of(Question(indicator=("ips-access", "cdc-sites")), None).why is Why.INDICATORS


def test_no_total_of_figures_rounded_below_england():
    question = Question(indicator=("ips-access",), period=KNOWN, **BOARDS)
    rounded = replace(indicator_of(question), disclosure="mhsds")

    assert total_of(question, rounded).why is Why.ROUNDED


def test_no_total_where_an_area_has_no_row():
    models.Progress.objects.filter(area__code="QCC", period_id="2022-23-Q3").delete()

    assert total("ips-access", first=Period(2022), last=Period(2022), **BOARDS).why is Why.GAPS


def test_no_total_of_areas_that_followed_one_another_within_the_period():
    area = models.Area.objects.get(code="06X")
    rows = models.Progress.objects.filter(area=area, indicator__code="ips-access", period_id="2022-23-Q1")
    rows.update(period_id="2022-23-Q2")
    models.Progress.objects.filter(
        area__code="05X", indicator__code="ips-access", period_id="2022-23-Q1"
    ).update(period_id="2022-23-Q2")

    found = total("ips-access", period=(Period(2022, 2),), area_type=("ccg",), boundaries="reported")

    assert found.why is Why.OVERLAP


def test_a_true_zero_is_added_and_a_column_with_a_gap_is_not():
    rows = models.Progress.objects.filter(indicator__code="ips-access", period_id="2023-24-Q2")
    rows.filter(area__code="QAA").update(actual=0.0, target_year=None)

    found = total("ips-access", period=KNOWN, **BOARDS)

    assert found.values["actual"] == sum(rows.filter(area__area_type="icb").values_list("actual", flat=True))
    assert "target_year" not in found.values


def test_counts_say_how_many_rows_there_would_be_with_another_choice(every_row):
    question = Question(indicator=("ips-access",), status=("on_plan",), area_type=("icb", "region"))

    counts = count_rows(question)

    mine = [row for row in every_row if row.indicator.code == "ips-access"]
    on_plan = [row for row in mine if row.status == "on_plan"]
    assert counts.rows == sum(row.area.area_type in ("icb", "region") for row in on_plan)
    assert counts.area_types["sub_icb"] == sum(row.area.area_type == "sub_icb" for row in on_plan)
    assert counts.statuses["off_plan"] == sum(
        row.status == "off_plan" and row.area.area_type in ("icb", "region") for row in mine
    )
