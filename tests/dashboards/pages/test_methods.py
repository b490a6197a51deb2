"""How each indicator is made, page by page, and every word explained."""

from decimal import Decimal

import pytest

from dashboards.presenters import indicator_methods
from dashboards.presenters.glossary import GLOSSARY
from programmes import models
from programmes.choices import DisclosureRule, IndicatorKind, Marker, Polarity, ReportedAs
from tests.dashboards.definitions import a_programme, an_indicator
from tests.dashboards.pages.conftest import words

GLOSSARY_OF_THE_DESIGN = """
area programme indicator observation period trajectory target actual variance polarity submission revision issue
withheld provisional as-at attainment status service coverage basis marker demonstration numerator denominator rate
completeness baseline wave provenance edition tolerance share-of-plan
"""


def made(**changes):
    indicator = an_indicator(**changes)
    return indicator_methods.present_method(a_programme("ips", indicator), indicator, (), ())


@pytest.fixture
def plans(world):
    """Two versions of a national plan: published, recalled and drawn for England, shared out below."""
    source = models.Source.objects.get()
    indicator = models.Indicator.objects.get(code="ips-access")
    areas = {area.code: area for area in models.Area.objects.all()}
    for version, reason in ((1, ""), (2, "A new settlement.")):
        plan = models.Trajectory.objects.create(
            indicator=indicator,
            kind="long_term_plan",
            version=version,
            reason=reason,
            name="The plan",
            source=source,
        )
        for code, period, basis, key, provenance in (
            ("ENG", "2021-22", "published", "", "official"),
            ("ENG", "2022-23", "calculated", "", "derived"),
            ("ENG", "2023-24", "recalled", "", "recalled"),
            ("QAA", "2023-24", "shared_out", "adults", "recalled"),
            ("QBB", "2023-24", "shared_out", "adults", "recalled"),
        ):
            plan.points.create(
                area=areas[code],
                period_id=period,
                value=Decimal(1000 * version),
                basis=basis,
                shared_by=key,
                provenance=provenance,
            )


def test_every_indicator_has_its_anchor_and_its_page(world, read):
    index = read("/methods/")

    for indicator in models.Indicator.objects.all():
        [link] = index.find(id=indicator.code).select("a")
        assert words(read(link["href"]).h1) == f"How it is made: {indicator.name}"


def test_every_word_of_the_design_every_marker_and_every_tag_is_explained(world, read):
    index = read("/methods/")

    assert [word for word in GLOSSARY_OF_THE_DESIGN.split() if not index.find(id=f"word-{word}")] == []
    assert len({each.anchor for each in GLOSSARY}) == len(GLOSSARY)
    assert [marker for marker in Marker if not index.find(id=f"marker-{marker}")] == []


def test_page_says_what_it_counts_how_it_adds_up_and_where_its_rows_are(world, read):
    page = read("/methods/smi-employment/")
    text = words(page)

    assert "Numerator People Denominator People asked" in text
    assert "One count over another, both of the same moment: quarters do not add up" in text
    assert "numerators and denominators are added up, and the ratio is taken last" in text
    assert "near plan down to 5% short of it" in text
    assert "From 2021/22 Q1 (begins 1 April 2021)" in text
    assert "Licence None" in text
    hrefs = {link["href"] for link in page.select("#source a")}
    assert "/targets/?programme=ips&indicator=smi-employment" in hrefs
    assert "/api/v1/progress?indicator=smi-employment&format=csv" in hrefs
    assert "/api/v1/progress?indicator=smi-employment" in hrefs


def test_nothing_is_said_to_add_up_of_what_comes_in_once_a_year():
    for kind in (IndicatorKind.FLOW, IndicatorKind.RATIO):
        [over_a_year, *_] = made(period_type="year", kind=kind).adding_up

        assert over_a_year[1].endswith("there is nothing to add up.")
        assert dict(made(kind=kind).adding_up)["Over a year"] != over_a_year[1]


def test_page_says_what_an_area_alone_at_its_level_is_forecast_by(world, read):
    text = words(read("/methods/").select_one("#methods"))

    assert (
        "fewer than 20 such forecasts can be judged, as England by itself, goes by those of all levels"
        in text
    )


def test_breaks_are_dated_and_say_why(world, read):
    section = read("/methods/ips-access/").select_one("#where")

    assert "From 2022/23 Q1 Counted anew." in words(section)


def test_figures_are_counted_by_level_and_by_how_they_came_about(world, read):
    rows = [words(row) for row in read("/methods/ips-access/").select("#where tbody tr")]

    assert "England Added up from the areas below 2021/22 Q1 to 2023/24 Q3 1 11 0 Demonstration" in rows
    assert (
        "Sub-ICB locations Carried here from the areas that came before 2021/22 Q1 to 2022/23 Q1 4 20 0 Demonstration"
        in rows
    )
    assert "None of its figures is made up." in words(read("/methods/ips-specialists/").select_one("#where"))


def test_every_version_of_every_plan_says_how_its_figures_were_made(plans, read):
    section = read("/methods/ips-access/").select_one("#targets")
    later, first = section.select("section")

    assert "Version 2, in force" in words(later)
    assert "Why it replaced the one before: A new settlement. Source: Made for tests" in words(later)
    assert "Version 1, replaced by a later one" in words(first)
    assert "England, 2021/22: as published Official" in words(later)
    assert "England, 2022/23: worked out by us from what its source states Derived" in words(later)
    assert "England, 2023/24: recalled, and found in no source at hand Recalled" in words(later)
    assert (
        "Integrated care boards, 2023/24: our share of the national figure, by the adults who live there Recalled"
        in words(later)
    )
    assert words(later.select_one("tbody tr")) == (
        "2021/22 2,000 people As published Official Day of publication not known"
    )


def test_indicator_without_a_plan_says_so(world, read):
    section = words(read("/methods/smi-employment/").select_one("#targets"))

    assert section == "Targets Nobody has published a target for this, so it is shown without one."


def test_unknown_indicator_is_answered_with_those_there_are(world, read):
    page = read("/methods/nothing/", status=404)

    assert "There is no indicator called “nothing”" in words(page.h1)
    assert page.select("a[href='/methods/ips-access/']")


def test_every_rule_direction_and_kind_has_its_words():
    assert set(indicator_methods.RULES) == set(DisclosureRule)
    assert set(indicator_methods.POLARITIES) == set(Polarity)
    assert set(indicator_methods.COVERS) == set(ReportedAs)
    assert {kind for kind, _ in indicator_methods.ADDING_UP} == set(IndicatorKind)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("mhsds", "a count under 5, nought included, is confidential"),
        ("mhsds", "2 stands in for it, whatever it is"),
        ("published", "shown as published"),
        ("none", "shown as it came in"),
    ],
)
def test_rule_is_told_in_words(rule, said):
    assert said in " ".join(made(disclosure=rule).rule)


def test_what_a_figure_covers_is_said():
    from_april = dict(made(reported_as="year_to_date").adding_up)["A figure covers"]
    rolling = dict(made(reported_as="rolling_year", accumulates=False).adding_up)

    assert "less the one before" in from_april
    assert rolling["Over a year"].startswith("A count over twelve months")


def test_methods_page_says_what_is_made_of_publications_that_count_from_april(world, read):
    text = words(read("/methods/").select_one("#methods"))

    assert "Its year to date stands as published, rounded no further and never split" in text
    assert "not known ([x]) where that is missing or higher" in text


def test_what_does_not_add_up_over_areas_is_said():
    [over_areas] = [value for key, value in made(adds_up=False).adding_up if key == "Over areas"]

    assert over_areas == "Areas are not added up: an area has a figure only where one was reported for it."
