"""Before a file is made: the form sends the very question of the page, and says what each form of file is for."""

from dataclasses import replace
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from dashboards.files.formats import FORMATS
from dashboards.kept.asked import question_of
from dashboards.views.target_file import FORMAT_WORDS, present_format
from tests.dashboards.targets.conftest import words
from tests.reading import made_before

QUERY = "programme=ips&area=QAA,QBB&within=Y01&from=2022-23&status=off_plan&boundaries=today&sort=-actual"


def form_of(client, query):
    response = client.get(f"/targets/file/?{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_form_sends_the_question_of_the_table(client, look):
    table = look(f"?{QUERY}")
    page = form_of(client, urlsplit(table.select(".targets-exports a")[-1]["href"]).query)
    sent = {each["name"]: each["value"] for each in page.select("main form[method=post] input[type=hidden]")}

    assert sent.pop("csrfmiddlewaretoken")
    assert sent == dict(part.split("=") for part in QUERY.split("&"))
    assert question_of(sent).parameters() == sent
    assert words(page.select_one(".rollout-lead")).startswith(words(table.select_one(".targets-bar__count")))


def test_rows_of_both_boundaries_stay_so(client):
    page = form_of(client, "boundaries=all")
    names = [each["name"] for each in page.select("main input[type=hidden]")]

    assert names == ["csrfmiddlewaretoken"]


def test_every_form_of_file_is_offered_with_what_it_is_for(client):
    page = form_of(client, "programme=ips")

    assert (
        [each["value"] for each in page.select("input[name=format]")] == list(FORMATS) == list(FORMAT_WORDS)
    )


def test_a_workbook_is_not_offered_for_more_rows_than_it_holds():
    small = replace(FORMATS["xlsx"], most_rows=1000)

    assert present_format(small, 1000).why_not == ""
    assert present_format(small, 1001).why_not == "It holds 1,000 rows; filter further."
    assert present_format(FORMATS["csv"], 10**9).why_not == ""


def test_nothing_to_keep_is_said(client):
    page = form_of(client, "programme=ips&indicator=cdc-sites")

    assert "no row fits these filters" in words(page.main)
    assert not page.select("input[name=format]")


def test_page_costs_what_it_says_and_is_kept_by_nobody(client, django_assert_num_queries):
    made_before(client, f"/targets/file/?{QUERY}")
    with django_assert_num_queries(5):
        response = client.get(f"/targets/file/?{QUERY}")

    assert "no-store" in response["Cache-Control"]
