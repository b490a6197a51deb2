"""Building blocks for the rules that the database holds."""

from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


def one_of(
    field: str, members: type[models.TextChoices] | Iterable[str], name: str
) -> models.CheckConstraint:
    """The field holds one of the members: `choices` alone stops nobody."""
    values = sorted(getattr(members, "values", members))
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}))


def ends_after_start(start: str, end: str, name: str) -> models.CheckConstraint:
    """An end that is known does not come before the start."""
    return models.CheckConstraint(
        name=name, condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)})
    )


def one_life_at_a_time(identity: models.expressions.Combinable, name: str) -> ExclusionConstraint:
    """No two rows of one identity (an int8 range of one point) share a day of `valid_from` to `valid_to`.

    The identity is given as a range because embedded PostgreSQL has no btree_gist: two range columns
    exclude overlaps without it.
    """
    days = Func(
        F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField()
    )
    return ExclusionConstraint(
        name=name, expressions=[(identity, RangeOperators.OVERLAPS), (days, RangeOperators.OVERLAPS)]
    )


class PointRange(Func):
    """The int8 range that holds just one whole number."""

    template = "int8range(%(expressions)s, %(expressions)s, '[]')"


class CodeRange(Func):
    """The int8 range that holds just one short code: its bytes (at most eight) read as a number."""

    template = (
        "int8range(('x' || encode(decode(%(expressions)s, 'escape'), 'hex'))::bit(64)::bigint, "
        "('x' || encode(decode(%(expressions)s, 'escape'), 'hex'))::bit(64)::bigint, '[]')"
    )
