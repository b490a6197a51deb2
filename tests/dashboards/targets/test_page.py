"""The page: useful at once, every state a link, a plain form, and a fixed number of statements."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from dashboards.dictionary import PROGRESS_COLUMNS
from programmes import models
from tests.dashboards.targets.conftest import words
from tests.reading import made_before


def table_of(soup):
    """The rows of the table as dictionaries by heading."""
    table = soup.select_one(".targets-table")
    headings = [words(each) for each in table.select("thead tr:last-child th")]
    return [
        dict(zip(headings, [words(cell) for cell in row.select("th, td")], strict=True))
        for row in table.select("tbody tr")
    ]


def fields_of(form):
    """What the form would send as it stands."""
    sent = [
        (each["name"], each.get("value", ""))
        for each in form.select("input[name]")
        if each["type"] not in ("checkbox", "radio") or each.has_attr("checked")
    ]
    for select in form.select("select"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        sent.append((select["name"], chosen["value"]))
    return sent


def test_page_shows_something_useful_at_once(look):
    soup = look()

    tags = words(soup.select_one(".targets-tags"))
    assert all(part in tags for part in ("ips-access", "integrated care boards", "2023/24 Q3", "today’s"))
    rows = table_of(soup)
    assert [row["Area code"] for row in rows] == ["QAA", "QBB", "QCC"]
    assert "see all rows" in words(soup.select_one(".rollout-lead"))
    assert words(soup.select_one(".targets-bar__count")) == "3 rows"


def test_all_rows_are_one_step_away(look, client):
    href = look().select_one(".rollout-lead a")["href"]

    soup = look(f"?{urlsplit(href).query}")

    models_count = models.Progress.objects.filter(area__valid_to__isnull=True).count()
    assert words(soup.select_one(".targets-bar__count")) == f"{models_count} rows"


def test_every_tag_takes_its_own_filter_away(look):
    query = "?programme=ips&indicator=ips-access&area=QAA,QBB&period=2023-24-Q2&status=off_plan&from=2021-22"
    tags = look(query).select(".targets-tag")

    assert len(tags) == 7
    for tag in tags:
        again = look(f"?{urlsplit(tag['href']).query}").select(".targets-tag")
        assert [words(each) for each in again] == [words(each) for each in tags if each is not tag]


def test_the_form_sends_the_page_it_shows(look):
    for query in (
        "",
        "?area=QAA&within=QBB&status=off_plan,no_data&boundaries=reported&layer=demonstration&size=100",
        "?period=2023-24-Q1,2023-24-Q2&sort=-actual&from=2021-22&columns=actual,rank",
        "?view=pivot&indicator=ips-access&across=quarters&measure=target,actual",
    ):
        soup = look(query)
        sent = fields_of(soup.select_one(".targets-filters form"))
        again = look("?" + "&".join(f"{name}={value}" for name, value in sent))

        assert again.select_one("#view-link")["value"] == soup.select_one("#view-link")["value"]
        assert not again.select(".nhsuk-inset-text")


def test_without_scripts_an_area_is_found_and_ticked(look):
    soup = look("?indicator=ips-access&q=bure")

    found = soup.select("#found-areas input")
    assert {(each["name"], each["value"]) for each in found} >= {("area", "QBB"), ("within", "QBB")}
    assert "No area is called like" in words(look("?q=zzzz%00").select_one("#found-areas"))


def test_columns_are_chosen_by_link_and_the_area_always_names_the_row(look):
    rows = table_of(look("?indicator=ips-access&period=2023-24-Q2&columns=rank,actual"))

    assert list(rows[0]) == ["Area", "Actual", "Rank", "Origin"]


def test_every_column_can_be_shown_and_says_why_a_number_is_missing(look):
    every = ",".join(column.name for column in PROGRESS_COLUMNS)
    rows = table_of(look(f"?area_type=sub_icb&period=2023-24-Q3&indicator=ips-access&columns={every}"))

    missing = next(row for row in rows if row["Area"].startswith("Bure North"))
    assert (missing["Actual"], missing["Attainment"], missing["Forecast"]) == ("[x]", "[x]", "[z]")
    assert missing["Target to date"] == "330"
    there = next(row for row in rows if row["Area"].startswith("Avon"))
    assert (there["Actual"], there["Year to date"], there["Denominator"]) == ("440", "1,320", "[z]")


def test_a_true_zero_is_a_zero(look):
    models.Progress.objects.filter(area__code="QAA", indicator__code="ips-access").update(actual=0.0)

    assert table_of(look("?indicator=ips-access&area=QAA&period=2023-24-Q3"))[0]["Actual"] == "0"


def test_headings_sort_and_say_which_way(look):
    soup = look("?indicator=ips-access&period=2023-24-Q3&boundaries=today")
    heading = next(each for each in soup.select("thead th") if words(each) == "Actual")
    assert not heading.has_attr("aria-sort")

    down = look(f"?{urlsplit(heading.a['href']).query}")
    heading = down.select_one("th[aria-sort]")
    assert (words(heading), heading["aria-sort"]) == ("Actual ▼", "descending")
    figures = [row["Actual ▼"] for row in table_of(down)]
    assert figures[-1] == "[x]"
    up = look(f"?{urlsplit(heading.a['href']).query}")
    assert up.select_one("th[aria-sort]")["aria-sort"] == "ascending"


def test_pages_lead_on_and_back(look):
    first = look("?programme=ips")
    onwards = first.select_one("a[rel=next]")["href"].partition("#")[0]
    second = look(f"?{urlsplit(onwards).query}")
    backwards = second.select_one("a[rel=prev]")["href"].partition("#")[0]

    assert "Rows 51 to 100 of" in words(second.select_one(".targets-foot"))
    assert table_of(look(f"?{urlsplit(backwards).query}")) == table_of(first)
    assert not first.select("a[rel=prev]")


def test_a_broken_place_shows_the_first_page_and_says_so(look):
    soup = look("?programme=ips&after=nonsense")

    assert "is not there any more" in words(soup.select_one(".nhsuk-inset-text"))
    assert "Rows 1 to 50" in words(soup.select_one(".targets-foot"))


def test_a_total_stands_at_the_foot_where_it_means_something(look):
    soup = look("?indicator=ips-access&area_type=icb&period=2023-24-Q2&boundaries=today")

    assert words(soup.select_one("tfoot")).startswith("Total of 3 rows 1,000")
    several = look("?area_type=icb&period=2023-24-Q2&boundaries=today")
    assert not several.select("tfoot")
    assert "No total: these rows are of several indicators" in words(several.select_one(".targets-foot"))


def test_made_up_rows_are_marked_where_others_are_not(look):
    mixed = look("?area=QAA&period=2023-24-Q2&boundaries=today")
    marked = [row["Indicator name"] for row in table_of(mixed) if "Demonstration" in row["Area"]]
    alone = look("?area=QAA&period=2023-24-Q2&boundaries=today&indicator=ips-access")

    assert marked == ["Ips access"]
    assert "Demonstration" in words(alone.select_one("caption"))


def test_each_row_leads_to_its_area_its_method_and_its_origin(look):
    soup = look("?area=QAA&period=2023-24-Q2&boundaries=today&programme=ips")
    hrefs = {each["href"] for each in soup.select("tbody a")}

    assert reverse("area_programme", args=("QAA", "ips")) in hrefs
    assert reverse("method", args=("ips-access",)) in hrefs
    assert reverse("provenance", args=("ips-access", "QAA", "2023-24-Q2")) in hrefs


def test_ways_out_ask_for_the_same_rows(look, client):
    query = "indicator=ips-access&area_type=icb&period=2023-24-Q3&boundaries=today&sort=-actual"
    soup = look(f"?{query}")
    files = [each["href"] for each in soup.select(".targets-exports a") if "/api/" in each["href"]]

    assert [parse_qs(urlsplit(each).query)["format"] for each in files] == [["csv"], ["jsonl"]]
    lines = b"".join(client.get(files[0]).streaming_content).decode().splitlines()
    place = lines[0].split(",").index("area")
    assert [line.split(",")[place] for line in lines[1:]] == [row["Area code"] for row in table_of(soup)]


def test_an_earlier_day_is_named_with_the_way_back(look):
    soup = look("?indicator=ips-access&as_at=2024-01-31")

    assert "As it was known on 31 January 2024, 11:59pm." in words(soup.select_one(".targets-then"))
    assert "as_at" not in soup.select_one(".targets-then a")["href"]


@pytest.mark.parametrize(
    "query",
    [
        "?sort=%00&columns=%00&size=-1&view=%F0%9F%92%A9&across=x&measure=y&order=z:z&page=999999999999",
        "?area=" + "Q" * 5000,
        "?after=" + "A" * 3000,
        "?q=%25%27%22%3Cscript%3E&indicator=%3Cscript%3E",
        "?period=0000-01&from=9999-00&to=2199-00-Q4&version=99999999999&kind=x:y:z&as_at=0001-01-01",
    ],
)
def test_hostile_queries_are_answered_with_a_page(look, query):
    soup = look(query)

    assert words(soup.h1) == "Target tables"
    assert "<script>" not in str(soup.select_one(".targets-page")).replace("&lt;script&gt;", "")


STATEMENTS = {
    "": 8,
    "?boundaries=today": 6,
    "?indicator=ips-access&area_type=icb&boundaries=today&period=2023-24-Q2": 7,
    "?area=QAA,E00000004&within=Y02&status=off_plan&sort=-attainment": 7,
    "?view=pivot&indicator=ips-access&area_type=icb": 7,
}


@pytest.mark.parametrize("query", STATEMENTS)
def test_page_costs_what_it_says(client, django_assert_num_queries, query):
    made_before(client, f"/targets/{query}")
    with django_assert_num_queries(STATEMENTS[query]):
        assert client.get(f"/targets/{query}").status_code == 200
    with django_assert_num_queries(1):
        assert client.get(f"/targets/{query}").status_code == 200
