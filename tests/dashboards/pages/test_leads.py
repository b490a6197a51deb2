"""Every figure leads to how it is made and to its rows: each card, table and chart of every page is walked."""

import pytest

from programmes import models
from tests.dashboards.pages.conftest import words

PAGES = (
    "/",
    "/?programme=cdc&period=2022-23-Q1",
    "/programmes/",
    "/programmes/ips/",
    "/programmes/cdc/",
    "/areas/QBB/",
    "/areas/06X/",
    "/areas/QBB/ips/",
    "/areas/03B/ips/?boundaries=reported",
    "/map/?programme=ips",
    "/map/?programme=ips&show=attainment",
    "/completeness/",
    "/status/",
    "/methods/ips-access/",
    "/provenance/ips-access/ENG/2023-24-Q3/",
)
CARDS = ".rollout-card, .rollout-chart, .rollout-figures > li, .rollout-rows > li, .rollout-map, .rollout-map-page"
ROWS = (
    "/targets/",
    "/api/v1/progress?",
    "/api/v1/coverage?",
    "/api/v1/facts?",
    "/api/v1/services?",
    "/api/v1/targets?",
)


def blocks(soup):
    """Each card, and each table outside of one, with its links: those in it, or those that stand right around it."""
    cards = [card for card in soup.select(CARDS) if not card.select("form")]
    tables = [
        table for table in soup.select("main table") if not any(card in table.parents for card in cards)
    ]
    return [*cards, *tables]


def leads_of(block):
    """The links of a block; of what has none of its own, those of the nearest thing around it that has some."""
    around = [block, *block.parents]
    for each in around:
        links = [link["href"] for link in each.select(".rollout-chart__links a")]
        if links:
            return links
        if each.name == "main":
            break
    return []


@pytest.fixture
def world_with_runs(world):
    models.RecomputeRun.objects.create(scope="full", state="done", trigger="a test")


@pytest.mark.parametrize("address", PAGES)
def test_every_card_table_and_chart_leads_to_method_and_rows(world_with_runs, read, address):
    found = blocks(read(address))
    lost = [
        words(block)[:80]
        for block in found
        if not any(href.startswith("/methods/") for href in leads_of(block))
        or not any(href.startswith(ROWS) for href in leads_of(block))
    ]

    assert found
    assert lost == []


@pytest.mark.slow
def test_every_lead_leads_somewhere(world_with_runs, client, read):
    hrefs = {
        link["href"]
        for address in PAGES
        for link in read(address).select(".rollout-chart__links a[href^='/']")
    }
    hrefs |= {link["href"] for link in read("/areas/QBB/ips/").select(".rollout-table__origin")}

    broken = {href: client.get(href.partition("#")[0]).status_code for href in sorted(hrefs)}

    assert {href: status for href, status in broken.items() if status != 200} == {}
    for href in hrefs:
        address, _, anchor = href.partition("#")
        assert not anchor or read(address).find(id=anchor), href


def test_each_row_of_areas_and_of_periods_leads_to_where_its_figure_comes_from(world, read):
    page = read("/programmes/ips/?area_type=sub_icb")

    origins = [
        row.select_one(".rollout-table__origin")["href"] for row in page.select("#areas-table tbody tr")
    ]
    assert "/provenance/ips-access/01A/2023-24-Q3/" in origins
    assert len(origins) == 4
    over_time = page.select("#ips-access-table tbody tr .rollout-table__origin")
    assert [words(link) for link in over_time][-1] == "2021/22 Q1"
    assert over_time[-1]["href"] == "/provenance/ips-access/ENG/2021-22-Q1/"


def test_rows_that_nobody_computed_lead_nowhere(world, read):
    models.Progress.objects.filter(area__code="01A").delete()

    page = read("/programmes/ips/?area_type=sub_icb")

    row = next(row for row in page.select("#areas-table tbody tr") if words(row).startswith("Avon"))
    assert row.select_one(".rollout-table__origin") is None
