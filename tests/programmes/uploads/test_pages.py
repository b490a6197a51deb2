"""The pages: who may open what, what they say, what they let a person do, and the files they give."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import load_workbook

from programmes.actions import steps, upload_reading
from programmes.choices import SubmissionStatus
from programmes.models import Observation, Submission, Upload
from tests.programmes.uploads.conftest import HEADING, line, person, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    def read(address, user, status=200, **said):
        client.force_login(user)
        answer = client.post(address, said) if said else client.get(address)
        assert answer.status_code == status, answer.content[:1500]
        return BeautifulSoup(answer.content, "html.parser")

    return read


def words(soup):
    return " ".join(soup.find("main").get_text(" ").split())


def file(content=b"x", name="figures.csv"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_a_file_is_taken_in_and_its_page_waits_for_it(client, editor):
    client.force_login(editor)

    answer = client.post("/enter/upload/", {"programme": "ips", "file": file(table(line("01C", 120)))})

    key = Upload.objects.get().pk
    assert answer["Location"] == f"/enter/upload/{key}/"
    soup = BeautifulSoup(client.get(answer["Location"]).content, "html.parser")
    assert soup.select_one("[data-progress]")["data-progress"] == f"/enter/upload/{key}/progress"
    assert soup.find("progress")["value"] == "0"
    assert client.get(f"/enter/upload/{key}/progress").json() == {
        "state": "waiting", "stage": "Waiting for a worker", "percent": 0, "is_over": False,
    }  # fmt: skip
    upload_reading.read(upload_id=key)
    assert client.get(f"/enter/upload/{key}/progress").json()["is_over"]


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"programme": "ips"}, "Choose the file"),
        ({"programme": "cdc", "file": file()}, "Choose the programme"),
        ({"programme": "ips", "file": file(b"")}, "Choose the file"),
    ],
)
def test_a_form_that_is_not_filled_in_says_so(client, editor, said, problem):
    client.force_login(editor)

    answer = client.post("/enter/upload/", said)

    assert answer.status_code == 422
    assert problem in answer.content.decode()


@pytest.mark.parametrize("size", [2_000, 4_000_000])
def test_a_file_that_is_too_large_is_dropped_while_it_comes_in(client, editor, settings, size):
    settings.UPLOAD_LARGEST_BYTES = 1_000
    client.force_login(editor)

    answer = client.post("/enter/upload/", {"programme": "ips", "file": file(b"x" * size)})

    assert answer.status_code == 422
    assert "larger than" in answer.content.decode()


def test_the_preview_shows_each_change_beside_todays_value(world, send_in, editor, page):
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q3", 100)
    submission = send_in(
        editor,
        table(
            line("01C", 104),
            line("01C", 101, period="2023-24-Q2"),
            line("02D", 1),
            line("01C", -3, period="2023-24-Q1"),
        ),
    )
    address = f"/enter/upload/{submission.pk}/"

    changed = page(address, editor)
    assert [cell.get_text(strip=True) for cell in changed.select("tbody tr > *")][:6] == [
        "2", "Area 01C (01C)", "people", "2023/24 Q3", "104", "100",
    ]  # fmt: skip
    assert "1 new 1 changed 0 as they stand 2 rows refused" in words(changed)
    refused = words(page(f"{address}?show=refused", editor))
    assert "4 area_code 02D You may not enter figures of 02D (Area 02D)" in refused
    assert "5 numerator -3 A figure cannot be below 0" in refused


def test_what_is_sent_waits_for_an_approver_who_finds_it_in_the_list(send_in, editor, approver, page, client):
    submission = send_in(editor, table(line("01C", 120)))
    address = f"/enter/upload/{submission.pk}/"

    client.force_login(editor)
    assert client.post(address, {"decision": "send"}).status_code == 302
    assert "wait for somebody else" in words(page(address, editor))
    assert "figures.csv" in words(page("/enter/review/", approver))
    assert "Accept 1 figure" in words(page(address, approver))
    assert client.post(address, {"decision": "accept"}).status_code == 302

    assert Observation.objects.get().numerator == 120
    assert "accepted by approver" in words(page(address, editor))


def test_an_approver_returns_it_with_words(send_in, editor, approver, page, client):
    submission = send_in(editor, table(line("01C", 120)))
    steps.submit(submission=submission, by=editor)
    address = f"/enter/upload/{submission.pk}/"

    assert "Say what is to be mended" in words(page(address, approver, 422, decision="return", comment=""))
    client.post(address, {"decision": "return", "comment": "Wrong quarter."})

    assert Submission.objects.get(pk=submission.pk).status == SubmissionStatus.RETURNED
    assert "“Wrong quarter.”" in words(page(address, editor))


def test_changes_want_a_reason(world, send_in, editor, page):
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q3", 100)
    submission = send_in(editor, table(line("01C", 104)))

    assert "Say why figures change" in words(
        page(f"/enter/upload/{submission.pk}/", editor, 422, decision="send")
    )


def test_only_those_who_may_see_a_file(send_in, editor, approver, client):
    submission = send_in(editor, table(line("01C", 120)))
    addresses = [
        f"/enter/upload/{submission.pk}/{end}" for end in ("", "progress", "returned.csv", "returned.xlsx")
    ]
    neighbour, analyst = person("neighbour", "editor", "QB1"), person("analyst", "analyst")

    for user, status in [(neighbour, 403), (analyst, 200), (approver, 200), (person("nobody"), 403)]:
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses} == {status}
    client.force_login(analyst)
    assert client.post(addresses[0], {"decision": "withdraw"}).status_code == 422
    assert client.get("/enter/upload/").status_code == 403
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_comes_back_with_what_is_wrong(send_in, editor, client):
    submission = send_in(editor, table(line("01C", 120), line("01C", "=2+2", period="2023-24-Q2")))
    client.force_login(editor)

    whole = rows_of(client.get(f"/enter/upload/{submission.pk}/returned.csv"))
    wrong = rows_of(client.get(f"/enter/upload/{submission.pk}/returned.csv?rows=refused"))

    assert (whole[0][-1], whole[1][-1]) == ("what_is_wrong", "")
    assert wrong[1][3] == "'=2+2"
    assert wrong[1][-1].startswith("numerator: This is no number.")
    assert len(wrong) == 2
    book = client.get(f"/enter/upload/{submission.pk}/returned.xlsx?rows=refused")
    sheet = load_workbook(io.BytesIO(book.content)).get_sheet_by_name("Figures").to_python()
    assert sheet[1][3] == "=2+2"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_goes_out_with_what_is_known_and_comes_back_filled_in(
    world, editor, client, send_in, form
):
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q1", 88)
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q2", 90, note="Late.")
    client.force_login(editor)

    answer = client.get(f"/enter/upload/template/ips.{form}")
    if form == "csv":
        rows = rows_of(answer)
    else:
        rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_name("Figures").to_python()
    heading, *others = [[str(cell).removesuffix(".0") for cell in row] for row in rows]

    assert {(row[0], row[2], row[4]) for row in others} == {
        (code, "01C", f"2023-24-Q{quarter}") for code in ("people", "share") for quarter in (1, 2, 3, 4)
    }
    given = dict(
        zip(
            heading, next(row for row in others if row[0] == "people" and row[4] == "2023-24-Q2"), strict=True
        )
    )
    assert (given["numerator"], given["note"], given["previous_numerator"]) == ("90", "Late.", "88")
    others[[row[0] == "people" and row[4] == "2023-24-Q3" for row in others].index(True)][5] = "95"
    submission = send_in(editor, table(*others, heading=heading))
    assert (submission.rows_new, submission.rows_same, submission.rows_refused) == (1, 2, 0)


def test_there_is_no_template_where_nothing_may_be_entered(world, editor, client):
    client.force_login(editor)
    assert client.get("/enter/upload/template/nothing.csv").status_code == 403
    client.force_login(person("neighbour", "reader"))
    assert client.get("/enter/upload/template/ips.csv").status_code == 403


def test_the_upload_page_lists_what_was_sent_in(send_in, editor, page):
    send_in(editor, table(line("01C", 120)), name="quarter three.csv")

    said = words(page("/enter/upload/", editor))

    assert "quarter three.csv IPS" in said
    assert "To look over" in said
    assert "2023/24 Q1, 2023/24 Q2, 2023/24 Q3, 2023/24 Q4" in said


MARKED = [(110, None, "p"), (110, None, ""), (None, None, "c"), (None, None, "x")]


@pytest.mark.parametrize(("numerator", "denominator", "marker"), MARKED)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_shows_last_quarters_number_beside_its_marker(
    world, editor, client, form, numerator, denominator, marker
):
    area = world.area("01C", "sub_icb")
    world.observe(world.indicators["people"], area, "2023-24-Q1", numerator, denominator, marker=marker)
    world.observe(world.indicators["share"], area, "2023-24-Q1", 3, 4, marker="e")
    client.force_login(editor)

    answer = client.get(f"/enter/upload/template/ips.{form}")
    if form == "csv":
        rows = rows_of(answer)
    else:
        rows = load_workbook(io.BytesIO(answer.content)).get_sheet_by_name("Figures").to_python()
    heading, *others = [[str(cell).removesuffix(".0") for cell in row] for row in rows]
    given = {row[0]: dict(zip(heading, row, strict=True)) for row in others if row[4] == "2023-24-Q2"}

    people, share = given["people"], given["share"]
    assert people["previous_numerator"] == ("" if numerator is None else str(numerator))
    assert people["previous_marker"] == marker
    assert [share[f"previous_{name}"] for name in ("numerator", "denominator", "marker")] == ["3", "4", "e"]


@pytest.mark.parametrize("previous", [["88", "", "p"], ["p", "", ""], ["twelve", "x", "7"]])
def test_previous_columns_of_any_age_are_not_read(world, editor, send_in, previous):
    heading = [*HEADING, "previous_numerator", "previous_denominator", "previous_marker"]

    submission = send_in(editor, table([*line("01C", 95), *previous], heading=heading))

    assert (submission.rows_new, submission.rows_refused) == (1, 0)


def test_the_same_bytes_under_another_name_lead_back_and_say_so(editor, client):
    client.force_login(editor)
    content = table(line("01C", 120))
    client.post("/enter/upload/", {"programme": "ips", "file": file(content, "first.csv")})
    first = Upload.objects.get().pk
    upload_reading.read(upload_id=first)

    answer = client.post(
        "/enter/upload/", {"programme": "ips", "file": file(content, "second.csv")}, follow=True
    )

    assert answer.redirect_chain == [(f"/enter/upload/{first}/", 302)]
    assert "This file is here already: the same bytes were sent in as first.csv." in answer.content.decode()
    assert Upload.objects.count() == 1
