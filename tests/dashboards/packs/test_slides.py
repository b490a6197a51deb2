"""The slides say what the pack says, their charts can be edited, and the same figures are the same bytes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from dashboards.packs.slides import ZIP_DAY, write_slides
from programmes.models import Area


@pytest.fixture
def deck(pack_of):
    return Presentation(BytesIO(write_slides(pack_of("QBB"))))


def charts(deck):
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_title_of_each_slide_is_its_finding(deck, pack_of):
    titles = [slide.shapes.title.text for slide in deck.slides]

    findings = [one.finding for one in pack_of("QBB").programmes]
    assert titles == ["Bure: where each programme stands", *findings, "Sources and methods"]


def test_charts_are_charts_with_their_numbers(deck, pack_of):
    pack = pack_of("QBB")
    for shape, one in zip(charts(deck), pack.programmes, strict=True):
        drawn = shape.chart
        assert [(line.name, tuple(line.values)) for line in drawn.plots[0].series] == list(one.chart.lines)
        assert tuple(drawn.plots[0].categories) == one.chart.periods
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == one.figure_words
        book = load_workbook(BytesIO(drawn.part.chart_workbook.xlsx_part.blob))
        assert book.active["A2"].value == one.chart.periods[0]


def test_pictures_are_nowhere(pack_of):
    with ZipFile(BytesIO(write_slides(pack_of("QBB")))) as package:
        kinds = {name.rsplit(".", 1)[-1] for name in package.namelist() if "/media/" in name}
    assert kinds == set()


def test_notes_say_the_rest(deck, pack_of):
    one = pack_of("QBB").programmes[0]
    notes = deck.slides[1].notes_slide.notes_text_frame.text

    assert all(answer in notes for _, answer in one.facts)
    assert one.figure_words in notes


def test_nothing_runs_over_the_edge(deck):
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_no_clock_is_in_it(pack_of):
    content = write_slides(pack_of("QBB"))

    with ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {ZIP_DAY}
        assert b"2024-03-31T12:30:00Z" in package.read("docProps/core.xml")
        books = [name for name in package.namelist() if name.endswith(".xlsx")]
        assert len(books) == 2
        for name in books:
            with ZipFile(BytesIO(package.read(name))) as book:
                assert {entry.date_time for entry in book.infolist()} == {ZIP_DAY}
                assert book.read("docProps/core.xml").count(b"2024-03-31T12:30:00Z") == 2
    assert write_slides(pack_of("QBB")) == content


def test_hostile_name_is_text(pack_of):
    Area.objects.filter(code="QBB").update(short_name="<a:t>&\x0b\x1f#1")

    deck = Presentation(BytesIO(write_slides(pack_of("QBB"))))

    assert deck.slides[0].shapes.title.text == "<a:t>&#1: where each programme stands"
