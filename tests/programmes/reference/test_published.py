"""What the shipped programme files say."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from programmes.choices import AreaType
from programmes.reference.files import read_blocks
from programmes.reference.places import Faults
from programmes.reference.published import Reference

INDICATORS = {
    "ips": ["ips-access", "ips-job-outcomes", "ips-specialists", "smi-employment"],
    "workforce": [
        "workforce-camhs",
        "workforce-talking-therapies",
        "workforce-crisis",
        "workforce-people-treated",
    ],
    "pcmhp": [
        "pcmhp-networks-two",
        "pcmhp-networks-any",
        "pcmhp-wte-networks",
        "pcmhp-per-network",
        "pcmhp-wte-practices-and-networks",
    ],
    "cdc": ["cdc-sites", "cdc-tests"],
    "iapt-ltc": ["iapt-ltc-access", "iapt-ltc-referrals", "iapt-ltc-recovery"],
    "talking-therapies": [
        "tt-completed-courses",
        "tt-reliable-recovery",
        "tt-reliable-improvement",
        "tt-referrals",
    ],
}


@pytest.mark.parametrize("programme", INDICATORS)
def test_each_programme_file_is_toml_with_its_indicators(fixtures: Path, programme: str) -> None:
    faults = Faults()
    kinds = ("programme", "indicator", "break", "fact", "trajectory", "derived", "service")

    file = read_blocks(fixtures / "programmes" / f"{programme}.toml", programme, kinds, faults)

    assert not faults
    assert file is not None
    assert [block.values["code"] for block in file.blocks("indicator")] == INDICATORS[programme]


def test_every_programme_of_the_design_is_there(shipped: Reference) -> None:
    assert [row.code for row in sorted(shipped.programmes, key=lambda row: row.position)] == list(INDICATORS)


def test_sums_shared_out_are_the_whole(shipped: Reference) -> None:
    for plan in shipped.trajectories:
        shared = [point for point in plan.points if point.shared_by]
        if not shared:
            continue
        totals = Counter[tuple[str, str]]()
        for point in plan.points:
            totals[point.period.code, point.area.area_type] += point.value  # type: ignore[assignment]
        levels = {level for _, level in totals}

        assert all(
            totals[period, level] == totals[period, "england"] for period, _ in totals for level in levels
        )


def test_locations_of_a_board_sum_to_the_board(shipped: Reference) -> None:
    parent = {row.child: row.parent for row in shipped.parents if row.valid_to is None}
    for plan in shipped.trajectories:
        boards = {(p.area, p.period): p.value for p in plan.points if p.area.area_type == AreaType.ICB}
        inside = Counter[tuple[object, object]]()
        for point in plan.points:
            if point.area.area_type == AreaType.SUB_ICB and point.shared_by:
                inside[parent[point.area], point.period] += point.value  # type: ignore[assignment]

        assert all(boards[key] == value for key, value in inside.items())


@pytest.mark.parametrize(
    ("indicator", "period", "value", "provenance"),
    [
        ("ips-access", "2018-19", 12_500, "derived"),
        ("ips-access", "2020-21", 20_000, "official"),
        ("ips-access", "2021-22", 32_000, "recalled"),
        ("ips-access", "2022-23", 44_000, "recalled"),
        ("ips-access", "2023-24", 55_000, "official"),
        ("workforce-camhs", "2020-21", 2_000, "official"),
        ("workforce-talking-therapies", "2020-21", 2_900, "official"),
        ("workforce-crisis", "2020-21", 4_800, "official"),
        ("workforce-crisis", "2016-17", 0, "derived"),
        ("workforce-people-treated", "2020-21", 1_000_000, "official"),
        ("cdc-sites", "2024-25", 160, "official"),
        ("cdc-tests", "2024-25", 9_000_000, "official"),
        ("iapt-ltc-access", "2020-21", 360_000, "derived"),
        ("iapt-ltc-recovery", "2017-18", Decimal("0.5"), "official"),
    ],
)
def test_england_is_to_reach(
    shipped: Reference, indicator: str, period: str, value: Decimal, provenance: str
) -> None:
    [plan] = [plan for plan in shipped.trajectories if plan.indicator == indicator]
    [point] = [point for point in plan.points if point.area.code == "ENG" and point.period.code == period]

    assert (point.value, point.provenance) == (value, provenance)


@pytest.mark.parametrize(
    ("programme", "value"),
    [
        *[
            ("ips", value)
            for value in ("28", "80", "20000", "55000", "6000", "10", "7.9", "678", "853", "2300", "21")
        ],
        *[
            ("workforce", value)
            for value in ("2000", "2900", "4800", "1000000", "21000", "19000", "182561", "27000")
        ],
        *[
            ("pcmhp", value)
            for value in ("2", "2500", "500", "844", "1158", "114", "1261", "3783", "26000", "37000")
        ],
        *[("cdc", value) for value in ("90", "160", "1000000", "9000000", "73", "170", "13900000", "40")],
        *[
            ("iapt-ltc", value)
            for value in ("31000000", "20000000", "22", "30", "30000", "37", "15.58", "1500000")
        ],
    ],
)
def test_every_figure_that_was_named_is_there(shipped: Reference, programme: str, value: str) -> None:
    assert Decimal(value) in {fact.value for fact in shipped.facts if fact.programme == programme}


def test_a_fact_has_a_source_or_says_that_it_is_recalled(shipped: Reference) -> None:
    assert [
        fact.code for fact in shipped.facts if fact.source is None and fact.provenance != "recalled"
    ] == []
    assert all(fact.note for fact in shipped.facts if fact.provenance != "official")


def test_nothing_illustrative_stands_in_the_files(shipped: Reference) -> None:
    rows = [
        *shipped.facts,
        *shipped.services,
        *(point for plan in shipped.trajectories for point in plan.points),
    ]

    assert {row.provenance for row in rows} == {"official", "derived", "recalled"}


def test_only_the_three_early_implementers_that_could_be_read_are_named(shipped: Reference) -> None:
    served = {service.name: {area.code for area in service.areas} for service in shipped.services}

    assert sorted(map(sorted, served.values())) == [["00Q", "01A"], ["02T"], ["10H", "10Y"]]


def test_every_indicator_says_what_it_counts_and_why_in_sentences(shipped: Reference) -> None:
    for indicator in shipped.indicators:
        assert all(len(text) > 60 and text.endswith(".") for text in (indicator.counts, indicator.why))


def test_every_source_is_used_or_belongs_to_a_published_file(fixtures: Path, shipped: Reference) -> None:
    rows = (
        *shipped.areas, *shipped.successions, *shipped.populations, *shipped.weights, *shipped.indicators,
        *shipped.facts, *shipped.derived, *shipped.trajectories, *shipped.services,
    )  # fmt: skip
    used = {row.source for row in rows} | {row.promise_source for row in shipped.programmes}
    for path in (fixtures / "observations").glob("*.csv"):
        used |= {row["source"] for row in csv.DictReader(path.read_text().splitlines())}

    assert {source.slug for source in shipped.sources} - used == set()


def test_numbers_that_belong_together_are_told_of_one_another(shipped: Reference) -> None:
    told = {row.code: row.not_above for row in shipped.indicators if row.not_above}

    assert told["ips-access"] == "ips-job-outcomes.denominator"


@pytest.mark.parametrize("key", ["numerator_label", "denominator_label"])
def test_a_label_asks_for_what_a_cell_of_its_period_holds(shipped: Reference, key: str) -> None:
    for row in shipped.indicators:
        other = "in the year" if row.period_type == "quarter" else "quarter"
        assert other not in getattr(row, key), row.code
