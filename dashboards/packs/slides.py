"""The pack as PowerPoint: a slide a programme, whose title is the finding, with a chart that can be edited.

What a slide leaves out stands in its notes, with the sources. Written by the figures' date and not by the clock: the
same pack is the same file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Inches, Pt

from dashboards.charts import theme
from dashboards.packs.content import Pack, PackProgramme, SlideChart, visible
from dashboards.packs.tables import PackTable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LANGUAGE = "en-GB"
FONT = "Arial"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
TITLE_ONLY = 5
"""The layout of the library's template that has a title and nothing else."""
WIDE, HIGH = Inches(13.333), Inches(7.5)
EDGE = Inches(0.6)
FACTS = 3
FIRST = ("Against the plan", "What it takes", "Coverage")
"""Which facts a slide shows rather than others, and how many; its notes have them all."""
SOURCES = 8
"""Sources named on the last slide; its notes have them all."""
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_slides(pack: Pack) -> bytes:
    """The bytes of the presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    made = (pack.as_at or UNDATED).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about = deck.core_properties
    about.title, about.author, about.language = visible(pack.title), "Rollout", LANGUAGE
    about.last_modified_by, about.created, about.modified, about.revision = "Rollout", made, made, 1
    _place_titles(deck)
    _cover(deck, pack)
    for each in pack.programmes:
        _programme(deck, pack, each, made)
    _sources(deck, pack)
    into = BytesIO()
    deck.save(into)
    return undated(into.getvalue(), made)


def _place_titles(deck: Any) -> None:
    """The template is for narrow slides: its titles are put where wide ones have them."""
    layout = deck.slide_layouts[TITLE_ONLY]
    for place in (layout.placeholders[0], deck.slide_master.placeholders[0]):
        place.left, place.top, place.width, place.height = EDGE, Inches(0.4), WIDE - 2 * EDGE, Inches(1.05)


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    frame = slide.shapes.title.text_frame
    frame.word_wrap = True
    _write(frame.paragraphs[0], title, 28, bold=True)
    return slide


def _write(paragraph: Any, text: str, size: float, *, bold: bool = False, colour: str = theme.INK) -> None:
    """A paragraph of one look, at the left, in our language."""
    paragraph.alignment = 1
    run = paragraph.add_run()
    run.text = visible(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _box(slide: Any, name: str, left: int, top: int, width: int, height: int) -> Any:
    box = slide.shapes.add_textbox(left, top, width, height)
    box.name = name
    box.text_frame.word_wrap = True
    return box.text_frame


def _paragraph(frame: Any, is_first: bool) -> Any:
    return frame.paragraphs[0] if is_first else frame.add_paragraph()


def _cover(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, f"{pack.area.short_name}: where each programme stands")
    frame = _box(slide, "About", EDGE, Inches(1.45), WIDE - 2 * EDGE, Inches(1.3))
    where = f" · {pack.area.lies_in}" if pack.area.lies_in else ""
    _write(frame.paragraphs[0], f"{pack.area.name}{where}", 16)
    stood = f"Figures as they stood on {pack.as_at_words} · data version {pack.data_version}"
    _write(frame.add_paragraph(), stood, 14, colour=theme.INK_SOFT)
    if pack.warning:
        _write(frame.add_paragraph(), pack.warning, 12, bold=True)
    _table(slide, pack.overview, Inches(2.95))
    _notes(slide, [pack.summary, f"This pack with the figures of today: {pack.address}"])


def _table(slide: Any, table: PackTable, top: int) -> None:
    shape = slide.shapes.add_table(
        len(table.rows) + 1,
        len(table.headings),
        EDGE,
        top,
        WIDE - 2 * EDGE,
        Inches(0.4 * (len(table.rows) + 1)),
    )
    shape.name = table.caption
    _describe(shape, table.caption)
    shape.table.first_row = True
    for row, cells in enumerate((table.headings, *table.rows)):
        for column, text in enumerate(cells):
            cell = shape.table.cell(row, column)
            colour = theme.PAPER if row == 0 else theme.INK
            _write(cell.text_frame.paragraphs[0], text, 12, bold=row == 0 or column == 0, colour=colour)
            if row == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor.from_string(theme.ACTUAL.removeprefix("#"))


def _programme(deck: Any, pack: Pack, one: PackProgramme, made: datetime) -> None:
    slide = _slide(deck, one.finding)
    has_chart = one.chart is not None
    if one.chart is not None:
        _chart(slide, one.chart, one.figure_words, made)
    left = Inches(8.7) if has_chart else EDGE
    frame = _box(slide, "Facts", left, Inches(1.6), WIDE - left - EDGE, Inches(4.9))
    facts = three(one.facts) if one.facts else [("", one.why_empty)]
    for place, (asked, answer) in enumerate(facts):
        if asked:
            _write(_paragraph(frame, place == 0), asked, 13, bold=True, colour=theme.INK_SOFT)
        answered = _paragraph(frame, place == 0 and not asked)
        _write(answered, answer, 16)
        answered.space_after = Pt(12)
    foot = _box(slide, "Where it is from", EDGE, Inches(6.85), WIDE - 2 * EDGE, Inches(0.4))
    marked = f"{one.illustrative} figures. " if one.illustrative else ""
    from_where = f"{marked}Rollout, {pack.area.short_name}, as they stood on {pack.as_at_words}"
    _write(foot.paragraphs[0], from_where, 11, colour=theme.INK_SOFT)
    told = [f"{asked}: {answer}" for asked, answer in one.facts]
    _notes(
        slide, [one.full_name, *told, one.figure_words, *one.notes, f"Made as described at {pack.methods}"]
    )


def three(facts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The facts that a slide has room for, in their order."""
    chosen = sorted(facts, key=lambda fact: fact[0] not in FIRST)[:FACTS]
    return [fact for fact in facts if fact in chosen]


def _chart(slide: Any, chart: SlideChart, words: str, made: datetime) -> None:
    data = CategoryChartData(number_format=chart.number_format)
    data.categories = chart.periods
    for name, values in chart.lines:
        data.add_series(name, values)
    kind = XL_CHART_TYPE.LINE_MARKERS if chart.is_line else XL_CHART_TYPE.COLUMN_CLUSTERED
    shape = slide.shapes.add_chart(kind, EDGE, Inches(1.6), Inches(7.9), Inches(5.1), data)
    shape.name = visible(chart.title)
    _describe(shape, words)
    drawn = shape.chart
    drawn.font.size, drawn.font.name = Pt(12), FONT
    drawn.has_title = True
    _write(drawn.chart_title.text_frame.paragraphs[0], chart.title, 13, bold=True)
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    drawn.value_axis.minimum_scale = 0
    drawn.value_axis.tick_labels.number_format = chart.number_format
    drawn.value_axis.tick_labels.number_format_is_linked = False
    drawn.value_axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(
        theme.GRID.removeprefix("#")
    )
    for line, colour in zip(drawn.plots[0].series, (theme.ACTUAL, theme.TRAJECTORY), strict=False):
        _colour(line, colour, is_line=chart.is_line, is_plan=colour == theme.TRAJECTORY)
    book = drawn.part.chart_workbook
    book.update_from_xlsx_blob(undated(book.xlsx_part.blob, made))


def _colour(line: Any, colour: str, *, is_line: bool, is_plan: bool) -> None:
    """What was reached is dark and solid; the plan is light, and dashed where it is a line."""
    ground = RGBColor.from_string(colour.removeprefix("#"))
    if not is_line:
        line.format.fill.solid()
        line.format.fill.fore_color.rgb = ground
        return
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = ground, Pt(2.5)
    if is_plan:
        line.format.line.dash_style = MSO_LINE.DASH
        line.marker.style = XL_MARKER_STYLE.NONE
        return
    line.marker.style, line.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    line.marker.format.fill.solid()
    line.marker.format.fill.fore_color.rgb = ground


def _sources(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, "Sources and methods")
    frame = _box(slide, "Sources", EDGE, Inches(1.6), WIDE - 2 * EDGE, Inches(5.2))
    lines = [
        f"How each figure is made: {pack.methods}",
        f"This pack with the figures of today: {pack.address}",
    ]
    if pack.warning:
        lines.insert(0, pack.warning)
    named = [f"{source.title}, {source.publisher}".strip(", ") for source in pack.sources]
    more = [f"and {len(named) - SOURCES} more, in the notes of this slide"] if len(named) > SOURCES else []
    for place, words in enumerate([*lines, *named[:SOURCES], *more, pack.licence]):
        paragraph = _paragraph(frame, place == 0)
        _write(paragraph, words, 13)
        paragraph.space_after = Pt(5)
    links = [f"{source.title}: {source.url}" for source in pack.sources if source.url]
    _notes(slide, [*named, *links, *pack.attributions])


def _notes(slide: Any, lines: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(visible(line) for line in lines if line)


def _describe(shape: Any, words: str) -> None:
    """What a screen reader says of a chart or a table."""
    shape._element.nvGraphicFramePr.cNvPr.set("descr", visible(words))


def undated(content: bytes, made: datetime) -> bytes:
    """A package of Office with no time of its own: its parts carry the date of the figures."""
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    into = BytesIO()
    with ZipFile(BytesIO(content)) as read, ZipFile(into, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            if name == "docProps/core.xml":
                part = DATED.sub(rb"\g<1>" + stamp, part)
            entry = ZipInfo(name, ZIP_DAY)
            entry.compress_type = ZIP_DEFLATED
            written.writestr(entry, part)
    return into.getvalue()
