"""Files sent in over HTTP: read as their sender sees them, or refused in words on the page."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes.actions import upload_reading
from programmes.choices import UploadState
from programmes.models import StagedFigure, Upload
from tests.programmes.ingest.spreadsheets import (
    HEADING,
    ODS_HEADING,
    archive,
    formula,
    line,
    number,
    ods,
    sheet,
    text,
    with_cell,
    xlsx,
)
from tests.programmes.uploads.conftest import PERIOD

pytestmark = pytest.mark.django_db

HEAD = ",".join(HEADING)
GOOD = ["people", "01C", PERIOD, 12]
BOOK = xlsx(("Figures", [HEADING, GOOD]))
ERROR = formula("#DIV/0!", saved='office:value-type="float" office:value="0"')


@pytest.fixture
def sent(client, editor):
    """Send a file in over HTTP, read it as a worker does, and give its upload and the words of its page."""

    def send(content, name="figures.csv", programme="ips"):
        client.force_login(editor)
        said = {"programme": programme, "file": SimpleUploadedFile(name, content)}
        address = client.post("/enter/upload/", said)["Location"]
        upload = Upload.objects.latest("pk")
        upload_reading.read(upload_id=upload.pk)
        page = BeautifulSoup(client.get(address).content, "html.parser").find("main")
        upload.refresh_from_db()
        return upload, " ".join(page.get_text(" ").split())

    return send


@pytest.mark.parametrize(
    ("name", "content", "column", "value"),
    [
        ("error.xlsx", with_cell("D2", '<c r="D2" t="e"><v>#DIV/0!</v></c>', BOOK), "numerator", "#DIV/0!"),
        ("newer.xlsx", with_cell("D2", '<c r="D2" t="e"><v>#SPILL!</v></c>', BOOK), "numerator", "#SPILL!"),
        ("code.xlsm", with_cell("B2", '<c r="B2" t="e"><v>#N/A</v></c>', BOOK), "area_code", "#N/A"),
        ("note.xlsx", with_cell("G2", '<c r="G2" t="e"><v>#REF!</v></c>', BOOK), "note", "#REF!"),
        ("unsaved.xlsx", with_cell("D2", '<c r="D2"><f>6+6</f><v/></c>', BOOK), "numerator", "=6+6"),
        ("error.ods", ods(sheet(ODS_HEADING, line(*map(text, GOOD[:3]), ERROR))), "numerator", "#DIV/0!"),
        ("error.csv", f"{HEAD}\npeople,01C,{PERIOD},#N/A,,,\n".encode(), "numerator", "#N/A"),
    ],
)
def test_a_cell_without_a_value_is_refused_by_row_and_column(sent, name, content, column, value):
    upload, said = sent(content, name)

    assert upload.state == UploadState.READ
    assert upload.left_aside == {}
    assert list(upload.submission.issues.values_list("row", "column", "value")) == [(2, column, value)]
    assert f"2 {column} {value} The cell holds" in said
    assert not StagedFigure.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said_so"),
    [
        ("quote.csv", f'{HEAD}\npeople,01C,{PERIOD},12,,,"closed\n', "A quote opens on line 2 and is never closed"),
        ("two.csv", f"{HEAD},numerator\npeople,01C,{PERIOD},12,,,,99\n", "Two columns are called numerator"),
        ("joined.csv", f"{HEAD}\npeople,01C,{PERIOD},12,,,{HEAD}\n", "A second heading stands on line 2"),
        ("near.csv", "indicator_code,area_code,quarter\n", "lacks the columns period and numerator."),
        ("none.csv", f"people,01C,{PERIOD},12\n", "The file has no heading"),
        ("only.csv", f"{HEAD}\n", "holds its heading (row 1) and no row below it"),
        ("map.geojson", '{"type": "FeatureCollection"}', "This is GeoJSON"),
        ("page.xls", "<html><table>", "This is a web page (HTML), whatever its name says"),
        ("cut.xlsx", BOOK[: len(BOOK) // 2], "The workbook is cut off"),
        ("tab.xlsx", xlsx(("A", [HEADING, GOOD]), ("B", [HEADING, GOOD])), "2 sheets hold figures: A, B."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why_on_its_page(sent, name, content, said_so):
    upload, said = sent(content.encode() if isinstance(content, str) else content, name)

    assert upload.state == UploadState.FAILED
    assert said_so in said
    assert "Nothing was changed." in said
    assert len(upload.error) < 400


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("short.csv", f"{HEAD}\npeople,01C,{PERIOD},12\n".encode()),
        ("sep.csv", f"sep=;\r\n{HEAD}\r\npeople,01C,{PERIOD},12,,,\r\n".replace(",", ";").encode("utf-16")),
        (
            "invisible.csv",
            f"\ufeff\u200b{HEAD}\npeople,\u200b01C\ufeff,{PERIOD}\u00a0,\u200e12,,,\n".encode(),
        ),
        ("dashes.csv", f"{HEAD}\npeople,01C,2023–24–Q3,12,,,\n".encode()),
        (
            "mac.zip",
            archive({"figures.csv": f"{HEAD}\npeople,01C,{PERIOD},12\n", "__MACOSX/._figures.csv": "x"}),
        ),
        ("packed.zip", archive({"figures.xlsx": BOOK})),
        ("figures.ods", ods(sheet(ODS_HEADING, line(*map(text, GOOD[:3]), number(12))))),
        ("cover.xlsx", xlsx(("Cover", [["IPS return"]]), ("Data", [["Quarter 3"], [], HEADING, GOOD]))),
    ],
)
def test_what_a_person_sees_is_read(sent, name, content):
    upload, _ = sent(content, name)

    assert upload.state == UploadState.READ, upload.error
    assert not upload.submission.issues.exists()
    assert StagedFigure.objects.get(upload=upload).numerator == 12


def test_the_page_says_how_the_file_was_read(sent):
    def hide(made):
        if made.name == "Data":
            made.set_row(3, None, None, {"hidden": True})

    rows = [["Quarter 3"], [], HEADING, GOOD, ["people", "01C", "2023-24-Q2", 11]]
    upload, said = sent(xlsx(("Cover", [["IPS return"]]), ("Data", rows), change=hide), "cover.xlsx")

    assert upload.remarks == [
        "The sheet Data was read. Not read: Cover.",
        "The heading was found on row 3; 1 row above it was not read.",
        "1 row is hidden or filtered out in the file; what is hidden was read like the rest.",
    ]
    assert all(remark in said for remark in upload.remarks)


def test_the_template_that_was_filled_in_wants_no_remark(sent, client, editor):
    client.force_login(editor)
    template = b"".join(client.get("/enter/upload/template/ips.xlsx"))

    upload, _ = sent(template, "template.xlsx")

    assert (upload.state, upload.remarks) == (UploadState.READ, [])
