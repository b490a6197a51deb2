"""Areas over time as this process remembers them from the database."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from programmes.area_history import AreaHistory, AreaVersion, GssCode, Link, People, Succession
from programmes.memory import remembered_by_geography
from programmes.models import Area, AreaCode, AreaParent, AreaSuccession, Edition, Population
from programmes.results import EditionRef

_FIELDS = [name for name in AreaVersion.__dataclass_fields__ if name != "gss_codes"]


@remembered_by_geography
def area_history() -> AreaHistory[AreaVersion]:
    """The whole geography, some thousands of rows. Six statements, and none while it stands."""
    edition = Edition.objects.begun(timezone.localdate()).values_list("code", "name", "on").first()
    gss_codes: dict[int, list[GssCode]] = defaultdict(list)
    codes = AreaCode.objects.order_by("valid_from")
    for area, code, first, last in codes.values_list("area_id", "code", "valid_from", "valid_to"):
        gss_codes[area].append(GssCode(code, first, last))
    steps = AreaSuccession.objects.order_by("on", "-share", "id")
    return AreaHistory(
        (
            AreaVersion(**values, gss_codes=tuple(gss_codes[values["pk"]]))
            for values in Area.objects.order_by().values(*_FIELDS)
        ),
        links=(
            Link(*values)
            for values in AreaParent.objects.values_list("child", "parent", "valid_from", "valid_to")
        ),
        successions=(
            Succession(before, after, on, float(share), basis, note)
            for before, after, on, share, basis, note in steps.values_list(
                "predecessor", "successor", "on", "share", "basis", "note"
            )
        ),
        people=_people(),
        edition=EditionRef(*edition) if edition else None,
    )


def _people() -> dict[int, People]:
    """The people of each area in its newest year."""
    bands = {Population.ALL_AGES: "people", Population.ADULTS: "adults"}
    newest: dict[int, dict[str, int]] = {}
    rows = Population.objects.filter(age_band__in=bands).order_by("-year", "area", "age_band")
    for area, year, band, count in rows.values_list("area", "year", "age_band", "people"):
        known = newest.setdefault(area, {"year": year})
        if known["year"] == year:
            known[bands[band]] = count
    return {area: People(**known) for area, known in newest.items()}
