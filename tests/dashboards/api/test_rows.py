"""What the API answers: rows, pages of rows, files of rows, and rows of an earlier day."""

import csv
from datetime import date
from io import StringIO

import pytest

from dashboards import dictionary
from dashboards.api import schemas
from dashboards.column_kinds import harmless
from dashboards.files.streams import write_csv
from dashboards.target_columns import TARGET_COLUMNS
from programmes.models import Area, AreaCode, AreaParent, Progress
from tests.reading import LATEST, made_before

PROGRESS = "progress?programme=ips"


def file_of(client, path):
    response = client.get(f"/api/v1/{path}&format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (dictionary.PROGRESS_COLUMNS, schemas.ProgressRow),
        (dictionary.COVERAGE_COLUMNS, schemas.CoverageRow),
        (TARGET_COLUMNS, schemas.TargetRow),
    ],
)
def test_columns_are_those_of_the_description(columns, row):
    assert [column.name for column in columns] == list(row.model_fields)


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("programmes", schemas.ProgrammeRow),
        ("indicators", schemas.IndicatorRow),
        ("areas?on=any", schemas.AreaRow),
        ("facts", schemas.FactRow),
        ("services", schemas.ServiceRow),
        ("coverage", schemas.CoverageRow),
        ("progress", schemas.ProgressRow),
    ],
)
def test_every_row_fits_the_description(ask, path, row):
    answer = ask(path)

    assert answer["rows"]
    assert answer["meta"].keys() == schemas.Meta.model_fields.keys()
    for each in answer["rows"]:
        assert list(each) == list(row.model_fields)
        row.model_validate(each)


def test_a_number_is_a_number_and_a_missing_one_is_null_with_its_marker(ask):
    answer = ask(f"progress?indicator=ips-access&area=02B&period={LATEST.code}")
    (missing,) = answer["rows"]
    (known,) = ask(f"progress?indicator=ips-access&area=QAA&period={LATEST.code}")["rows"]

    assert (missing["actual"], missing["marker"], missing["status"]) == (None, "x", "no_data")
    assert (known["actual"], known["marker"], known["layer"]) == (440.0, "", "official")
    assert known["forecast"] is None
    assert answer["meta"]["data_version"] == 7


def test_gss_codes_are_taken_as_areas(ask):
    assert ask("progress?indicator=ips-access&area=E00000003")["meta"]["count"] == 12


def test_periods_from_and_to(ask):
    rows = ask("progress?indicator=ips-access&area=ENG&from=2022-23-Q3&to=2023-24-Q1")["rows"]

    assert [row["period"] for row in rows] == ["2022-23-Q3", "2022-23-Q4", "2023-24-Q1"]


def test_basis_tells_what_was_moved(ask):
    rows = ask("progress?indicator=ips-access&area=QAA&basis=rebased")["rows"]

    assert {row["basis"] for row in rows} == {"rebased"}


def test_pages_follow_one_another_without_gap_or_repeat(ask, client):
    whole = ask(f"{PROGRESS}&limit=10000")["rows"]
    answer, rows, address = ask(f"{PROGRESS}&limit=50"), [], ""
    while address is not None:
        rows += answer["rows"]
        address = answer["meta"]["next"]
        answer = client.get(address).json() if address else None

    assert rows == whole
    assert len(rows) == ask(PROGRESS)["meta"]["count"]


def test_short_lists_have_pages_too(ask, client):
    first = ask("areas?on=any&limit=5")
    second = client.get(first["meta"]["next"]).json()

    assert (first["meta"]["count"], second["rows"][0]["area"]) == (12, "QCC")


def test_a_file_has_the_same_rows(ask, client):
    rows = ask(f"{PROGRESS}&limit=10000")["rows"]
    lines = file_of(client, PROGRESS)

    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        for name, value in row.items():
            if isinstance(value, bool) or value is None or isinstance(value, str):
                assert line[name] == {True: "true", False: "false", None: ""}.get(value, value)
            else:
                assert float(line[name]) == value


def test_a_file_holds_its_rows_whatever_a_page_holds(client):
    assert len(file_of(client, f"{PROGRESS}&limit=1")) == 390


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(client):
    Area.objects.filter(code="QAA").update(name='=HYPERLINK("x")')

    lines = file_of(client, f"progress?indicator=ips-access&area=QAA&period={LATEST.code}")

    assert lines[0]["area_name"] == '\'=HYPERLINK("x")'
    assert [harmless(text) for text in ("+1", "-1", "@a", "\tb", "plain")] == [
        "'+1",
        "'-1",
        "'@a",
        "'\tb",
        "plain",
    ]
    assert b"".join(write_csv(["a"], [["=1"], [None], [True], [["x", "y"]]])) == (
        b'\xef\xbb\xbfa\n\'=1\n""\ntrue\nx y\n'
    )


def test_areas_of_a_day_and_of_every_day(ask):
    assert ask("areas?type=icb")["meta"]["count"] == 3
    assert [row["area"] for row in ask("areas?type=ccg&on=2021-01-01")["rows"]] == ["05X", "06X"]
    assert ask("areas?type=ccg")["rows"] == []


def test_parent_and_gss_code_of_an_area_are_those_of_the_day(ask):
    area = Area.objects.get(code="03B")
    for table in (AreaParent.objects.filter(child=area), AreaCode.objects.filter(area=area)):
        assert table.update(valid_to=date(2025, 3, 31)) == 1
    AreaParent.objects.create(child=area, parent=Area.objects.get(code="QCC"), valid_from=date(2025, 4, 1))
    AreaCode.objects.create(area=area, code="E99999999", valid_from=date(2025, 4, 1))
    code = area.codes.order_by("valid_from")[0].code

    def said(day):
        rows = {row["area"]: row for row in ask(f"areas?type=sub_icb{day}")["rows"]}
        return rows["03B"]["parent"], rows["03B"]["gss_code"]

    assert said("") == ("QBB", code)
    assert said("&on=2024-04-01") == ("QBB", code)
    assert said("&on=2025-03-31") == ("QBB", code)
    assert said("&on=2025-04-01") == ("QCC", "E99999999")
    assert said("&on=any") == ("QBB", code)


@pytest.mark.parametrize("day", ["", "&on=2021-01-01", "&on=2022-06-30", "&on=2022-07-01", "&on=2023-01-01"])
@pytest.mark.parametrize("level", ["icb", "sub_icb", "ccg", "stp", "region"])
def test_every_parent_is_listed_on_the_same_day(ask, level, day):
    listed = {row["area"] for row in ask(f"areas?limit=1000{day}")["rows"]}
    rows = ask(f"areas?type={level}&limit=1000{day}")["rows"]

    assert {row["parent"] for row in rows} - {""} <= listed


def test_services_of_an_area(ask):
    assert [row["service"] for row in ask("services?programme=ips&area=QBB")["rows"]] == ["second"]
    assert ask("services?on=2020-01-01")["rows"] == []


def test_facts_name_their_source(ask):
    (fact,) = ask("facts?programme=ips")["rows"]

    assert (fact["value"], fact["provenance"], fact["source"]) == (55000.0, "official", "Made for tests")


def test_coverage_is_a_fraction_beside_its_counts(ask):
    (row,) = ask(f"coverage?programme=ips&area=QBB&period={LATEST.code}")["rows"]

    assert (row["areas_covered"], row["areas_total"], row["coverage"], row["population_coverage"]) == (
        1,
        2,
        0.5,
        0.5,
    )


def test_statements_do_not_grow_with_rows(client, django_assert_max_num_queries):
    Progress.objects.filter(indicator__code="ips-access").delete()

    made_before(client, "/api/v1/programmes")
    for path in ("progress?limit=5", "progress?limit=10000"):
        with django_assert_max_num_queries(6):
            client.get(f"/api/v1/{path}")
