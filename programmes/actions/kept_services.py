"""Services of an uploaded list as they are kept, in JSON, until they are accepted; and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from programmes.choices import Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.models import Service, Upload


def as_json(entry: ServiceEntry) -> dict[str, Any]:
    """A service as it is kept."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(entry).items()
    }


def services_of(upload: Upload) -> tuple[ServiceEntry, ...]:
    """The services that the file lists."""
    return tuple(_service(kept) for kept in upload.services)


def _service(kept: dict[str, Any]) -> ServiceEntry:
    dates = {
        name: date.fromisoformat(kept[name]) if kept[name] else None
        for name in ("opened_on", "listed_on", "closed_on")
    }
    others = {"areas": tuple(kept["areas"]), "provenance": Provenance(kept["provenance"])}
    return ServiceEntry(**{**kept, **dates, **others})


def listing_as_json(listing: Listing | None, newest: int, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """What a list says beside its rows; with which services its own were compared (by the key of the newest row of
    all), and why counts that follow from it were left out."""
    if listing is None:
        return {}
    areas = None if listing.areas is None else list(listing.areas)
    return {"on": listing.on.isoformat(), "areas": areas, "newest": newest, "left_out": list(left_out)}


def newest_service(programme_id: int) -> int:
    """The key of the newest row of the programme's services; 0 for none. One statement."""
    newest = Service.objects.filter(programme=programme_id).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def have_moved(upload: Upload) -> bool:
    """Whether services changed since those of the list were compared with them, and counts follow from that."""
    kept = upload.listing
    return bool(kept) and kept["newest"] != newest_service(upload.submission.programme_id)


def listing_of(upload: Upload) -> Listing | None:
    """What the list says beside its rows; None of a file that is no list."""
    kept = upload.listing
    if not kept:
        return None
    areas = None if kept["areas"] is None else tuple(kept["areas"])
    return Listing(date.fromisoformat(kept["on"]), areas)
