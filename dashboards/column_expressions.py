"""Values of columns as expressions: what is worked out from others, and how numbers are written."""

from __future__ import annotations

from typing import Any

from django.db.models import F, FloatField, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf


def share(part: str, whole: str) -> Combinable:
    """One column over another, unknown where there is nothing to divide by."""
    return Cast(F(part), FloatField()) / NullIf(Cast(F(whole), FloatField()), Value(0.0))


WITH_POINT = "({0})::text || case when ({0}) = trunc({0}) and abs({0}) < 1e15 then '.0' else '' end"
"""SQL of a floating-point number as text, with a decimal point also where it is whole: 2708.0, never 2708.

PostgreSQL writes 2708 and 2708.5 in one column; a program that takes the type of a column from its first rows then
takes it for whole numbers, and stops at the first that is not. From 1e15 on there is an exponent, which says the same.
"""


class WithPoint(Func):
    """A floating-point number as text; see `WITH_POINT`."""

    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """The statement, in which the number stands four times."""
        number, params = compiler.compile(self.source_expressions[0])
        return WITH_POINT.format(number), (*params,) * WITH_POINT.count("{0}")


class AsJson(Func):
    """Text that is JSON already, as PostgreSQL is to take it over into a larger value."""

    template = "(%(expressions)s)::json"
    output_field = TextField()
