"""Text with delimiters is read as a person sees it; where a quote or a heading is wrong, its line is told."""

import pytest

from programmes.ingest.checks import gather
from programmes.ingest.opening import Limits, read
from programmes.ingest.readers import NotReadable
from programmes.ingest.rows import Known
from tests.programmes.ingest.made import AREAS, INDICATORS
from tests.programmes.ingest.spreadsheets import HEADING

HEAD = ",".join(HEADING)
ROW = "ips-specialists,84H,2025-26-Q1,1.5,,,"
CELLS = ["ips-specialists", "84H", "2025-26-Q1", "1.5", "", "", ""]
MARK = "\ufeff"


def cells(content):
    return [
        row.cells for row in read(content if isinstance(content, bytes) else content.encode(), Limits()).rows
    ]


def refusal(text):
    with pytest.raises(NotReadable) as refused:
        read(text.encode(), Limits())
    return str(refused.value)


def issues(text):
    """(row, code) of what is refused of a file in the template."""
    rows = gather("figures", read(text.encode(), Limits()), Known(AREAS, INDICATORS))
    return [(one.row, one.code) for one in rows.found.issues]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{HEAD}\n{ROW}"closed for summer\n{ROW}\n', 2),
        (f'{HEAD}\n{ROW}\n{ROW}"two\nlines"\n{ROW}"never\n{ROW}\n', 5),
        (f'{HEAD}\n"ips-specialists","84\nH","2025-26-Q1,1,,,\n', 3),
        (f'{HEAD}\r\n{ROW}\r\n{ROW}"', 3),
        (f'sep=,\n{HEAD}\n{ROW}"never\n', 3),
    ],
)
def test_a_quote_that_is_never_closed_is_told_by_the_line_it_opens_on(text, line):
    assert refusal(text).startswith(f"A quote opens on line {line} and is never closed")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{HEAD}\n{ROW}\n{ROW}"say "hi" to them"\n', 3),
        (f'{HEAD}\n{ROW}"never\n{ROW}"open"\n', 2),
        (f'{HEAD}\n{ROW}"closed" or not\n', 2),
    ],
)
def test_a_quote_in_the_middle_of_a_quoted_cell_is_told_by_its_line(text, line):
    assert refusal(text).startswith(f"A quote opens a cell on line {line} and another stands in the middle")


def test_a_quote_inside_a_cell_that_none_opens_is_a_letter():
    assert cells(f'{HEAD}\n{ROW}a 12" screen, "x"\n'.replace(', "x"', ' "x"'))[0][6] == 'a 12" screen "x"'


def test_rows_that_a_quote_swallowed_are_refused_with_the_row():
    text = f'{HEAD}\n{ROW}"never\n{ROW}\n{ROW}done"\n{ROW}\n'

    assert issues(text)[0] == (2, "row-quotes")
    assert [row.line for row in read(text.encode(), Limits()).rows] == [2, 5]


def test_a_note_of_several_lines_is_kept():
    assert cells(f'{HEAD}\n{ROW}"one, two\nthree, four"\n')[0][6] == "one, two\nthree, four"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{HEAD}\n{ROW}\n{HEAD}\n{ROW}\n", 3),
        (f"{HEAD}\n{ROW}{HEAD}\n{ROW}\n", 2),
        (f"{HEAD}\n{ROW}a note{HEAD}\n{ROW}\n", 2),
        (f"{HEAD}\n{ROW}\n{MARK}{HEAD}\n{ROW}\n", 3),
        (f"{HEAD}\n{ROW}\nArea_Code,Period,Indicator_Code,Numerator\n84H,2025-26-Q1,ips-specialists,3\n", 3),
    ],
)  # fmt: skip
def test_files_that_were_joined_are_told_by_the_line_they_join_on(text, line):
    assert refusal(text).startswith(f"A second heading stands on line {line}: two files were joined there.")


def test_cells_left_out_at_the_end_of_a_row_are_empty():
    text = f"{HEAD}\nips-specialists,84H,2025-26-Q1,12.5\nips-jobs,13T,2025-26-Q1,7.5,,,\nips,01H,2025-26-Q1,5,\n"

    assert [len(row) for row in cells(text)] == [7, 7, 7]
    assert cells(text)[0] == ["ips-specialists", "84H", "2025-26-Q1", "12.5", "", "", ""]


def test_empty_cells_too_many_do_no_harm_and_filled_ones_are_refused():
    assert (2, "row-length") not in issues(f"{HEAD}\n{ROW},,,\n")
    assert issues(f"{HEAD}\n{ROW},,x\n") == [(2, "row-length")]


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [("sep=,", ","), ("sep=;", ";"), ("SEP=;", ";"), ('"sep=;"', ";"), ("sep=\t", "\t"), ("sep=\\t", "\t"),
     ("sep=^", "^"), (f"{MARK}sep=|", "|"), ("sep=,,,,,,", ","), ("sep=", ","), ("sep=;", ",")],
)  # fmt: skip
def test_a_first_line_that_names_the_delimiter_is_no_heading(first, delimiter):
    table = read(f"{first}\r\n{f'{HEAD}{chr(10)}{ROW}'.replace(',', delimiter)}\r\n".encode(), Limits())

    assert (table.heading, table.rows[0].cells, table.rows[0].line) == (HEADING, CELLS, 3)


@pytest.mark.parametrize(
    "text",
    [
        f"{MARK}{HEAD}\n{ROW}\n",
        f"{MARK}{MARK}{HEAD}\n{ROW}\n",
        f'{MARK}"{HEADING[0]}",{",".join(HEADING[1:])}\n{ROW}\n',
        f'{MARK}{MARK}"{HEADING[0]}",{",".join(HEADING[1:])}\n"{MARK}ips-specialists",{ROW.partition(",")[2]}\n',
        f'"{MARK}{HEADING[0]}",{",".join(HEADING[1:])}\n{MARK}{ROW}\n',
        f"{MARK}sep=,\n{MARK}{HEAD}\n{ROW}\n",
        f"\n\n{MARK}\n{HEAD}\n{ROW}\n",
    ],
)
def test_a_byte_order_mark_is_read_wherever_it_is(text):
    for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        table = read(text.encode(encoding), Limits())
        assert (table.heading, table.rows[0].cells) == (HEADING, CELLS), encoding


INVISIBLE = [
    *("\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\u00ad\u061c\u180e"),
    *("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0f"),
]
BLANKS = list("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u205f\u3000")


@pytest.mark.parametrize("letter", INVISIBLE + BLANKS, ids=lambda letter: f"U+{ord(letter):04X}")
def test_what_nobody_sees_is_taken_off_codes_names_and_headings(letter):
    text = "\n".join(
        ",".join(f"{letter}{cell}{letter}" if cell else "" for cell in row)
        for row in (HEADING, [*CELLS[:6], "A note"])
    )

    assert read(text.encode(), Limits()).heading == HEADING
    assert cells(text) == [[*CELLS[:6], "A note"]]


@pytest.mark.parametrize("letter", INVISIBLE, ids=lambda letter: f"U+{ord(letter):04X}")
def test_what_nobody_sees_is_taken_out_of_the_middle_too(letter):
    assert cells(f"{HEAD}\nips-{letter}specialists,8{letter}4H,2025-26-Q1,1.5,,,\n") == [CELLS]


def test_dashes_and_quotes_of_a_word_processor_are_those_of_a_keyboard_in_codes_and_stay_in_words():
    text = f"{HEAD.replace('_', '＿')}\nips–access,00L,2024‑25—Q4,9,,,Mary’s – “new”\n"
    rows = gather("figures", read(text.encode(), Limits()), Known(AREAS, INDICATORS))

    [row] = rows
    assert [rows.text(row, column) for column in ("indicator", "period", "note")] == [
        "ips-access", "2024-25-Q4", "Mary’s – “new”",
    ]  # fmt: skip


def test_a_code_that_was_written_as_a_formula_to_keep_its_noughts_is_read():
    assert cells(f'{HEAD}\nips-specialists,="84H","=""2025-26-Q1""",1.5,,,\n') == [CELLS]


@pytest.mark.parametrize(
    "above", ["IPS return; draft\n", "\n\nIPS return, quarter 1\n\nfor review\n", ",,,,,,\nTitle,,,,,,\n"]
)
def test_titles_and_blank_lines_above_the_heading_are_passed_over(above):
    table = read(f"{above}{HEAD}\n{ROW}\n".encode(), Limits())

    assert (table.heading, table.rows[0].cells) == (HEADING, CELLS)
    assert table.remarks[0].startswith(f"The heading was found on row {above.count(chr(10)) + 1}; ")


def test_a_file_that_ends_inside_a_letter_is_cut_off():
    with pytest.raises(NotReadable, match="cut off"):
        read(f"{HEAD}\n{ROW}é\n{ROW}é".encode()[:-1], Limits())


def test_a_heading_without_rows_is_told():
    assert refusal(HEAD + "\n") == (
        "The file holds its heading (row 1) and no row below it. Fill in the rows and send it again."
    )
