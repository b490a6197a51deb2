"""Our list of practitioners in primary care networks, row by row."""

from decimal import Decimal

import pytest

from programmes.deliveries import Figure
from tests.programmes.ingest.made import BOARD, ENGLAND, findings, refused

HEADING = "date,area_type,area,borders_of,networks,nobody_recorded,any_practitioner,two_practitioners,wte"
GOOD = "2025-11-30,icb,QHM,,67,2,32,10,54.9"


def _read(*rows):
    return findings("network-practitioners", "\n".join([HEADING, *rows]) + "\n")


def test_a_row_is_four_figures_with_their_day_in_words():
    found = _read(GOOD)

    period, wte, networks = "2025-26-Q3", Decimal("54.9"), Decimal(67)
    note = (
        "At 30 November 2025, not the end of the quarter. "
        "2 networks record nobody at all: unknown, not without practitioners."
    )
    assert set(found.figures) == {
        Figure("pcmhp-wte-networks", BOARD, period, wte, marker="p", note=note),
        Figure("pcmhp-networks-two", BOARD, period, Decimal(10), networks, "p", note),
        Figure("pcmhp-networks-any", BOARD, period, Decimal(32), networks, "p", note),
        Figure("pcmhp-per-network", BOARD, period, wte, networks, "p", note),
    }


def test_the_end_of_a_quarter_is_neither_provisional_nor_explained():
    found = _read("2025-06-30,england,ENG,,,,,,639.014")

    assert found.figures == (Figure("pcmhp-wte-networks", ENGLAND, "2025-26-Q1", Decimal("639.014")),)


def test_a_row_may_count_by_the_borders_of_another_day():
    [figure, *_] = _read("2025-03-31,icb,QHM,2026-04-01,1,1,0,0,0").figures

    assert figure.note == (
        "Added up here from the networks, by the borders of 1 April 2026. "
        "1 network records nobody at all: unknown, not without practitioners."
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2025-11-30", "November", "no-day"),
        ("2025-11-30", "2026-11-30", "period-outside"),
        ("icb", "board", "level-unknown"),
        ("QHM", "QXX", "area-unknown"),
        ("icb,QHM,,", "icb,QHM,soon,", "no-day"),
        ("54.9", "some", "not-a-number"),
        ("54.9", "", "not-a-number"),
        (",10,", ",,", "not-a-number"),
        (",10,", ",1.5,", "not-a-number"),
        (",10,", ",33,", "part-above-whole"),
        (",32,", ",68,", "part-above-whole"),
    ],
)
def test_a_row_that_cannot_stand_is_refused(old, new, code):
    found = _read(GOOD.replace(old, new))

    assert refused(found) == [(2, code)]
    assert not found.figures


def test_two_days_of_one_quarter_are_told_apart_by_nobody():
    found = _read(GOOD, GOOD.replace("11-30", "10-31"))

    assert {code for _, code in refused(found)} == {"given-twice"}
    assert len(found.figures) == 4
