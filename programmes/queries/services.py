"""Which sites and teams a programme has, whom they serve, and in which waves they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Max, Q

from programmes.area_history import by_name, closure
from programmes.deliveries import ServiceEntry
from programmes.layers import layer_in_hand
from programmes.models import Programme, Service, ServiceArea, Source
from programmes.results import AreaRef, ServiceInfo, SourceRef, WaveInfo
from programmes.stored_areas import area_history


def services_of(
    programme: str, *, area: str | None = None, on: date | None = None
) -> tuple[ServiceInfo, ...]:
    """The services of a programme, by wave and name: all that are known, or those live on a day.

    With an area: those that serve it, an area within it, or an area around it, counting areas that are gone
    as the ones they became. Three statements.
    """
    rows = Service.objects.current().filter(programme__code=programme)
    if on is not None:
        opened = Q(opened_on__lte=on) | Q(opened_on__isnull=True, listed_on__lte=on)
        rows = rows.filter(opened, Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    if area is not None:
        rows = rows.filter(pk__in=ServiceArea.objects.filter(area__in=_concerned(area)).values("service"))
    found = list(rows.order_by("wave", "name", "code"))
    served = _served(found)
    sources = {source.pk: SourceRef.of(source) for source in Source.objects.filter(services__in=found)}
    return tuple(
        ServiceInfo(
            programme=programme,
            source=sources[each.source_id],
            areas=served[each.pk],
            **ServiceInfo.values_of(each),
        )
        for each in found
    )


def standing_entries(programme: Programme) -> dict[str, ServiceEntry]:
    """By its code, what is known of each service in the layer in hand. Two statements."""
    current = Service.objects.filter(programme=programme).current().prefetch_related("served")
    return {service.code: service.entry() for service in current}


def own_revisions(programme: Programme) -> dict[str, int]:
    """By its code, how often each service was revised in the layer in hand itself. One statement."""
    rows = Service.objects.filter(programme=programme, layer=layer_in_hand()).order_by()
    return dict(rows.values_list("code").annotate(Max("revision")))


def waves(programme: str) -> tuple[WaveInfo, ...]:
    """The waves of a programme, the first first, services in no named wave last. Three statements."""
    by_wave: dict[int | None, list[ServiceInfo]] = defaultdict(list)
    for service in services_of(programme):
        by_wave[service.wave].append(service)
    numbered = sorted(by_wave.items(), key=lambda each: (each[0] is None, each[0] or 0))
    return tuple(_wave_info(wave, services) for wave, services in numbered)


def _concerned(code: str) -> set[int]:
    """The area, what lies in it and around it today, and everything that became any of these."""
    history = area_history()
    named = history.find(code)
    if named is None:
        return set()
    today = {named.pk}
    if history.today is not None:
        for area in history.todays(named.pk):
            today |= history.inside(area, history.today) | {*history.ancestors(area, history.today)}
    return closure(today, lambda area: (step.predecessor for step in history.before.get(area, ())))


def _served(services: Sequence[Service]) -> dict[int, tuple[AreaRef, ...]]:
    """By the key of each service, the areas it serves, by name."""
    history = area_history()
    served: dict[int, list[int]] = {each.pk: [] for each in services}
    for service, area in ServiceArea.objects.filter(service__in=services).values_list("service", "area"):
        served[service].append(area)
    return {service: tuple(history.named(every).values()) for service, every in served.items()}


def _wave_info(wave: int | None, services: list[ServiceInfo]) -> WaveInfo:
    opened = [service.opened_on for service in services if service.opened_on]
    served = {area.code: area for service in services for area in service.areas}
    return WaveInfo(
        wave=wave,
        services=len(services),
        first_opened_on=min(opened, default=None),
        areas=tuple(sorted(served.values(), key=by_name)),
        provenances=tuple(sorted({service.provenance for service in services})),
    )
