"""Where the figures of a copied block would go: what is placed, what does not fit, what is refused, what is asked.

The scripts are read into an empty page: nothing here needs a server.
"""

from pathlib import Path

import pytest

from programmes.checks import typed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
MODULES = ("figures", "block", "periods", "headings", "paste")
AREAS = (
    ("QHM", "North East and North Cumbria"),
    ("84H", "County Durham"),
    ("13T", "Newcastle Gateshead"),
    ("01H", "North Cumbria"),
    ("99", "Odd Place"),
)


def _slot(column, field, title, *names, counts=(), period="", measures=(), parts=()):
    return {
        "column": column,
        "field": field,
        "title": title,
        "names": names,
        "counts": counts,
        "period": period,
        "measures": measures,
        "parts": parts,
    }


def _areas(cells):
    return [
        {
            "title": name,
            "names": [code, name, f"NHS {name} ICB", f"{code} {name}"],
            "cells": {} if at == 0 else cells,
        }
        for at, (code, name) in enumerate(AREAS)
    ]


GRID = {
    "period": "2024-25-Q4",
    "marks": typed.markers_by_writing(),
    "slots": [
        _slot(
            "access",
            "numerator",
            "Access",
            "access",
            "People accessing IPS",
            counts=["people with a first contact"],
        ),
        _slot(
            "outcomes", "numerator", "Started work", "IPS job outcomes", counts=["people who started work"]
        ),
        _slot(
            "outcomes",
            "denominator",
            "Supported",
            "IPS job outcomes denominator",
            counts=["people supported by IPS"],
        ),
        _slot("posts", "numerator", "Specialists", "Employment specialists", "Employment specialists wte"),
    ],
    "areas": _areas(
        {
            "access": {"fields": ["numerator"]},
            "outcomes": {"fields": ["numerator", "denominator"]},
            "posts": {"fields": ["numerator"]},
        }
    ),
}

TURNED = {
    "period": "",
    "marks": GRID["marks"],
    "slots": [
        _slot(code, "numerator", label, period=code, measures=["People accessing IPS"], parts=["people"])
        for code, label in (
            ("2024-25-Q3", "2024/25 Q3"),
            ("2024-25-Q4", "2024/25 Q4"),
            ("2025-26-Q1", "2025/26 Q1"),
        )
    ],
    "areas": _areas(
        {
            "2024-25-Q3": {"fields": ["numerator"], "isClosed": True},
            "2024-25-Q4": {"fields": ["numerator"]},
            "2025-26-Q1": {"fields": ["numerator"]},
        }
    ),
}


@pytest.fixture(scope="module")
def blank(chromium):
    page = chromium.new_page()
    for name in MODULES:
        page.add_script_tag(path=SCRIPTS / f"entry-{name}.js")
    yield page
    page.close()


@pytest.fixture
def plan(blank):
    """Plan a paste at County Durham's first column."""

    def planned(block, layout=GRID, choices=None, area=1, slot=0):
        script = "([block, layout, at, choices]) => entryPaste.place(block, layout, at, choices)"
        return blank.evaluate(script, [block, layout, {"area": area, "slot": slot}, choices or {}])

    return planned


def _placed(found):
    """`{"84H access": "112"}`, with the two numbers of a ratio as `45/110`, and a marker in brackets."""
    return {
        f"{AREAS[each['area']][0]} {each['column']}": f"[{each['marker']}]"
        if each["marker"]
        else "/".join(each["values"].get(field, "") for field in ("numerator", "denominator")).rstrip("/")
        for each in found["figures"]
    }


def _misfits(found):
    return [(each["row"], each.get("column"), each["text"], each["why"]) for each in found["misfits"]]


NOT = "not a number"

BLOCKS = {
    "empty area keeps its place": (
        "112\n\n118\n34\n",
        {"84H access": "112", "01H access": "118", "99 access": "34"},
        [],
    ),
    "first area is empty": ("\n118\n", {"13T access": "118"}, []),
    "several empty rows, other line ends": (
        "1\r\n\r\n\r\n2\r\n\r\n",
        {"84H access": "1", "99 access": "2"},
        [],
    ),
    "line ends of old Macs": ("1\r\r3\r", {"84H access": "1", "01H access": "3"}, []),
    "dash in the first cell": (
        "-\n88\n118\n34\n",
        {"84H access": "[x]", "13T access": "88", "01H access": "118", "99 access": "34"},
        [],
    ),
    "words in the first row are no heading": (
        "tbc\tn/a\n88\t5\t9\n",
        {"84H outcomes": "[x]", "13T access": "88", "13T outcomes": "5/9"},
        [(1, 1, "tbc", NOT)],
    ),
    "brackets in the first cell": ("(5)\n88\n", {"13T access": "88"}, [(1, 1, "(5)", NOT)]),
    "what is no number is no area": (
        "£1,200\n1.2E+03\n1 234",
        {"01H access": "1234"},
        [(1, 1, "£1,200", NOT), (2, 1, "1.2E+03", NOT)],
    ),
    "blanks between thousands only": (
        "1\u00a0234\n1\u2009234\u2009567\n12 34\n1\x004",
        {"84H access": "1234", "13T access": "1234567"},
        [(3, 1, "12 34", NOT), (4, 1, "1\x004", NOT)],
    ),
    "commas between thousands only": (
        "1,234\n12,34\n1,23,456\n١٢",
        {"84H access": "1234"},
        [(2, 1, "12,34", NOT), (3, 1, "1,23,456", NOT), (4, 1, "١٢", NOT)],
    ),
    "markers": (
        "*\n[c]\nn/a\nnot applicable",
        {"84H access": "[c]", "13T access": "[c]", "01H access": "[x]", "99 access": "[z]"},
        [],
    ),
    "dashes of all lengths": (
        "–\n—\nN/A\n:",
        {"84H access": "[x]", "13T access": "[x]", "01H access": "[x]", "99 access": "[x]"},
        [],
    ),
    "blank columns keep their place": ("7\t\t\t3.5\t\t\n", {"84H access": "7", "84H posts": "3.5"}, []),
    "first column is blank": ("\t5\t9\n\t6\t8\n", {"84H outcomes": "5/9", "13T outcomes": "6/8"}, []),
    "below and right of the grid": (
        "1\t2\t3\t4\t5\n6\n7\n8\n9\n",
        {
            "84H access": "1",
            "84H outcomes": "2/3",
            "84H posts": "4",
            "13T access": "6",
            "01H access": "7",
            "99 access": "8",
        },
        [(1, 5, "5", "right of the last column"), (5, None, "9", "below the last area")],
    ),
    "names and an empty row between": (
        "84H\t5\n\nNorth Cumbria\t7\n",
        {"84H access": "5", "01H access": "7"},
        [],
    ),
    "names, then a blank column": ("84H\t\t5\t9\n", {"84H outcomes": "5/9"}, []),
    "codes and names": (
        "13T\tNewcastle Gateshead\t5\n84H\tCounty Durham\t6\n",
        {"13T access": "5", "84H access": "6"},
        [],
    ),
    "board beside its places": ("QHM\t84H\t5\nQHM\t13T\t6\n", {"84H access": "5", "13T access": "6"}, []),
    "code and name that differ": (
        "84H\tNorth Cumbria\t5\n",
        {},
        [(1, None, "84H North Cumbria", "these are different areas")],
    ),
    "code that looks like a figure": ("99\t41\n84H\t28\n", {"99 access": "41", "84H access": "28"}, []),
    "figure that looks like a code": ("99\n88\n", {"84H access": "99", "13T access": "88"}, []),
    "areas that are not here": (
        "Atlantis\t3\n84H\t4\n",
        {"84H access": "4"},
        [(1, None, "Atlantis", "no such area here")],
    ),
    "only areas that are not here": ("Atlantis\t3\n", {}, [(1, None, "Atlantis", "no such area here")]),
    "areas right of the figures": ("5\t13T\n6\t84H\n", {"13T access": "5", "84H access": "6"}, []),
    "few of the areas are here": (
        "13T\t5\ntbc\t6\n",
        {"13T access": "5"},
        [(2, None, "tbc", "no such area here")],
    ),
    "former names": ("NHS County Durham CCG\t5\n", {"84H access": "5"}, []),
    "one area twice": (
        "84H\t3\n84H\t4\n13T\t5\n",
        {"13T access": "5"},
        [
            (1, None, "84H", "this area stands in several rows"),
            (2, None, "84H", "this area stands in several rows"),
        ],
    ),
    "headings": (
        "Area\tEmployment specialists\tPEOPLE accessing IPS (n)\n13T\t3.5\t1,204\n",
        {"13T access": "1204", "13T posts": "3.5"},
        [],
    ),
    "headings, number of, line break in a cell": (
        'CCG\t"Number of people\nsupported by IPS"\tThe number of people who started work\n13T\t9\t5\n',
        {"13T outcomes": "5/9"},
        [],
    ),
    "borders of the areas": ("Sub-ICB location (April 2023)\tAccess\n84H\t5\n", {"84H access": "5"}, []),
    "headings without areas": (
        "Employment specialists\n3.5\n\n4\n",
        {"84H posts": "3.5", "01H posts": "4"},
        [],
    ),
    "title above the headings": ("IPS return Q4\n\nICB name\tAccess\n84H\t5\n", {"84H access": "5"}, []),
    "misfit beside names": (
        "Area\tAccess\n84H\t\n13T\tlots\n99\t5\n",
        {"99 access": "5"},
        [(3, 2, "lots", NOT)],
    ),
    "quarter in the heading": ("Area\tAccess Jan–Mar 2025\n84H\t5\n", {"84H access": "5"}, []),
    "column of periods": (
        "Period\tArea\tAccess\n2024/25 Q4\t84H\t5\n2024/25 Q3\t84H\t6\n",
        {"84H access": "5"},
        [(3, None, "84H", "“2024/25 Q3” is not 2024/25 Q4")],
    ),
    "year and quarter in two columns": (
        "Financial year\tQuarter\tArea\tAccess\n2024/25\tQ4\t84H\t5\n",
        {"84H access": "5"},
        [],
    ),
    "number beside a marker": (
        "7\t5\t*\n",
        {"84H access": "7"},
        [
            (1, 2, "5", "one half of the figure is a number, the other says that there is none"),
            (1, 3, "*", "one half of the figure is a number, the other says that there is none"),
        ],
    ),
    "quote that is not closed": ('5" pipe\n6\n', {"13T access": "6"}, [(1, 1, '5" pipe', NOT)]),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_figures_land_in_their_own_places(plan, name):
    block, placed, misfits = BLOCKS[name]

    found = plan(block)

    assert (found["refused"], found["questions"]) == ([], [])
    assert _placed(found) == placed
    assert _misfits(found) == misfits


def test_a_misfit_names_the_area_and_the_column_where_it_stood(plan):
    found = plan("112\n£5\n", slot=3)

    assert [(each["owner"], each["measure"]) for each in found["misfits"]] == [
        ("Newcastle Gateshead", "Specialists")
    ]


USED = {
    "112\n88\n": "by position, starting at County Durham, Access.",
    "84H\t5\n": "by area name; columns by position, starting at Access.",
    "Area\tAccess\n84H\t5\n": "by area name and column heading.",
    "Access\n5\n": "by column heading; rows by position, starting at County Durham.",
}


@pytest.mark.parametrize(("block", "words"), USED.items())
def test_it_is_said_what_was_used(plan, block, words):
    assert plan(block)["used"] == words


def test_a_title_is_said_to_be_left_out(plan):
    assert plan("IPS return Q4\nCCG\tAccess\n84H\t5\n")["notes"] == [
        "Row 1, “IPS return Q4”, stands above the headings and is left out."
    ]


OTHER_TIMES = [
    "2024/25 Q3",
    "2023/24 Q4",
    "Q3 2024-25",
    "2025-26-Q1",
    "Q1",
    "Quarter 3",
    "FY25 Q1",
    "FY26 Q4",
    "Apr–Jun 2025",
    "January to March 2024",
    "Oct-Dec 24",
    "Jan-25",
    "Feb 2025",
    "March 2026",
    "June",
    "30/06/2025",
    "31/03/2024",
    "2024-12-31",
    "2024/25",
    "2024-25",
    "2025",
    "Q4 2024",
    "H2 2024/25",
    "3rd quarter 2024/25",
    "M9 2024/25",
    "Q1-Q4 2024/25",
    "2024/2025",
    "202425",
]


@pytest.mark.parametrize("time", OTHER_TIMES)
def test_a_heading_of_another_time_is_refused(plan, time):
    for block in (
        f"Area\tAccess {time}\n84H\t5\n",
        f"Area\t{time}\n84H\t5\n",
        f"Area\tAccess ({time})\tEmployment specialists\n84H\t5\t6\n",
    ):
        found = plan(block)

        assert _placed(found) == {}
        assert "names another period. This grid is for 2024/25 Q4." in found["refused"][0]
        assert time in found["refused"][0]


SAME_TIME = [
    "2024/25 Q4",
    "Q4 2024-25",
    "2024-25-Q4",
    "2024/25Q4",
    "Quarter 4 2024/25",
    "FY25 Q4",
    "Jan–Mar 2025",
    "January to March 2025",
    "Jan 25 - Mar 25",
    "Mar-25",
    "March 2025",
    "31/03/2025",
    "2025-03-31",
    "31 March 2025",
    "Q4",
    "Q4 24/25",
    "quarter ending 31 March 2025",
    "Q4 2024/25 (Jan-Mar)",
    "01/01/2025 - 31/03/2025",
    "M12 2024/25",
]


@pytest.mark.parametrize("time", SAME_TIME)
def test_a_heading_of_the_open_quarter_is_used(plan, time):
    found = plan(f"Area\tAccess {time}\n84H\t5\n")

    assert found["refused"] == []
    assert _placed(found) == {"84H access": "5"}
    assert found["notes"] == [f"“Access {time}” is read as Access."]


@pytest.mark.parametrize(
    "title", ["IPS return Q1", "IPS, April to June 2025", "Return for 2023/24", "2024/25 Q3"]
)
def test_a_title_of_another_time_is_refused(plan, title):
    for block in (
        f"{title}\nCCG\tAccess\n84H\t5\n",
        f"{title}\n5\n6\n",
        f"{title}\n\n84H\t5\n",
        f"Access\nCCG\t{title}\n84H\t5\n",
    ):
        found = plan(block)

        assert found["refused"]
        assert _placed(found) == {}


@pytest.mark.parametrize("title", ["IPS return 2024/25", "IPS, 15/05/2025", "IPS return, Jan-Mar 2025"])
def test_a_title_that_does_not_name_another_quarter_is_no_hindrance(plan, title):
    assert _placed(plan(f"{title}\nCCG\tAccess\n84H\t5\n")) == {"84H access": "5"}


ASKED = {
    "own words in another order": (
        "CCG\tJob outcomes\tSupported\tAccess (number)\tWTE\n84H\t45\t110\t112\t11.3\n",
        ["“Job outcomes”", "“Supported”", "“WTE”"],
    ),
    "one of them unknown": ("Area\tAccess\tComments\n84H\t5\tgood\n", ["“Comments”"]),
    "unknown and empty": ("Area\tAccess\tComments\n84H\t5\t\n", ["“Comments”"]),
    "year to date": ("Area\tAccess YTD\n84H\t5\n", ["“Access YTD”"]),
    "share in place of a count": ("Area\tIPS job outcomes (%)\n84H\t5\n", ["“IPS job outcomes (%)”"]),
    "one column twice": (
        "Area\taccess\tPeople accessing IPS\n84H\t5\t6\n",
        ["“access”", "“People accessing IPS”"],
    ),
    "no heading over figures": ("Area\tAccess\t\n84H\t5\t6\n", ["Column 3, without a heading"]),
    "quarter without a measure": ("Area\t2024/25 Q4\n84H\t5\n", ["“2024/25 Q4”"]),
    "nothing known above names": ("Trust\tJob outcomes\n84H\t5\n", ["“Trust”", "“Job outcomes”"]),
    "figures that are all codes": ("99\t5\n", ["Column 1, without a heading"]),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_recognised_is_asked_and_nothing_is_placed(plan, name):
    block, words = ASKED[name]

    found = plan(block)

    assert [each["words"] for each in found["questions"]] == words
    assert (found["figures"], found["refused"]) == ([], [])


def test_what_was_answered_is_used(plan):
    block, _ = ASKED["own words in another order"]

    found = plan(block, choices={"1": "1", "2": "2", "4": "out"})

    assert _placed(found) == {"84H outcomes": "45/110", "84H access": "112"}
    assert "“Job outcomes” is read as Started work." in found["notes"]
    assert "Column 5, “WTE”, is left out." in found["notes"]
    assert _placed(plan("99\t5\n", choices={"0": "area"})) == {"99 access": "5"}
    assert _placed(plan("99\t5\t8\n", choices={"0": "figures"})) == {
        "84H access": "99",
        "84H outcomes": "5/8",
    }


def test_two_columns_cannot_be_one(plan):
    found = plan(ASKED["own words in another order"][0], choices={"1": "1", "2": "1", "4": "out"})

    assert [(each["words"], each["isTwice"]) for each in found["questions"]] == [
        ("“Job outcomes”", True),
        ("“Supported”", True),
    ]
    assert found["figures"] == []


REFUSED = {
    "\t\t\n\t": "holds no figure",
    "84H\n13T\n": "names and no figure",
    "Area\tAccess\n": "no figure below them",
    "Area\tAccess\n84H\t5\n\nArea\tAccess\n13T\t6\n": "Row 4 names columns",
    "5\n6\nArea\tAccess\n84H\t7\n": "Row 3 names columns",
    "1\n" * 2001: "2001 rows",
}


@pytest.mark.parametrize(("block", "words"), REFUSED.items())
def test_what_cannot_be_placed_is_refused_in_words(plan, block, words):
    found = plan(block)

    assert words in found["refused"][0]
    assert found["figures"] == []


QUARTERS = {
    "Area\t2024/25 Q4\t2025/26 Q1\n84H\t110\t111\n": {"84H 2024-25-Q4": "110", "84H 2025-26-Q1": "111"},
    "Area\tApr-Jun 2025\tJan-Mar 2025\n84H\t111\t110\n": {"84H 2024-25-Q4": "110", "84H 2025-26-Q1": "111"},
    "Q1 2025-26\tMar-25\n111\t110\n": {"84H 2024-25-Q4": "110", "84H 2025-26-Q1": "111"},
    "CCG\tPeople accessing IPS FY26 Q1\n84H\t5\n": {"84H 2025-26-Q1": "5"},
}


@pytest.mark.parametrize(("block", "placed"), QUARTERS.items())
def test_in_a_turned_grid_headings_are_quarters(plan, block, placed):
    found = plan(block, TURNED)

    assert (found["refused"], found["questions"]) == ([], [])
    assert _placed(found) == placed


def test_in_a_turned_grid_a_quarter_that_is_not_there_is_refused(plan):
    found = plan("Area\t2023/24 Q4\t2024/25 Q4\n84H\t5\t6\n", TURNED)

    assert "“2023/24 Q4”" in found["refused"][0]
    assert found["figures"] == []


def test_in_a_turned_grid_a_closed_quarter_does_not_change(plan):
    found = plan("Area\t2024/25 Q3\t2024/25 Q4\n84H\t5\t6\n", TURNED)

    assert _placed(found) == {"84H 2024-25-Q4": "6"}
    assert _misfits(found) == [(2, 2, "5", "this figure cannot be changed now")]


def test_in_a_turned_grid_a_quarter_without_its_year_is_asked_where_two_have_it(plan):
    both = {
        **TURNED,
        "slots": [*TURNED["slots"], _slot("2025-26-Q4", "numerator", "2025/26 Q4", period="2025-26-Q4")],
    }

    assert [each["words"] for each in plan("Area\tQ4\n84H\t5\n", both)["questions"]] == ["“Q4”"]


def test_in_a_turned_grid_quarters_down_are_refused(plan):
    found = plan("Area\tPeriod\tAccess\n84H\t2024/25 Q4\t5\n", TURNED)

    assert "Here each quarter is a column" in found["refused"][0]


WRITINGS = [
    "1204",
    "1,204",
    "1 204",
    "1\u00a0204",
    "12 34",
    "12,34",
    "1,23,456",
    "0,123",
    "1.5",
    ".5",
    "5.",
    "−5",
    "-5",
    "+5",
    "1e3",
    "١٢",
    "１２",
    "½",
    "5%",
    "(5)",
    "£5",
    "007",
    "1  204",
    "1\u202f204",
    "\u200b84\ufeff",
    "7.3000000000000007",
    "7.399999999999999",
    "1\x004",
    "-",
    "–",
    "—",
    "n/a",
    "N / A",
    "na",
    ":",
    "..",
    "…",
    "x",
    "[X]",
    "z",
    "[z]",
    "*",
    "**",
    "c",
    "suppressed",
    "not available",
    "Not applicable",
    "tbc",
    "#N/A",
    "0",
    "",
    "twelve",
    "1,234 567",
    "123456789012345.5",
]


def test_the_script_reads_figures_as_the_server_does(blank):
    script = "([texts, marks]) => texts.map((text) => [entryFigures.digits(text), entryFigures.markerOf(text, marks)])"
    seen = blank.evaluate(script, [WRITINGS, GRID["marks"]])

    for text, (digits, marker) in zip(WRITINGS, seen, strict=True):
        number = typed.number(text)
        assert (number is None) == (digits is None), text
        assert marker == typed.marker_of(text), text
        assert digits is None or typed.number(digits) == number, text
