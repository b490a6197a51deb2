"""Which sites and teams a programme has, whom they serve, and in which waves they came."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Prefetch, Q

from programmes.models import Area, AreaParent, Edition, Service
from programmes.queries import areas
from programmes.queries.programmes import source_ref
from programmes.results import ServiceInfo, WaveInfo


def services_of(
    programme: str, *, area: str | None = None, on: date | None = None
) -> tuple[ServiceInfo, ...]:
    """The services of a programme, by wave and name: all that are known, or those live on a day.

    With an area: those that serve it, an area within it, or an area around it, counting areas that are gone
    as the ones they became. Two statements, and seven more with an area.
    """
    rows = Service.objects.current().filter(programme__code=programme)
    if on is not None:
        opened = Q(opened_on__lte=on) | Q(opened_on__isnull=True, listed_on__lte=on)
        rows = rows.filter(opened, Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    served = Prefetch("areas", queryset=Area.objects.order_by("short_name", "code"))
    services = list(rows.select_related("source").prefetch_related(served).order_by("wave", "name", "code"))
    if area is not None:
        services = _serving(services, area)
    return tuple(_service_info(service) for service in services)


def waves(programme: str) -> tuple[WaveInfo, ...]:
    """The waves of a programme, the first first, services in no named wave last. Two statements."""
    by_wave: dict[int | None, list[ServiceInfo]] = defaultdict(list)
    for service in services_of(programme):
        by_wave[service.wave].append(service)
    numbered = sorted(by_wave.items(), key=lambda each: (each[0] is None, each[0] or 0))
    return tuple(_wave_info(wave, services) for wave, services in numbered)


def _serving(services: list[Service], code: str) -> list[Service]:
    life = areas.find_life(code)
    if life is None:
        return []
    todays = areas.todays_of(
        {life.pk} | {served.pk for service in services for served in service.areas.all()}
    )
    around = _around(todays[life.pk]) | {life.pk}
    return [
        service
        for service in services
        if any(served.pk in around or todays[served.pk] & around for served in service.areas.all())
    ]


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
