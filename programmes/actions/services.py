"""Recording services: sites and teams, insert-only, a correction being a new revision with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from programmes.actions import audit, recompute
from programmes.actions.observations import Recorded
from programmes.choices import Provenance
from programmes.deliveries import ServiceEntry
from programmes.locks import Lock, wait_for
from programmes.models import Programme, Service, ServiceArea, Source


@transaction.atomic
def record(
    *, services: Sequence[ServiceEntry], programme: Programme, source: Source, by: audit.Actor, reason: str
) -> Recorded:
    """Store services that differ from what stands, and mark the programme's coverage to be computed again."""
    if not services:
        return Recorded()
    wait_for(Lock.SERVICES, programme.pk)
    standing = _standing(programme, {service.code for service in services})
    rows: list[Service] = []
    entries: list[ServiceEntry] = []
    for given in services:
        revision, before = standing.get(given.code, (0, None))
        entry = _known_since(given, before)
        if entry != before:
            rows.append(_row(entry, programme, source, revision + 1, reason if revision else ""))
            entries.append(entry)
    Service.objects.bulk_create(rows)
    ServiceArea.objects.bulk_create(
        ServiceArea(service=row, area_id=area)
        for row, entry in zip(rows, entries, strict=True)
        for area in entry.areas
    )
    changed = sum(row.revision > 1 for row in rows)
    recorded = Recorded(new=len(rows) - changed, changed=changed, same=len(services) - len(rows))
    if recorded.written:
        recompute.mark([recompute.Slice(programme_id=programme.pk)])
        audit.note(
            by=by,
            action="services-record",
            subject=f"programme {programme.code}",
            detail={"new": recorded.new, "changed": recorded.changed, "reason": reason if changed else ""},
            programme=programme.code,
        )
    return recorded


def _known_since(entry: ServiceEntry, before: ServiceEntry | None) -> ServiceEntry:
    """The entry as it would be stored. A later list that shows a service still live does not make it younger."""
    entry = replace(entry, areas=tuple(sorted(entry.areas)))
    if before and before.listed_on and entry.listed_on and before.listed_on < entry.listed_on:
        return replace(entry, listed_on=before.listed_on)
    return entry


def _standing(programme: Programme, codes: set[str]) -> dict[str, tuple[int, ServiceEntry]]:
    """The latest revision of each service, as its number and its content."""
    current = Service.objects.filter(programme=programme, code__in=codes).current().prefetch_related("served")
    return {service.code: (service.revision, _entry(service)) for service in current}


def _entry(service: Service) -> ServiceEntry:
    return ServiceEntry(
        code=service.code,
        name=service.name,
        areas=tuple(sorted(link.area_id for link in service.served.all())),
        provenance=Provenance(service.provenance),
        wave=service.wave,
        opened_on=service.opened_on,
        listed_on=service.listed_on,
        closed_on=service.closed_on,
        longitude=service.longitude,
        latitude=service.latitude,
        address=service.address,
        offers=service.offers,
    )


def _row(entry: ServiceEntry, programme: Programme, source: Source, revision: int, reason: str) -> Service:
    return Service(
        programme=programme,
        code=entry.code,
        revision=revision,
        revision_reason=reason,
        name=entry.name,
        wave=entry.wave,
        opened_on=entry.opened_on,
        listed_on=entry.listed_on,
        closed_on=entry.closed_on,
        longitude=entry.longitude,
        latitude=entry.latitude,
        address=entry.address,
        offers=entry.offers,
        provenance=entry.provenance,
        source=source,
    )
