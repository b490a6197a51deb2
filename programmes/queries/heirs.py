"""Which areas of today stand where areas that are gone once stood, by their codes."""

from __future__ import annotations

from collections.abc import Collection

from programmes.models import Area
from programmes.queries.areas import todays_of


def heirs_of(codes: Collection[str], area_type: str) -> dict[str, tuple[str, ...]]:
    """For the code of each gone area of one type, the codes of those of today that came out of it. Two statements."""
    gone = dict(Area.objects.filter(code__in=codes, area_type=area_type).values_list("pk", "code"))
    todays = todays_of(gone)
    known = dict(
        Area.objects.filter(pk__in=[heir for heirs in todays.values() for heir in heirs]).values_list(
            "pk", "code"
        )
    )
    return {code: tuple(sorted(known[heir] for heir in todays[pk])) for pk, code in gone.items()}
