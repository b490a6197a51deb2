"""The columns of the target table: each shows the value of one column of results as a reader expects it."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboards import formatting
from dashboards.column_kinds import Column
from dashboards.columns import BaseColumn, missing_cell, tag_cell
from dashboards.wording import TARGET_BASIS_WORDS, area_type_word, provenance_tag, status_tag
from programmes.choices import Basis, Provenance, TargetBasis
from programmes.queries.points import parse_period

PLAINLY_COUNTED = ("numerator", "denominator")
"""Numbers that are not in the unit of their row when that is a share."""

OF_THE_FIGURE = ("actual", "numerator", "year_to_date", "attainment", "variance")
"""Numbers that are missing because the figure is, for the reason that its marker gives."""

AGAINST_A_TARGET = ("attainment", "variance")

BASIS_IN_A_WORD = {Basis.REPORTED: "Reported", Basis.ROLLED_UP: "Rolled up", Basis.REBASED: "Rebased"}


class ResultColumn(BaseColumn):
    """One column of results. Rows are `dashboards.targets.paging.Row`."""

    def __init__(self, column: Column, **kwargs: Any) -> None:
        super().__init__(verbose_name=column.heading, accessor=column.name, empty_values=(), **kwargs)
        self.column = column
        self.numeric = column.is_number

    def render(self, value: Any, record: Any) -> str | SafeString:
        """The value as a page writes it, or its marker."""
        return shown(self.column, value, record)


class AreaNameColumn(ResultColumn):
    """The area, with the way to its page; `[Demonstration]` under it where only some rows are made up."""

    def render(self, value: Any, record: Any) -> SafeString:
        """The short name; the whole one for whoever points at it."""
        link = format_html('<a href="{}" title="{}">{}</a>', record["href"], value, record["short_name"])
        if not record.get("is_marked_made_up"):
            return link
        return format_html("{} {}", link, tag_cell(provenance_tag(Provenance.DEMONSTRATION)))


class OriginColumn(BaseColumn):
    """The way to where a row comes from."""

    def __init__(self) -> None:
        super().__init__(verbose_name="Origin", accessor="origin_href")

    def render(self, value: str, record: Any) -> SafeString:
        """A link whose words are its own when read alone."""
        return format_html(
            '<a href="{}">Where from<span class="nhsuk-u-visually-hidden">: {}, {}, {}</span></a>',
            value,
            record["indicator_name"],
            record["short_name"],
            parse_period(record["period"]).label,
        )


def shown(column: Column, value: Any, row: Any) -> str | SafeString:
    """One value as a page writes it."""
    if column.is_number:
        return _number(column, value, row)
    if value in (None, ""):
        return ""
    words = _WORDS.get(column.name)
    if words is not None:
        return words(value)
    if column.kind == "date":
        return formatting.day(value)
    if column.kind == "boolean":
        return "Yes" if value else "No"
    if column.kind == "marker":
        return formatting.markers(value)
    if column.name == "indicator_name" and row.get("method_href"):
        return format_html('<a class="targets-table__indicator" href="{}">{}</a>', row["method_href"], value)
    return str(value)


def marker_of(name: str, row: Any) -> tuple[str, str]:
    """Why a number is missing: its marker, and words for it where the marker's own say too little."""
    if name in AGAINST_A_TARGET and row["target_to_date"] is None:
        return "z", "No target"
    if name in OF_THE_FIGURE:
        return row["marker"] or "x", ""
    return "z", "No target" if name.startswith("target") else ""


def _number(column: Column, value: float | None, row: Any) -> str | SafeString:
    if value is None:
        return missing_cell(*marker_of(column.name, row))
    if column.kind == "fraction":
        return formatting.percentage(value, 1)
    if column.kind == "integer" or column.name in PLAINLY_COUNTED:
        return formatting.number(value, 0 if float(value).is_integer() else row["decimals"])
    if column.name == "variance":
        return formatting.difference(value, row["unit"], row["decimals"])
    return formatting.amount(value, row["unit"], row["decimals"])


_WORDS = {
    "unit": lambda value: formatting.unit_words(value) or value,
    "area_type": area_type_word,
    "period": lambda value: format_html('<span class="rollout-nowrap">{}</span>', parse_period(value).label),
    "basis": lambda value: BASIS_IN_A_WORD[Basis(value)],
    "target_basis": lambda value: TARGET_BASIS_WORDS[TargetBasis(value)],
    "status": lambda value: tag_cell(status_tag(value)),
    "provenance": lambda value: tag_cell(provenance_tag(value)),
    "target_provenance": lambda value: tag_cell(provenance_tag(value)),
}
