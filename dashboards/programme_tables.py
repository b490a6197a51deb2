"""The tables of a programme's page: change on the year before, funnel, regions, waves."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dashboards.columns import (
    AttainmentColumn,
    BaseColumn,
    FigureColumn,
    LedFigureColumn,
    LinkColumn,
    NumericColumn,
    PlainAttainmentColumn,
    PlainShareColumn,
    StatusColumn,
    missing_cell,
    tag_cell,
)
from dashboards.presenters.change import BACK, BREAK, FORWARD, NONE_BEFORE, ChangeRow
from dashboards.tables import JudgedTable, Table
from dashboards.wording import Tag

HALF = 50
"""What is drawn to each side of the zero line, in the image's units."""


def draw_change(change: float, widest: float, side: str) -> str:
    """The change as a bar from the middle, as SVG; the number beside it says the same.

    `widest` is the change that fills half of the image. `side` is for, against or plain: its colour, which never stands
    alone.
    """
    length = min(abs(change) / widest, 1.0) * HALF if widest else 0.0
    return (
        f'<svg class="rollout-change rollout-change--{side}" viewBox="0 0 100 12" preserveAspectRatio="none" '
        f'aria-hidden="true"><path d="M50 1h{length if change > 0 else -length:.1f}v10H50z"/><path d="M50 0v12"/></svg>'
    )


SIDES = {FORWARD: "for", BACK: "against"}


class ChangeColumn(NumericColumn):
    """The change with its bar to either side of zero, or a marker with why there is none. Rows are `ChangeRow`."""

    def render(self, value: float | None, record: ChangeRow) -> SafeString:
        """The bar and the number."""
        if value is None and record.to_date is None:
            return missing_cell(record.point.marker)
        if value is None:
            return missing_cell("x" if record.why_not == NONE_BEFORE else "z", record.why_not)
        side = SIDES.get(record.reading, "plain") if record.reading else "plain"
        drawn = mark_safe(draw_change(value, record.widest, side))  # drawn by us of numbers alone
        return format_html('{}<span class="rollout-change__text">{}</span>', drawn, record.told)


class ReadingColumn(BaseColumn):
    """The change in a word, as a tag; nothing where nothing can be said."""

    empty_values = ()

    def render(self, value: Tag | None) -> str | SafeString:
        """The tag."""
        if value is None:
            return ""
        return tag_cell(value)


class BeforeColumn(FigureColumn):
    """The figure of a year before, or a marker with why there is none. Rows are `ChangeRow`."""

    def render(self, value: float | None, record: ChangeRow) -> str | SafeString:
        """The figure."""
        if value is None:
            return missing_cell("z" if record.why_not == BREAK else "x", record.why_not)
        return super().render(value, record)


class ChangeTable(JudgedTable):
    """One indicator in the areas of one level, beside the year before and the plan. Rows are `ChangeRow`."""

    area = LinkColumn(verbose_name="Area", accessor="point__area__short_name")
    change = ChangeColumn(verbose_name="Change in a year")
    reading = ReadingColumn(verbose_name="Direction", orderable=False)
    to_date = LedFigureColumn(verbose_name="To date")
    before = BeforeColumn(verbose_name="A year before")
    attainment = AttainmentColumn(verbose_name="Share of plan", accessor="point__attainment")
    status = StatusColumn(verbose_name="Status", accessor="point__status")
    share = PlainShareColumn(verbose_name="Covered")


class FunnelTable(Table):
    """Areas in a funnel. Rows are `FunnelArea`."""

    area = LinkColumn(verbose_name="Area", accessor="area__short_name")
    value = BaseColumn(verbose_name="Figure", accessor="told", orderable=False)
    denominator = BaseColumn(verbose_name="Out of", accessor="out_of", orderable=False)
    band = BaseColumn(verbose_name="Where it lies", accessor="band", orderable=False)


class RegionTable(JudgedTable):
    """The regions beside one another. Rows are `ChangeRow`."""

    area = LinkColumn(verbose_name="Region", accessor="point__area__short_name", orderable=False)
    to_date = LedFigureColumn(verbose_name="To date", orderable=False)
    attainment = PlainAttainmentColumn(
        verbose_name="Share of plan", accessor="point__attainment", orderable=False
    )
    status = StatusColumn(verbose_name="Status", accessor="point__status", orderable=False)
    change = ChangeColumn(verbose_name="Change in a year", orderable=False)


class WaveTable(Table):
    """The waves of a programme, by what became of their areas. Rows are `WaveRow`."""

    name = BaseColumn(verbose_name="Wave", orderable=False)
    about = BaseColumn(verbose_name="What it is", orderable=False)
    attainment = BaseColumn(verbose_name="Share of plan, in the middle", orderable=False, default="–")
    on_plan = BaseColumn(verbose_name="On plan", orderable=False, default="–")
    change = BaseColumn(verbose_name="Change on the year before, in the middle", orderable=False, default="–")
    reading = ReadingColumn(verbose_name="Direction", orderable=False)
