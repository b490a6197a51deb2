"""The pack as PowerPoint: a slide a programme, whose title is the finding, with a chart that can be edited.

What a slide leaves out stands in its notes, with the sources. Written by the figures' date and not by the clock: the
same pack is the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from textwrap import wrap
from typing import Any

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboards.charts import theme
from dashboards.packs.content import Pack, PackProgramme, visible
from dashboards.packs.office import LANGUAGE, add_chart, colour_of, describe, undated, write
from dashboards.packs.tables import PackTable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
TITLE_ONLY = 5
"""The layout of the library's template that has a title and nothing else."""
WIDE, HIGH = Inches(13.333), Inches(7.5)
EDGE = Inches(0.6)
NUMBER_WIDE = Inches(0.8)
NUMBER_ID = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
"""What Office asks of a field: any identifier."""
FIRST = ("Against the plan", "What it takes", "Where it is heading", "Coverage")
"""Which facts a slide shows rather than others where it has no room for all; its notes have them all."""
LETTERS_AN_INCH, LINE_HIGH, HEADING_HIGH = 8.4, 0.27, 0.42
"""Of text of 16 points: how many letters fit in an inch, how high a line is, and how high a question with its space."""
COLUMNS = (2.1, 2.5, 3.4, 1.2, 2.9)
"""How wide the columns of the table on the cover are, one to another."""
SOURCES = 8
"""Sources named on the last slide; its notes have them all."""


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
    write(frame.paragraphs[0], title, 28, bold=True)
    return slide


def _box(slide: Any, name: str, left: int, top: int, width: int, height: int) -> Any:
    box = slide.shapes.add_textbox(left, top, width, height)
    box.name = name
    box.text_frame.word_wrap = True
    return box.text_frame


def _number(slide: Any) -> None:
    """The slide's number at the foot, counted by whatever shows it."""
    frame = _box(slide, "Slide number", WIDE - EDGE - NUMBER_WIDE, Inches(6.85), NUMBER_WIDE, Inches(0.4))
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    field = paragraph._p.makeelement(qn("a:fld"), {"id": NUMBER_ID, "type": "slidenum"})
    field.append(field.makeelement(qn("a:rPr"), {"lang": LANGUAGE, "sz": "1200"}))
    said = field.makeelement(qn("a:t"), {})
    said.text = "‹#›"
    field.append(said)
    paragraph._p.append(field)


def _paragraph(frame: Any, is_first: bool) -> Any:
    return frame.paragraphs[0] if is_first else frame.add_paragraph()


def _cover(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, f"{pack.area.short_name}: where each programme stands")
    frame = _box(slide, "About", EDGE, Inches(1.4), WIDE - 2 * EDGE, Inches(1.7))
    where = f" · {pack.area.lies_in}" if pack.area.lies_in else ""
    write(frame.paragraphs[0], pack.summary, 18, bold=True)
    frame.paragraphs[0].space_after = Pt(6)
    write(frame.add_paragraph(), f"{pack.area.name}{where}", 14)
    stood = f"Figures as they stood on {pack.as_at_words} · data version {pack.data_version}"
    write(frame.add_paragraph(), stood, 14, colour=theme.INK_SOFT)
    if pack.warning:
        write(frame.add_paragraph(), pack.warning, 12, bold=True)
    _table(slide, pack.overview, Inches(3.3))
    _number(slide)
    _notes(slide, [pack.summary, f"This pack with the figures of today: {pack.link}"])


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
    describe(shape, table.caption)
    shape.table.first_row = True
    if len(table.headings) == len(COLUMNS):
        for column, part in zip(shape.table.columns, COLUMNS, strict=True):
            column.width = int((WIDE - 2 * EDGE) * part / sum(COLUMNS))
    for row, cells in enumerate((table.headings, *table.rows)):
        for column, text in enumerate(cells):
            cell = shape.table.cell(row, column)
            colour = theme.PAPER if row == 0 else theme.INK
            write(cell.text_frame.paragraphs[0], text, 12, bold=row == 0 or column == 0, colour=colour)
            if row == 0:
                cell.fill.solid()
                cell.fill.fore_color.rgb = colour_of(theme.ACTUAL)


def _programme(deck: Any, pack: Pack, one: PackProgramme, made: datetime) -> None:
    slide = _slide(deck, one.finding)
    has_chart = one.chart is not None
    if one.chart is not None:
        add_chart(
            slide,
            one.chart,
            one.figure_words,
            made,
            left=EDGE,
            top=Inches(1.6),
            width=Inches(7.9),
            height=Inches(5.1),
        )
    left = Inches(8.7) if has_chart else EDGE
    wide, high = WIDE - left - EDGE, Inches(5.1)
    frame = _box(slide, "Facts", left, Inches(1.6), wide, high)
    facts = fitting(one.facts, wide / Inches(1), high / Inches(1))
    for place, (asked, answer) in enumerate(facts):
        write(_paragraph(frame, place == 0), asked, 13, bold=True, colour=theme.INK_SOFT)
        answered = frame.add_paragraph()
        write(answered, answer, 16)
        answered.space_after = Pt(12)
    foot = _box(slide, "Where it is from", EDGE, Inches(6.85), WIDE - 2 * EDGE - NUMBER_WIDE, Inches(0.4))
    if one.made_up:
        write(foot.paragraphs[0], f"{one.made_up} figures. ", 12, bold=True)
    from_where = f"Rollout, {pack.area.short_name}, as they stood on {pack.as_at_words}"
    write(foot.paragraphs[0], from_where, 12, colour=theme.INK_SOFT)
    _number(slide)
    told = [f"{asked}: {answer}" for asked, answer in one.facts]
    _notes(
        slide, [one.full_name, *told, one.figure_words, *one.notes, f"Made as described at {pack.methods}"]
    )


def fitting(facts: Sequence[tuple[str, str]], wide: float, high: float) -> list[tuple[str, str]]:
    """The facts that a box of so many inches has room for, in their order; those of `FIRST` rather than others."""
    left, chosen = high, []
    for asked, answer in sorted(facts, key=lambda fact: fact[0] not in FIRST):
        lines = len(wrap(answer, int(wide * LETTERS_AN_INCH))) or 1
        taken = HEADING_HIGH + lines * LINE_HIGH
        if taken <= left:
            left -= taken
            chosen.append((asked, answer))
    return [fact for fact in facts if fact in chosen]


def _sources(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, "Sources and methods")
    frame = _box(slide, "Sources", EDGE, Inches(1.6), WIDE - 2 * EDGE, Inches(5.2))
    lines = [
        f"How each figure is made: {pack.methods}",
        f"This pack with the figures of today: {pack.link}",
    ]
    if pack.warning:
        lines.insert(0, pack.warning)
    named = [f"{source.title}, {source.publisher}".strip(", ") for source in pack.sources]
    more = [f"and {len(named) - SOURCES} more, in the notes of this slide"] if len(named) > SOURCES else []
    for place, words in enumerate([*lines, *named[:SOURCES], *more, pack.licence]):
        paragraph = _paragraph(frame, place == 0)
        write(paragraph, words, 13)
        paragraph.space_after = Pt(5)
    _number(slide)
    links = [f"{source.title}: {source.url}" for source in pack.sources if source.url]
    _notes(slide, [*named, *links, *pack.attributions])


def _notes(slide: Any, lines: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(visible(line) for line in lines if line)
