"""How requests are read: refusals by name, versions, and the page that describes it all."""

import pytest

from dashboards.question import NAMES
from programmes.models import DataVersion


@pytest.mark.parametrize(
    ("path", "parameter", "allowed"),
    [
        ("progress?colour=red", "colour", "area_type"),
        ("progress?programme=nhs", "programme", "ips"),
        ("progress?indicator=ips-access,nothing", "indicator", "ips-access"),
        ("progress?area=QAB", "area", "QAA"),
        ("progress?area_type=ward", "area_type", "sub_icb"),
        ("progress?period=2023", "period", "2023-24-Q4"),
        ("progress?from=soon", "from", "2023-24"),
        ("progress?basis=guessed", "basis", "rebased"),
        ("progress?format=xml", "format", "csv"),
        ("progress?limit=0", "limit", "1 to 10000"),
        ("progress?limit=many", "limit", "1 to 10000"),
        ("progress?programme=ips&as_at=then", "as_at", "2024-03-31"),
        ("areas?type=ward", "type", "icb"),
        ("areas?on=31/03/2024", "on", "2024-04-01"),
        ("coverage?indicator=ips-access", "indicator", "programme"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(ask, path, parameter, allowed):
    problem = ask(path, status=422)

    assert problem["parameter"] == parameter
    assert allowed in problem["allowed"]
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("cursor", ["x", "WzFd", "bnVsbA", "WyJhIiwiYiIsImMiLCJkIiwiZSIsImYiXQ", "e30"])
def test_a_cursor_of_somebody_else_is_refused(ask, cursor):
    assert ask(f"progress?cursor={cursor}", status=422)["parameter"] == "cursor"


def test_problems_are_problem_json(client):
    assert client.get("/api/v1/progress?x=1")["Content-Type"] == "application/problem+json; charset=utf-8"


def test_the_same_version_answers_304(client):
    first = client.get("/api/v1/progress?programme=ips")
    again = client.get("/api/v1/progress?programme=ips", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_new_version_answers_anew(client):
    first = client.get("/api/v1/progress?programme=ips")
    DataVersion.objects.update(version=8)

    again = client.get("/api/v1/progress?programme=ips", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200


def test_every_parameter_is_in_the_description(ask):
    schema = ask("openapi.json")
    progress = schema["paths"]["/api/v1/progress"]["get"]

    assert {each["name"] for each in progress["parameters"]} == {
        *NAMES.values(), "format", "limit", "cursor",
    }  # fmt: skip
    assert len(schema["paths"]) == 9


def test_the_description_for_people_needs_no_script_and_no_other_host(client):
    page = client.get("/api/v1/docs").content.decode()

    assert page.count("<h2") >= 8
    assert "cdn" not in page
    assert 'src="http' not in page
