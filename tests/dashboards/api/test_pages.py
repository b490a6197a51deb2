"""Pages of rows: in any order, without gap or repeat, and never of two versions of the data."""

import pytest

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.parameters import SORTS
from dashboards.question import Question
from programmes.models import DataVersion, Dirty, Indicator, Progress
from programmes.periods import Period
from tests.reading import made_before

SMALL = "progress?programme=ips&area_type=icb&from=2023-24-Q1"
PLACE = ("indicator", "area", "period")


def pages(client, path):
    address = f"/api/v1/{path}"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        yield answer.json()
        address = answer.json()["meta"]["next"]


def place(row):
    return tuple(row[name] for name in PLACE)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_one_another_in_any_order(client, sort):
    Progress.objects.filter(area__code="QBB").update(rank=None, required_per_period=3.25)
    question = Question(programme=("ips",), area_type=("icb",), first=Period(2023, 2), sort=sort)
    with question.opened():
        whole = list(question.rows().values_list("indicator__code", "area__code", "period_id"))

    found = [place(row) for page in pages(client, f"{question_path(sort)}&limit=10") for row in page["rows"]]

    assert found == whole


def question_path(sort):
    return f"progress?programme=ips&area_type=icb&from=2023-24-Q2&sort={sort}"


def test_missing_values_come_last_both_ways(client):
    for sort in ("actual", "-actual"):
        rows = next(pages(client, f"{question_path(sort)}&limit=1000"))["rows"]
        missing = [row["actual"] is None for row in rows]
        assert missing == sorted(missing)
        assert any(missing)
        assert not all(missing)


@pytest.mark.parametrize("path", [SMALL, "coverage?area_type=icb", "areas?on=any", "targets?area_type=icb"])
def test_every_list_has_pages_that_make_up_the_whole(client, path):
    limit = 5
    several = list(pages(client, f"{path}&limit={limit}"))
    (whole,) = pages(client, f"{path}&limit=10000")

    assert [row for page in several for row in page["rows"]] == whole["rows"]
    assert {page["meta"]["count"] for page in several} == {len(whole["rows"])}


def test_the_way_to_the_next_page_is_in_the_headers_too(client):
    answer = client.get(f"/api/v1/{SMALL}&limit=1")

    assert answer["Link"] == f'<{answer.json()["meta"]["next"]}>; rel="next"'


def a_change_of_results():
    DataVersion.objects.update(version=8)


def a_change_that_waits():
    Dirty.objects.create(indicator=Indicator.objects.first(), start_year=2023)


@pytest.mark.parametrize("path", [SMALL, "coverage?area_type=icb", "areas?on=any"])
@pytest.mark.parametrize("change", [a_change_of_results, a_change_that_waits])
def test_pages_of_two_versions_do_not_go_together(client, path, change):
    following = client.get(f"/api/v1/{path}&limit=2").json()["meta"]["next"]
    change()

    answer = client.get(following)

    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (410, "application/problem+json")
    again = client.get(answer.json()["first"])
    assert (again.status_code, len(again.json()["rows"])) == (200, 2)


def test_pages_of_an_earlier_day_go_on(client):
    path = "progress?indicator=ips-access&as_at=2024-03-31&area_type=icb"
    (whole,) = pages(client, f"{path}&limit=10000")
    first = client.get(f"/api/v1/{path}&limit=2").json()
    a_change_of_results()

    second = client.get(first["meta"]["next"])

    assert second.json()["rows"] == whole["rows"][2:4]


def test_a_cursor_holds_for_one_question(client):
    following = client.get(f"/api/v1/{SMALL}&limit=2").json()["meta"]["next"]

    for changed in (
        following.replace("programme=ips", "programme=cdc"),
        following.replace("/progress", "/coverage").replace("indicator=", "x="),
        f"{following}&sort=actual",
        following[:-1] + ("A" if following[-1] != "A" else "B"),
    ):
        answer = client.get(changed)
        assert (answer.status_code, answer.json()["parameter"]) == (422, "cursor")


def test_the_length_of_a_page_may_change_on_the_way(client):
    first = client.get(f"/api/v1/{SMALL}&limit=2").json()
    (whole,) = pages(client, f"{SMALL}&limit=10000")

    second = client.get(first["meta"]["next"].replace("limit=2", "limit=5")).json()

    assert second["rows"] == whole["rows"][2:7]


def test_a_later_page_costs_no_more_than_the_first(client, django_assert_max_num_queries):
    following = client.get(f"/api/v1/{SMALL}&limit=2").json()["meta"]["next"]

    with django_assert_max_num_queries(5):
        client.get(following)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("progress", 6),
        ("progress?area=QAA,QBB&within=Y01", 8),
        ("progress?kind=long_term_plan", 7),
        ("coverage", 6),
        ("targets", 6),
        ("programmes", 4),
        ("indicators", 4),
        ("facts", 4),
        ("areas", 8),
        ("services?programme=ips", 5),
        ("progress?indicator=ips-access&format=csvw", 14),
        ("progress?indicator=ips-access&format=csv", 2),
        ("openapi.json", 0),
    ],
)
def test_statements_are_few_and_known(path, most, client, django_assert_max_num_queries):
    made_before(client, f"/api/v1/{path}")
    with django_assert_max_num_queries(most):
        client.get(f"/api/v1/{path}")


def test_columns_of_the_pages_are_those_of_the_dictionary(client):
    (page, *_) = pages(client, SMALL)

    assert list(page["rows"][0]) == [column.name for column in PROGRESS_COLUMNS]
