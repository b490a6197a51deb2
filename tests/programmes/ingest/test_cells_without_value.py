"""Errors and formulas without a saved value are refused by row and column, never read as empty, as x or as words."""

import pytest

from programmes.ingest.checks import gather
from programmes.ingest.opening import Limits, read
from programmes.ingest.readers import NotReadable, Unread
from programmes.ingest.rows import Known
from tests.programmes.ingest.made import AREAS, INDICATORS
from tests.programmes.ingest.spreadsheets import (
    HEADING,
    ODS_HEADING,
    formula,
    line,
    number,
    ods,
    ods_row,
    rewritten,
    sheet,
    text,
    with_cell,
    xlsx,
)

ERRORS = [
    "#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#GETTING_DATA", "#CONNECT!", "Err:502",
]  # fmt: skip


def told(content):
    """(row, column, value, code) of each refusal, and the figures, of a file in the template."""
    rows = gather("figures", read(content, Limits()), Known(AREAS, INDICATORS))
    return [(one.row, one.column, one.value, one.code) for one in rows.found.issues], rows.found.figures


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_is_refused_by_its_name_whatever_wrote_it(error):
    refusal = ([(2, "numerator", error, "cell-without-value")], [])
    cell = formula(
        error, saved='office:value-type="string" office:string-value="" calcext:value-type="error"'
    )

    assert told(with_cell("D2", f'<c r="D2" t="e"><f>1/0</f><v>{error}</v></c>')) == refusal
    assert told(with_cell("D2", f"<c s='1' t='e' r='D2'><v>{error}</v></c>")) == refusal
    assert told(with_cell("D2", f'<c r="D2" t="str"><f>x</f><v>{error}</v></c>')) == refusal
    assert told(ods(sheet(ODS_HEADING, ods_row(cell)))) == refusal
    assert (
        told(",".join(HEADING).encode() + f"\nips-specialists,84H,2025-26-Q1,{error},,,\n".encode())
        == refusal
    )


@pytest.mark.parametrize(("place", "column"), list(zip("ABCDEFG", HEADING, strict=True)))
def test_an_error_is_refused_in_every_column_that_is_read(place, column):
    issues, figures = told(with_cell(f"{place}2", f'<c r="{place}2" t="e"><v>#REF!</v></c>'))

    assert issues == [(2, column, "#REF!", "cell-without-value")]
    assert not figures


def test_an_error_in_a_column_that_nobody_reads_does_no_harm():
    table = read(
        with_cell(
            "H2", '<c r="H2" t="e"><v>#REF!</v></c>', xlsx(("Figures", [[*HEADING, "mine"], ["a"] * 8]))
        ),
        Limits(),
    )

    assert isinstance(table.rows[0].cells[7], Unread)
    rows = gather("figures", table, Known(AREAS, INDICATORS))
    assert {one.code for one in rows.found.issues} == {"indicator-unknown"}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D2"><f>6+6.5</f><v /></c>',
        '<c r="D2"><f>6+6.5</f></c>',
        '<c r="D2" t="n" s="3"><f ca="1">6+6.5</f><v></v></c>',
        '<c r="D2" t="b"><f>6+6.5</f><v/></c>',
        '<c r="D2" t="e"><f>6+6.5</f></c>',
        '<c r="D2" t="str"><f>6+6.5</f></c>',
    ],
)
def test_a_formula_without_a_saved_value_is_refused(cell):
    assert told(with_cell("D2", cell)) == ([(2, "numerator", "=6+6.5", "cell-without-value")], [])


@pytest.mark.parametrize(
    "cell", ['<c r="D2"><f t="shared" si="0"/></c>', '<c r="D2"><f><![CDATA[1<2]]></f><v/></c>']
)
def test_a_formula_that_is_not_written_out_is_refused_too(cell):
    assert told(with_cell("D2", cell)) == ([(2, "numerator", "=", "cell-without-value")], [])


@pytest.mark.parametrize(
    "cell",
    [
        '<table:table-cell table:formula="of:=6+6.5"/>',
        "<table:table-cell table:formula='of:=6+6.5'></table:table-cell>",
        '<table:table-cell table:style-name="a" table:formula="of:=6+6.5" calcext:value-type="float"/>',
    ],
)
def test_a_formula_of_an_opendocument_spreadsheet_without_a_value_is_refused(cell):
    assert told(ods(sheet(ODS_HEADING, ods_row(cell)))) == (
        [(2, "numerator", "=6+6.5", "cell-without-value")],
        [],
    )


def test_an_error_that_was_saved_with_nought_beside_it_is_no_nought():
    cell = formula("#DIV/0!", saved='office:value-type="float" office:value="0"')

    assert told(ods(sheet(ODS_HEADING, ods_row(cell))))[0] == [
        (2, "numerator", "#DIV/0!", "cell-without-value")
    ]


def test_a_nought_that_a_program_wrote_for_a_formula_it_left_to_excel_is_no_value():
    cell = '<c r="D2"><f>6+6.5</f><v>0</v></c>'

    assert told(with_cell("D2", cell, worked_out=False))[0][0][2:] == ("=6+6.5", "cell-without-value")
    assert read(with_cell("D2", cell), Limits()).rows[0].cells[3] == "0"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="D2"><f>6+6.5</f><v>12.5</v></c>', "12.5"),
        ('<c r="D2" t="str"><f>IF(1,"","")</f><v></v></c>', ""),
        ('<c r="D2" t="str"><f>A1</f><v>c</v></c>', "c"),
        ('<c r="D2"><f t="array" ref="D2:D3">6+6.5</f><v>1</v></c>', "1"),
    ],
)
def test_a_value_that_was_saved_is_read_whatever_its_formula(cell, value):
    assert read(with_cell("D2", cell), Limits()).rows[0].cells[3] == value


@pytest.mark.parametrize(("kind", "content"), [
    ("xlsx", with_cell("E1", '<c r="E1" t="e"><v>#REF!</v></c>')),
    ("ods", ods(sheet(line(*map(text, [*HEADING[:4], "#REF!"])), ods_row()))),
    ("csv", ",".join([*HEADING[:4], "#REF!"]).encode() + b"\na,b,c,1,2\n"),
])  # fmt: skip
def test_an_error_in_the_heading_is_refused_by_its_cell(kind, content):
    with pytest.raises(
        NotReadable, match="^Row 1, column E, is part of the heading. The cell holds the error #REF!"
    ):
        read(content, Limits())


def test_a_column_too_narrow_for_its_numbers_is_told_so():
    [issue] = gather(
        "figures", read(",".join(HEADING).encode() + b"\nips-specialists,84H,2025-26-Q1,#####,,,\n", Limits()),
        Known(AREAS, INDICATORS),
    ).found.issues  # fmt: skip

    assert "column was too narrow" in issue.message


def test_repeated_cells_keep_their_places():
    repeated = number(7).replace(
        "office:value-type", 'table:number-columns-repeated="2" office:value-type', 1
    )
    table = read(
        ods(sheet(ODS_HEADING, ods_row(repeated, ' table:number-rows-repeated="2"'), ods_row())), Limits()
    )

    assert [(row.line, row.cells[3:5]) for row in table.rows] == [
        (2, ["7", "7"]),
        (3, ["7", "7"]),
        (4, ["12.5", ""]),
    ]


def test_a_document_type_is_refused():
    content = rewritten(
        ods(), lambda name, part: part.replace(b"?><office", b'?><!DOCTYPE a [<!ENTITY b "c">]><office')
    )

    with pytest.raises(NotReadable, match="damaged"):
        read(content, Limits())
