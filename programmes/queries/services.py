"""Which sites and teams a programme has, whom they serve, and in which waves they came."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Prefetch, Q

from programmes.models import Area, AreaParent, AreaSuccession, Edition, Service, ServiceArea
from programmes.queries import areas
from programmes.queries.programmes import source_ref
from programmes.results import ServiceInfo, WaveInfo


def services_of(
    programme: str, *, area: str | None = None, on: date | None = None
) -> tuple[ServiceInfo, ...]:
    """The services of a programme, by wave and name: all that are known, or those live on a day.

    With an area: those that serve it, an area within it, or an area around it, counting areas that are gone
    as the ones they became. Two statements, and six more with an area.
    """
    rows = Service.objects.current().filter(programme__code=programme)
    if on is not None:
        opened = Q(opened_on__lte=on) | Q(opened_on__isnull=True, listed_on__lte=on)
        rows = rows.filter(opened, Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    if area is not None:
        rows = rows.filter(pk__in=ServiceArea.objects.filter(area__in=_concerned(area)).values("service"))
    served = Prefetch("areas", queryset=Area.objects.order_by("short_name", "code"))
    rows = rows.select_related("source").prefetch_related(served).order_by("wave", "name", "code")
    return tuple(_service_info(service) for service in rows)


def waves(programme: str) -> tuple[WaveInfo, ...]:
    """The waves of a programme, the first first, services in no named wave last. Two statements."""
    by_wave: dict[int | None, list[ServiceInfo]] = defaultdict(list)
    for service in services_of(programme):
        by_wave[service.wave].append(service)
    numbered = sorted(by_wave.items(), key=lambda each: (each[0] is None, each[0] or 0))
    return tuple(_wave_info(wave, services) for wave, services in numbered)


def _concerned(code: str) -> set[int]:
    """The area, what lies in it and around it today, and everything that became any of these."""
    life = areas.find_life(code)
    if life is None:
        return set()
    concerned = _around(areas.todays_of({life.pk})[life.pk]) | {life.pk}
    before = defaultdict(set)
    for predecessor, successor in AreaSuccession.objects.values_list("predecessor", "successor"):
        before[successor].add(predecessor)
    edge = set(concerned)
    while edge:
        edge = {earlier for area in edge for earlier in before[area]} - concerned
        concerned |= edge
    return concerned


def _around(centre: set[int]) -> set[int]:
    """The areas themselves, those below them and those above them, in the current edition."""
    day = Edition.objects.filter(is_current=True).values_list("on", flat=True).first()
    links = list(AreaParent.objects.all().on(day).values_list("child", "parent")) if day else []
    parents = dict(links)
    below = set(centre)
    grown = True
    while grown:
        more = {child for child, parent in links if parent in below} - below
        below |= more
        grown = bool(more)
    above = set()
    for area in centre:
        while area in parents:
            area = parents[area]
            above.add(area)
    return below | above


def _service_info(service: Service) -> ServiceInfo:
    return ServiceInfo(
        code=service.code,
        name=service.name,
        wave=service.wave,
        opened_on=service.opened_on,
        listed_on=service.listed_on,
        closed_on=service.closed_on,
        longitude=service.longitude,
        latitude=service.latitude,
        address=service.address,
        offers=service.offers,
        provenance=service.provenance,
        source=source_ref(service.source),
        areas=tuple(areas.ref_of(area) for area in service.areas.all()),
    )


def _wave_info(wave: int | None, services: list[ServiceInfo]) -> WaveInfo:
    opened = [service.opened_on for service in services if service.opened_on]
    served = {area.code: area for service in services for area in service.areas}
    return WaveInfo(
        wave=wave,
        services=len(services),
        first_opened_on=min(opened, default=None),
        last_opened_on=max(opened, default=None),
        areas=tuple(sorted(served.values(), key=lambda area: (area.short_name, area.code))),
        provenances=tuple(sorted({service.provenance for service in services})),
    )
