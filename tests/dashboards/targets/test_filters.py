"""Filters: each keeps just the rows that a plain reading of it keeps, and what it cannot read it says."""

from datetime import date

import pytest
from django.http import QueryDict

from dashboards.filters import read_filters
from programmes import models
from programmes.periods import Period
from programmes.queries.programmes import all_programmes

TODAY = date(2024, 4, 1)


def read(query):
    asked = QueryDict(query)
    return read_filters(asked, all_programmes())


def of_today(row):
    return row.area.valid_to is None or row.area.valid_to >= TODAY


def in_bure(row):
    return row.area.code in {"QBB", "02B", "03B"}


KEPT = {
    "": lambda row: True,
    "programme=cdc": lambda row: row.indicator.programme.code == "cdc",
    "programme=ips&programme=cdc": lambda row: True,
    "indicator=ips-access,cdc-sites": lambda row: row.indicator.code in {"ips-access", "cdc-sites"},
    "programme=ips&indicator=cdc-sites": lambda row: False,
    "area=QBB": lambda row: row.area.code == "QBB",
    "area=qbb": lambda row: row.area.code == "QBB",
    "area=E00000004": lambda row: row.area.code == "QBB",
    "area=06X,QCC": lambda row: row.area.code in {"06X", "QCC"},
    "within=QBB": in_bure,
    "area=QAA&within=QBB": lambda row: row.area.code == "QAA" or in_bure(row),
    "within=ENG": lambda row: row.area.area_type != "ccg",
    "area_type=icb&area_type=ccg": lambda row: row.area.area_type in {"icb", "ccg"},
    "period=2022-23-Q4": lambda row: row.period_id == "2022-23-Q4",
    "period=2022/23 Q4,2021-22-Q1": lambda row: row.period_id in {"2022-23-Q4", "2021-22-Q1"},
    "from=2022-23&to=2022-23-Q3": lambda row: (
        Period(2022, 1) <= Period.parse(row.period_id) <= Period(2022, 3)
    ),
    "from=2023-24": lambda row: row.period.starts_on >= date(2023, 4, 1),
    "to=2021-22": lambda row: row.period.ends_on <= date(2022, 3, 31),
    "status=off_plan,no_data": lambda row: row.status in {"off_plan", "no_data"},
    "basis=rebased": lambda row: row.basis == "rebased",
    "boundaries=today": of_today,
    "boundaries=reported": lambda row: row.basis != "rebased",
    "boundaries=all": lambda row: True,
    "layer=official": lambda row: row.layer == "official",
    "area=QBB&indicator=ips-access&from=2023-24&status=": lambda row: (
        row.area.code == "QBB"
        and row.indicator.code == "ips-access"
        and row.period.starts_on >= date(2023, 4, 1)
    ),
}


@pytest.mark.parametrize("query", KEPT)
def test_filter_keeps_what_a_plain_reading_keeps(query, every_row):
    filters = read(query)

    with filters.question.opened():
        kept = {(row.indicator_id, row.area_id, row.period_id) for row in filters.question.rows()}

    assert filters.notices == []
    assert kept == {(row.indicator_id, row.area_id, row.period_id) for row in every_row if KEPT[query](row)}


SAID = {
    "programme=nope": "There is no programme “nope”",
    "indicator=ips-access,nope": "There is no indicator “nope”",
    "area=ZZZ": "No area has ever had the code “ZZZ”",
    "within=QBB,%00": "No area has ever had the code “\ufffd”",
    "area_type=county": "There is no level of area “county”",
    "period=2023": "“2023” is not a period",
    "from=2023-25": "is not a financial year",
    "from=2023-24&to=2022-23": "taken the other way round",
    "kind=local_plan": "There is no trajectory “local_plan”",
    "status=good": "There is no status “good”",
    "basis=guessed": "There is no basis “guessed”",
    "boundaries=1974": "There is no kind of boundaries “1974”",
    "layer=perhaps": "There is no layer of figures “perhaps”",
    "layer=demonstration": "There are no demonstration figures here.",
    "as_at=yesterday": "is neither a date",
    "as_at=9999-12-31T23:59:59-23:59": "is still to come",
    "as_at=2024-02-31": "is neither a date",
    "as_at=2999-01-01": "is still to come",
    "sort=name": "There is no column to sort by “name”",
}


@pytest.mark.parametrize("query", SAID)
def test_what_is_not_understood_is_left_aside_and_said(query):
    filters = read(query)

    assert any(SAID[query] in notice for notice in filters.notices), filters.notices
    with filters.question.opened():
        assert filters.question.rows().count() > 0


def test_periods_the_wrong_way_round_are_turned():
    question = read("from=2023-24&to=2022-23").question

    assert (question.first, question.last) == (Period(2022), Period(2023))


def test_a_thousand_values_are_cut_short_and_said():
    filters = read(
        "period=" + ",".join(f"{year}-{(year + 1) % 100:02d}" for year in range(1900, 2199)) + ",x" * 900
    )

    assert filters.notices


def make_trajectory(**fields):
    return models.Trajectory.objects.create(
        indicator=models.Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        source=models.Source.objects.get(),
        **{"name": "Plan", "digest": "0" * 64, **fields},
    )


def test_trajectory_is_named_by_kind_and_version_in_one_choice_or_two():
    make_trajectory(version=1)
    make_trajectory(version=2, reason="Better.")

    for query in ("kind=long_term_plan:1", "kind=long_term_plan&version=1"):
        question = read(query).question
        assert (question.kind, question.version) == ("long_term_plan", 1)
    latest = read("kind=long_term_plan").question
    assert (latest.kind, latest.version) == ("long_term_plan", None)
    assert "There is no version 9" in read("kind=long_term_plan&version=9").notices[0]


def test_rows_to_be_computed_are_kept_to_a_programme_and_that_is_said():
    filters = read("as_at=2024-01-01")

    assert filters.question.programme == ("ips",)
    assert "a programme at a time" in filters.notices[0]
    assert read("as_at=2024-01-01&indicator=cdc-sites").notices == []
