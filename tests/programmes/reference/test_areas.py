"""What the shipped area files say, against what was published."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from programmes.reference.published import Reference
from programmes.reference.rows import AreaRow

CURRENT = date(2024, 4, 1)


def alive(shipped: Reference, level: str, day: date) -> list[AreaRow]:
    return [area for area in shipped.areas if area.area_type == level and area.valid_on(day)]


@pytest.mark.parametrize(
    ("level", "day", "count"),
    [
        ("ccg", date(2017, 4, 1), 207),
        ("ccg", date(2018, 4, 1), 195),
        ("ccg", date(2019, 4, 1), 191),
        ("ccg", date(2020, 4, 1), 135),
        ("ccg", date(2021, 4, 1), 106),
        ("ccg", date(2022, 6, 30), 106),
        ("ccg", date(2022, 7, 1), 0),
        ("sub_icb", date(2022, 6, 30), 0),
        ("sub_icb", date(2022, 7, 1), 106),
        ("stp", date(2018, 3, 31), 44),
        ("stp", date(2018, 4, 1), 42),
        ("stp", date(2020, 4, 1), 42),
        ("stp", date(2022, 7, 1), 0),
        ("icb", date(2022, 7, 1), 42),
        ("icb", date(2026, 3, 31), 42),
        ("icb", date(2026, 4, 1), 36),
        ("region", date(2017, 4, 1), 4),
        ("region", date(2018, 4, 1), 5),
        ("region", date(2019, 4, 1), 7),
        ("region", date(2026, 4, 1), 7),
        ("england", date(2015, 4, 1), 1),
    ],
)
def test_as_many_areas_lived_as_were_published(shipped: Reference, level: str, day: date, count: int) -> None:
    assert len(alive(shipped, level, day)) == count


@pytest.mark.parametrize(
    "day", [date(2017, 4, 1), date(2018, 4, 1), date(2019, 4, 1), date(2021, 4, 1), CURRENT, date(2026, 4, 1)]
)
def test_every_area_but_england_lies_in_one_area_of_the_level_above(shipped: Reference, day: date) -> None:
    above = {"ccg": "stp", "sub_icb": "icb", "stp": "region", "icb": "region", "region": "england"}
    parents = Counter(
        (row.child, row.parent.area_type)
        for row in shipped.parents
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    )

    areas = [area for area in shipped.areas if area.valid_on(day) and area.area_type != "england"]

    assert [area.code for area in areas if parents[area, above[area.area_type]] != 1] == []
    assert sum(parents.values()) == len(areas)


@pytest.mark.parametrize(
    "day",
    [
        date(2017, 4, 1),
        date(2018, 4, 1),
        date(2020, 4, 1),
        date(2022, 7, 1),
        date(2023, 4, 1),
        date(2026, 4, 1),
    ],
)
def test_one_gss_code_means_one_area(shipped: Reference, day: date) -> None:
    codes = [
        row.gss_code
        for row in shipped.codes
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]

    assert [code for code, times in Counter(codes).items() if times > 1] == []


@pytest.mark.parametrize(
    ("code", "day", "gss"),
    [
        ("QXU", date(2022, 7, 1), "E54000052"),
        ("QXU", date(2023, 4, 1), "E54000063"),
        ("QNX", date(2023, 3, 31), "E54000053"),
        ("QNX", date(2023, 4, 1), "E54000064"),
        ("92A", date(2021, 4, 1), "E38000246"),
        ("92A", date(2023, 4, 1), "E38000264"),
        ("70F", date(2022, 7, 1), "E38000248"),
        ("70F", date(2023, 4, 1), "E38000265"),
        ("QF7", date(2022, 6, 30), "E54000009"),
        ("QF7", date(2022, 7, 1), "E54000061"),
        ("QHL", date(2022, 7, 1), "E54000055"),
        ("01Y", date(2022, 6, 30), "E38000182"),
        ("01Y", date(2022, 7, 1), "E38000263"),
        ("D2P2L", date(2021, 4, 1), "E38000250"),
        ("D2P2L", date(2022, 7, 1), "E38000259"),
        ("02M", date(2017, 4, 1), "E38000060"),
        ("02M", date(2018, 4, 1), "E38000226"),
        ("01E", date(2018, 4, 1), "E38000227"),
        ("01K", date(2018, 4, 1), "E38000228"),
        ("QHM", date(2019, 4, 1), "E54000049"),
        ("QHM", date(2020, 4, 1), "E54000050"),
        ("QRL", date(2026, 4, 1), "E54000067"),
        ("Z9B2Z", date(2026, 4, 1), "E54000071"),
        ("Y60", date(2021, 4, 1), "E40000008"),
        ("Y60", date(2022, 7, 1), "E40000011"),
        ("Y63", date(2022, 7, 1), "E40000012"),
        ("Y61", date(2023, 12, 31), "E40000007"),
        ("Y61", date(2024, 1, 1), "E40000013"),
        ("Y62", date(2024, 4, 1), "E40000014"),
        ("ENG", CURRENT, "E92000001"),
    ],
)
def test_gss_codes_follow_border_changes(shipped: Reference, code: str, day: date, gss: str) -> None:
    found = [
        row.gss_code
        for row in shipped.codes
        if row.area.code == code and row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]

    assert found == [gss]


def test_every_area_that_ended_went_somewhere(shipped: Reference) -> None:
    shares = Counter[AreaRow]()
    for row in shipped.successions:
        shares[row.predecessor] += row.share  # type: ignore[assignment]

    assert {area.code for area in shipped.areas if area.valid_to and shares[area] != 1} == set()
    assert {area.code for area in shares if area.valid_to is None} == set()


@pytest.mark.parametrize(
    ("predecessor", "successor", "on", "people"),
    [
        ("01Y", "15M", date(2022, 7, 1), 33_604 / 260_721),
        ("D2P2L", "15E", date(2022, 7, 1), 178_281 / 1_380_809),
        ("06H", "78H", date(2022, 7, 1), 17_070 / 896_725),
        ("02Q", "02Q", date(2022, 7, 1), 1),
        ("QF7", "QT1", date(2022, 7, 1), 118_280 / 1_533_334),
        ("QHM", "QHM", date(2022, 7, 1), 1),
        ("10G", "15D", date(2018, 4, 1), 1),
        ("15D", "D4U1Y", date(2021, 4, 1), 1),
        ("05L", "D2P2L", date(2021, 4, 1), 1),
        ("QM7", "D7T5G", date(2026, 4, 1), 312_214 / 1_488_061),
        ("QRL", "QRL", date(2026, 4, 1), 1),
    ],
)
def test_shares_of_known_moves(
    shipped: Reference, predecessor: str, successor: str, on: date, people: float
) -> None:
    [row] = [
        row
        for row in shipped.successions
        if (row.predecessor.code, row.successor.code, row.on) == (predecessor, successor, on)
    ]

    assert float(row.share) == pytest.approx(people, abs=1e-8)


def test_frimley_is_shared_among_three(shipped: Reference) -> None:
    parts = {
        row.successor.code
        for row in shipped.successions
        if row.predecessor.code == "QNQ" and row.on.year == 2026
    }

    assert parts == {"QRL", "S0E4D", "S9B9J"}


@pytest.mark.parametrize(("code", "people", "adults"), [("ENG", 56_550_138, 44_456_850)])
def test_england_has_as_many_people_as_published(
    shipped: Reference, code: str, people: int, adults: int
) -> None:
    bands = {row.age_band: row.people for row in shipped.populations if row.area.code == code}

    assert (bands["all"], bands["18+"]) == (people, adults)


@pytest.mark.parametrize("band", ["all", "0-17", "16+", "18+", "18-64", "65+"])
def test_people_of_each_level_sum_to_england(shipped: Reference, band: str) -> None:
    totals = Counter[str]()
    for row in shipped.populations:
        totals[row.area.area_type] += row.people if row.age_band == band else 0

    assert len(set(totals.values())) == 1
    assert set(totals) == {"england", "region", "icb", "sub_icb"}


@pytest.mark.parametrize(
    ("key", "england"), [("mental-health-need", 63_849_324), ("registered", 63_849_321), ("networks", 1_261)]
)
def test_weights_of_each_level_sum_to_england(shipped: Reference, key: str, england: int) -> None:
    totals = Counter[str]()
    for row in shipped.weights:
        totals[row.area.area_type] += int(row.value) if row.key == key else 0

    assert {total for total in totals.values() if total} == {england}


def test_adults_weigh_what_they_number(shipped: Reference) -> None:
    weights = {row.area: row.value for row in shipped.weights if row.key == "adults"}
    adults = {
        row.area: row.people
        for row in shipped.populations
        if row.age_band == "18+" and row.area.area_type == "sub_icb"
    }

    assert weights == adults


def test_each_tile_has_its_own_place_and_a_short_label(shipped: Reference) -> None:
    for day, count in ((CURRENT, 42), (date(2026, 4, 1), 36)):
        boards = alive(shipped, "icb", day)

        assert len({(area.tile_column, area.tile_row) for area in boards}) == count
        assert len({area.tile_label for area in boards}) == count
        assert all(1 <= len(area.tile_label) <= 6 for area in boards)


def test_boards_of_2026_hold_the_sub_icb_locations_of_their_predecessors(shipped: Reference) -> None:
    inside: dict[str, set[str]] = defaultdict(set)
    for row in shipped.parents:
        if row.child.area_type == "sub_icb" and row.valid_to is None:
            inside[row.parent.code].add(row.child.code)

    assert inside["D7T5G"] == {"06Q", "07G", "99E", "99F", "99G", "07H", "06T"}
    assert inside["T6Y0W"] == {"26A", "06L", "07K"}
    assert sum(map(len, inside.values())) == 106
