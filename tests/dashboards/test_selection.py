import pytest

from dashboards.selection import Selection
from programmes.periods import Period
from tests.dashboards.definitions import a_programme, an_indicator

PROGRAMMES = (
    a_programme("ips", an_indicator("ips-access"), an_indicator("ips-outcomes")),
    a_programme(
        "iapt-ltc",
        an_indicator(
            "iapt-ltc-referrals",
            programme="iapt-ltc",
            period_type="year",
            first_period=Period(2017),
            runs_to=Period(2024),
        ),
    ),
)


def test_nothing_asked_means_the_defaults_and_an_empty_query():
    selection = Selection.from_query({}, PROGRAMMES)

    assert (selection.programme, selection.indicator, selection.period) == ("ips", "ips-access", None)
    assert (selection.area_type, selection.show, selection.view) == ("icb", "coverage", "tiles")
    assert selection.query() == ""
    assert selection.notices == ()


def test_everything_asked_is_written_back_as_it_was():
    asked = {
        "programme": "ips", "indicator": "ips-outcomes", "period": "2022-23-Q3", "area_type": "region",
        "show": "status", "view": "boundaries", "boundaries": "reported", "area": "Y58",
    }  # fmt: skip

    selection = Selection.from_query(asked, PROGRAMMES)

    assert selection.parameters() == {name: value for name, value in asked.items() if name != "programme"}
    assert Selection.from_query(selection.parameters(), PROGRAMMES) == selection


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"programme": "nhs"}, "There is no programme “nhs”. This page shows The ips programme instead."),
        ({"indicator": "nothing"}, "There is no indicator of The ips programme called “nothing”."),
        ({"show": "money"}, "There is no thing to show “money”."),
        ({"area_type": "ward"}, "There is no level of area “ward”."),
        ({"period": "soon"}, "“soon” is not a period"),
        ({"period": "2031-32-Q1"}, "has figures from 2021/22 Q1 to 2023/24 Q4, not for 2031/32 Q1"),
    ],
)  # fmt: skip
def test_what_is_unknown_falls_back_and_says_so(asked, said):
    selection = Selection.from_query(asked, PROGRAMMES)

    assert selection == Selection.from_query({}, PROGRAMMES)
    assert said in selection.notices[0]


def test_a_year_asked_of_a_quarterly_indicator_means_its_last_quarter():
    assert Selection.from_query({"period": "2022-23"}, PROGRAMMES).period == Period(2022, 4)


def test_a_quarter_asked_of_a_yearly_indicator_means_its_year():
    asked = {"programme": "iapt-ltc", "period": "2019-20-Q2"}

    assert Selection.from_query(asked, PROGRAMMES).period == Period(2019)


def test_another_programme_drops_the_indicator_and_the_period():
    selection = Selection.from_query({"indicator": "ips-outcomes", "period": "2022-23-Q3"}, PROGRAMMES)

    assert selection.query(programme="iapt-ltc") == "programme=iapt-ltc"
    assert selection.query(show="rate") == "indicator=ips-outcomes&period=2022-23-Q3&show=rate"


def test_a_page_may_have_its_own_defaults():
    selection = Selection.from_query({}, PROGRAMMES, programme="iapt-ltc", show="attainment")

    assert (selection.programme, selection.show, selection.query()) == ("iapt-ltc", "attainment", "")
    assert selection.query(show="coverage") == "show=coverage"


def test_without_any_programme_it_says_what_to_do():
    with pytest.raises(LookupError, match="load_reference"):
        Selection.from_query({}, ())
