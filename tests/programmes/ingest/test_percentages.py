"""A cell that shows 12% is read as 12%, and not as the 0.12 that the spreadsheet keeps of it."""

import io
from dataclasses import replace

import pytest
import xlsxwriter

from programmes.ingest.checks import gather
from programmes.ingest.opening import Limits, read
from programmes.ingest.rows import Known
from tests.programmes.ingest.made import AREAS, INDICATORS
from tests.programmes.ingest.spreadsheets import HEADING, ODS_HEADING, ods, ods_row, sheet

ROW = ["pcmhp-wte-networks", "QHM", "2023-24-Q1"]


def workbook(value, number_format):
    """A workbook in the template, whose numerator has this format."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        figures = made.add_worksheet("Figures")
        figures.write_row(0, 0, HEADING)
        figures.write_row(1, 0, ROW)
        figures.write(1, HEADING.index("numerator"), value, made.add_format({"num_format": number_format}))
    return content.getvalue()


def numerator(content):
    return read(content, Limits()).rows[0].cells[HEADING.index("numerator")]


@pytest.mark.parametrize(
    "number_format", [9, 10, "0.0%", "0.0 %", '#,##0%;[Red]-#,##0%;"none"', "[>=1]0%;0.0%"]
)
@pytest.mark.parametrize(
    ("value", "seen"), [(0.12, "12%"), (0.07, "7%"), (0.125, "12.5%"), (1, "100%"), (12, "1200%"), (0, "0%")]
)
def test_a_percentage_is_read_as_it_is_seen(number_format, value, seen):
    assert numerator(workbook(value, number_format)) == seen


@pytest.mark.parametrize("number_format", [0, 1, 2, 4, '0.0"%"', "0.0\\%", "#,##0.0", "General", "0_%"])
def test_a_number_with_a_percent_sign_for_a_word_is_a_number(number_format):
    assert numerator(workbook(0.12, number_format)) == "0.12"


def test_a_percentage_is_worked_out_once_where_it_is_a_formula():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        figures = made.add_worksheet("Figures")
        figures.write_row(0, 0, HEADING)
        figures.write_row(1, 0, ROW)
        figures.write_formula("D2", "=3/25", made.add_format({"num_format": "0%"}), 0.12)

    assert numerator(content.getvalue()) == "12%"


def test_an_opendocument_percentage_is_read_as_it_is_seen():
    cell = (
        '<table:table-cell office:value-type="percentage" office:value="0.12" table:style-name="ce1">'
        "<text:p>12%</text:p></table:table-cell>"
    )

    assert numerator(ods(sheet(ODS_HEADING, ods_row(cell)))) == "12%"


def test_a_percentage_is_refused_where_a_figure_belongs():
    practitioners = replace(INDICATORS["pcmhp-wte-networks"], reporting_level="icb")
    known = Known(AREAS, {practitioners.code: practitioners})

    rows = gather("figures", read(workbook(0.12, "0%"), Limits()), known)

    [issue] = rows.found.issues
    assert (issue.row, issue.column, issue.value) == (2, "numerator", "12%")
    assert "This is a percentage." in issue.message
    assert not rows.found.figures
