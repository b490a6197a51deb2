"""The slides say what the pack says, their charts can be edited, and the same figures are the same bytes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.util import Inches

from dashboards.packs.content import SlideChart
from dashboards.packs.office import ZIP_DAY, add_chart
from dashboards.packs.slides import fitting, write_slides
from programmes.models import Area
from tests.dashboards.packs.conftest import STOOD


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
        assert (
            tuple(" ".join(label) for label in drawn.plots[0].categories.flattened_labels)
            == one.chart.periods
        )
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == one.figure_words
        book = load_workbook(BytesIO(drawn.part.chart_workbook.xlsx_part.blob))
        assert f"{book.active['A2'].value} {book.active['B2'].value}" == one.chart.periods[0]


@pytest.mark.parametrize(("plan", "above"), [((20.0, 24.0), "Plan"), ((20.0, 22.0), "Actual")])
def test_last_figures_of_a_line_and_its_plan_do_not_lie_on_one_another(plan, above):
    chart = SlideChart(
        "Sites", True, ("2023/24 Q3", "2023/24 Q4"), (("Actual", (15.0, 23.0)), ("Plan", plan)), "0"
    )
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[5])

    add_chart(slide, chart, "Words.", STOOD, left=0, top=0, width=Inches(8), height=Inches(5))

    [drawn] = [shape.chart for shape in slide.shapes if shape.has_chart]
    where = {line.name: line.points[1].data_label.position for line in drawn.plots[0].series}
    below = {"Plan", "Actual"} - {above}
    assert where == {above: XL_LABEL_POSITION.ABOVE, below.pop(): XL_LABEL_POSITION.BELOW}


def test_slides_are_numbered(deck):
    for slide in deck.slides:
        [number] = [shape for shape in slide.shapes if shape.name == "Slide number"]
        assert 'type="slidenum"' in number._element.xml


def test_facts_that_have_no_room_stand_in_the_notes_alone():
    facts = [
        ("Beside others", "a"),
        ("Against the plan", "b"),
        ("What it takes", "c " * 60),
        ("Coverage", "d"),
    ]

    assert fitting(facts, 4.0, 5.0) == facts
    assert fitting(facts, 4.0, 1.4) == [("Against the plan", "b"), ("Coverage", "d")]


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
