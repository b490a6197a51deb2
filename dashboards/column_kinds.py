"""One column of a table of results: its name, heading, kind and meaning, and its value in an answer and in a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, F, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Left, NullIf
from django.db.models.lookups import In

from dashboards.column_expressions import AsJson, WithPoint
from dashboards.column_words import Words

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for something to run."""

NUMBERS = ("integer", "number", "fraction")
"""The kinds of columns whose values are numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file and one key of an answer."""

    name: str
    source: str | Combinable
    heading: str
    kind: str
    """`text` words that came from people; `code` a word of ours, with a list of what it may be; `marker` letters;
    `integer`, `number` in the unit of the row, `fraction` (0.45 is 45%); `date`; `boolean`; `address` of a page."""
    meaning: str
    words: Words | None = None
    """Which words may stand in it, where that is a list of ours."""

    @property
    def expression(self) -> Combinable:
        """Its value in an answer."""
        return F(self.source) if isinstance(self.source, str) else self.source

    @property
    def file_expression(self) -> Combinable:
        """Its value in a CSV file: an apostrophe before text a spreadsheet might run, nothing for an empty code."""
        if self.kind == "text":
            text = self.expression
            unsafe = In(Left(text, 1), list(FORMULA_STARTS))
            apostrophe = Concat(Value("'"), text, output_field=TextField())
            return Case(When(unsafe, then=apostrophe), default=text, output_field=TextField())
        if self.kind in ("code", "marker", "address"):
            return NullIf(self.expression, Value(""))
        if self.kind in ("number", "fraction"):
            return WithPoint(self.expression)
        return Cast(self.expression, TextField()) if self.kind == "boolean" else self.expression

    @property
    def json_expression(self) -> Combinable:
        """Its value in a line of JSON, where numbers of one column are written alike too."""
        if self.kind in ("number", "fraction"):
            return AsJson(WithPoint(self.expression))
        return self.expression

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers, which stay numbers in every file."""
        return self.kind in NUMBERS


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("Devon")
    ("'=1+1", 'Devon')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
