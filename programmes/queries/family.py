"""Which area lies in which, for lists of areas."""

from __future__ import annotations

from programmes.models import AreaParent
from programmes.queries.areas import alive, current_edition, ref_of
from programmes.results import AreaRef


def parents_of_type(area_type: str) -> dict[str, AreaRef]:
    """The area directly above each area of one type in the current edition, by the code of the lower one.

    Two statements.
    """
    edition = current_edition()
    if edition is None:
        return {}
    links = AreaParent.objects.all().on(edition.on).filter(child__in=alive().of_type(area_type))
    return {link.child.code: ref_of(link.parent) for link in links.select_related("child", "parent")}
