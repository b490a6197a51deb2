"""What the shipped programme files say."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from programmes.choices import AreaType
from programmes.ingest.formats import LAYOUTS
from programmes.reference.files import read_blocks
from programmes.reference.places import Faults, ReferenceFaulty
from programmes.reference.published import BLOCKS, Reference
from programmes.reference.reading import read
from programmes.reference.rows import BlockRow
from programmes.results.indicators import WHOLE_THINGS
from tests.programmes.reference.conftest import TODAY, Rewrite

RECALLED = 'value = 44000\nprovenance = "recalled"\nnote = "Impl'
"""The only target that was found in no source."""

INDICATORS = {
    "ips": ["ips-access", "ips-job-outcomes", "ips-specialists", "smi-employment"],
    "workforce": [
        "workforce-camhs",
        "workforce-talking-therapies",
        "workforce-crisis",
        "workforce-people-treated",
        "perinatal-access",
        "eip-within-two-weeks",
        "liaison-staff",
    ],
    "pcmhp": [
        "pcmhp-networks-two",
        "pcmhp-networks-any",
        "pcmhp-wte-networks",
        "pcmhp-per-network",
        "pcmhp-wte-practices-and-networks",
    ],
    "cdc": ["cdc-sites", "cdc-tests"],
    "iapt-ltc": [
        "iapt-ltc-access",
        "iapt-ltc-referrals",
        "iapt-ltc-integrated-first-treatments",
        "iapt-ltc-recovery",
    ],
    "talking-therapies": [
        "tt-completed-courses",
        "tt-reliable-recovery",
        "tt-reliable-improvement",
        "tt-referrals",
        "tt-employment-support",
    ],
}


@pytest.mark.parametrize("programme", INDICATORS)
def test_each_programme_file_is_toml_with_its_indicators(fixtures: Path, programme: str) -> None:
    faults = Faults()
    kinds = BLOCKS

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
        years = {point.period for point in shared}
        for point in plan.points:
            if point.period not in years:
                continue
            totals[point.period.code, point.area.area_type] += point.value  # type: ignore[assignment]
        levels = {level for _, level in totals}

        assert all(
            totals[period, level] == totals[period, "england"] for period, _ in totals for level in levels
        )


def access_plan(shipped: Reference) -> BlockRow:
    """The plan of access to IPS up to 2023/24."""
    [plan] = [
        plan
        for plan in shipped.trajectories
        if plan.indicator == "ips-access" and plan.kind == "long_term_plan"
    ]
    return plan


def test_only_what_a_source_states_is_published_and_nothing_else_is_official(shipped: Reference) -> None:
    for plan in shipped.trajectories:
        for point in plan.points:
            published = point.basis == "published"
            assert (point.provenance == "official") == published
            assert point.source is not None or not published


def test_shares_of_whole_things_are_whole(shipped: Reference) -> None:
    units = {row.code: row.unit for row in shipped.indicators}
    whole = [plan for plan in shipped.trajectories if units[plan.indicator] in WHOLE_THINGS]
    shared = [point for plan in whole for point in plan.points if point.shared_by]

    assert len(shared) > 500
    assert all(point.value == int(point.value) for point in shared)


def test_no_year_has_a_target_that_no_source_states(shipped: Reference) -> None:
    england = {
        (plan.indicator, point.period.code): point.basis
        for plan in shipped.trajectories
        for point in plan.points
        if point.area.code == "ENG" and not point.period.is_quarter
    }

    assert set(england.values()) == {"published", "calculated", "recalled"}
    assert [period for of, period in england if of == "tt-completed-courses"] == ["2026-27", "2028-29"]
    assert [period for of, period in england if of == "cdc-sites"] == ["2024-25"]
    assert [period for of, period in england if of == "workforce-crisis"] == ["2020-21"]
    assert ("ips-access", "2027-28") not in england


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('provenance = "recalled"\nbasis = "published"', "what is recalled is recalled in both"),
        ('provenance = "official"', "a published target names its source"),
        ('provenance = "derived"', "say how it was worked out: calculated, entitlement, interpolated"),
        ('provenance = "derived"\nbasis = "shared_out"', "shared_out is made here"),
    ],
)
def test_how_a_target_was_made_is_told_truly(copied: Path, rewrite: Rewrite, said: str, words: str) -> None:
    rewrite("programmes/ips.toml", RECALLED, RECALLED.replace('provenance = "recalled"', said))

    with pytest.raises(ReferenceFaulty, match=words):
        read(copied, TODAY)


def test_parts_of_people_are_not_shared_out(copied: Path, rewrite: Rewrite) -> None:
    rewrite("programmes/ips.toml", RECALLED, RECALLED.replace("44000", "44000.5"))

    with pytest.raises(ReferenceFaulty, match="write a whole number"):
        read(copied, TODAY)


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
        ("ips-access", "2021-22", 32_000, "official"),
        ("ips-access", "2022-23", 44_000, "recalled"),
        ("ips-access", "2023-24", 55_000, "official"),
        ("workforce-camhs", "2020-21", 2_000, "official"),
        ("workforce-talking-therapies", "2020-21", 2_900, "official"),
        ("workforce-crisis", "2020-21", 4_800, "official"),
        ("ips-access", "2026-27", 63_500, "official"),
        ("ips-access", "2028-29", 73_500, "official"),
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
    points = [point for plan in shipped.trajectories if plan.indicator == indicator for point in plan.points]
    [point] = [point for point in points if point.area.code == "ENG" and point.period.code == period]

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


def test_nothing_made_up_stands_in_the_files(shipped: Reference) -> None:
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
        *shipped.facts, *shipped.trajectories, *shipped.services,
    )  # fmt: skip
    used = {row.source for row in rows} | {row.promise_source for row in shipped.programmes}
    for path in (fixtures / "observations").glob("*.csv"):
        used |= {row["source"] for row in csv.DictReader(path.read_text().splitlines())}
    used |= {layout.source for layout in LAYOUTS.values()}

    assert {source.slug for source in shipped.sources} - used == set()


def test_numbers_that_belong_together_are_told_of_one_another(shipped: Reference) -> None:
    told = {row.code: row.not_above for row in shipped.indicators if row.not_above}

    assert told["ips-access"] == "ips-job-outcomes.denominator"


@pytest.mark.parametrize("key", ["numerator_label", "denominator_label"])
def test_a_label_asks_for_what_a_cell_of_its_period_holds(shipped: Reference, key: str) -> None:
    for row in shipped.indicators:
        other = "in the year" if row.period_type == "quarter" else "quarter"
        assert other not in getattr(row, key), row.code


def test_targets_that_were_published_by_area_stand_as_published(shipped: Reference, fixtures: Path) -> None:
    plan = access_plan(shipped)
    own = {(p.area.area_type, p.area.code, p.period.code): p for p in plan.points if not p.shared_by}
    table = list(csv.DictReader((fixtures / "targets" / "ips_access_2021-22.csv").read_text().splitlines()))

    assert len(table) == 4 * (1 + 7 + 42 + 106)
    for row in table:
        point = own[row["area_type"], row["area"], row["period"]]
        assert (point.value, point.basis, point.provenance, point.source) == (
            Decimal(row["value"]),
            "published",
            "official",
            "nhs-mental-health-dashboard",
        )
    groups = [row for row in table if row["area_type"] == "ccg" and row["period"] == "2021-22-Q4"]
    assert sum(Decimal(row["value"]) for row in groups) == pytest.approx(
        Decimal(32_000), abs=Decimal("0.001")
    )
    england = [own["england", "ENG", f"2021-22-Q{quarter}"].value for quarter in (1, 2, 3, 4)]
    assert [*england, own["england", "ENG", "2021-22"].value] == [8_000, 16_000, 24_000, 32_000, 32_000]


def test_nothing_of_a_year_with_published_targets_is_shared_out(shipped: Reference) -> None:
    plan = access_plan(shipped)
    of_year = [point for point in plan.points if point.period.start_year == 2021]
    boards = {point.area.code: point for point in of_year if point.area.area_type == AreaType.ICB}

    assert {point.basis for point in of_year} == {"published", "added_up"}
    assert boards["QSL"].provenance == "official", "Somerset went over whole"
    assert "QOP" not in boards, (
        "a piece of Greater Manchester’s land came with Glossop, and no target with it"
    )
    assert boards["QT1"].note.startswith("The sum of"), "Bassetlaw came with a target of its own"
    merged = [point for point in of_year if point.note.startswith("The sum of")]
    assert merged
    assert {(point.basis, point.provenance) for point in merged} == {("added_up", "derived")}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ccg,99Z,2021-22-Q1,5", "99Z has no row in the area files"),
        ("stp,00L,2021-22-Q1,5", "00L is a ccg then; mend the type or the code"),
        ("ccg,00L,2021-22,5", "2021-22 is no quarter; write what is wanted by each quarter"),
        ("ccg,00L,2021-22-Q1,-5", "-5 is no target; write 0 or more"),
        ("england,ENG,2021-22-Q1,8000", "ENG has a target of 2021-22-Q1 already; remove one of them"),
    ],
)
def test_a_target_of_an_area_that_cannot_stand_is_a_fault(copied: Path, row: str, said: str) -> None:
    table = copied / "targets" / "ips_access_2021-22.csv"
    table.write_text(f"{table.read_text()}{row}\n")

    with pytest.raises(ReferenceFaulty, match=re.escape(said)) as faulty:
        read(copied, TODAY)

    assert all(fault.place.file == "targets/ips_access_2021-22.csv" for fault in faulty.value.faults)


def test_a_table_of_targets_names_its_source(copied: Path) -> None:
    file = copied / "programmes" / "ips.toml"
    named = 'targets_by_area_source = "nhs-mental-health-dashboard"\n'
    file.write_text(file.read_text().replace(named, ""))

    with pytest.raises(ReferenceFaulty, match="a table of targets and its source are named together"):
        read(copied, TODAY)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ('reported_as = "year_to_date"', "would tell what is withheld of a quarter; report the period"),
        ('reported_as = "weekly"', "write one of period, year_to_date, rolling_year"),
        ('reported_as = "rolling_year"\naccumulates = true', "always says no; leave it out"),
    ],
)
def test_what_a_figure_covers_fits_what_it_is(copied: Path, changed: str, said: str) -> None:
    file = copied / "programmes" / "ips.toml"
    file.write_text(file.read_text().replace('kind = "flow"', f'kind = "flow"\n{changed}', 1))

    with pytest.raises(ReferenceFaulty, match=re.escape(said)):
        read(copied, TODAY)


def test_gaps_are_at_levels_at_which_their_indicator_is_counted(shipped: Reference) -> None:
    levels = {row.code: AreaType(row.reporting_level).height for row in shipped.indicators}

    assert shipped.gaps
    for gap in shipped.gaps:
        assert AreaType(gap.area_type) in AreaType.of_today()
        assert AreaType(gap.area_type).height >= levels[gap.indicator], gap.indicator


def test_what_ended_says_so_and_everything_else_goes_on(shipped: Reference) -> None:
    ended = {row.code: row.ended_on for row in shipped.indicators if row.ended_on is not None}

    plan = [code for code in INDICATORS["workforce"] if code.startswith("workforce-")]
    assert ended == dict.fromkeys(plan, date(2021, 3, 31)) | {"liaison-staff": date(2019, 3, 31)}
    assert all(bool(row.end_reason) == (row.code in ended) for row in shipped.indicators)


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("ended_on = 2025-06-30", "what has ended says why; write `end_reason`"),
        ('end_reason = "Nobody asks for it."', "what has ended says when; write `ended_on`"),
        (
            'ended_on = 2017-06-29\nend_reason = "Nobody asks for it."',
            "2017-06-29 is before the end of the first period, 2017-18-Q1",
        ),
    ],
)
def test_an_end_has_a_day_and_a_reason(copied: Path, added: str, said: str) -> None:
    path = copied / "programmes" / "ips.toml"
    here = 'first_period = "2017-18-Q1"\n'
    path.write_text(path.read_text(encoding="utf-8").replace(here, f"{here}{added}\n", 1), encoding="utf-8")

    with pytest.raises(ReferenceFaulty, match=re.escape(said)):
        read(copied, TODAY)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2014-15", "2014-15 is not in the calendar, which begins with 2015-16"),
        ("2082-83", "2082-83 is more than 30 years ahead; write an earlier one"),
    ],
)
def test_a_plan_of_a_year_that_cannot_be_meant_is_a_fault(copied: Path, written: str, said: str) -> None:
    path = copied / "programmes" / "talking-therapies.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('period = "2028-29"', f'period = "{written}"', 1), encoding="utf-8")

    with pytest.raises(ReferenceFaulty, match=re.escape(said)):
        read(copied, TODAY)


@pytest.mark.parametrize(("day", "last"), [(TODAY, "2029-30"), (date(2031, 4, 1), "2034-35")])
def test_the_calendar_leads_three_years_beyond_the_running_one(fixtures: Path, day: date, last: str) -> None:
    assert read(fixtures, day).periods[-1].code == last


def test_a_plan_for_a_later_year_takes_the_calendar_with_it(copied: Path) -> None:
    path = copied / "programmes" / "talking-therapies.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('period = "2028-29"', 'period = "2040-41"', 1), encoding="utf-8")

    assert read(copied, TODAY).periods[-1].code == "2040-41"
