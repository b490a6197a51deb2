"""Areas that a reader has named, by their codes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from programmes.models import Area, AreaCode
from programmes.queries.lives import REF_FIELDS
from programmes.results import AreaRef


def named_areas(codes: Iterable[str]) -> dict[str, AreaRef]:
    """Each code (ODS or GSS, in capitals) that an area ever had, with that area in its latest life.

    Two statements; none for no codes.
    """
    wanted = set(codes)
    if not wanted:
        return {}
    lives = Area.objects.filter(Q(code__in=wanted) | Q(codes__code__in=wanted)).distinct()
    rows = lives.order_by("valid_from").values_list("pk", *REF_FIELDS)
    known = {row[0]: AreaRef(*row[1:]) for row in rows}
    found = {area.code: area for area in known.values() if area.code in wanted}
    by_gss = AreaCode.objects.filter(code__in=wanted).order_by("valid_from").values_list("code", "area_id")
    return found | {code: known[area] for code, area in by_gss}
