"""Areas side by side: who is compared, what is said of them, and links that hold the whole state."""

import csv
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.compare.words import MOST
from programmes import models
from programmes.queries.comparison import grouping
from tests.dashboards.pages.conftest import words
from tests.reading import made_before


def chosen(soup):
    return [each.get_text() for each in soup.select("#chosen ~ ol > li > span:first-of-type")]


def cells(soup, area):
    rows = soup.select("#areas-table tbody tr")
    return next([words(cell) for cell in row.select("td")] for row in rows if words(row.th) == area)


def test_named_areas_are_compared_with_the_first(world, read):
    soup = read("/compare/?area=QBB,QAA&indicator=ips-access")
    text = words(soup.select_one(".rollout-lead"))

    assert chosen(soup) == ["QBB", "QAA"]
    assert "Bure, in 2023/24 to 31 December 2023: 990 people, 330,000 per 100,000 adults" in text
    assert "Within what chance explains: Avon." in text
    assert cells(soup, "Avon")[:2] == ["● Similar", "0 (−27,542 to +27,282)"]
    assert cells(soup, "Bure")[:2] == ["itself", "itself"]


def test_area_that_does_better_beyond_chance_is_named(world, read):
    latest = models.Progress.objects.filter(indicator__code="ips-access", period_id="2023-24-Q3")
    latest.filter(area__code="QAA").update(year_to_date=2000)
    soup = read("/compare/?area=QBB,QAA&indicator=ips-access")

    assert "Avon does better." in words(soup.select_one(".rollout-lead"))
    assert cells(soup, "Avon")[0] == "▲ Better"
    assert soup.select_one("#areas-table .nhsuk-tag--blue")


def test_area_without_a_figure_then_is_said_to_have_none_then(world, read):
    latest = models.Progress.objects.filter(indicator__code="ips-access", period_id="2023-24-Q3")
    latest.filter(area__code="QCC").update(actual=None, year_to_date=None)
    text = words(read("/compare/?area=QBB,QAA,QCC&indicator=ips-access").select_one(".rollout-lead"))

    assert "Within what chance explains: Avon." in text
    assert "Not compared, as there is no figure in 2023/24 to 31 December 2023: Cam." in text


def test_level_is_told_apart_without_limits_and_without_judgement(world, read):
    soup = read("/compare/?area=QBB,QAA&indicator=ips-specialists")

    assert "Beside it: Avon" in words(soup.select_one(".rollout-lead"))
    assert "Compared" not in words(soup.select_one("#areas-table thead"))
    assert "no interval is put round it" in words(soup)


def test_ratio_is_compared_in_percentage_points(world, read):
    soup = read("/compare/?area=QBB,QAA&programme=ips&indicator=smi-employment")

    assert cells(soup, "Avon")[:3] == ["● Similar", "0.0 (−13.3 to +13.3)", "40.0%"]


def test_similar_areas_join_the_first(world, read):
    soup = read("/compare/?area=QBB&peers=similar")

    assert chosen(soup) == ["QBB", "QCC", "QAA"]
    assert "our own grouping" in words(soup)


def test_area_of_another_level_is_taken_as_it_is(world, read):
    assert "the larger is then taken as it is" in words(read("/compare/?area=QBB,ENG"))


def test_nobody_named_compares_the_regions_with_the_country(world, read):
    soup = read("/compare/")

    assert chosen(soup) == ["ENG", "Y01", "Y02"]
    assert "No area is chosen yet" in words(soup)


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("area=ZZZ,QBB", "No area of today has the code “ZZZ”; it is left aside."),
        ("area=Q%00ZZ,QBB", "No area of today has the code “Q\ufffdZZ”; it is left aside."),
        ("area=05X,QBB", "No area of today has the code “05X”; it is left aside."),
        ("area=Y01&peers=similar", "North has no similar areas"),
        ("area=QBB&peers=friends", "There is no group of areas “friends”"),
        ("area=QBB&indicator=nope", "There is no indicator"),
        ("area=QBB&period=nope", "The latest figures are shown instead"),
    ],
)
def test_what_is_not_understood_is_left_aside_and_said(world, read, query, notice):
    assert notice in words(read(f"/compare/?{query}").select_one(".nhsuk-inset-text"))


def test_no_more_than_ten_areas_are_compared(world, read):
    every = "QAA,QBB,QCC,01A,02B,03B,04C,ENG,Y01,Y02"
    source = models.Source.objects.get()
    models.Area.objects.create(
        code="QZZ", name="Z", short_name="Zed", area_type="icb", valid_from="2017-04-01", source=source
    )
    soup = read(f"/compare/?area={every},QZZ")

    assert len(chosen(soup)) == MOST
    assert "these are the first 10" in words(soup.select_one(".nhsuk-inset-text"))
    assert not soup.select("#add")


def test_area_is_added_by_name_without_a_script(world, client):
    answer = client.get("/compare/?area=QBB&indicator=ips-access&period=2022-23-Q4&add=bure+south")

    assert answer.headers["Location"] == "/compare/?area=QBB,03B&indicator=ips-access&period=2022-23-Q4"


def test_exact_code_is_added_at_once(world, client):
    answer = client.get("/compare/?area=QBB&indicator=ips-access&add=qaa")

    assert answer.headers["Location"] == "/compare/?area=QBB,QAA&indicator=ips-access"


def test_name_of_several_areas_asks_which_and_keeps_those_chosen(world, read):
    soup = read("/compare/?area=QAA&add=bure")
    links = [a["href"] for a in soup.select("[role=status] a")]

    assert [parse_qs(urlsplit(link).query)["area"] for link in links][0] == ["QAA,QBB"]
    assert len(links) == 3


def test_unknown_name_says_what_to_do(world, read):
    assert "Nothing found for “zzzzzz”" in words(read("/compare/?area=QAA&add=zzzzzz"))


def test_areas_are_put_first_and_removed_by_links(world, read):
    soup = read("/compare/?area=QAA,QBB,QCC&indicator=ips-access&period=2022-23-Q4")
    links = [a["href"] for a in soup.select("#chosen ~ ol > li")[1].select("a")][1:]

    assert [parse_qs(urlsplit(link).query)["area"] for link in links] == [["QBB,QAA,QCC"], ["QAA,QCC"]]
    assert all(parse_qs(urlsplit(link).query)["period"] == ["2022-23-Q4"] for link in links)


def test_same_rows_are_a_file(world, read, client):
    soup = read("/compare/?area=QBB,QAA&indicator=ips-access")
    href = next(a["href"] for a in soup.select("a") if "format=csv" in a["href"])
    rows = csv.DictReader(StringIO(b"".join(client.get(href).streaming_content).decode("utf-8-sig")))

    assert {(row["indicator"], row["area"]) for row in rows} == {("ips-access", "QAA"), ("ips-access", "QBB")}


def test_every_figure_of_the_chart_is_in_its_table(world, read):
    soup = read("/compare/?area=QBB,QAA&indicator=ips-access")
    table = soup.select_one("#time-table")

    assert [words(each) for each in table.select("thead th")] == ["Period", "Bure", "Avon"]
    assert words(table.select("tbody tr")[0]) == "2023/24 Q3 110,000 110,000"


def test_page_costs_what_it_says_however_many_areas(world, client, django_assert_num_queries):
    made_before(client, "/compare/?area=QBB")
    with django_assert_num_queries(4):
        client.get("/compare/?area=QBB")
    with django_assert_num_queries(4):
        client.get("/compare/?area=QBB,QAA,QCC,01A,ENG&indicator=ips-specialists")


def test_methods_say_what_areas_are_grouped_by(world, read):
    soup = read("/methods/")
    said = words(soup)

    assert soup.select_one("#similar-areas") is not None
    for each in grouping().variables:
        assert each.name in said
        assert each.why in said


def test_area_leads_to_itself_beside_similar_areas(world, read):
    links = {a["href"] for a in read("/areas/QBB/").select("main a")}
    in_programme = {a["href"] for a in read("/areas/QBB/ips/").select("main a")}

    assert "/compare/?area=QBB&peers=similar" in links
    assert "/compare/?area=QBB&peers=similar&programme=ips&indicator=ips-access" in in_programme
    assert not any("peers=similar" in a["href"] for a in read("/areas/Y01/").select("main a"))
