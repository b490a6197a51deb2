"""One cell of a published file: a number, or the mark of why there is none. How both are written, `checks.typed` knows.

>>> number("1,234")
Cell(value=Decimal('1234'), marker='')
>>> number(" * ")
Cell(value=None, marker='c')
>>> number("N/A")
Cell(value=None, marker='x')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from programmes.checks import typed
from programmes.checks.typed import why_unread
from programmes.choices import Marker


class NotANumber(ValueError):
    """The cell holds neither a number nor one of the marks; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, or why there is none."""

    value: Decimal | None
    marker: str = ""


def number(text: str) -> Cell:
    """A number that is not negative; or a mark, and an empty cell is not available. Else NotANumber."""
    marker = typed.marker_of(text)
    if marker or not typed.visible(text):
        return Cell(None, marker or Marker.NOT_AVAILABLE.value)
    value = typed.number(text)
    if value is None:
        raise NotANumber(why_unread(text))
    if value < 0:
        raise NotANumber("A figure cannot be below 0. Give it without the minus.")
    return Cell(value)


def count(text: str) -> Cell:
    """A whole number, or a mark. Else NotANumber."""
    cell = number(text)
    if cell.value is None:
        return cell
    whole = cell.value.to_integral_value()
    if whole != cell.value:
        raise NotANumber("A count is a whole number. Give it without a fraction.")
    return Cell(whole)


def together(*parts: Cell) -> str:
    """The marker of what is made of several cells, of which not every one is a number; empty where every one is."""
    markers = [part.marker for part in parts if part.value is None]
    withheld = Marker.CONFIDENTIAL.value
    return withheld if withheld in markers else next(iter(markers), "")
