"""The filters of the API give the rows of the question, in every form, and in the other lists as far as they apply."""

import csv
import json
import re
from io import StringIO

import pytest

from dashboards.question import Question
from programmes.choices import Layer
from programmes.layers import reading
from programmes.models import Coverage, Progress
from programmes.periods import Period

ROW = ("indicator", "area", "period", "basis")


def rows_of(question):
    with question.opened():
        return [
            tuple(row)
            for row in question.rows().values_list("indicator__code", "area__code", "period_id", "basis")
        ]


def whole(client, path, form):
    answer = client.get(f"/api/v1/{path}&format={form}")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize(
    "question",
    [
        Question(within=("Y01",), period=(Period(2022, 4), Period(2023, 1))),
        Question(programme=("ips",), status=("on_plan", "near_plan")),
        Question(basis=("rebased", "rolled_up"), area_type=("icb", "region")),
        Question(indicator=("ips-access",), boundaries="today"),
        Question(indicator=("ips-access",), boundaries="reported"),
        Question(area_type=("ccg",), boundaries="reported", sort="-actual"),
        Question(area=("ENG",)),
        Question(area=("E00000003",), sort="attainment"),
        Question(first=Period(2022, 2), last=Period(2022, 3), area=("05X", "QAA")),
    ],
)
def test_every_form_has_the_rows_of_the_question(client, question):
    expected = rows_of(question)
    page = client.get(f"/api/v1/progress?{question.query()}&limit=10000").json()
    lines = list(csv.DictReader(StringIO(whole(client, f"progress?{question.query()}", "csv"))))
    objects = [
        json.loads(line) for line in whole(client, f"progress?{question.query()}", "jsonl").splitlines()
    ]

    assert expected
    assert page["rows"] == objects
    for answer in (page["rows"], lines, objects):
        assert [tuple(row[name] for name in ROW) for row in answer] == expected


def test_lists_come_as_json_lines_too(client, ask):
    objects = [json.loads(line) for line in whole(client, "areas?on=any", "jsonl").splitlines()]

    assert objects == ask("areas?on=any")["rows"]


@pytest.mark.parametrize("path", ["indicators", "facts", "services"])
def test_lists_of_programmes_are_in_their_order_however_they_are_asked_for(ask, path):
    every = ask(path)["rows"]
    wanted = {"cdc", "ips"}

    assert {row["programme"] for row in every} & wanted
    assert ask(f"{path}?programme=cdc,ips")["rows"] == [row for row in every if row["programme"] in wanted]
    assert ask(f"{path}?programme=ips,cdc")["rows"] == [row for row in every if row["programme"] in wanted]


def test_coverage_within_an_area(ask):
    inside = ask("coverage?programme=ips&within=QBB&period=2023-24-Q3")["rows"]

    assert [row["area"] for row in inside] == ["QBB", "02B", "03B"]


def test_made_up_rows_are_answered_where_they_are_asked_for_and_nowhere_else(ask, both_layers):
    plain = "?indicator=ips-access&area=QAA&period=2023-24-Q3"
    with reading(Layer.DEMONSTRATION):
        [made] = Progress._base_manager.filter(
            indicator__code="ips-access", area__code="QAA", period="2023-24-Q3"
        )
        made.layer, made.actual = Layer.DEMONSTRATION, 7.0
        made.save(force_insert=True)
        covered = Coverage._base_manager.get(programme__code="ips", area__code="QAA", period="2023-24-Q3")
        covered.layer = Layer.DEMONSTRATION
        covered.save(force_insert=True)

    for layer in ("", "&layer=official"):
        [row] = ask(f"progress{plain}{layer}")["rows"]
        assert (row["layer"], row["actual"] == 7.0) == ("official", False)
    [row] = ask(f"progress{plain}&layer=demonstration")["rows"]
    assert (row["layer"], row["actual"]) == ("demonstration", 7.0)
    [row] = ask("coverage?programme=ips&layer=demonstration")["rows"]
    assert row["layer"] == "demonstration"
    assert len(ask("coverage?programme=ips&area=QAA&period=2023-24-Q3")["rows"]) == 1


@pytest.mark.parametrize(
    ("path", "parameter", "allowed"),
    [
        ("progress?area=", "area", "QHM"),
        ("progress?area=QAA,,QBB", "area", "QHM"),
        ("progress?area=QAA%00", "area", "QHM"),
        ("progress?within=ZZZ", "within", None),
        ("progress?sort=actual&sort=-actual", "sort", "-actual"),
        ("progress?sort=colour", "sort", "attainment"),
        ("progress?limit=5.0", "limit", "1 to 10000"),
        ("progress?limit=%C2%B2", "limit", "1 to 10000"),
        ("progress?status=good", "status", "on_plan"),
        ("progress?boundaries=old", "boundaries", "reported"),
        ("progress?layer=1", "layer", "official"),
        ("progress?layer=demonstration", "layer", "official"),
        ("indicators?layer=demonstration", "layer", "official"),
        ("progress?illustrative=true", "illustrative", "layer"),
        ("progress?version=1", "version", None),
        ("progress?kind=long_term_plan", "kind", None),
        ("progress?as_at=9999-12-31T23:59:59-14:00", "as_at", None),
        ("progress?as_at=2023-02-30", "as_at", "2024-03-31"),
        ("progress?as_at=20240331", "as_at", "2024-03-31"),
        ("progress?from=2023-25", "from", "2023-24"),
        ("services?area=QAA,QBB", "area", "QHM"),
        ("areas?on=2021-02-30", "on", "2024-03-31"),
        ("targets?sort=value", "sort", "within"),
    ],
)
def test_what_is_not_said_rightly_is_refused_by_name(ask, path, parameter, allowed):
    problem = ask(path, status=422)

    assert problem["parameter"] == parameter
    assert allowed is None or allowed in problem["allowed"]


def test_several_values_may_be_given_again_and_again(ask):
    by_commas = ask("progress?area=QAA,QBB&indicator=ips-access")["rows"]

    assert ask("progress?area=QAA&area=QBB,QAA&indicator=ips-access")["rows"] == by_commas


def test_a_true_zero_is_not_a_missing_figure(ask, client):
    Progress.objects.filter(area__code="QAA", period="2023-24-Q3", indicator__code="ips-access").update(
        actual=0.0, numerator=0.0
    )
    path = "progress?indicator=ips-access&area=QAA,02B&period=2023-24-Q3"

    zero, missing = ask(path)["rows"]
    lines = list(csv.DictReader(StringIO(whole(client, path, "csv"))))

    assert ((zero["actual"], zero["marker"]), (missing["actual"], missing["marker"])) == (
        (0.0, ""),
        (None, "x"),
    )
    assert [(line["actual"], line["marker"]) for line in lines] == [("0.0", ""), ("", "x")]


def test_a_csv_file_leads_to_what_describes_it(client):
    path = "progress?indicator=ips-access&area_type=icb&sort=-actual"
    file = client.get(f"/api/v1/{path}&format=csv")
    where = re.fullmatch(r'<(.+)>; rel="describedby"; type="application/csvm\+json"', file["Link"])[1]
    heading = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[0].split(",")

    answer = client.get(where)
    metadata = answer.json()

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/csvm+json")
    assert metadata["url"] == f"http://testserver/api/v1/{path}&format=csv"
    assert [column["name"] for column in metadata["tableSchema"]["columns"]] == heading
    assert client.get(where, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_metadata_are_of_rows_of_an_earlier_day_too(client):
    answer = client.get("/api/v1/progress?indicator=ips-access&as_at=2024-03-31&format=csvw")

    assert answer.json()["dc:modified"].startswith("2024-03-31T23:59:59")
