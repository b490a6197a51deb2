"""The PDF can be read by a screen reader, holds no pictures of dots, and is the same bytes for the same figures."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from dashboards.packs.pdf import write_pdf
from programmes.models import Area, Progress
from tests.dashboards.packs.conftest import STOOD

HOSTILE = 'Bure #panic("no") $x^2$ *bold* _it_ `raw` @ref <label> \\ #let x = 1 // "end" & \x0b]'


@pytest.fixture
def pdf(pack_of):
    return PdfReader(BytesIO(write_pdf(pack_of("QBB"))))


def elements(node):
    """Every element of the structure, from the top."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict) and "/K" in node:
        if "/S" in node:
            yield node
        if not isinstance(node["/K"], int):
            yield from elements(node["/K"])


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_says_its_title_and_language_and_is_tagged(pdf):
    root = pdf.trailer["/Root"]

    assert pdf.metadata.title == "Meeting pack: Bure"
    assert root["/Lang"].lower() == "en-gb"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_every_figure_has_the_words_of_its_chart(pdf, pack_of):
    kinds = [(each["/S"], each) for each in elements(pdf.trailer["/Root"]["/StructTreeRoot"])]

    said = [each["/Alt"] for kind, each in kinds if kind == "/Figure"]
    assert said == [one.figure_words for one in pack_of("QBB").programmes]


def test_tables_have_headings_and_pages_bookmarks(pdf, pack_of):
    kinds = [each["/S"] for each in elements(pdf.trailer["/Root"]["/StructTreeRoot"])]
    pack = pack_of("QBB")

    headings = [len(table.headings) for table in (pack.overview, *(one.table for one in pack.programmes))]
    assert kinds.count("/Table") == 3
    assert kinds.count("/TH") >= sum(headings)
    marks = [mark.title for mark in pdf.outline if not isinstance(mark, list)]
    assert marks == ["Bure", *(one.finding for one in pack.programmes), "Sources and methods"]


def test_charts_are_lines_and_letters_and_not_dots(pdf):
    for page in pdf.pages:
        inside = page["/Resources"].get("/XObject", {})
        assert [each for each in inside.values() if each.get_object()["/Subtype"] == "/Image"] == []
    assert "Year to date" in text_of(pdf)
    assert "Actual, 2023/24 Q3" in text_of(pdf)


def test_all_of_it_is_said(pdf, pack_of):
    pack, said = pack_of("QBB"), text_of(pdf)

    assert pack.as_at_words in said
    assert "Demonstration." in said
    for one in pack.programmes:
        assert one.finding in said


def test_same_figures_are_the_same_bytes(pack_of):
    assert write_pdf(pack_of("QBB")) == write_pdf(pack_of("QBB"))
    assert PdfReader(BytesIO(write_pdf(pack_of("QBB")))).metadata.creation_date == STOOD


def test_name_from_the_database_is_text_and_never_markup(pack_of):
    Area.objects.filter(code="QBB").update(name=HOSTILE, short_name='#panic("no") *b* $x$')

    said = text_of(PdfReader(BytesIO(write_pdf(pack_of("QBB")))))

    assert '#panic("no") $x^2$ *bold* _it_ `raw` @ref <label> \\ #let x = 1 //' in said
    assert '#panic("no") *b* $x$' in said


def test_area_without_any_figure_has_a_pack_too(pack_of):
    Progress.objects.filter(area__code="QBB").delete()

    said = text_of(PdfReader(BytesIO(write_pdf(pack_of("QBB")))))

    assert "no figure to show in any period" in said.lower()
