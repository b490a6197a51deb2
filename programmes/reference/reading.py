"""Reading all reference files of a folder, beside the calendar of reporting, which is computed."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from programmes.periods import Period
from programmes.reference import fields
from programmes.reference.calendar import FIRST_YEAR, MOST_YEARS_AHEAD, calendar, last_year
from programmes.reference.fields import Field
from programmes.reference.files import read_blocks
from programmes.reference.geography import read_geography
from programmes.reference.places import Faults, Place, ReferenceFaulty
from programmes.reference.published import Published, Reference, read_published
from programmes.reference.rows import AreaRow, Row, SourceRow

SOURCES = "sources.toml"

_SOURCE = {
    "slug": Field(fields.slug),
    "title": Field(fields.text),
    "publisher": Field(fields.text, ""),
    "url": Field(fields.web_address, ""),
    "published_on": Field(fields.day, None),
    "licence": Field(fields.text, ""),
    "attribution": Field(fields.text, ""),
    "note": Field(fields.text, ""),
}


def read(directory: Path, day: date) -> Reference:
    """Everything the folder says; plans are shared out on the areas of the day.

    Raises ReferenceFaulty with every fault when there is any.
    """
    faults = Faults()
    sources = _read_sources(directory, faults)
    geography = read_geography(directory, day, faults)
    published = read_published(directory, geography, faults)
    named = list(_periods_named(published))
    last = last_year(day, (period for _, period in named))
    reference = Reference(
        sources=tuple(sources), periods=calendar(last), **vars(geography), **vars(published)
    )
    _sources_are_known(reference, {source.slug for source in sources}, faults)
    _periods_are_known(named, last, faults)
    if faults:
        raise ReferenceFaulty(faults)
    return reference


def _read_sources(directory: Path, faults: Faults) -> list[SourceRow]:
    file = read_blocks(directory / SOURCES, SOURCES, ("source",), faults)
    sources: list[SourceRow] = []
    seen: dict[str, Place] = {}
    for block in file.blocks("source") if file else ():
        if values := block.read(_SOURCE, faults):
            if (before := seen.setdefault(values["slug"], block.place)) is not block.place:
                faults.add(block.at("slug"), f"this slug is already taken by {before}; choose another")
            sources.append(SourceRow(place=block.place, **values))
    return sources


def _sources_are_known(reference: Reference, known: set[str], faults: Faults) -> None:
    rows: Iterable[Row | AreaRow] = (
        *reference.areas, *reference.successions, *reference.populations, *reference.weights,
        *reference.programmes, *reference.indicators, *reference.facts, *reference.gaps,
        *reference.trajectories, *reference.services,
    )  # fmt: skip
    for row in rows:
        for key in ("source", "promise_source", "unpublished_by"):
            slug: Any = getattr(row, key, None)
            if slug is not None and slug not in known:
                faults.add(
                    row.place.at(key), f"there is no source “{slug}” in {SOURCES}; add it there, or mend it"
                )
    for trajectory in reference.trajectories:
        for slug in {point.source for point in trajectory.points} - known - {None}:
            faults.add(
                trajectory.place, f"there is no source “{slug}” in {SOURCES}; add it there, or mend it"
            )


def _periods_named(published: Published) -> Iterator[tuple[Place, Period]]:
    yield from ((row.place.at("period"), row.period) for row in published.breaks)
    yield from ((row.place.at("first_period"), row.first_period) for row in published.indicators)
    yield from ((row.place, point.period) for row in published.trajectories for point in row.points)


def _periods_are_known(named: Iterable[tuple[Place, Period]], last: Period, faults: Faults) -> None:
    for place, period in named:
        if period.year < FIRST_YEAR:
            faults.add(place, f"{period.code} is not in the calendar, which begins with {FIRST_YEAR.code}")
        elif period.year > last:
            faults.add(
                place, f"{period.code} is more than {MOST_YEARS_AHEAD} years ahead; write an earlier one"
            )
