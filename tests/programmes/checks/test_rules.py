"""Every rule against a table: what it lets through, and what it stops or asks about. No database."""

from dataclasses import replace
from decimal import Decimal

import pytest

from programmes.checks.facts import Amount, CellFacts, ColumnFacts, Related
from programmes.checks.rules import CELL_RULES, COLUMN_RULES, RULES, check_cell, check_column
from programmes.checks.typed import read
from programmes.checks.words import shown, written
from programmes.choices import Severity
from programmes.periods import Period
from tests.indicators import an_indicator

PEOPLE = an_indicator("people", short_name="People", numerator_label="")
POSTS = an_indicator("posts", short_name="Posts", kind="stock", unit="wte", decimals=1, numerator_label="")
TO_DATE = an_indicator("to-date", reported_as="year_to_date", numerator_label="")
SHARE = an_indicator(
    "share",
    short_name="In work",
    kind="ratio",
    unit="percent",
    change_limit=Decimal("0.25"),
    numerator_label="",
)
NETWORKS = an_indicator(
    "networks", short_name="Per network", kind="ratio", unit="per_network", numerator_label=""
)
SUPPORTED = Related(Decimal(60), "people supported")
Q1, Q2 = Period(2023, 1), Period(2023, 2)


def of(numerator=None, denominator=None, marker=""):
    exact = [None if number is None else Decimal(str(number)) for number in (numerator, denominator)]
    return Amount(*exact, marker)


def cell(*amount, indicator=PEOPLE, marker="", **facts):
    return CellFacts(indicator, "Devon", facts.pop("period", Q2), of(*amount, marker=marker), **facts)


STOPPED = [
    ("not-a-number", cell(unread=("12a",))),
    ("unknown-marker", cell(marker="q")),
    ("unknown-marker", cell(5, marker="w")),
    ("number-and-reason", cell(0, marker="c")),
    ("marker-beside-nothing", cell(marker="p")),
    ("negative", cell(-1)),
    ("negative", cell(1, -2, indicator=NETWORKS)),
    ("not-whole", cell("4.5")),
    ("not-whole", cell(4, "8.5", indicator=SHARE)),
    ("too-long", cell(10**12)),
    ("too-long", cell("1.23456", indicator=POSTS)),
    ("one-number-only", cell(4, 5)),
    ("numerator-above-denominator", cell(9, 8, indicator=SHARE)),
    ("numerator-above-denominator", cell(1, 0, indicator=SHARE)),
    ("unknown-area", cell(4, is_known_area=False)),
    ("closed-area", cell(4, area_ended="it became part of Dorset on 1 April 2020")),
    ("wrong-period", cell(4, is_collected=False)),
    ("half-a-ratio", cell(4, indicator=SHARE)),
    ("half-a-ratio", cell(None, 4, indicator=NETWORKS)),
    ("cumulative-falls", cell(9, indicator=TO_DATE, last_quarter=of(10))),
    ("correction-without-reason", cell(9, standing=of(10))),
    ("correction-without-reason", cell(marker="x", standing=of(10))),
    ("emptied", cell(standing=of(10))),
    ("change-on-last-quarter", cell(151, last_quarter=of(100))),
    ("change-on-last-quarter", cell(49, last_quarter=of(100))),
    ("change-on-last-quarter", cell("3.1", indicator=POSTS, last_quarter=of(2))),
    ("change-on-last-quarter", cell(30, 100, indicator=SHARE, last_quarter=of(20, 100))),
    ("change-on-last-year", cell(200, last_year=of(100))),
    ("far-from-trajectory", cell(10, earlier_this_year=Decimal(30), trajectory=Decimal(100))),
    ("far-from-trajectory", cell(171, earlier_this_year=Decimal(30), trajectory=Decimal(100))),
    ("far-from-trajectory", cell(4, indicator=POSTS, trajectory=Decimal(10))),
    ("far-from-trajectory", cell(2, 10, indicator=SHARE, trajectory=Decimal("0.5"))),
    ("far-above-related", cell(300, related=SUPPORTED)),
    ("far-above-related", cell(121, related=SUPPORTED)),
    ("far-above-related", cell(10, related=Related(Decimal(0), "people supported"))),
    ("sudden-zero", cell(0, last_quarter=of(5))),
]

PASSED = [
    ("far-above-related", cell(120, related=SUPPORTED)),
    ("far-above-related", cell(300)),
    ("far-above-related", cell(marker="x", related=SUPPORTED)),
    ("far-above-related", cell(9, related=Related(Decimal(0), "people supported"))),
    ("not-a-number", cell(12)),
    ("unknown-marker", cell(12, marker="e")),
    ("number-and-reason", cell(marker="z")),
    ("marker-beside-nothing", cell(5, marker="p")),
    ("negative", cell(0)),
    ("not-whole", cell("4.0")),
    ("not-whole", cell("4.5", indicator=POSTS)),
    ("not-whole", cell("4.5", 3, indicator=NETWORKS)),
    ("too-long", cell(10**12 - 1)),
    ("too-long", cell("1.2345", indicator=POSTS)),
    ("one-number-only", cell(4, 5, indicator=SHARE)),
    ("numerator-above-denominator", cell(8, 8, indicator=SHARE)),
    ("numerator-above-denominator", cell(9, 8, indicator=NETWORKS)),
    ("unknown-area", cell(4)),
    ("closed-area", cell(4)),
    ("wrong-period", cell(4)),
    ("half-a-ratio", cell(indicator=SHARE)),
    ("half-a-ratio", cell(marker="x", indicator=SHARE)),
    ("half-a-ratio", cell(4)),
    ("cumulative-falls", cell(9, last_quarter=of(10))),
    ("cumulative-falls", cell(9, indicator=TO_DATE, last_quarter=of(10), reason="Counted twice.")),
    ("cumulative-falls", cell(9, indicator=TO_DATE, last_quarter=of(10), period=Q1)),
    ("cumulative-falls", cell(9, indicator=TO_DATE, last_quarter=of(marker="x"))),
    ("correction-without-reason", cell(10, standing=of("10.0000"))),
    ("correction-without-reason", cell(9, standing=of(10), reason="One twice.")),
    ("correction-without-reason", cell(9)),
    ("emptied", cell()),
    ("emptied", cell(marker="x", standing=of(10), reason="Lost.")),
    ("change-on-last-quarter", cell(150, last_quarter=of(100))),
    ("change-on-last-quarter", cell(9, last_quarter=of(3))),
    ("change-on-last-quarter", cell(200)),
    ("change-on-last-quarter", cell(200, last_quarter=of(marker="c"))),
    ("change-on-last-quarter", cell(200, last_quarter=of(0))),
    ("change-on-last-quarter", cell(25, 100, indicator=SHARE, last_quarter=of(20, 100))),
    ("change-on-last-quarter", cell(25, 100, indicator=SHARE, last_quarter=of(0, 0))),
    ("change-on-last-year", cell(100, last_quarter=of(10), last_year=of(100))),
    ("far-from-trajectory", cell(20, earlier_this_year=Decimal(30), trajectory=Decimal(100))),
    ("far-from-trajectory", cell(170, earlier_this_year=Decimal(30), trajectory=Decimal(100))),
    ("far-from-trajectory", cell(10, earlier_this_year=None, trajectory=Decimal(100))),
    ("far-from-trajectory", cell(1, earlier_this_year=Decimal(0), trajectory=Decimal(9))),
    ("far-from-trajectory", cell(1, earlier_this_year=Decimal(0), trajectory=Decimal(0))),
    ("sudden-zero", cell(0, last_quarter=of(4))),
    ("sudden-zero", cell(0)),
    ("sudden-zero", cell(marker="x", last_quarter=of(50))),
]


def codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(("code", "facts"), STOPPED)
def test_a_rule_speaks_of_what_it_is_about(code, facts):
    assert code in codes(check_cell(facts))


@pytest.mark.parametrize(("code", "facts"), PASSED)
def test_a_rule_is_silent_otherwise(code, facts):
    assert code not in codes(check_cell(facts))


def test_every_cell_rule_is_tried_both_ways():
    every = {rule.code for rule in CELL_RULES}

    assert {code for code, _ in STOPPED} == {code for code, _ in PASSED} == every


def column(*numerators, indicator=PEOPLE, total=None, explanation=""):
    cells = [cell(number, indicator=indicator) for number in numerators]
    if explanation:
        cells[-1] = replace(cells[-1], explanation=explanation)
    return ColumnFacts(indicator, tuple(cells), total, "Devon")


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (column(40, 50, total=of(91)), ["parts-not-total"]),
        (column(40, 50, total=of("90.0")), []),
        (column(40, None, total=of(91)), []),
        (column(40, 50, total=of(marker="x")), []),
        (column(40, 50), []),
        (column(10, 20, 30, 40), ["all-divisible-by-ten"]),
        (column(10, 20, 30, 40, 0, None), ["all-divisible-by-ten"]),
        (column(10, 20, 30), []),
        (column(10, 20, 30, 41), []),
        (column(0, 0, 0, 0), []),
        (column(10, 20, 30, 40, indicator=POSTS), []),
    ],
)
def test_rules_about_a_column(facts, found):
    assert codes(check_column(facts)) == found


def test_an_explanation_at_any_cell_answers_for_the_column():
    (problem,) = check_column(column(10, 20, 30, 40, explanation="Rounded by the supplier."))

    assert problem.is_answered


def test_an_explanation_answers_what_was_asked_and_never_a_refusal():
    asked = check_cell(cell(300, last_quarter=of(100), explanation="A second team."))
    refused = check_cell(cell(9, standing=of(10), explanation="A second team."))

    assert [problem.is_answered for problem in asked] == [True]
    assert [problem.is_answered for problem in refused] == [False]


def test_what_cannot_be_kept_hides_what_would_be_asked():
    assert codes(check_cell(cell("300.5", last_quarter=of(100), standing=of(9)))) == ["not-whole"]


def test_rules_have_codes_and_sentences_of_their_own():
    assert len({rule.code for rule in RULES}) == len({rule.sentence for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") for rule in RULES)
    assert all(rule.severity == Severity.REFUSAL for rule in RULES if rule.blocks_saving)
    assert {rule.code for rule in COLUMN_RULES} == {"parts-not-total", "all-divisible-by-ten"}


def test_a_sentence_says_both_figures_and_what_to_do():
    (problem,) = check_cell(cell(300, last_quarter=of(120)))

    assert problem.message == "300, against 120 last quarter: 150% more. Explain why, or correct it."


@pytest.mark.parametrize(
    ("typed", "amount", "unread"),
    [
        (("",), of(), ()),
        ((" 1,204 ",), of(1204), ()),
        (("1 204",), of(1204), ()),
        (("1\u00a0204.5",), of("1204.5"), ()),
        (("-3",), of(-3), ()),
        (("\u22123",), of(-3), ()),
        (("0",), of(0), ()),
        (("*",), of(marker="c"), ()),
        (("[x]",), of(marker="x"), ()),
        (("n/a",), of(marker="x"), ()),
        (("not applicable",), of(marker="z"), ()),
        (("n/a", "*"), of(marker="c"), ()),
        (("", "", "Suppressed"), of(marker="c"), ()),
        (("x", "x"), of(marker="x"), ()),
        (("5", "", "P"), of(5, marker="p"), ()),
        (("5", "x"), of(5, marker="x"), ()),
        (("12,04",), of(), ("12,04",)),
        (("1e3",), of(), ("1e3",)),
        (("NaN", "inf"), of(), ("NaN", "inf")),
        (("=1+1",), of(), ("=1+1",)),
        (("٣",), of(), ("٣",)),
        (("5%",), of(), ("5%",)),
        (("-",), of(marker="x"), ()),
        (("12 34",), of(), ("12 34",)),
        (("1\x004",), of(), ("1\x004",)),
        (("7.300000000000001",), of("7.3"), ()),
    ],
)
def test_what_is_typed_is_read_or_shown_back(typed, amount, unread):
    assert read(*typed) == (amount, unread)


def test_numbers_are_written_as_people_write_them():
    assert [written(Decimal(text)) for text in ("1204.5000", "300", "0.0000")] == ["1,204.5", "300", "0"]
    assert shown(SHARE, Decimal("0.1234")) == "12.3%"
    assert shown(NETWORKS, Decimal("1.5")) == "1.50"
