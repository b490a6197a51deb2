"""One programme: what was promised, how far it got, and where."""

import pytest

from programmes import models
from tests.dashboards.pages.conftest import words


def test_every_programme_is_listed_with_its_promise(world, read):
    text = words(read("/programmes/"))

    assert "Individual Placement and Support everywhere." in text
    assert "Diagnostic centres everywhere." in text


def test_every_fact_has_its_provenance_and_source(world, read):
    [row] = read("/programmes/ips/").select(".rollout-table--facts tbody tr")

    assert words(row) == "Promised by 2023/24 Promised 2023/24 55,000 people Official Made for tests, Nobody"


def test_each_indicator_has_chart_words_table_method_and_file(world, read):
    soup = read("/programmes/ips/")

    for code in ("ips-access", "ips-specialists", "smi-employment"):
        chart = soup.find(attrs={"aria-labelledby": f"{code}-title"})
        assert soup.find(id=chart.select_one("[data-figure]")["data-figure"])["type"] == "application/json"
        assert chart.select_one(".rollout-chart__words").get_text()
        assert chart.select_one("table caption")
        method, rows, file = (link["href"] for link in chart.select(".rollout-chart__links a"))
        assert method == f"/methods/{code}/"
        assert rows == f"/targets/?programme=ips&indicator={code}&area=ENG"
        assert file == f"/api/v1/progress?indicator={code}&area=ENG&format=csv"


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
    assert rows[0] == "The first service Avon since 1 April 2021 Wave 1 Illustrative"
    assert "Wave 1 1 service serving 1 area, from 1 April 2021" in words(soup.select_one("#reach"))


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
