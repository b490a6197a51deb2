"""Where figures and facts come from."""

from __future__ import annotations

from programmes.models import Source
from programmes.queries.programmes import source_ref
from programmes.results import SourceRef


def all_sources() -> tuple[SourceRef, ...]:
    """Every source, by publisher and title. One statement."""
    return tuple(source_ref(source) for source in Source.objects.order_by("publisher", "title", "slug"))
