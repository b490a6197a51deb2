"""The tables of areas side by side: at one period with differences, and over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dashboards import formatting
from dashboards.columns import (
    BaseColumn,
    LedFigureColumn,
    LinkColumn,
    NumericColumn,
    PeriodColumn,
    PlainAttainmentColumn,
    PlainShareColumn,
    StatusColumn,
    missing_cell,
)
from dashboards.compare import figures
from dashboards.compare.chart import Line, shown
from dashboards.tables import JudgedTable, Table
from programmes.results import IndicatorInfo
from programmes.statistics.comparison import Comparison

LOOKS = {
    Comparison.BETTER: ("blue", "▲"),
    Comparison.WORSE: ("orange", "▼"),
    Comparison.HIGHER: ("grey", "▲"),
    Comparison.LOWER: ("grey", "▼"),
    Comparison.SIMILAR: ("white", "●"),
}
"""A colour and a shape beside the word; the word alone says it."""

ITSELF = mark_safe('<span class="rollout-table__none">itself</span>')
"""In the row of the area that the others are compared with."""

NOT_COMPARED = mark_safe('<span class="rollout-table__none">not compared</span>')


class StandingColumn(NumericColumn):
    """The figure as areas are compared by it. Rows have `.indicator` and `.point`."""

    def render(self, value: float | None, record: Any) -> str | SafeString:
        """The cell as it is shown."""
        return (
            missing_cell(record.point.marker) if value is None else figures.written(record.indicator, value)
        )


class ChangeColumn(NumericColumn):
    """The change on a year, or why there is none."""

    def render(self, value: float | None, record: Any) -> str | SafeString:
        """The cell as it is shown."""
        if value is not None:
            return formatting.difference(value, record.indicator.unit, record.indicator.decimals)
        return missing_cell(
            "b" if record.is_broken else "x", "A break lies between" if record.is_broken else ""
        )


class DifferenceColumn(NumericColumn):
    """The difference with its limits in brackets."""

    def render(self, value: float | None, record: Any) -> str | SafeString:
        """The cell as it is shown."""
        if record.is_chosen:
            return ITSELF
        if value is None:
            return missing_cell(record.point.marker)
        return written_difference(record)


def written_difference(record: Any) -> str:
    """`+12.3 (+4.1 to +20.5)`, both limits written as finely as the figure; without limits where there are none."""
    found, indicator = record.difference, record.indicator
    limits = found.interval
    if limits is None or limits.lower is None or limits.upper is None:
        return figures.apart(indicator, found.apart, found.apart)
    beside = max(abs(limits.lower), abs(limits.upper))
    text, low, high = (
        figures.apart(indicator, each, beside) for each in (found.apart, limits.lower, limits.upper)
    )
    return f"{text} ({low} to {high})"


class WordColumn(BaseColumn):
    """Better, similar or worse, in a tag with a shape."""

    def render(self, value: str, record: Any) -> SafeString:
        """The cell as it is shown."""
        if record.is_chosen:
            return ITSELF
        if value not in LOOKS:
            return NOT_COMPARED
        colour, shape = LOOKS[Comparison(value)]
        return format_html(
            '<strong class="nhsuk-tag nhsuk-tag--{}"><span aria-hidden="true">{} </span>{}</strong>',
            colour,
            shape,
            value.capitalize(),
        )


class ComparedTable(JudgedTable):
    """Areas side by side at one period. Rows are `ComparedRow`."""

    area = LinkColumn(verbose_name="Area", accessor="point__area__short_name")
    word = WordColumn(verbose_name="Compared")
    apart = DifferenceColumn(verbose_name="Difference (95% limits)")
    standing = StandingColumn(verbose_name="Compared by")
    figure = LedFigureColumn(verbose_name="Figure")
    change = ChangeColumn(verbose_name="Year’s change")
    attainment = PlainAttainmentColumn(verbose_name="Of plan", accessor="point__attainment")
    status = StatusColumn(verbose_name="Status", accessor="point__status")
    share = PlainShareColumn(verbose_name="Covered")

    def __init__(self, rows: Sequence[Any], *, indicator: IndicatorInfo, **kwargs: Any) -> None:
        has_limits = not figures.why_no_interval(indicator)
        per_head = not indicator.kind.is_ratio
        # A ratio is compared as it is, so that it needs no second figure; without limits nothing is judged.
        without = [*([] if per_head else ["figure"]), *([] if has_limits else ["word"])]
        super().__init__(rows, exclude=without, **kwargs)
        heads = {
            "apart": "Difference (95% limits)" if has_limits else "Difference",
            "standing": "Per 100,000 adults" if per_head else "Figure",
            "figure": "Year to date" if indicator.kind.only_grows else "Figure",
        }
        for name in heads.keys() - set(without):
            self.columns[name].column.verbose_name = heads[name]


class TextColumn(NumericColumn):
    """A cell that is written already."""

    def render(self, value: str) -> str:
        """The cell as it is shown."""
        return value


class OverTimeTable(Table):
    """Areas over time: a row for each period, a column for each area. Rows are mappings."""

    period = PeriodColumn(verbose_name="Period", orderable=False)

    class Meta:
        orderable = False


def over_time_table(indicator: IndicatorInfo, lines: Sequence[Line], *, caption: str) -> OverTimeTable:
    """What the chart of these lines draws, the newest period first."""
    lines = shown(lines)
    rows: list[dict[str, Any]] = [
        {
            "period": lines[0].points[place].period,
            **{f"area_{line.area.code}": _cell(indicator, line, place) for line in lines},
        }
        for place in reversed(range(len(lines[0].points) if lines else 0))
    ]
    columns = [
        (f"area_{line.area.code}", TextColumn(verbose_name=line.area.short_name, orderable=False))
        for line in lines
    ]
    return OverTimeTable(rows, caption=caption, prefix="time-", extra_columns=columns)


def _cell(indicator: IndicatorInfo, line: Line, place: int) -> str | SafeString:
    value = line.values[place]
    return missing_cell(line.points[place].marker) if value is None else figures.written(indicator, value)
