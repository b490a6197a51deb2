"""Recording services: sites and teams, insert-only, a correction being a new revision with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from programmes.actions import audit, recompute
from programmes.actions.observations import Recorded
from programmes.choices import Layer, Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.layers import layer_in_hand
from programmes.locks import Lock, wait_for
from programmes.models import Programme, Service, ServiceArea, ServiceList, Source
from programmes.queries.services import own_revisions, standing_entries
from programmes.service_lists import as_recorded, will_stand


@transaction.atomic
def record(
    *,
    services: Sequence[ServiceEntry],
    programme: Programme,
    source: Source,
    by: audit.Actor,
    reason: str,
    listing: Listing | None = None,
) -> Recorded:
    """Store services that differ from what stands, and mark the programme's coverage to be computed again.

    With the list they are on, if they are on one. They belong to the layer in hand; what is made up never replaces
    what was listed.
    """
    if not services:
        return Recorded()
    wait_for(Lock.SERVICES, programme.pk)
    layer = layer_in_hand()
    standing = standing_entries(programme)
    revisions = own_revisions(programme)
    rows: list[Service] = []
    entries: list[ServiceEntry] = []
    kept = 0
    for given in services:
        before, revision = standing.get(given.code), revisions.get(given.code, 0)
        one = replace(given, provenance=Provenance.DEMONSTRATION) if layer == Layer.DEMONSTRATION else given
        entry = will_stand(one, before)
        if entry == before:
            kept += one.is_made_up and not before.is_made_up
            continue
        rows.append(
            Service(
                programme=programme,
                source=source,
                layer=layer,
                revision=revision + 1,
                revision_reason=reason if revision else "",
                **ServiceEntry.values_of(entry),
            )
        )
        entries.append(entry)
    Service.objects.bulk_create(rows)
    ServiceArea.objects.bulk_create(
        ServiceArea(service=row, area_id=area)
        for row, entry in zip(rows, entries, strict=True)
        for area in entry.areas
    )
    changed = sum(row.revision > 1 for row in rows)
    recorded = Recorded(
        new=len(rows) - changed, changed=changed, same=len(services) - len(rows) - kept, kept=kept
    )
    every = standing | {one.code: one for one in entries}
    is_first_told = listing is not None and _record_list(
        as_recorded(replace(listing, is_made_up=layer == Layer.DEMONSTRATION), every.values()), programme
    )
    if recorded.written or is_first_told:
        recompute.mark([recompute.Slice(programme_id=programme.pk)], layer=layer)
        audit.note(
            by=by,
            action="services-record",
            subject=f"programme {programme.code}",
            detail={"new": recorded.new, "changed": recorded.changed, "reason": reason if changed else ""},
            programme=programme.code,
        )
    return recorded


def _record_list(listing: Listing, programme: Programme) -> bool:
    """Keep what the list as a whole says; whether nothing said it before."""
    areas = set(listing.areas or ())
    layer = Layer.DEMONSTRATION if listing.is_made_up else Layer.OFFICIAL
    said = {
        "programme": programme,
        "on": listing.on,
        "is_national": listing.areas is None,
        "has_every_opening": listing.has_every_opening,
        "layer": layer,
    }
    earlier = ServiceList.objects.filter(**said).prefetch_related("areas")
    if any({area.pk for area in each.areas.all()} == areas for each in earlier):
        return False
    ServiceList.objects.create(**said).areas.set(areas)
    return True
