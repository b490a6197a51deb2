"""One programme: what was promised, how far it got, and where."""

import json

import pytest

from programmes import models
from tests.dashboards.pages.conftest import words
from tests.reading import FIRST


def test_every_programme_is_listed_with_its_promise(world, read):
    text = words(read("/programmes/"))

    assert "Individual Placement and Support everywhere." in text
    assert "Diagnostic centres everywhere." in text


def test_every_fact_has_its_provenance_and_source(world, read):
    [row] = read("/programmes/ips/").select(".rollout-table--facts tbody tr")

    assert words(row) == "Promised by 2023/24 Promised 2023/24 55,000 people Official Made for tests, Nobody"


@pytest.mark.parametrize("code", ["ips-access", "ips-specialists", "smi-employment"])
def test_chosen_indicator_has_chart_words_table_method_and_file(world, read, code):
    soup = read(f"/programmes/ips/?indicator={code}")

    chart = soup.find(attrs={"aria-labelledby": f"{code}-title"})
    assert soup.find(id=chart.select_one("[data-figure]")["data-figure"])["type"] == "application/json"
    assert chart.select_one(".rollout-chart__words").get_text()
    assert chart.select_one("table caption")
    method, rows, file = (link["href"] for link in chart.select(".rollout-chart__links a"))
    assert method == f"/methods/{code}/"
    assert rows == f"/targets/?programme=ips&indicator={code}&area=ENG"
    assert file == f"/api/v1/progress?indicator={code}&area=ENG&format=csv"
    assert soup.select_one(".rollout-figure-choice strong").get_text() == code


def test_every_indicator_has_its_figure_and_its_line(world, read):
    figures = read("/programmes/ips/").select_one(".rollout-figures")

    for name in ("ips-access", "ips-specialists", "smi-employment"):
        assert figures.find("strong", string=name)
    assert len(figures.select("svg.rollout-sparkline")) == 3


def test_pace_in_the_link_is_worked_out_and_kept(world, read):
    section = read("/programmes/ips/?rate=400&area_type=region").select_one("#what-if")

    assert "With 400 people in the quarter left, 2023/24 ends at 3,700 people, 700 short of 4,400." in words(
        section
    )
    assert section.select_one("#rate")["value"] == "400"
    assert section.select_one("input[name=area_type]")["value"] == "region"
    places = json.loads(section.select_one("#what-if-places").string)
    slider = section.select_one("input[type=range]")
    assert slider["max"] == str(len(places) - 1)
    assert places[int(slider["value"])][0] == pytest.approx(400, abs=50)


def test_without_a_pace_the_latest_is_taken_and_what_it_takes_is_said(world, read):
    text = words(read("/programmes/ips/").select_one("#what-if"))

    # By its quarters, 900, 1,000 and 1,100; the made world's years to date are not their sums.
    assert "1,400 more people in the one quarter left" in text
    assert "With 1,100 people in the quarter left, 2023/24 ends at 4,400 people, just as planned." in text


def test_pace_that_is_none_is_told(world, read):
    page = read("/programmes/ips/?rate=fast")
    field = page.select_one("#rate")

    assert "“fast” is not a number" in words(page.select_one(".nhsuk-inset-text"))
    # The form leads to its own section, where the notice over the page is out of sight.
    assert "“fast” is not a number" in words(page.select_one(f"#what-if #{field['aria-describedby']}"))
    assert read("/programmes/ips/").select_one("#rate-error") is None


def test_areas_stand_beside_themselves_a_year_before(world, read):
    soup = read("/programmes/ips/")
    section = soup.select_one("#ranking")

    assert "All 3 integrated care boards in 2023/24 Q3 against 2022/23 Q3 went forward" in words(section)
    assert section.select_one("tbody tr svg.rollout-change--for")
    assert "+57%" in words(section.select_one("tbody tr"))
    assert "Runs" in words(section.select_one("tbody tr"))


def test_regions_stand_on_one_scale(world, read):
    section = read("/programmes/ips/").select_one("#regions")

    names = [link.get_text() for link in section.select(".rollout-multiples a")]
    assert names == ["North", "South"]
    assert len(section.select("svg.rollout-sparkline")) == 2
    assert section.select_one("table caption")


def test_where_there_are_too_few_areas_no_funnel_is_drawn(world, read):
    assert "No funnel is drawn: fewer than 5 areas have a figure." in words(read("/programmes/ips/"))


def test_funnel_of_many_areas_leads_to_them_and_keeps_what_was_chosen(world, read):
    source = models.Source.objects.get()
    england = models.Area.objects.get(code="ENG")
    model = models.Progress.objects.get(indicator__code="ips-access", area__code="QAA", period="2023-24-Q3")
    for number in range(6):
        code = f"QX{number}"
        named = {"code": code, "name": f"NHS {code}", "short_name": code, "area_type": "icb"}
        area = models.Area.objects.create(valid_from=FIRST, source=source, **named)
        models.AreaParent.objects.create(child=area, parent=england, valid_from=FIRST)
        covered = models.Coverage.objects.get(programme__code="ips", area__code="QAA", period="2023-24-Q4")
        for row in (model, covered):
            row.area = area
            row.save(force_insert=True)

    section = read("/programmes/ips/?limits=plain&period=2023-24-Q3").select_one("#funnel")

    assert section.select_one("a[aria-label^=QX3]")["href"] == "/areas/QX3/ips/"
    [wider] = section.select(".rollout-switch a")
    assert wider["href"] == "?period=2023-24-Q3#funnel"
    assert len(section.select("tbody tr")) == len(section.select(".rollout-funnel__area")) == 9


def test_missing_figures_sort_last_both_ways(world, read):
    address = "/programmes/ips/?area_type=sub_icb&period=2023-24-Q3&areas-sort="
    up, down = (
        [row.th.get_text() for row in read(address + sort).select("#areas-table tbody tr")]
        for sort in ("to_date", "-to_date")
    )

    assert up == ["Bure South", "Cam", "Avon", "Bure North"]
    assert down == ["Avon", "Cam", "Bure South", "Bure North"]


def test_missing_figure_is_a_marker_with_its_words(world, read):
    rows = read("/programmes/ips/?area_type=sub_icb&period=2023-24-Q3&areas-sort=to_date").select(
        "#areas-table tr"
    )

    assert "Bure North" in rows[-1].th.get_text()
    assert rows[-1].td.get_text(strip=True) == "[x]"
    assert rows[-1].td.abbr["title"] == "Not available"


def test_markers_of_a_table_are_explained_above_it(world, read):
    soup = read("/programmes/ips/?area_type=sub_icb&period=2023-24-Q3")

    table = soup.select_one("#ranking-title").find_parent("section")
    assert "[x] not available: no figure came in." in words(table.select_one(".rollout-markers"))


def test_sorted_header_says_so_and_leads_back_to_the_table(world, read):
    soup = read("/programmes/ips/?areas-sort=-area")
    [header] = soup.select("#areas-table th[aria-sort]")

    assert header["aria-sort"] == "descending"
    assert header.a["href"].endswith("areas-sort=area#areas-table")
    assert soup.select_one("#areas-table tbody th").get_text() == "Cam"


def test_services_are_told_with_how_we_know(world, read):
    soup = read("/programmes/ips/")

    rows = [words(row) for row in soup.select("#services-table tbody tr")]
    assert rows[0] == "The first service Avon since 1 April 2021 Wave 1 Derived"
    waves = [words(row) for row in soup.select("#waves-table tbody tr")]
    assert waves[0].startswith("Wave 1 1 service serving 1 area, from 1 April 2021")
    assert waves[1].startswith("Wave 2 1 service serving 1 area, from 1 January 2023")


def test_service_without_opening_date_claims_none(world, read):
    service = models.Service.objects.get(code="first")
    models.Service.objects.create(
        programme=service.programme,
        code="listed",
        name="Listed",
        listed_on=service.opened_on,
        provenance="official",
        source=service.source,
    )

    assert "on the list of 1 April 2021; opening date not published" in words(read("/programmes/ips/"))


def test_unknown_programme_names_those_there_are(world, read):
    soup = read("/programmes/nope/", status=404)

    assert "There is no programme called “nope”" in words(soup)
    assert soup.find("a", string="Diagnostic centres")


@pytest.mark.parametrize("query", ["area_type=planet", "indicator=nope", "period=1999-00-Q1", "boundaries=x"])
def test_wrong_state_is_told(world, read, query):
    assert read(f"/programmes/ips/?{query}").select_one(".nhsuk-inset-text")
