"""The published monthly files: what can be a figure of ours, and what cannot, in words."""

from decimal import Decimal

import pytest

from programmes.ingest.formats import UPLOADED
from programmes.ingest.layouts import NotThisLayout
from programmes.ingest.recognising import recognise
from tests.programmes.ingest import made

TALKING = (
    "REPORTING_PERIOD_START,REPORTING_PERIOD_END,GROUP_TYPE,ORG_CODE1,ORG_NAME1,ORG_CODE2,ORG_NAME2,"
    "MEASURE_ID,MEASURE_NAME,MEASURE_VALUE_SUPPRESSED\n"
)
MENTAL = (
    "REPORTING_PERIOD_START,REPORTING_PERIOD_END,STATUS,BREAKDOWN,PRIMARY_LEVEL,PRIMARY_LEVEL_DESCRIPTION,"
    "SECONDARY_LEVEL,SECONDARY_LEVEL_DESCRIPTION,MEASURE_ID,MEASURE_NAME,MEASURE_VALUE\n"
)
NETWORK = (
    "Data_source,CENSUS_YEAR,CENSUS_MONTH,PCN_CODE,PCN_NAME,SUB_ICB_CODE,SUB_ICB_NAME,ICB_CODE,ICB_NAME,"
    "COMM_REGION_CODE,COMM_REGION_NAME,STAFF_GROUP,STAFF_ROLE,DETAILED_STAFF_ROLE,FTE,UNIQUE_IDENTIFIER\n"
)


def talking(month, level, code, value, measure="M272", year=2023):
    first = f"{year}-{month:02}-01"
    return f"{first},{year}-{month:02}-28,{level},{code},Name,all,all Providers,{measure},Count_X,{value}\n"


def quarter(level, code, *values):
    return "".join(
        talking(month, level, code, value) for month, value in zip((4, 5, 6), values, strict=False)
    )


def figures(found):
    return [(f.indicator, f.area, f.period, f.numerator, f.marker) for f in found.figures]


@pytest.mark.parametrize("layout", UPLOADED, ids=lambda layout: layout.code)
def test_a_layout_is_recognised_by_its_heading(layout):
    assert recognise([column.spellings[0] for column in layout.columns]) == layout


def test_a_heading_of_nothing_that_is_read_is_told_in_one_sentence():
    with pytest.raises(NotThisLayout) as refusal:
        recognise(["a", "b"])

    assert str(refusal.value) == (
        "No row is a heading of any layout that can be read. The first has: a, b. "
        "Download the template and fill it in, or send a published file as it is."
    )


def test_the_nearest_layout_is_named_with_what_is_missing_and_what_is_not_known():
    with pytest.raises(NotThisLayout) as refusal:
        recognise(["indicator_code", "area_code", "quarter", "Number", "note"])

    assert str(refusal.value) == (
        "The heading is of no layout that can be read. The nearest is the template, one figure a row: it lacks the "
        "columns period and numerator. Not known: quarter, Number. "
        "Download the template and fill it in, or send a published file as it is."
    )


@pytest.mark.parametrize("layout", UPLOADED, ids=lambda layout: layout.code)
def test_a_heading_that_lacks_one_column_is_told_which(layout):
    needed = [column.spellings[0] for column in layout.columns if column.needed]
    with pytest.raises(NotThisLayout) as refusal:
        recognise(needed[1:])

    assert f"The nearest is the {layout.title}: it lacks the column {needed[0]}." in str(refusal.value)
    assert len(str(refusal.value)) < 400


def test_figures_without_a_heading_are_told_to_have_one():
    with pytest.raises(
        NotThisLayout, match="has no heading: its first row holds figures already.*indicator_code"
    ):
        recognise(["ips-specialists", "84H", "2025-26-Q1", "12.5", "", ""])


def test_three_months_make_a_quarter():
    found = made.findings(
        "talking-therapies-monthly",
        TALKING + quarter("England", "all", 100, 110, 123) + quarter("SubICB", "00L", 10, 15, 5),
    )

    assert figures(found) == [
        ("iapt-ltc-access", made.ENGLAND, "2023-24-Q1", Decimal(333), ""),
        ("iapt-ltc-access", made.LOCATION, "2023-24-Q1", Decimal(30), "e"),
    ]


def test_a_withheld_month_withholds_the_quarter():
    found = made.findings("talking-therapies-monthly", TALKING + quarter("SubICB", "00L", 10, "*", 5))

    assert figures(found) == [("iapt-ltc-access", made.LOCATION, "2023-24-Q1", None, "c")]


def test_the_dates_of_earlier_years_are_read_too():
    rows = quarter("SubICB", "00L", 10, 15, 5)
    for month in ("04", "05", "06"):
        rows = rows.replace(f"2023-{month}-01", f"01/{month}/2023").replace(
            f"2023-{month}-28", f"28/{month}/2023"
        )

    assert len(made.findings("talking-therapies-monthly", TALKING + rows).figures) == 1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (quarter("SubICB", "00L", 10, 15), "months-missing"),
        (quarter("SubICB", "99Z", 10, 15, 5), "area-unknown"),
        (quarter("SubICB", "00L", 10, 15, "many"), "not-a-number"),
        (quarter("SubICB", "00L", 10, 15, 5) + talking(6, "SubICB", "00L", 6), "given-twice"),
        (talking(4, "SubICB", "00L", 6, year=2031), "period-outside"),
        (talking(4, "SubICB", "00L", 6).replace("2023-04-01", "2023-01-01"), "period-not-a-month"),
        (talking(4, "SubICB", "00L", 6).replace("2023-04-28", "soon"), "period-unknown"),
        (talking(4, "SubICB", "UNKNOWN", 6), "area-not-known"),
    ],
)
def test_months_that_make_no_quarter_are_refused(rows, code):
    assert code in {
        refused for _, refused in made.refused(made.findings("talking-therapies-monthly", TALKING + rows))
    }


def test_other_measures_and_providers_are_left_aside():
    rows = talking(4, "England", "all", 6, "M001") + talking(4, "Provider", "RX1", 6)

    assert made.findings("talking-therapies-monthly", TALKING + rows).left_aside == {
        "other measures": 1, "Provider": 1,
    }  # fmt: skip


def test_a_rolling_year_is_no_quarter_and_is_refused_in_those_words():
    row = "2023-04-01,2024-03-31,Final,Sub ICB - GP Practice or Residence,00L,X,NONE,NONE,{},IPS,40\n"
    found = made.findings(
        "mhsds-monthly", MENTAL + row.format("MHS116") + row.format("MHS116a") + row.format("MHS01")
    )

    assert not found.figures
    assert made.refused(found) == [(2, "rolling-year"), (3, "rolling-year")]
    assert "rolling twelve months" in found.issues[0].message
    assert found.left_aside == {"other measures": 1}


def network(role, fte, code="00L", month="6"):
    return f"x,2023,{month},U1,Net,{code},Loc,QHM,Board,Y63,North,Direct Patient Care,{role},{role},{fte},1\n"


def test_practitioners_are_added_up_by_location():
    rows = network("Mental Health Practitioner", 0.8) + network("Adult Mental Health Practitioner", 1)
    found = made.findings("network-workforce", NETWORK + rows + network("Care Coordinator", 1))

    assert figures(found) == [("pcmhp-wte", made.LOCATION, "2023-24-Q1", Decimal("1.8"), "")]
    assert found.left_aside == {"other roles": 1}


PRACTITIONER = "Mental Health Practitioner"
UNREADABLE = {
    "a month in words": (network(PRACTITIONER, 0.5, month="JUNE"), "period-unknown"),
    "an empty month": (network(PRACTITIONER, 0.5, month=""), "period-unknown"),
    "a year of two digits": (network(PRACTITIONER, 0.5).replace("2023", "23"), "period-unknown"),
    "an equivalent in words": (network(PRACTITIONER, "half"), "not-a-number"),
    "an error for a role": (network("#N/A", 0.5), "cell-without-value"),
    "an error of the spreadsheet": (network(PRACTITIONER, "#REF!"), "cell-without-value"),
    "an equivalent that is withheld": (network(PRACTITIONER, "*"), "number-missing"),
    "an equivalent that is not there": (network(PRACTITIONER, ""), "number-missing"),
    "an equivalent below nothing": (network(PRACTITIONER, "-0.5"), "not-a-number"),
    "a code that nobody has": (network(PRACTITIONER, 0.5, code="OOL"), "area-unknown"),
    "no code": (network(PRACTITIONER, 0.5, code=""), "area-unknown"),
    "a code of another kind": (network(PRACTITIONER, 0.5, code="QHM"), "area-level"),
    "a comma too many": (network(PRACTITIONER, 0.5).replace("Net,", "Net, North,"), "part-missing"),
}


@pytest.mark.parametrize(("row", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_sum_of_which_one_person_cannot_be_read_is_no_figure(row, code):
    good = network(PRACTITIONER, 0.8) + network(PRACTITIONER, 1)
    found = made.findings("network-workforce", NETWORK + good + row)

    assert not found.figures
    assert (4, code) in made.refused(found)
    assert "no figure of 00L for 2023/24 Q1 is offered" in found.issues[-1].message
    assert (found.rows_read, found.rows_placed, found.rows_refused, found.left_aside) == (
        3, 0, 1, {"parts of a figure that is not offered": 2},
    )  # fmt: skip


def test_a_person_of_another_place_or_time_takes_nothing_from_a_sum():
    good = network(PRACTITIONER, 0.8)
    others = network(PRACTITIONER, 1, month="7") + network(PRACTITIONER, "half", month="9")
    found = made.findings("network-workforce", NETWORK + good + others)

    assert figures(found) == [("pcmhp-wte", made.LOCATION, "2023-24-Q1", Decimal("0.8"), "")]
    assert made.refused(found) == [(3, "not-a-quarters-end"), (4, "not-a-number")]
    assert "00L for 2023/24 Q2" in found.issues[1].message


def test_a_misaligned_row_of_another_role_takes_nothing_from_a_sum():
    other = network("Care Coordinator", 1).replace("Net,", "Net, North,")
    found = made.findings("network-workforce", NETWORK + network(PRACTITIONER, 0.8) + other)

    assert [figure.numerator for figure in found.figures] == [Decimal("0.8")]
    assert made.refused(found) == [(3, "row-length")]


def test_a_person_who_stands_twice_is_not_counted_twice():
    found = made.findings("network-workforce", NETWORK + network(PRACTITIONER, 0.8) * 2)

    assert not found.figures
    assert made.refused(found) == [(3, "given-twice")]


def test_a_month_given_twice_with_two_numbers_makes_no_quarter():
    twice = talking(6, "SubICB", "00L", 5)
    other = talking(6, "SubICB", "00L", 6)
    rows = TALKING + quarter("SubICB", "00L", 10, 15, 5)

    assert made.findings("talking-therapies-monthly", rows + twice).figures[0].numerator == 30
    doubtful = made.findings("talking-therapies-monthly", rows + other)
    assert not doubtful.figures
    assert "no figure of 00L for 2023/24 Q1 is offered" in doubtful.issues[0].message


def test_a_file_without_the_role_says_that_it_says_nothing():
    found = made.findings("network-workforce", NETWORK + network("Care Coordinator", 1))

    assert made.refused(found) == [(None, "role-not-in-file")]
    assert "not even that there are none" in found.issues[0].message
    assert (found.rows_read, found.rows_placed, found.rows_refused) == (1, 0, 0)
    assert found.left_aside == {"other roles": 1}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (network("Mental Health Practitioner", "half"), "not-a-number"),
        (network("Mental Health Practitioner", ""), "number-missing"),
        (network("Mental Health Practitioner", 1, code="99Z"), "area-unknown"),
        (network("Mental Health Practitioner", 1, month="7"), "not-a-quarters-end"),
        (network("Mental Health Practitioner", 1, month="June"), "period-unknown"),
    ],
)
def test_a_location_with_a_bad_row_is_left_out(row, code):
    good = network("Mental Health Practitioner", 1)
    found = made.findings(
        "network-workforce", NETWORK + row + (good if code in {"not-a-number", "number-missing"} else "")
    )

    assert made.refused(found) == [(2, code)]
    assert not found.figures
