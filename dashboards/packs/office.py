"""Charts of slides, and what they share with the slides: one look for text, words for screen readers, no clock.

A chart is native, so that whoever presents it can edit it. Its numbers are those of `SlideChart`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from dashboards.charts import theme
from dashboards.packs.content import SlideChart, visible

LANGUAGE = "en-GB"
FONT = "Arial"
ZIP_DAY = (1980, 1, 1, 0, 0, 0)
DATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def colour_of(colour: str) -> RGBColor:
    """A colour of the theme as Office has it."""
    return RGBColor.from_string(colour.removeprefix("#"))


def write(paragraph: Any, text: str, size: float, *, bold: bool = False, colour: str = theme.INK) -> None:
    """A paragraph of one look, at the left, in our language; `size` in points."""
    paragraph.alignment = 1
    run = paragraph.add_run()
    run.text = visible(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = colour_of(colour)
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def describe(shape: Any, words: str) -> None:
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


WHOLE_FROM = 10
"""An axis that goes so far needs no decimals."""

APART = 60
"""Between two groups of columns, in per cent of a column."""


def add_chart(
    slide: Any, chart: SlideChart, words: str, made: datetime, *, left: int, top: int, width: int, height: int
) -> None:
    """The chart on a slide, with its words for those who do not see it."""
    kind = XL_CHART_TYPE.LINE_MARKERS if chart.is_line else XL_CHART_TYPE.COLUMN_CLUSTERED
    shape = slide.shapes.add_chart(kind, left, top, width, height, _data(chart))
    shape.name = visible(chart.title)
    describe(shape, words)
    drawn = shape.chart
    drawn.font.size, drawn.font.name = Pt(12), FONT
    drawn.has_title = True
    write(drawn.chart_title.text_frame.paragraphs[0], chart.title, 13, bold=True)
    drawn.has_legend = len(chart.lines) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(drawn, chart)
    if not chart.is_line:
        drawn.plots[0].gap_width, drawn.plots[0].overlap = APART, 0
    ends = [_last(values) for _, values in chart.lines]
    for place, (line, end) in enumerate(zip(drawn.plots[0].series, ends, strict=True)):
        is_plan = place > 0
        _colour(line, theme.TRAJECTORY if is_plan else theme.ACTUAL, is_line=chart.is_line, is_plan=is_plan)
        if end:
            is_lower = any(other and other[0] == end[0] and other[1] > end[1] for other in ends)
            where = XL_LABEL_POSITION.BELOW if is_lower else XL_LABEL_POSITION.ABOVE
            _label(
                line.points[end[0]].data_label,
                theme.TRAJECTORY_WORDS if is_plan else theme.ACTUAL,
                where if chart.is_line else XL_LABEL_POSITION.OUTSIDE_END,
            )
    book = drawn.part.chart_workbook
    book.update_from_xlsx_blob(undated(book.xlsx_part.blob, made))


def _data(chart: SlideChart) -> CategoryChartData:
    """The numbers; quarters stand under their year, so that no label has to be turned."""
    data = CategoryChartData(number_format=chart.number_format)
    years: dict[str, Any] = {}
    for label in chart.periods:
        year, _, quarter = label.partition(" ")
        if not quarter:
            data.add_category(label)
            continue
        if year not in years:
            years[year] = data.add_category(year)
        years[year].add_sub_category(quarter)
    for name, values in chart.lines:
        data.add_series(name, values)
    return data


def _axes(drawn: Any, chart: SlideChart) -> None:
    axis = drawn.value_axis
    axis.minimum_scale = 0
    highest = max((value for _, values in chart.lines for value in values if value is not None), default=0.0)
    if chart.number_format.endswith("%"):
        axis.tick_labels.number_format = "0%"
    else:
        axis.tick_labels.number_format = "#,##0" if highest >= WHOLE_FROM else chart.number_format
    axis.tick_labels.number_format_is_linked = False
    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = colour_of(theme.GRID)
    drawn.category_axis.format.line.color.rgb = colour_of(theme.INK_SOFT)


def _colour(line: Any, colour: str, *, is_line: bool, is_plan: bool) -> None:
    """What was reached is dark and solid; the plan is light, and dashed where it is a line."""
    if not is_line:
        line.format.fill.solid()
        line.format.fill.fore_color.rgb = colour_of(colour)
        return
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = colour_of(colour), Pt(2.5)
    if is_plan:
        line.format.line.dash_style = MSO_LINE.DASH
        line.marker.style = XL_MARKER_STYLE.NONE
        return
    line.marker.style, line.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    line.marker.format.fill.solid()
    line.marker.format.fill.fore_color.rgb = colour_of(colour)
    line.marker.format.line.color.rgb = colour_of(colour)


def _last(values: Sequence[float | None]) -> tuple[int, float] | None:
    """The place of the last value that is known, and the value."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def _label(label: Any, colour: str, where: Any) -> None:
    """The figure at its point, so that nobody has to read it off the axis."""
    label.font.size, label.font.bold, label.font.name = Pt(12), True, FONT
    label.font.color.rgb = colour_of(colour)
    label.position = where
