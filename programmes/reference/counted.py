"""Reading what was counted of areas: people by age, and the weights by which national figures are shared out."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from programmes.reference import fields
from programmes.reference.areas import Areas
from programmes.reference.fields import Field
from programmes.reference.files import Told
from programmes.reference.places import Faults, each_told_once
from programmes.reference.rows import AreaRow, PopulationRow, WeightRow

AGE_BANDS = ("all", "0-17", "16+", "18+", "18-64", "65+")

_COUNTED = {"area": Field(fields.area_code), "alive_on": Field(fields.day)}
POPULATION = {
    **_COUNTED,
    "year": Field(fields.whole),
    **{band: Field(fields.whole, None) for band in AGE_BANDS},
    "source": Field(fields.slug),
}
WEIGHT = {"key": Field(fields.slug), **_COUNTED, "value": Field(fields.number), "source": Field(fields.slug)}


def populations_of(rows: Told, areas: Areas, faults: Faults) -> tuple[PopulationRow, ...]:
    """The people of each age band; a band that was left empty is not known."""
    populations = []
    for values, place in rows:
        area = areas.one(values["area"], values["alive_on"], place.at("area"))
        known = {band: values[band] for band in AGE_BANDS if values[band] is not None}
        for band, people in known.items():
            if people < 0:
                faults.add(place.at(band), "nobody is not fewer than none; write 0 or more")
        if {"all", "0-17", "18+"} <= known.keys() and known["0-17"] + known["18+"] != known["all"]:
            told = f"0-17 and 18+ sum to {known['0-17'] + known['18+']}; mend one of them"
            faults.add(place.at("all"), told)
        if area is not None:
            populations += [
                PopulationRow(
                    place=place,
                    area=area,
                    year=values["year"],
                    age_band=band,
                    people=people,
                    source=values["source"],
                )
                for band, people in known.items()
            ]
    each_told_once(populations, lambda row: (row.area.key, row.year, row.age_band), faults)
    return tuple(populations)


def weights_of(rows: Told, areas: Areas, faults: Faults) -> tuple[WeightRow, ...]:
    """The weights, each not negative."""
    weights = []
    for values, place in rows:
        area = areas.one(values.pop("area"), values.pop("alive_on"), place.at("area"))
        if values["value"] < 0 or values["value"] != round(values["value"], 2):
            faults.add(
                place.at("value"),
                f"{values['value']} is no weight; write 0 or more, with two decimals at most",
            )
        if area is not None:
            weights.append(WeightRow(place=place, area=area, **values))
    each_told_once(weights, lambda row: (row.key, row.area.key), faults)
    return tuple(weights)


def weights_by_key(weights: Iterable[WeightRow]) -> dict[str, dict[AreaRow, Decimal]]:
    """For each key, the weight of each area."""
    by_key: dict[str, dict[AreaRow, Decimal]] = defaultdict(dict)
    for row in weights:
        by_key[row.key][row.area] = row.value
    return by_key
