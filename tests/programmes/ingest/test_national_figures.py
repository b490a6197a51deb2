"""Our own list of official national figures, each with its source."""

from decimal import Decimal

import pytest

from programmes.deliveries import Figure
from programmes.ingest.rows import day_of_name, period_of_name
from programmes.periods import Period
from tests.programmes.ingest.made import ENGLAND, findings, refused

HEADING = "indicator,area,period,numerator,denominator,marker,provenance,source,note"
GOOD = "pcmhp-wte-networks,ENG,2023-24-Q1,844.5,,e,derived,said-so,On 30 June 2023."


def test_a_row_is_a_figure_with_its_source_in_words():
    found = findings("national-figures", f"{HEADING}\n{GOOD}\n")

    note = "On 30 June 2023. Source: A thing said."
    assert found.figures == (
        Figure(
            "pcmhp-wte-networks",
            ENGLAND,
            "2023-24-Q1",
            Decimal("844.5"),
            marker="e",
            note=note,
            provenance="derived",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("pcmhp-wte-networks", "pcmhp", "indicator-unknown"),
        ("ENG", "ELSEWHERE", "area-unknown"),
        ("ENG", "10H", "area-retired"),
        ("2023-24-Q1", "2023-24", "period-outside"),
        ("2023-24-Q1", "2030-31-Q1", "period-outside"),
        ("2023-24-Q1", "June", "period-unknown"),
        ("844.5", "about 800", "not-a-number"),
        ("844.5", "", "not-a-number"),
        (",e,", ",c,", "marker-unknown"),
        ("derived", "recalled", "provenance-unknown"),
        ("said-so", "hearsay", "source-unknown"),
    ],
)
def test_a_figure_that_cannot_stand_is_refused(old, new, code):
    found = findings("national-figures", f"{HEADING}\n{GOOD.replace(old, new)}\n")

    assert refused(found) == [(2, code)]
    assert not found.figures


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("iapt-ann-rep-csv-2017-18.csv", Period(2017)),
        ("talking_therapies_2024_25_v2.csv", Period(2024)),
        ("TT-annual-2023-2024.zip", Period(2023)),
        ("annual 2022/23.csv", Period(2022)),
        ("cdc_sites_2025-10-28.csv", None),
        ("both_2017-18_2024-25.csv", None),
        ("report.csv", None),
    ],
)
def test_the_year_in_a_files_name(name, period):
    assert period_of_name(name) == period


def test_the_day_in_a_files_name():
    assert str(day_of_name("cdc_sites_2025-10-28.csv")) == "2025-10-28"
    assert day_of_name("cdc_sites_2025-19-39.csv") is None
    assert day_of_name("cdc_sites.csv") is None
