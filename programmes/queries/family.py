"""Which area lies in which, for lists of areas."""

from __future__ import annotations

from programmes.queries.lives import all_lives
from programmes.results import AreaRef


def parents_of_type(area_type: str) -> dict[str, AreaRef]:
    """The area directly above each area of one type in the current edition, by the code of the lower one."""
    lives = all_lives()
    if lives.edition is None:
        return {}
    above = {
        area.code: lives.parent(area.pk, lives.edition.on)
        for area in lives.alive()
        if area.area_type == area_type
    }
    return {code: lives.refs[parent] for code, parent in above.items() if parent is not None}
