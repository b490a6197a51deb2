"""What was promised, worked out and served, in words: table of cases, no database."""

from datetime import date

import pytest

from dashboards.presenters.programmes import (
    DISCLOSURE_SENTENCES,
    KIND_SENTENCES,
    PERIOD_WORDS,
    POLARITY_SENTENCES,
    present_definition,
    present_facts,
    present_levels,
    present_services,
)
from programmes import choices
from programmes.results import FactInfo, ServiceInfo
from tests.dashboards.definitions import SOURCE, an_area, an_indicator


@pytest.mark.parametrize(
    ("sentences", "enumeration"),
    [
        (KIND_SENTENCES, choices.IndicatorKind),
        (POLARITY_SENTENCES, choices.Polarity),
        (DISCLOSURE_SENTENCES, choices.DisclosureRule),
        (PERIOD_WORDS, choices.PeriodType),
    ],
)
def test_every_member_has_its_sentence(sentences, enumeration):
    assert set(sentences) == set(enumeration)


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (55000.0, "people", "55,000 people"),
        (678.0, "people helped into or kept in work", "678 people helped into or kept in work"),
        (7.9, "percent", "7.9%"),
        (80.0, "%", "80%"),
        (25.0, "% more than in 2016/17", "25% more than in 2016/17"),
        (31000000.0, "£", "£31,000,000"),
        (6000.0, "pounds", "£6,000"),
        (6000.0, "£ per person", "£6,000 per person"),
        (None, "", ""),
        (0.5, "", "0.5"),
    ],
)
def test_fact_is_written_in_its_unit(value, unit, written):
    fact = FactInfo("ips", "a", "A", "2020/21", "target", value, unit, "official", SOURCE, "")

    assert present_facts([fact])[0].value == written


def a_service(**changes):
    values = dict.fromkeys(ServiceInfo.__dataclass_fields__)
    values |= {
        "code": "a",
        "name": "A",
        "address": "",
        "offers": "",
        "provenance": "official",
        "source": SOURCE,
    }
    return ServiceInfo(**{**values, "areas": (an_area("QJK", "Devon"),), **changes})


@pytest.mark.parametrize(
    ("dates", "since"),
    [
        ({"opened_on": date(2017, 1, 1)}, "since 1 January 2017"),
        ({"listed_on": date(2025, 10, 28)}, "on the list of 28 October 2025; opening date not published"),
        ({"opened_on": date(2017, 1, 1), "closed_on": date(2019, 1, 1)}, "closed on 1 January 2019"),
        ({}, "not known"),
    ],
)
def test_service_claims_no_date_that_nobody_published(dates, since):
    assert present_services([a_service(**dates)], "ips")[0].since == since


def test_definition_leaves_out_what_has_nothing_to_say():
    keys = [key for key, _ in present_definition(an_indicator())]

    assert "Denominator" not in keys
    assert keys[:2] == ["What it counts", "Why it matters"]


def test_levels_end_where_reporting_ends():
    assert [level for level, _ in present_levels(an_indicator(reporting_level="icb"))] == ["region", "icb"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "ratio"}, "each adds up over the year"),
        ({"kind": "ratio", "accumulates": False}, "quarters do not add up"),
        ({"period_type": "year"}, "Counted once for the whole year."),
    ],
)
def test_how_it_adds_up_is_of_the_indicator(changes, words):
    assert words in dict(present_definition(an_indicator(**changes)))["How it adds up"]
