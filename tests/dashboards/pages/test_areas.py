"""Finding an area, and what its page says of it, also when it is gone."""

import re
from datetime import date

import pytest

from programmes import models
from tests.dashboards.pages.conftest import words
from tests.reading import MERGER


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bure", "Bure"),
        ("QBB", "Bure"),
        ("E00000004", "Bure"),
        ("old bure", "Bure South"),
        ("05X", "Bure South"),
    ],
)
def test_area_is_found_by_name_and_by_any_code(world, client, text, found):
    response = client.get("/areas/", {"q": text}, follow=True)

    assert found in response.content.decode()
    assert response.status_code == 200


def test_exact_code_leads_straight_to_the_area(world, client):
    assert client.get("/areas/", {"q": "qbb"}).headers["Location"] == "/areas/QBB/"


def test_nothing_found_says_what_to_do_next(world, read):
    assert "No area has such a name or code" in words(read("/areas/?q=zzzzzz"))


def test_boards_stand_under_their_region(world, read):
    panels = [words(each) for each in read("/areas/").select(".rollout-panel")]

    assert panels == ["North Y01 Avon QAA Bure QBB", "South Y02 Cam QCC"]


def test_each_programme_is_a_sentence(world, read):
    rows = [words(row) for row in read("/areas/QBB/").select(".rollout-rows > li")]

    assert rows[0].startswith(
        "IPS ips-access 990 people in 2023/24 to 31 December 2023 · 100% of the 990 planned by 31 December"
    )
    assert "1st of 3" in rows[0]
    assert "Live in 1 of 2 sub-ICB locations" in rows[0]


def test_area_tells_what_it_came_from_with_shares(world, read):
    family = words(read("/areas/03B/").select_one("[aria-labelledby=family]"))

    assert "Old Bure 05X, clinical commissioning group the whole area, on 1 July 2022." in family
    assert (
        "Old Cam 06X, clinical commissioning group 25% of it, share by the people living in each part"
        in family
    )


def test_area_that_is_gone_says_what_it_became(world, read):
    soup = read("/areas/06X/")

    note = words(soup.select_one(".nhsuk-inset-text"))
    assert "existed from 1 April 2017 to 30 June 2022" in note
    assert "It became in part Cam and in part Bure South" in note


def test_area_that_began_with_the_edition_says_what_it_was_made_of(world, read):
    models.Area.objects.filter(code="03B").update(valid_from=date(2024, 4, 1))

    soup = read("/areas/03B/")

    note = soup.select_one(".nhsuk-inset-text")
    assert "began on 1 April 2024. It was made of " in words(note)
    assert "a part of Old Cam" in words(note)
    assert note.find("a", href=re.compile("^/areas/06X/"))
    assert read("/areas/QBB/").select_one(".nhsuk-inset-text") is None


def test_area_that_is_not_there_yet_says_when_it_begins(world, read):
    models.Area.objects.filter(code="03B").update(valid_from=date(2024, 5, 1))

    note = words(read("/areas/03B/").select_one(".nhsuk-inset-text"))

    assert "begins on 1 May 2024. It is made of" in note
    assert "existed" not in note


def test_earlier_life_of_a_code_is_reached_by_its_day(world, read):
    before = models.Area.objects.get(code="05X")
    models.Area.objects.filter(code="03B").update(code="05X")
    models.DataVersion.objects.update(version=8)

    assert "Old Bure" in words(read(f"/areas/05X/?on={before.valid_to}").h1)
    assert "Bure South" in words(read(f"/areas/05X/?on={MERGER}").h1)
    assert f"/areas/05X/?on={before.valid_to}" in str(read("/areas/05X/"))


def test_earlier_life_of_a_code_stays_itself_from_page_to_page(world, read):
    before = models.Area.objects.get(code="05X")
    models.Area.objects.filter(code="03B").update(code="05X")
    models.DataVersion.objects.update(version=8)
    address = f"?on={before.valid_to}"

    page = read(f"/areas/05X/{address}")
    links = [link["href"] for link in page.select(".rollout-rows__name a")]
    inside = read(links[0])

    assert links[0] == f"/areas/05X/ips/{address}"
    assert "Old Bure" in words(inside.h1)
    assert inside.find("a", href=f"/areas/05X/{address}")
    assert all(address[1:] in link["href"] for link in inside.select("[aria-label=Indicator] a"))
    # Its services, coverage and pack would be those of the area that has its code by now.
    assert "Services that serve it" not in words(inside)
    assert not page.find("a", href="/areas/05X/pack/")


def test_reported_and_todays_boundaries_are_two_views(world, read):
    today = read("/areas/03B/ips/").select_one("#ips-access-table")
    reported = read("/areas/03B/ips/?boundaries=reported").select_one("#ips-access-table")

    assert "carried here from the areas that came before" in words(today)
    assert "carried here" not in words(reported)
    assert [row.th.get_text() for row in today.select("tbody tr")][-1] == "2021/22 Q1"
    # Before it was there it has no rows: none was due.
    assert [row.th.get_text() for row in reported.select("tbody tr")][-1] == "2022/23 Q2"


def test_year_to_date_stands_only_where_figures_build_up(world, read):
    assert "Year to date" in words(read("/areas/QBB/ips/").select_one("#ips-access-table thead"))
    levels = read("/areas/QBB/ips/").select_one("#smi-employment-table thead")
    assert "Year to date" not in words(levels)


def test_areas_within_are_compared(world, read):
    rows = [row.th.get_text() for row in read("/areas/QBB/ips/").select("#areas-table tbody tr")]

    assert sorted(rows) == ["Bure North", "Bure South"]


def test_page_of_england_is_the_front_page(world, client):
    assert client.get("/areas/ENG/").headers["Location"] == "/"
    assert client.get("/areas/ENG/ips/").headers["Location"] == "/programmes/ips/"


def test_unknown_area_suggests_others(world, read):
    soup = read("/areas/QBX/", status=404)

    assert "There is no area with the code “QBX”" in words(soup)
    assert soup.find("a", string="Bure")["href"] == "/areas/QBB/"


@pytest.mark.parametrize(
    "address", ["/areas/QBB/nope/", "/areas/nope/ips/", "/areas/%00/", "/areas/%00/pack/", "/nowhere/"]
)
def test_what_does_not_exist_is_a_helpful_404(world, read, address):
    assert read(address, status=404).main.find("a")
