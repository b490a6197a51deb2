"""The first screen of the country's page answers first."""

from datetime import date

import pytest

from dashboards import context
from programmes import models
from tests.dashboards.pages.conftest import words


def card(soup, name):
    [found] = [each for each in soup.select(".rollout-card") if each.h2.get_text(strip=True) == name]
    return words(found)


def test_card_says_figure_plan_status_and_coverage(world, read):
    text = card(read("/"), "Individual Placement and Support")

    assert "3,300 people in 2023/24 to 31 December 2023" in text
    assert "100% of the 3,300 planned by 31 December 2023 On plan" in text
    assert "Live in 2 of 4 sub-ICB locations on 31 March 2024" in text
    assert "Demonstration" in text


def test_card_names_where_it_has_not_reached(world, read):
    soup = read("/")

    assert "Not reached yet: 2 sub-ICB locations – Cam ; Bure North ." in card(
        soup, "Individual Placement and Support"
    )
    assert soup.find("a", string="Bure North")["href"] == "/areas/02B/ips/"


def test_chosen_period_changes_every_card(world, read):
    text = card(read("/?period=2021-22-Q2"), "Individual Placement and Support")

    assert "400 people in 2021/22 to 30 September 2021" in text
    assert "Off plan" in text


def test_programme_without_that_period_says_when_it_is_counted(world, read):
    models.Indicator.objects.filter(code="cdc-sites").update(first_period_id="2022-23-Q1")
    models.DataVersion.objects.update(version=8)

    assert "There are no figures for 2021/22 Q1" in card(read("/?period=2021-22-Q1"), "Diagnostic centres")


def test_unknown_state_falls_back_and_says_so(world, read):
    text = words(read("/?period=last-year&programme=nope"))

    assert "“last-year” is not a period" in text
    assert "There is no programme “nope”" in text


def test_map_and_table_show_the_same_programme(world, read):
    soup = read("/?programme=cdc")

    assert soup.select_one("#where").get_text() == "Where: Diagnostic centres"
    assert "Cdc sites, 2023/24 Q3" in words(soup.select_one("caption"))


def test_every_tile_is_a_link_with_its_value(world, read):
    tiles = read("/").select("svg a[aria-label]")

    assert [tile["aria-label"] for tile in tiles][:1] == ["Avon: 100% of areas served, 1 of 1 area"]
    assert all(tile["href"].startswith("/areas/") for tile in tiles)


@pytest.mark.parametrize("address", ["/", "/programmes/ips/", "/areas/QBB/", "/methods/"])
def test_footer_says_which_data_these_are(world, read, address):
    footer = words(read(address).footer)

    assert "Data version 7" in footer
    assert "Figures to 31 December 2023" in footer
    assert "Areas: Areas of April 2023" in footer


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2023, 12, 31), "Due next: figures for 2023/24 Q3, by 31 December 2023."),
        (
            date(2024, 1, 1),
            "No figures fall due from today on. The last, for 2023/24 Q3, were due by 31 December 2023; "
            "what is missing of them is under Completeness.",
        ),
    ],
)
def test_footer_says_what_is_due_and_denies_nothing_that_is_overdue(world, read, monkeypatch, today, said):
    models.Indicator.objects.filter(period_type="quarter").update(ended_on=date(2023, 12, 31))
    models.Indicator.objects.filter(period_type="year").update(ended_on=date(2022, 3, 31))
    models.DataVersion.objects.update(version=8)
    monkeypatch.setattr(context, "localdate", lambda: today)

    assert said in words(read("/").footer)


def test_map_shows_coverage_and_says_so(world, read):
    title = words(read("/").select_one(".rollout-beside h3"))

    assert "share of areas served" in title
    assert "2023/24 Q4" in title


def test_map_of_a_programme_of_which_no_coverage_is_known_shows_its_figure(world, read):
    models.Coverage.objects.update(areas_covered=None, population_covered=None, services=None)
    models.DataVersion.objects.update(version=8)

    soup = read("/?programme=ips")

    assert "Ips access" in words(soup.select_one(".rollout-beside h3"))
    assert "None of" not in words(soup.select_one(".rollout-panel"))
    assert soup.select(".rollout-panel a[href*='indicator=ips-access']")
