"""What accepting a list of services would change: each site by name, and the coverage. Nothing is written.

By the same rules as it is recorded and computed by: `programmes.service_lists`, and the engine itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from programmes.actions import kept_services
from programmes.choices import AreaType, Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.engine import pipeline
from programmes.engine.digests import Columns
from programmes.list_results import Change, Effect, Moved, Reached, Site
from programmes.models import Area, Upload
from programmes.periods import Period
from programmes.queries.services import standing_entries
from programmes.sentences import day_in_words
from programmes.service_lists import as_recorded, together

THINGS = {
    "name": "Name",
    "areas": "Board",
    "opened_on": "Opening day",
    "closed_on": "Closing day",
    "listed_on": "First listed",
    "address": "Address",
    "place": "Position",
    "offers": "Services",
    "provenance": "Kind",
}
SHOWN_TYPES = (AreaType.ENGLAND.value, AreaType.REGION.value, AreaType.ICB.value)


def effect_of(upload: Upload) -> Effect | None:
    """What a list changes, or changed when it was accepted; None of a file that is no list."""
    listing = kept_services.listing_of(upload)
    if listing is None:
        return None
    return _from_json(upload.effect) if upload.effect else _worked_out(upload, listing)


def as_json(effect: Effect) -> dict[str, Any]:
    """The effect as it is kept."""
    return asdict(effect)


def _from_json(kept: Mapping[str, Any]) -> Effect:
    moved = (
        Moved(**{**one, "before": Reached(**one["before"]), "after": Reached(**one["after"])})
        for one in kept["coverage"]
    )
    lists = {
        "new": tuple(Site(**one) for one in kept["new"]),
        "gone": tuple(Site(**one) for one in kept["gone"]),
        "changed": tuple(Change(**one) for one in kept["changed"]),
        "coverage": tuple(moved),
        "left_out": tuple(kept["left_out"]),
    }
    return Effect(**{**kept, **lists})


def _worked_out(upload: Upload, listing: Listing) -> Effect:
    programme = upload.submission.programme
    given = kept_services.services_of(upload)
    made_up = bool(given) and all(one.is_made_up for one in given)
    standing = standing_entries(programme)
    after = together(given, standing)
    names = _names({*standing.values(), *given})
    listing = as_recorded(Listing(listing.on, listing.areas, is_made_up=made_up), after.values())
    changed = [
        code
        for code in sorted({one.code for one in given} & standing.keys())
        if after[code] != standing[code]
    ]
    new = [one for one in given if one.code not in standing]
    own = Period.containing(listing.on)
    coverage, is_kept = _coverage(programme.pk, [after[one.code] for one in given], listing, own)
    return Effect(
        on=day_in_words(listing.on),
        speaks_for=_speaks_for(listing),
        new=tuple(_site(one, names) for one in sorted(new, key=_by_name)),
        changed=tuple(one for code in changed for one in _changes(standing[code], after[code], names)),
        sites_changed=len(changed),
        same=len(given) - len(new) - len(changed),
        gone=tuple(_site(one, names) for one in sorted(_left_out(standing, given, listing), key=_by_name)),
        coverage=coverage,
        outside="" if is_kept else f"No coverage is kept of {own.label}, in which the day of the list falls.",
        left_out=tuple(upload.listing.get("left_out", ())),
    )


def _by_name(service: ServiceEntry) -> tuple[str, str]:
    return service.name.casefold(), service.code


def _left_out(
    standing: Mapping[str, ServiceEntry], given: Iterable[ServiceEntry], listing: Listing
) -> list[ServiceEntry]:
    """The sites that are live on the day of the list, where it speaks, and that it does not name."""
    listed = {one.code for one in given}
    return [
        one
        for code, one in standing.items()
        if code not in listed
        and one.is_live(listing.on)
        and (listing.areas is None or not set(listing.areas).isdisjoint(one.areas))
        and (listing.is_made_up or not one.is_made_up)
    ]


def _names(services: Iterable[ServiceEntry]) -> dict[int, str]:
    keys = {area for one in services for area in one.areas}
    found = Area.objects.filter(pk__in=keys).values_list("pk", "short_name", "code")
    return {key: f"{name} ({code})" for key, name, code in found}


def _speaks_for(listing: Listing) -> str:
    if listing.areas is None:
        return "England"
    found = (
        Area.objects.filter(pk__in=listing.areas).order_by("short_name").values_list("short_name", flat=True)
    )
    return ", ".join(found)


def _site(service: ServiceEntry, names: Mapping[int, str]) -> Site:
    return Site(
        name=service.name,
        where=_said(service, "areas", names),
        address=service.address,
        opens=_said(service, "opened_on", names) if service.opened_on else "",
        closes=_said(service, "closed_on", names) if service.closed_on else "",
        is_made_up=service.is_made_up,
    )


def _changes(before: ServiceEntry, after: ServiceEntry, names: Mapping[int, str]) -> list[Change]:
    pairs = [
        (words, _said(before, thing, names), _said(after, thing, names)) for thing, words in THINGS.items()
    ]
    where = _said(after, "areas", names)
    return [Change(after.name, where, *pair) for pair in pairs if pair[1] != pair[2]]


def _said(service: ServiceEntry, thing: str, names: Mapping[int, str]) -> str:
    """A thing of a site in words."""
    if thing == "areas":
        return ", ".join(sorted(names[area] for area in service.areas))
    if thing == "place":
        has_place = service.longitude is not None and service.latitude is not None
        return f"{service.latitude:g}, {service.longitude:g}" if has_place else "not given"
    if thing == "provenance":
        return "demonstration" if service.is_made_up else str(service.provenance)
    value = getattr(service, thing)
    return day_in_words(value) if isinstance(value, date) else value or "not given"


def _coverage(
    programme: int, services: Iterable[ServiceEntry], listing: Listing, own: Period
) -> tuple[tuple[Moved, ...], bool]:
    """What moves, the newest quarter first, and whether the list's own quarter is kept.

    Of that quarter England is there whether it moves or not.
    """
    before = pipeline.compute_coverage(programme)
    after = pipeline.compute_coverage(programme, services=services, listing=listing)
    areas = {
        key: (SHOWN_TYPES.index(area_type), name, code)
        for key, area_type, name, code in Area.objects.filter(area_type__in=SHOWN_TYPES).values_list(
            "pk", "area_type", "short_name", "code"
        )
    }
    is_own = before["period_id"] == own.code.encode()
    differs = np.zeros(len(is_own), bool)
    for name in ("areas_covered", "population_covered", "services", "provenance"):
        differs |= ~_same(before[name], after[name])
    moved = []
    for row in np.flatnonzero(differs | is_own):
        place = areas.get(int(before["area_id"][row]))
        if place is not None and (differs[row] or place[0] == 0):
            moved.append(
                (before["period_id"][row].decode(), place, _reached(before, row), _reached(after, row))
            )
    moved.sort(key=lambda one: one[1])
    moved.sort(key=lambda one: one[0], reverse=True)
    return (
        tuple(
            Moved(Period.parse(period).label, name, code, was, will_be)
            for period, (_, name, code), was, will_be in moved
        ),
        bool(is_own.any()),
    )


def _same(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    same: np.ndarray = before == after
    if before.dtype.kind == "f":
        same |= np.isnan(before) & np.isnan(after)
    return same


def _reached(columns: Columns, row: np.intp) -> Reached:
    if columns["areas_covered"][row] < 0:
        return Reached(None, int(columns["areas_total"][row]), None, None, is_made_up=False)
    people = float(columns["population_total"][row])
    return Reached(
        areas=int(columns["areas_covered"][row]),
        of=int(columns["areas_total"][row]),
        share_of_people=float(columns["population_covered"][row]) / people if people else None,
        services=int(columns["services"][row]),
        is_made_up=columns["provenance"][row] == Provenance.DEMONSTRATION.value.encode(),
    )
