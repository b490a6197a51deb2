"""Pages of files: what they say, who may do what, how downloads answer, and what all of it costs."""

import csv
import json
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisIsAway

from dashboards import dictionary
from dashboards.kept import making
from dashboards.models import FileState, KeptFile
from dashboards.question import Question
from tests.dashboards.data.conftest import VISITOR, content, make, revise
from tests.dashboards.pages.conftest import words
from tests.reading import made_before

IPS = Question(programme=("ips",))
STATEMENTS = {
    "/data/": 3,
    "/data/mine/": 3,
    "/data/dictionary.csv": 1,
    "/data/releases.atom": 1,
}

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def mine(client):
    """A browser whose session carries the visitor that files here are asked for by."""
    session = client.session
    session["files"] = VISITOR.visitor
    session.save()
    return client


def page_of(client, file):
    answer = client.get(f"/data/{file.reference}/")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_asked_for_watched_downloaded_listed_and_deleted(client, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post("/data/make/", {"programme": "ips", "period": "2023-24-Q3", "format": "csv"})
    file = KeptFile.objects.get()
    assert asked["Location"] == f"/data/{file.reference}/"
    assert [key for _task, key in sent] == [file.pk]
    waiting = page_of(client, file)
    assert waiting.select_one("[data-progress]")["data-progress"] == f"/data/{file.reference}/progress"
    assert client.get(f"/data/{file.reference}/progress").json()["is_over"] is False

    making.make(file_id=file.pk)

    assert client.get(f"/data/{file.reference}/progress").json()["is_over"] is True
    link = page_of(client, file).select_one("a.nhsuk-button")["href"]
    file.refresh_from_db()
    download = client.get(link)
    assert b"".join(download.streaming_content) == content(file)
    assert file.reference in client.get("/data/mine/").content.decode()
    client.post(f"/data/{file.reference}/give-up")
    assert client.get(f"/data/{file.reference}/").status_code == 404


def test_the_page_says_what_the_file_is_and_how_to_cite_it(client):
    file = make(Question(programme=("ips",), area_type=("icb",)))

    said = words(page_of(client, file))

    for part in (
        file.reference, file.sha256, "Data version 7", "Individual Placement",
        f"How to cite it Rollout. {file.title}. Data version 7, as known at", f"/data/{file.reference}/",
        "Open Government Licence", "Demonstration Demonstration figures: some of them were made up",
        "These are the figures that stand", "Area type",
    ):  # fmt: skip
        assert part in said, part


def test_the_page_says_that_newer_figures_exist_and_how_many(client):
    file = make(Question())
    revise()

    page = page_of(client, file)

    assert "Newer figures exist. Since this file was made, 3 rows were revised and 1 row is gone" in words(
        page
    )
    assert page.select_one('input[name="format"]')["value"] == "csv"


def test_an_old_question_asked_of_an_earlier_day_is_compared_with_today(client):
    file = make(Question(programme=("ips",), area=("QAA",)))
    KeptFile.objects.filter(pk=file.pk).update(question=file.question + "&as_at=2024-01-01T00:00:00%2B00:00")

    page = page_of(client, file)

    assert "These are the figures that stand" in words(page)


def test_a_reference_may_be_written_in_small_letters(client):
    file = make(IPS)

    answer = client.get(f"/data/{file.reference.lower()}/")

    assert (answer.status_code, answer["Location"]) == (301, f"/data/{file.reference}/")


@pytest.mark.parametrize("reference", ["nonsense", "2026-7KQ4M2XL", "2026-7KQ4M2XD", "%00", "٢٠٢٦-7KQ4M2XD"])
def test_a_reference_that_is_none_is_not_found(client, reference):
    for rest in ("", "progress", "rows.csv"):
        assert client.get(f"/data/{reference}/{rest}").status_code == 404


def test_download_says_what_it_is_and_answers_304(client):
    file = make(IPS)
    address = f"/data/{file.reference}/{file.file_name}"

    answer = client.get(address)
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    head = client.head(address)

    assert answer["ETag"] == f'"{file.sha256}"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{file.file_name}"'
    assert answer["Content-Length"] == head["Content-Length"] == str(file.size)
    assert "immutable" in answer["Cache-Control"]
    assert again.status_code == 304
    assert head.content == b""


def test_metadata_stands_beside_a_csv_and_names_it(client):
    file = make(IPS)
    address = f"/data/{file.reference}/{file.file_name}"

    said = json.loads(client.get(f"{address}-metadata.json").content)

    assert said["url"].endswith(address)
    assert [column["name"] for column in said["tableSchema"]["columns"]] == [
        column.name for column in dictionary.PROGRESS_COLUMNS
    ]
    assert client.get(f"/data/{file.reference}/else.csv").status_code == 404
    lines = make(IPS, "jsonl")
    assert client.get(f"/data/{lines.reference}/{lines.file_name}-metadata.json").status_code == 404


def test_others_may_read_and_download_but_neither_watch_nor_delete(client):
    file = make(IPS)

    assert b"Delete from your files" not in client.get(f"/data/{file.reference}/").content
    assert client.get(f"/data/{file.reference}/{file.file_name}").status_code == 200
    assert client.get(f"/data/{file.reference}/progress").status_code == 403
    assert client.post(f"/data/{file.reference}/give-up").status_code == 403
    assert file.reference.encode() not in client.get("/data/mine/").content


def test_only_somebody_else_makes_a_file_stay_by_opening_its_page(mine, client_of_another):
    file = make(IPS)
    page_of(mine, file)
    assert KeptFile.objects.get().fetched_at is None

    page_of(client_of_another, file)

    assert KeptFile.objects.get().fetched_at is not None


@pytest.fixture
def client_of_another():
    from django.test import Client

    return Client()


def test_a_failed_file_says_why_and_can_be_asked_for_again(mine):
    file = make(IPS)
    KeptFile.objects.filter(pk=file.pk).update(state=FileState.FAILED, error="There was no room left.")

    page = page_of(mine, file)

    assert "There was no room left." in words(page)
    assert {field["name"]: field["value"] for field in page.select("main input[type=hidden]")}.items() >= {
        ("programme", "ips"),
        ("format", "csv"),
    }
    assert mine.get(f"/data/{file.reference}/{file.file_name}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"format": "docx"}, "It may be csv"),
        ({}, "It may be csv"),
        ({"format": "csv", "status": "fine"}, "It may be on_plan"),
        ({"format": "csv", "programme": "<b>"}, "There is no programme “&lt;b&gt;”"),
        ({"format": "csv", "sort": "'; drop table"}, "attainment"),
        ({"format": "csv", "area": "Q\0A"}, "area holds something that nobody sees"),
        ({"format": "csv", "as_at": "2999-01-01T00:00:00+00:00"}, "still to come"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(client, fields, said):
    answer = client.post("/data/make/", fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not KeptFile.objects.exists()


def test_strangers_make_so_many_new_files_an_hour(client, settings):
    settings.FILES_PER_HOUR = {"stranger": 2, "person": 60}
    settings.FILES_AT_ONCE = 10
    statuses = [
        client.post("/data/make/", {"format": form}).status_code
        for form in ("csv", "csv", "jsonl", "parquet", "csv")
    ]
    last = client.post("/data/make/", {"format": "xlsx"})

    assert statuses == [302, 302, 302, 429, 302]
    assert 0 < int(last["Retry-After"]) <= 3600
    assert "Come back in" in last.content.decode()


def test_strangers_are_told_apart_by_the_network_of_their_customer(client, settings):
    settings.FILES_PER_HOUR = {"stranger": 1, "person": 1}
    settings.FILES_AT_ONCE = 10
    asked_from = ("2001:db8:1:2::1", "2001:db8:1:2::9", "2001:db8:1:3::1")
    forms = ("csv", "jsonl", "parquet")

    assert [
        client.post("/data/make/", {"format": form}, REMOTE_ADDR=address).status_code
        for form, address in zip(forms, asked_from, strict=True)
    ] == [302, 429, 302]


def test_files_can_be_asked_for_while_nothing_can_be_counted(client, settings, monkeypatch):
    def away(*args, **kwargs):
        raise RedisIsAway

    settings.FILES_PER_HOUR = {"stranger": 0, "person": 0}
    monkeypatch.setattr(cache, "incr", away)

    assert client.post("/data/make/", {"format": "csv"}).status_code == 302


def test_too_many_at_once_is_said_with_when_to_come_back(client, settings):
    settings.FILES_AT_ONCE = 1
    client.post("/data/make/", {"format": "csv"})

    answer = client.post("/data/make/", {"format": "jsonl"})

    assert (answer.status_code, answer["Retry-After"]) == (429, "30")


def test_every_column_has_an_anchor_and_a_line_of_the_file(client):
    page = BeautifulSoup(client.get("/data/").content, "html.parser")
    lines = list(csv.DictReader(StringIO(client.get("/data/dictionary.csv").content.decode("utf-8-sig"))))

    for column in dictionary.PROGRESS_COLUMNS:
        assert page.find(id=f"column-{column.name}"), column.name
    anchors = [row["id"] for row in page.select("tr[id]")]
    assert len(anchors) == len(set(anchors)) == len(lines)
    for line in lines:
        assert line["meaning"], line
        if line["kind"] in ("Code", "Letters") and line["column"] not in OPEN:
            assert line["allowed"], line


OPEN = {"area", "period", "shared_by"}
"""Codes that are too many to list, or made by what is loaded."""


@pytest.mark.parametrize("address", STATEMENTS)
def test_page_costs_what_it_says(mine, django_assert_num_queries, address):
    made_before(mine, address)
    with django_assert_num_queries(STATEMENTS[address]):
        assert mine.get(address).status_code == 200


def test_the_page_of_a_file_costs_the_same_however_many_rows_it_has(mine, django_assert_max_num_queries):
    small, large = make(Question(indicator=("smi-employment",))), make(Question())

    made_before(mine, f"/data/{make(Question(area=('QBB',))).reference}/")
    for file in (small, large):
        with django_assert_max_num_queries(8):
            mine.get(f"/data/{file.reference}/")
        # The comparison with today's figures is remembered.
        with django_assert_max_num_queries(6):
            mine.get(f"/data/{file.reference}/")
