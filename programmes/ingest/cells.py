"""One cell of a file: a number, or the mark of why there is none.

>>> number("1,234")
Cell(value=Decimal('1234'), marker='')
>>> number(" * ")
Cell(value=None, marker='c')
>>> number("N/A")
Cell(value=None, marker='x')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from programmes.choices import Marker

WITHHELD = frozenset({"*", "**", "C", "[C]", "SUPPRESSED"})
"""Marks of a number that exists and may not be shown."""

MISSING = frozenset({"", "-", "–", "—", ":", "..", "NA", "N/A", "#N/A", "NAN", "NULL", "NONE", "X", "[X]"})
"""Marks of a number that is not there: not sent, not worked out, not asked for."""

NOT_APPLICABLE = frozenset({"Z", "[Z]"})

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")


class NotANumber(ValueError):
    """The cell holds neither a number nor one of the marks; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, or why there is none."""

    value: Decimal | None
    marker: str = ""


_MARKED = (
    dict.fromkeys(WITHHELD, Cell(None, Marker.CONFIDENTIAL.value))
    | dict.fromkeys(MISSING, Cell(None, Marker.NOT_AVAILABLE.value))
    | dict.fromkeys(NOT_APPLICABLE, Cell(None, Marker.NOT_APPLICABLE.value))
)


def tidy(text: str) -> str:
    """The text without blanks around it, and with every run of blanks inside as one."""
    return _SPACES.sub(" ", text).strip()


def number(text: str) -> Cell:
    """A number that is not negative, with thousands separators or without; or a mark. Else NotANumber."""
    bare = tidy(text)
    marked = _MARKED.get(bare.upper())
    if marked is not None:
        return marked
    together = bare.replace(" ", "")
    if _GROUPED.fullmatch(together):
        together = together.replace(",", "")
    if _NUMBER.fullmatch(together):
        return Cell(Decimal(together))
    if together[:1] in "-−" and _NUMBER.fullmatch(together[1:]):
        raise NotANumber(
            "A figure cannot be below nothing. Give it without the minus, or * where it is withheld."
        )
    raise NotANumber("This is no number. Write digits only, * where it is withheld, or leave it empty.")


def count(text: str) -> Cell:
    """A whole number, or a mark. Else NotANumber."""
    cell = number(text)
    if cell.value is None:
        return cell
    whole = cell.value.to_integral_value()
    if whole != cell.value:
        raise NotANumber("A count is a whole number. Give it without a fraction.")
    return Cell(whole)
