"""How much is known: of the rows of results in the layer in hand, how many have a figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from programmes.models import Progress


@dataclass(frozen=True, slots=True)
class KnownResults:
    """The rows of results of one programme, and those of them with a figure: of the period, or of the year to date."""

    programme: str
    name: str
    rows: int
    known: int

    @property
    def share(self) -> float:
        """The part that is known."""
        return self.known / self.rows


def known_results() -> tuple[KnownResults, ...]:
    """By programme, in their order; none of a programme that nothing was computed for. One statement."""
    known = Q(actual__isnull=False) | Q(year_to_date__isnull=False)
    programme = ("indicator__programme__code", "indicator__programme__name")
    rows = (
        Progress.objects.values_list("indicator__programme__position", *programme)
        .annotate(rows=Count("area_id"), known=Count("area_id", filter=known))
        .order_by("indicator__programme__position")
    )
    return tuple(KnownResults(*row[1:]) for row in rows)
