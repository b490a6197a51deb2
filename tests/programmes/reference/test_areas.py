"""What the shipped area files say, against what was published."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from programmes.reference.counted import AGE_BANDS
from programmes.reference.published import Reference
from programmes.reference.rows import AreaRow

BEFORE = date(2024, 4, 1)
NOW = date(2026, 4, 1)


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
        ("sub_icb", date(2026, 3, 31), 106),
        ("sub_icb", NOW, 106),
        ("stp", date(2018, 3, 31), 44),
        ("stp", date(2018, 4, 1), 42),
        ("stp", date(2020, 4, 1), 42),
        ("stp", date(2022, 7, 1), 0),
        ("icb", date(2022, 7, 1), 42),
        ("icb", date(2026, 3, 31), 42),
        ("icb", NOW, 36),
        ("region", date(2017, 4, 1), 4),
        ("region", date(2018, 4, 1), 5),
        ("region", date(2019, 4, 1), 7),
        ("region", NOW, 7),
        ("england", date(2015, 4, 1), 1),
    ],
)
def test_as_many_areas_lived_as_were_published(shipped: Reference, level: str, day: date, count: int) -> None:
    assert len(alive(shipped, level, day)) == count


@pytest.mark.parametrize(
    "day", [date(2017, 4, 1), date(2018, 4, 1), date(2019, 4, 1), date(2021, 4, 1), BEFORE, NOW]
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
        NOW,
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
        ("QRL", NOW, "E54000067"),
        ("92A", date(2026, 3, 31), "E38000264"),
        ("92A", NOW, "E38000267"),
        ("D9Y0V", date(2026, 3, 31), "E38000253"),
        ("D9Y0V", NOW, "E38000266"),
        ("U2G6B", NOW, "E38000268"),
        ("Z9B2Z", NOW, "E54000071"),
        ("Y60", date(2021, 4, 1), "E40000008"),
        ("Y60", date(2022, 7, 1), "E40000011"),
        ("Y63", date(2022, 7, 1), "E40000012"),
        ("Y61", date(2023, 12, 31), "E40000007"),
        ("Y61", date(2024, 1, 1), "E40000013"),
        ("Y62", date(2024, 4, 1), "E40000014"),
        ("ENG", BEFORE, "E92000001"),
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
        ("QM7", "D7T5G", NOW, 312_214 / 1_488_061),
        ("QRL", "QRL", NOW, 1),
        ("92A", "92A", NOW, 1),
        ("D4U1Y", "U2G6B", NOW, 0.587866),
        ("D4U1Y", "D9Y0V", NOW, 0.229065),
        ("D4U1Y", "92A", NOW, 0.183069),
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


def test_frimley_is_shared_among_three_as_its_location_is(shipped: Reference) -> None:
    of_board, of_location = (
        {
            row.successor.code: row.share
            for row in shipped.successions
            if row.predecessor.code == code and row.on == NOW
        }
        for code in ("QNQ", "D4U1Y")
    )
    boards = {row.child.code: row.parent.code for row in shipped.parents if row.valid_on(NOW)}

    assert set(of_board) == {"QRL", "S0E4D", "S9B9J"}
    assert {boards[code]: share for code, share in of_location.items()} == of_board


@pytest.mark.parametrize(
    ("year", "people", "adults"), [(2020, 56_550_138, 44_456_850), (2022, 57_106_398, 45_219_492)]
)
def test_england_has_as_many_people_as_published(
    shipped: Reference, year: int, people: int, adults: int
) -> None:
    bands = {
        row.age_band: row.people for row in shipped.populations if (row.area.code, row.year) == ("ENG", year)
    }

    assert (bands["all"], bands["18+"]) == (people, adults)


@pytest.mark.parametrize(
    ("year", "day", "band"),
    [
        *((2020, day, band) for day in (BEFORE, NOW) for band in AGE_BANDS),
        *((2022, NOW, band) for band in ("all", "0-17", "18+")),
    ],
)
def test_people_of_each_level_sum_to_england(shipped: Reference, year: int, day: date, band: str) -> None:
    totals = Counter[str]()
    for row in shipped.populations:
        if (row.year, row.age_band) == (year, band) and row.area.valid_on(day):
            totals[row.area.area_type] += row.people

    assert len(set(totals.values())) == 1
    assert set(totals) == {"england", "region", "icb", "sub_icb"}


@pytest.mark.parametrize("day", [BEFORE, NOW])
def test_people_of_each_area_are_those_of_the_areas_in_it(shipped: Reference, day: date) -> None:
    people = {
        (row.area, row.year, row.age_band): row.people
        for row in shipped.populations
        if row.area.valid_on(day)
    }
    inside: dict[AreaRow, list[AreaRow]] = defaultdict(list)
    for row in shipped.parents:
        if row.valid_on(day):
            inside[row.parent].append(row.child)

    for (area, year, band), number in people.items():
        parts = [people.get((child, year, band)) for child in inside[area]]
        assert not parts or None in parts or sum(filter(None, parts)) == number, (area.code, year, band)


@pytest.mark.parametrize("day", [BEFORE, NOW])
@pytest.mark.parametrize(
    ("key", "england", "levels"),
    [
        ("mental-health-need", 63_849_324, {"england", "region", "icb"}),
        ("registered", 63_849_321, {"england", "region", "icb"}),
        ("networks", 1_261, {"england", "region", "icb", "sub_icb"}),
        ("adults", 44_456_850, {"sub_icb"}),
    ],
)
def test_weights_of_each_level_sum_to_england(
    shipped: Reference, key: str, england: int, levels: set[str], day: date
) -> None:
    totals = Counter[str]()
    for row in shipped.weights:
        if row.key == key and row.area.valid_on(day):
            totals[row.area.area_type] += int(row.value)

    assert totals == dict.fromkeys(levels, england)


@pytest.mark.parametrize(
    ("key", "england"), [("registered-2026-08", 63_237_908), ("registered-adults-2026-08", 50_966_268)]
)
def test_registered_patients_of_each_level_sum_to_england(shipped: Reference, key: str, england: int) -> None:
    totals = Counter[str]()
    for row in shipped.weights:
        if row.key == key:
            assert row.area.valid_on(NOW)
            totals[row.area.area_type] += int(row.value)

    assert totals == dict.fromkeys(("england", "region", "icb", "sub_icb"), england)


@pytest.mark.parametrize(
    ("level", "code", "people", "registered"),
    [
        ("icb", "S0E4D", 2_243_580, 2_491_978),
        ("icb", "S1Y5D", 3_126_782, 3_511_035),
        ("icb", "QRL", 2_018_479, 2_149_718),
        ("icb", "QHM", 3_005_519, 3_218_502),
        ("sub_icb", "U2G6B", 440_845, 496_514),
        ("sub_icb", "92A", 1_214_728, 1_290_335),
    ],
)
def test_people_and_patients_of_areas_of_2026(
    shipped: Reference, level: str, code: str, people: int, registered: int
) -> None:
    [area] = [area for area in alive(shipped, level, NOW) if area.code == code]

    assert [
        row.people for row in shipped.populations if (row.area, row.year, row.age_band) == (area, 2022, "all")
    ] == [people]
    assert [
        int(row.value) for row in shipped.weights if (row.area, row.key) == (area, "registered-2026-08")
    ] == [registered]


def test_adults_weigh_what_they_number(shipped: Reference) -> None:
    weights = {row.area: row.value for row in shipped.weights if row.key == "adults"}
    adults = {
        row.area: row.people
        for row in shipped.populations
        if (row.year, row.age_band, row.area.area_type) == (2020, "18+", "sub_icb")
    }

    assert weights == adults


def test_each_tile_has_its_own_place_and_a_short_label(shipped: Reference) -> None:
    # Places are those of today's boards: a map of tiles shows no others.
    today = alive(shipped, "icb", NOW)
    assert len({(area.tile_column, area.tile_row) for area in today}) == len(today) == 36
    for day, count in ((BEFORE, 42), (NOW, 36)):
        boards = alive(shipped, "icb", day)

        assert len({area.tile_label for area in boards}) == count
        assert all(1 <= len(area.tile_label) <= 6 for area in boards)


def test_boards_of_2026_hold_the_sub_icb_locations_of_their_predecessors(shipped: Reference) -> None:
    inside: dict[str, set[str]] = defaultdict(set)
    for row in shipped.parents:
        if row.child.area_type == "sub_icb" and row.valid_to is None:
            inside[row.parent.code].add(row.child.code)

    assert inside["D7T5G"] == {"06Q", "07G", "99E", "99F", "99G", "07H", "06T"}
    assert inside["T6Y0W"] == {"26A", "06L", "07K"}
    assert inside["S0E4D"] == {"10Q", "14Y", "15A", "U2G6B"}
    assert inside["S9B9J"] == {"09D", "70F", "97R", "92A"}
    assert sum(map(len, inside.values())) == 106


def test_locations_are_named_after_their_board_of_today(shipped: Reference) -> None:
    boards = {row.child: row.parent for row in shipped.parents if row.valid_on(NOW)}

    for area in alive(shipped, "sub_icb", NOW):
        board = boards[area].name.removesuffix(" Integrated Care Board")
        assert area.name == f"{board} ICB - {area.code}"
