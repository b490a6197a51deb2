"""Which area a printed code means: every life of every area, as readers of files want it."""

from __future__ import annotations

from collections import defaultdict

from programmes.directory import AreaDirectory, AreaLife
from programmes.models import Area, AreaCode, AreaSuccession


def area_directory() -> AreaDirectory:
    """Every life of every area, with its GSS codes and what took its place. Three SQL statements."""
    gss_codes: dict[int, list[str]] = defaultdict(list)
    for area, code in AreaCode.objects.values_list("area_id", "code"):
        gss_codes[area].append(code)
    successors: dict[int, list[str]] = defaultdict(list)
    for area, code, name in AreaSuccession.objects.values_list(
        "predecessor_id", "successor__code", "successor__short_name"
    ):
        successors[area].append(f"{code} ({name})")
    lives = Area.objects.values_list("pk", "code", "area_type", "name", "valid_from", "valid_to")
    return AreaDirectory(
        AreaLife(*life, tuple(gss_codes[life[0]]), tuple(successors[life[0]])) for life in lives
    )
