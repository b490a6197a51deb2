"""The annual wide file: which rows are figures, and which are refused, by name."""

import pytest

from programmes.deliveries import Figure
from programmes.ingest.layouts import NotThisLayout
from tests.programmes.ingest.made import BOARD, ENGLAND, GROUP, STP, findings, refused
from tests.programmes.ingest.test_formats import OF_2017_18, OF_2024_25

LAYOUT = "talking-therapies-annual"
HEADING = (
    "ReportingPeriod,OrgType,OrgCode,OrgName,VariableType,VariableA,"
    "Count_ReferralsReceived,Count_AtCaseness,Count_Recovery"
)
LTC = "Long Term Condition Status,Long term condition"


def _of(*rows, **known):
    return findings(LAYOUT, "\n".join([HEADING, *rows]), **known)


def _row(area="CCG,00L,NHS NORTHUMBERLAND CCG", numbers="455,190,95", period="2017-18"):
    return f"{period},{area},{LTC},{numbers}"


def test_a_row_is_two_figures():
    found = _of(_row())

    assert found.figures == (
        Figure("iapt-ltc-referrals", GROUP, "2017-18", 455),
        Figure("iapt-ltc-recovery", GROUP, "2017-18", 95, 190),
    )


EVERY_COUNT = HEADING + ",Count_FinishedCourseTreatment,Count_Improvement,Count_ReliableRecovery"


def _everybody(numbers, heading=EVERY_COUNT, **known):
    row = f"2017-18,CCG,00L,NHS NORTHUMBERLAND CCG,Total,Total,{numbers}"
    return findings(LAYOUT, f"{heading}\n{row}", **known)


def test_a_row_about_everybody_is_four_figures():
    found = _everybody("9000,3900,2000,4285,2905,1900")

    assert found.figures == (
        Figure("tt-referrals", GROUP, "2017-18", 9000),
        Figure("tt-completed-courses", GROUP, "2017-18", 4285),
        Figure("tt-reliable-recovery", GROUP, "2017-18", 1900, 3900),
        Figure("tt-reliable-improvement", GROUP, "2017-18", 2905, 4285),
    )
    assert (found.rows_read, found.rows_placed) == (1, 1)


def test_a_file_without_some_counts_gives_the_others():
    found = _everybody("9000,3900,2000", heading=HEADING)

    assert [figure.indicator for figure in found.figures] == ["tt-referrals"]


def test_more_who_improved_than_finished_is_refused_by_its_column():
    found = _everybody("9000,3900,2000,4285,4300,1900")

    (issue,) = found.refusals
    assert (issue.row, issue.column, issue.code) == (2, "Count_Improvement", "part-above-whole")
    assert "the 4285 who finished a course" in issue.message


@pytest.mark.parametrize(
    ("programme", "left"),
    [("iapt-ltc", {"Total": 1}), ("talking-therapies", {"Long Term Condition Status": 1}), ("", {})],
)
def test_what_is_sent_in_for_one_programme_gives_figures_of_that_one(programme, left):
    counts = "9000,3900,2000,4285,2905,1900"
    rows = [f"2017-18,CCG,00L,X,{kind},{counts}" for kind in ("Total,Total", LTC)]

    found = findings(LAYOUT, "\n".join([EVERY_COUNT, *rows]), programme=programme)

    of = {"tt": "talking-therapies", "iapt": "iapt-ltc"}
    given = {of[figure.indicator.partition("-")[0]] for figure in found.figures}
    assert found.left_aside == left
    assert given == ({programme} if programme else set(of.values()))


@pytest.mark.parametrize("heading", [OF_2017_18, OF_2024_25], ids=["2017-18", "2024-25"])
def test_the_real_wide_layouts_are_read_with_the_year_of_the_files_name(heading):
    values = dict.fromkeys(heading, "7") | {
        "OrgType": "CCG", "OrgCode": "00L", "OrgName": "X", "VariableB": "NULL",
        "VariableType": "Long Term Condition Status", "VariableA": "Long term condition",
    }  # fmt: skip
    text = "\n".join([",".join(heading), ",".join(values[column] for column in heading)])

    found = findings(LAYOUT, text, file_name="iapt-ann-rep-2017-18.csv")

    assert found.figures[0] == Figure("iapt-ltc-referrals", GROUP, "2017-18", 7)


@pytest.mark.parametrize(
    ("numbers", "referrals", "recovery"),
    [
        ("*,*,*", (None, "c"), (None, None, "c")),
        ("455,*,95", (455, ""), (None, None, "c")),
        ("455,190,*", (455, ""), (None, None, "c")),
        ("-,190,95", (None, "x"), (95, 190, "")),
        (",,", (None, "x"), (None, None, "x")),
        ("NA,N/A,NULL", (None, "x"), (None, None, "x")),
        ('"1,455",190,95', (1455, ""), (95, 190, "")),
        ("0,0,0", (0, ""), (0, 0, "")),
    ],
)
def test_marks_are_kept_as_published(numbers, referrals, recovery):
    first, second = _of(_row(numbers=numbers)).figures

    assert (first.numerator, first.marker) == referrals
    assert (second.numerator, second.denominator, second.marker) == recovery


@pytest.mark.parametrize(
    ("area", "period", "life"),
    [
        ("England,All,All", "2017-18", ENGLAND),
        ("STP,E54000049,Cumbria and North East", "2018-19", STP),
        ("STP,QHM,Cumbria and North East", "2021-22", STP),
        ("ICB,QHM,NHS NORTH EAST AND NORTH CUMBRIA INTEGRATED CARE BOARD", "2022-23", BOARD),
    ],
)
def test_the_life_is_that_of_the_level_and_year(area, period, life):
    assert _of(_row(area, period=period)).figures[0].area == life


def test_rows_about_something_else_are_left_aside_and_counted():
    found = _of(
        "2017-18,CCG,00L,X,Gender,Total,9,9,9",
        "2017-18,CCG,00L,X,Long Term Condition Status,No long term condition,9,9,9",
        f"2017-18,Provider,RX4,X,{LTC},9,9,9",
    )

    assert found.left_aside == {"Gender": 1, "Long Term Condition Status": 1, "Provider": 1}
    assert not found.figures
    assert not found.issues


@pytest.mark.parametrize(
    ("row", "code", "column", "said"),
    [
        (_row("CCG,UNKNOWN,UNKNOWN"), "area-not-known", "OrgCode", "Clinical commissioning group, 2017/18: people"),
        (_row("CCG,13Q,NATIONAL COMMISSIONING HUB 1"), "area-commissioning-hub", "OrgCode", "is no area"),
        (_row("CCG,99Z,NHS NOWHERE CCG"), "area-unknown", "OrgCode", "NHS NOWHERE CCG: “99Z”"),
        (_row("CCG,10H,NHS CHILTERN CCG", period="2018-19"), "area-retired", "OrgCode", "under 14Y"),
        (_row("Parish,00L,X"), "level-unknown", "OrgType", "no kind of area"),
        (_row(period="2017-19"), "period-unknown", "ReportingPeriod", "not a financial year"),
        (_row(period=""), "period-unknown", "ReportingPeriod", "--period"),
        (_row(period="2009-10"), "period-outside", "ReportingPeriod", "is collected from 2017/18 on"),
        (_row(numbers="455,90,95"), "part-above-whole", "Count_Recovery", "the 90 who were"),
        (_row(numbers="lots,190,95"), "not-a-number", "Count_ReferralsReceived", "Write digits"),
        (_row(numbers="4.5,190,95"), "not-a-number", "Count_ReferralsReceived", "whole number"),
        (_row() + ",,9", "row-length", "", "11 cells and the heading 9"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_by_name_and_the_good_one_goes_ahead(row, code, column, said):
    good = _row("England,All,All")

    found = _of(row, good)

    assert refused(found) == [(2, code)]
    assert found.issues[0].column == column
    assert said in found.issues[0].message
    assert [figure.area for figure in found.figures if figure.indicator == "iapt-ltc-referrals"][-1:] == [
        ENGLAND
    ]
    assert found.rows_refused == 1


def test_one_bad_cell_keeps_out_one_figure():
    assert [figure.indicator for figure in _of(_row(numbers="lots,190,95")).figures] == ["iapt-ltc-recovery"]


def test_an_area_given_twice_is_kept_once_and_told():
    found = _of(_row(), _row(numbers="999,190,95"))

    assert found.figures[0].numerator == 455
    assert refused(found) == [(3, "given-twice"), (3, "given-twice")]
    assert "Row 2 already gave" in found.issues[0].message


def test_a_file_of_another_layout_is_refused_whole():
    with pytest.raises(NotThisLayout, match="OrgType"):
        findings(LAYOUT, "name,icb\nA,QHM\n")
