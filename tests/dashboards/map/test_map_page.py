import json

import pytest

from programmes.models import Area, Coverage, Progress
from tests.reading import LATEST, QUARTERS, made_before


def tiles(page):
    return {tile["data-area"]: tile for tile in page.select("#map-tiles a[data-area]")}


def test_tiles_are_links_that_say_everything(page):
    found = tiles(page())

    assert list(found) == ["QAA", "QBB", "QCC"]
    assert found["QBB"]["aria-label"] == "Bure: 50% of areas served, 1 of 2 areas"
    assert found["QBB"]["href"] == "/areas/QBB/ips/"
    assert found["QBB"].select_one(".rollout-tile__value").text == "50%"


def test_colours_are_words_in_the_legend_with_their_counts(page):
    legend = [item.get_text(" ", strip=True) for item in page().select("#map-legend li")]

    assert legend == [
        "None 1", "Under 50% 0", "50% to 79% 1", "80% to 99% 0", "All 1", "No figure, hatched 0",
    ]  # fmt: skip


def test_a_missing_figure_is_hatched_and_said(page):
    found = tiles(page(f"?show=actual&area_type=sub_icb&period={LATEST.code}"))

    assert "rollout-tile--missing" in found["02B"]["class"]
    assert found["02B"]["aria-label"] == "Bure North: not available"


def test_the_chosen_area_is_marked_and_has_a_card(page):
    found = page("?area=QAA")

    assert tiles(found)["QAA"]["aria-current"] == "true"
    assert found.select_one(".rollout-map__chosen") is not None
    assert "100% of areas served" in found.select_one("#map-chosen").text


@pytest.mark.parametrize("area_type", ["region", "icb", "sub_icb"])
@pytest.mark.parametrize("show", ["coverage", "attainment", "status", "rate", "actual"])
def test_every_level_shows_everything(page, area_type, show):
    found = page(f"?area_type={area_type}&show={show}")

    assert len(tiles(found)) == {"region": 2, "icb": 3, "sub_icb": 4}[area_type]
    assert found.select_one("h1").text.startswith("Individual Placement and Support")
    assert len(found.select("table tbody tr")) == len(tiles(found))


def test_the_latest_period_is_shown_unless_another_is_asked(page):
    assert LATEST.label in page("?show=actual").select_one("#map-title").text
    assert "2022/23 Q1" in page("?show=actual&period=2022-23-Q1").select_one("#map-title").text


def test_what_is_unknown_falls_back_and_says_so(page):
    notices = page("?show=money&period=2031-32-Q1").select_one(".nhsuk-inset-text").get_text(" ")

    assert "There is no thing to show “money”" in notices
    assert "not for 2031/32 Q1" in notices


def test_england_alone_is_no_map(page):
    assert "A map of one area shows nothing" in page("?area_type=england").text


def test_a_form_keeps_what_it_does_not_ask(page):
    form = page("?view=boundaries&area=QAA&show=status").select_one("#map-form")

    assert {field["name"]: field["value"] for field in form.select("input[type=hidden]")} == {
        "view": "boundaries",
        "area": "QAA",
    }
    assert [select["name"] for select in form.select("select")] == [
        "programme", "show", "indicator", "area_type", "period",
    ]  # fmt: skip


def test_another_programme_in_the_form_with_the_old_indicator_is_no_mistake(page):
    found = page("?programme=cdc&show=actual&indicator=ips-access")

    assert found.select_one(".nhsuk-inset-text") is None
    assert "Cdc sites" in found.select_one("#map-title").text


def test_nothing_known_says_where_to_look(page):
    found = page("?programme=cdc&show=coverage")

    assert tiles(found) == {}
    assert found.select_one('.rollout-empty a[href="/programmes/cdc/"]') is not None


def test_the_script_gets_classes_links_and_words(page):
    data = json.loads(page("?area=QAA").select_one("#map-data").text)

    assert data["areas"]["QBB"] == {
        "name": "Bure",
        "key": "blue-3",
        "words": "Bure: 50% of areas served, 1 of 2 areas",
        "href": "/areas/QBB/ips/",
    }
    assert data["selected"] == "QAA"
    assert data["frames"] == f"/map/frames/?period={QUARTERS[-1].code}"


def test_no_style_or_script_stands_in_the_page(page):
    found = page()

    assert found.select("[style]") == []
    assert found.select("style") == []
    assert all(script.get("src") or script["type"] == "application/json" for script in found.select("script"))


def test_frames_have_every_period_with_a_figure(client):
    frames = client.get("/map/frames/?show=actual").json()["frames"]

    assert [frame["period"] for frame in frames] == [each.code for each in QUARTERS if each <= LATEST]
    assert frames[-1]["areas"]["QAA"] == ["blue-3", "1,320", "1,320 people"]


@pytest.mark.parametrize("query", ["", "?area_type=sub_icb", "?show=rate&period=2022-23-Q1", "?show=status"])
def test_statements_do_not_grow_with_areas(client, django_assert_max_num_queries, query):
    made_before(client, f"/map/{query}")
    with django_assert_max_num_queries(9) as asked:
        client.get(f"/map/{query}")
    before = len(asked)
    more_areas()
    made_before(client, f"/map/{query}")

    with django_assert_max_num_queries(before):
        client.get(f"/map/{query}&again=1" if query else "/map/?again=1")


def more_areas():
    """Twenty more boards, each with the results of Avon."""
    avon = Area.objects.get(code="QAA")
    for number in range(20):
        area = Area.objects.get(pk=avon.pk)
        area.pk, area.code, area.tile_column = None, f"Q{number:02d}", 10 + number
        area.save()
        for table in (Progress, Coverage):
            names = [field.attname for field in table._meta.concrete_fields]
            rows = table.objects.filter(area=avon).values(*names)
            table.objects.bulk_create(table(**{**row, "area_id": area.pk}) for row in rows)
