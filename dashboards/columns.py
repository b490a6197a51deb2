"""Columns that tables share. Each says how a cell is shown (`render`); a number is also worth something (`value`)."""
# ruff: noqa: D102  (those two names are django-tables2's, and the class says what they do)

from __future__ import annotations

from copy import copy
from functools import cache, lru_cache
from html import escape
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from dashboards import formatting
from dashboards.wording import Tag, missing_words, status_tag
from programmes.choices import BESIDE_A_SHARE


class BaseColumn(tables.Column):
    """Every table gets copies of its columns. Their parts are only read, so that all copies may share them."""

    def __deepcopy__(self, memo: dict[int, Any]) -> BaseColumn:
        return copy(self)


class NumericColumn(BaseColumn):
    """Right-aligned, and never empty: where there is no number there is a marker."""

    numeric = True
    """Read by the template of tables."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_values=(), **kwargs)

    def value(self, value: float | None) -> float | None:
        return value


class FigureColumn(NumericColumn):
    """A figure in its indicator's unit, or the marker of its row. Rows have `.indicator` and `.point`."""

    why_none = ""
    """Why there is none, where that is no matter of the row's figure."""

    def render(self, value: float | None, record: Any) -> str | SafeString:
        if value is None:
            return missing_cell("z" if self.why_none else record.point.marker, self.why_none)
        return formatting.amount_of(record.indicator, value)


class LedFigureColumn(FigureColumn):
    """A figure, or its marker, that leads to where it comes from. Rows have `.origin` too, empty where nowhere."""

    def render(self, value: float | None, record: Any) -> str | SafeString:
        return led(super().render(value, record), record.origin)


class PlannedColumn(FigureColumn):
    """A planned figure. Where nothing was planned the cell says so: that is not a missing figure."""

    why_none = "No target"


class LimitColumn(FigureColumn):
    """A line of a control chart, in the indicator's unit. With too few figures there is none."""

    why_none = "Too few figures for limits"


class AttainmentColumn(NumericColumn):
    """Share of the plan, as a percentage and a bar; the line across the bar is the plan itself."""

    def render(self, value: float | None, record: Any) -> SafeString:
        if value is None:
            unplanned = record.point.target_to_date is None
            return missing_cell("z", "No target") if unplanned else missing_cell(record.point.marker)
        if record.point.status in BESIDE_A_SHARE:
            return format_html(
                '{} <span class="rollout-soft">of a share</span>', formatting.percentage(value)
            )
        return self.shown(value)

    def shown(self, value: float) -> SafeString:
        """The percentage and its bar."""
        return barred(bar(value, of=1.25, plan=1.0), value)


class ShareColumn(NumericColumn):
    """A share of one, as a percentage and a bar."""

    def render(self, value: float | None) -> SafeString:
        if value is None:
            return missing_cell("x")
        return self.shown(value)

    def shown(self, value: float) -> SafeString:
        """The percentage and its bar."""
        return barred(bar(value), value)


class PlainAttainmentColumn(AttainmentColumn):
    """Share of the plan without a bar, where there is little room."""

    def shown(self, value: float) -> SafeString:
        """The percentage alone."""
        return format_html("{}", formatting.percentage(value))


class PlainShareColumn(ShareColumn):
    """A share without a bar."""

    def shown(self, value: float) -> SafeString:
        """The percentage alone."""
        return format_html("{}", formatting.percentage(value))


class CountColumn(NumericColumn):
    """A whole number."""

    def render(self, value: int | None) -> str | SafeString:
        return missing_cell("x") if value is None else formatting.number(value)


class RankColumn(NumericColumn):
    """A place among its peers."""

    def render(self, value: int | None, record: Any) -> str | SafeString:
        if value is None:
            return missing_cell("z", "Not ranked")
        return formatting.ordinal(value)


class StatusColumn(BaseColumn):
    """The status word in its tag."""

    def render(self, value: str) -> SafeString:
        return tag_cell(status_tag(value))


class LinkColumn(BaseColumn):
    """The row's name, and the way to its page. Rows have `.href`."""

    def render(self, value: str, record: Any) -> SafeString:
        shown = escaped(value)
        return mark_safe(f'<a href="{escape(record.href)}">{shown}</a>' if record.href else shown)


class NameColumn(BaseColumn):
    """A service's name, with where it is and what it offers under it."""

    def render(self, value: str, record: Any) -> SafeString:
        under = ". ".join(part for part in (record.service.address, record.service.offers) if part)
        if not under:
            return format_html("{}", value)
        return format_html('{}<br><span class="rollout-soft rollout-small">{}</span>', value, under)


class AreasColumn(BaseColumn):
    """The areas a service serves, as links."""

    def render(self, value: tuple[tuple[str, str], ...]) -> SafeString:
        return format_html_join(", ", '<a href="{1}">{0}</a>', value)


class TagColumn(BaseColumn):
    """A word in its tag."""

    def render(self, value: Tag) -> SafeString:
        return tag_cell(value)


class PeriodColumn(BaseColumn):
    """A period as on screen; in files by its code."""

    def render(self, value: Any, record: Any) -> str | SafeString:
        return value.label


class LedPeriodColumn(PeriodColumn):
    """A period that leads to where its figure comes from. Rows have `.origin`, empty where nowhere."""

    def render(self, value: Any, record: Any) -> str | SafeString:
        return led(super().render(value, record), record.origin)


def led(shown: str | SafeString, origin: str) -> str | SafeString:
    """What a cell shows, as the way to where it comes from."""
    if not origin:
        return shown
    return mark_safe(f'<a class="rollout-table__origin" href="{escape(origin)}">{escaped(shown)}</a>')


def escaped(value: Any) -> str:
    """The value as HTML; what is HTML already stays as it is.

    Tables have thousands of cells, and Django's own looks in each for texts that wait to be translated.
    """
    return value if isinstance(value, SafeString) else escape(str(value))


@cache
def tag_cell(tag: Tag) -> SafeString:
    """A tag as in `_components/tag.html`."""
    return format_html('<strong class="nhsuk-tag nhsuk-tag--{}">{}</strong>', tag.colour, tag.text)


@cache
def missing_cell(marker: str, words: str = "") -> SafeString:
    """A marker in place of a number, with its words for whoever hears or points at it."""
    return format_html(
        '<abbr class="rollout-table__none" title="{}">{}</abbr>',
        words or missing_words(marker),
        formatting.missing(marker),
    )


def barred(drawn: SafeString, share: float) -> SafeString:
    """A bar and its percentage, of one width in every row so that bars begin under one another."""
    return mark_safe(f'{drawn}<span class="rollout-bar__text">{escaped(formatting.percentage(share))}</span>')


def bar(share: float, *, of: float = 1.0, plan: float | None = None) -> SafeString:
    """A bar from zero, drawn with attributes only; the number beside it says the same."""
    return _bar(round(max(0.0, min(share / of, 1.0)) * 100, 1), None if plan is None else plan / of)


@lru_cache(maxsize=4096)
def _bar(width: float, plan: float | None) -> SafeString:
    """A bar so many hundredths wide, with a line at the plan. There are a thousand widths for each plan."""
    line = (
        ""
        if plan is None
        else format_html(
            '<line class="rollout-bar__plan" x1="{0}" x2="{0}" y1="0" y2="12"/>', round(plan * 100, 1)
        )
    )
    return format_html(
        '<svg class="rollout-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="rollout-bar__track" width="100" height="12"/>'
        '<rect class="rollout-bar__value" width="{}" height="12"/>'
        "{}</svg>",
        width,
        line,
    )
