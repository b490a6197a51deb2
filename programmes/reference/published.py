"""Reading programme files: what was promised, what is counted, what was planned, and where it is live."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from programmes.choices import (
    AreaType,
    DisclosureRule,
    FactKind,
    IndicatorKind,
    PeriodType,
    Provenance,
    ReportedAs,
)
from programmes.reference import fields
from programmes.reference.areas import AREAS_KNOWN_FROM
from programmes.reference.fields import Field
from programmes.reference.files import Block, BlockFile, read_blocks
from programmes.reference.geography import Geography
from programmes.reference.places import Faults, Place
from programmes.reference.plans import POINT, TRAJECTORY, PlanReader
from programmes.reference.rows import BlockRow, PeriodRow, SourceRow
from programmes.results import IndicatorInfo
from programmes.results.kinds import REPORTINGS

FOLDER = "programmes"
BLOCKS = ("programme", "indicator", "break", "fact", "gap", "trajectory", "service")

_PROGRAMME = {
    "code": Field(fields.slug),
    "name": Field(fields.text),
    "short_name": Field(fields.text),
    "position": Field(fields.whole),
    "promise": Field(fields.text),
    "promise_source": Field(fields.slug),
    "description": Field(fields.text),
    "coverage_meaning": Field(fields.text),
    "coverage_provenance": Field(fields.one_of(Provenance)),
    "has_every_service": Field(fields.yes_or_no, True),
}
_INDICATOR = fields.of(IndicatorInfo, without=("id", "programme", "breaks", "runs_to")) | {
    "accumulates": Field(fields.yes_or_no, None)
}
_BREAK = {"indicator": Field(fields.slug), "period": Field(fields.period), "note": Field(fields.text)}
_FACT = {
    "code": Field(fields.slug),
    "label": Field(fields.text),
    "when": Field(fields.text),
    "kind": Field(fields.one_of(FactKind)),
    "value": Field(fields.number, None),
    "unit": Field(fields.text, ""),
    "provenance": Field(fields.one_of(Provenance)),
    "source": Field(fields.slug, None),
    "note": Field(fields.text, ""),
}
_GAP = {
    "indicator": Field(fields.slug),
    "area_types": Field(fields.listed(fields.one_of(AreaType))),
    "missing": Field(fields.text),
    "holder": Field(fields.text, ""),
    "url": Field(fields.text, ""),
    "unpublished_by": Field(fields.slug, None),
    "answer": Field(fields.text),
}
_SERVICE = {
    "code": Field(fields.slug),
    "name": Field(fields.text),
    "reason": Field(fields.text, ""),
    "wave": Field(fields.whole, None),
    "opened_on": Field(fields.day, None),
    "listed_on": Field(fields.day, None),
    "closed_on": Field(fields.day, None),
    "address": Field(fields.text, ""),
    "offers": Field(fields.text, ""),
    "provenance": Field(fields.one_of(Provenance)),
    "source": Field(fields.slug),
    "areas": Field(fields.listed(fields.area_code)),
}


@dataclass(frozen=True)
class Published:
    """All that is known of programmes; filled file by file."""

    programmes: list[BlockRow] = field(default_factory=list)
    indicators: list[BlockRow] = field(default_factory=list)
    breaks: list[BlockRow] = field(default_factory=list)
    facts: list[BlockRow] = field(default_factory=list)
    trajectories: list[BlockRow] = field(default_factory=list)
    gaps: list[BlockRow] = field(default_factory=list)
    services: list[BlockRow] = field(default_factory=list)


def read_published(directory: Path, geography: Geography, faults: Faults) -> Published:
    """Every programme file of the folder. What cannot be read is left out, with a fault."""
    published = Published()
    for path in sorted((directory / FOLDER).glob("*.toml")):
        file = read_blocks(path, f"{FOLDER}/{path.name}", BLOCKS, faults)
        if file is not None:
            _read_file(file, directory, published, geography, faults)
    _agree(published, faults)
    return published


def _read_file(
    file: BlockFile, directory: Path, published: Published, geography: Geography, faults: Faults
) -> None:
    blocks = file.blocks("programme")
    values = blocks[0].read(_PROGRAMME, faults) if len(blocks) == 1 else None
    if len(blocks) != 1:
        faults.add(Place(file.name, 1), "a programme file has one [programme]; write it once, first")
    if values is None:
        return
    programme = _row(blocks[0], values)
    published.programmes.append(programme)
    of: dict[str, Any] = {"programme": programme.code}
    for position, block in enumerate(file.blocks("indicator"), start=1):
        if (values := block.read(_INDICATOR, faults)) and _indicator_is_sound(values, block, faults):
            published.indicators.append(_row(block, values | of, position))
    for position, block in enumerate(file.blocks("fact"), start=1):
        if values := block.read(_FACT, faults):
            if values["provenance"] == Provenance.OFFICIAL and values["source"] is None:
                faults.add(block.at("source"), "an official figure names its source; add it, or say recalled")
            published.facts.append(_row(block, values | of, position))
    for block in file.blocks("break"):
        if values := block.read(_BREAK, faults):
            published.breaks.append(_row(block, values))
    for block in file.blocks("gap"):
        if values := block.read(_GAP, faults):
            published.gaps.extend(_gaps(block, values, faults))
    for block in file.blocks("service"):
        if (service := _service(block, geography, faults, of)) is not None:
            published.services.append(service)
    plans = PlanReader(directory, geography, faults)
    units = {row.code: row.unit for row in published.indicators}
    point_lines = iter(file.lines.get("trajectory.point", []))
    for block in file.blocks("trajectory"):
        points = block.inner("point", point_lines)
        if values := block.read(TRAJECTORY, faults, without=("point",)):
            ready = [(point, point.read(POINT, faults)) for point in points]
            told = [(b, v) for b, v in ready if v]
            unit = units.get(values["indicator"], "")
            published.trajectories.append(plans.trajectory(block, values, told, unit))


def _row(block: Block, values: dict[str, Any], position: int | None = None) -> BlockRow:
    return BlockRow(
        place=block.place, values=values if position is None else {**values, "position": position}
    )


def _gaps(block: Block, values: dict[str, Any], faults: Faults) -> list[BlockRow]:
    """A row for each level of areas that the block is about."""
    if values["url"] and values["unpublished_by"]:
        faults.add(block.at("unpublished_by"), "what has an address is published; leave one of the two out")
    levels = values.pop("area_types")
    return [_row(block, {**values, "area_type": level}) for level in levels]


def _indicator_is_sound(values: dict[str, Any], block: Block, faults: Faults) -> bool:
    """Check the values against one another, and fill in whether they accumulate."""
    before = len(faults.found)
    if not _reporting_is_sound(values, block, faults):
        return False
    kind = REPORTINGS[values["reported_as"]].kind(values["kind"])
    is_printed = kind.is_ratio and not values["denominator_label"]
    always = None if kind.is_ratio and not is_printed else kind.only_grows
    if values["accumulates"] is None:
        values["accumulates"] = always is not False
    if always is not None and values["accumulates"] != always:
        faults.add(
            block.at("accumulates"),
            f"a {kind} always says {'yes' if always else 'no'}; leave it out",
        )
    if REPORTINGS[values["reported_as"]].is_cumulative and not values["accumulates"]:
        faults.add(block.at("reported_as"), "only what builds up over a year has a year to date")
    if is_printed and values["adds_up"]:
        faults.add(
            block.at("denominator_label"),
            "a ratio names its denominator; say what it is divided by, or adds_up = false where no counts are known",
        )
    for key in ("tolerance", "change_limit"):
        if not 0 <= values[key] < 10 or (key == "tolerance" and values[key] >= 1):
            faults.add(block.at(key), f"{values[key]} is not a part; write 0.05 for 5%")
    quarterly = values["period_type"] == PeriodType.QUARTER
    first = values["first_period"]
    if first.is_quarter != quarterly:
        faults.add(block.at("first_period"), f"{first.code} is not a {values['period_type']}; write one")
    _end_is_sound(values, block, faults)
    return len(faults.found) == before


def _end_is_sound(values: dict[str, Any], block: Block, faults: Faults) -> None:
    """Check that an end has a day and a reason, and lies behind the first period."""
    ended_on, first = values["ended_on"], values["first_period"]
    if ended_on is not None and not values["end_reason"]:
        faults.add(block.at("ended_on"), "what has ended says why; write `end_reason`")
    elif ended_on is None and values["end_reason"]:
        faults.add(block.at("end_reason"), "what has ended says when; write `ended_on`")
    elif ended_on is not None and ended_on < first.ends_on:
        faults.add(block.at("ended_on"), f"{ended_on} is before the end of the first period, {first.code}")


def _reporting_is_sound(values: dict[str, Any], block: Block, faults: Faults) -> bool:
    """Check what a figure covers against what it is."""
    reported_as, kind = values["reported_as"], values["kind"]
    wrong = ""
    if reported_as == ReportedAs.ROLLING_YEAR and kind != IndicatorKind.FLOW:
        wrong = f"a {kind} is not counted over twelve months; only a flow is"
    elif reported_as == ReportedAs.YEAR_TO_DATE and values["period_type"] != PeriodType.QUARTER:
        wrong = "the year to date of a year is the year; leave it out"
    elif reported_as == ReportedAs.YEAR_TO_DATE and values["disclosure"] == DisclosureRule.MHSDS:
        # Two years to date, each to the nearest five, would tell of the count under five between them.
        wrong = "a year to date of exact counts would tell what is withheld of a quarter; report the period"
    if wrong:
        faults.add(block.at("reported_as"), wrong)
    return not wrong


def _service(block: Block, geography: Geography, faults: Faults, of: dict[str, Any]) -> BlockRow | None:
    values = block.read(_SERVICE, faults)
    if values is None:
        return None
    known_from = values["opened_on"] or values["listed_on"]
    if known_from is None:
        faults.add(block.at("opened_on"), "nobody knows since when; give opened_on, or listed_on of the list")
        return None
    if values["opened_on"] and values["closed_on"] and values["closed_on"] <= values["opened_on"]:
        faults.add(
            block.at("closed_on"), "it closes before it opens; closed_on is the first day it no longer serves"
        )
        return None
    day = max(known_from, AREAS_KNOWN_FROM)
    found = [geography.areas.one(code, day, block.at("areas")) for code in values.pop("areas")]
    areas = tuple(area for area in found if area is not None)
    return _row(block, {**of, **values, "areas": areas})


def _agree(published: Published, faults: Faults) -> None:
    """Codes are told once, and what is named is there."""
    once: tuple[tuple[Iterable[Any], Callable[[Any], Hashable], str], ...] = (
        (published.programmes, lambda row: row.code, "code"),
        (published.programmes, lambda row: row.position, "position"),
        (published.indicators, lambda row: row.code, "code"),
        (published.facts, lambda row: (row.programme, row.code), "code"),
        (published.services, lambda row: (row.programme, row.code), "code"),
        (published.breaks, lambda row: (row.indicator, row.period), "period"),
        (published.gaps, lambda row: (row.indicator, row.area_type), "area_types"),
        (published.trajectories, lambda row: (row.indicator, row.kind), "kind"),
    )
    for rows, identity, key in once:
        seen: dict[Hashable, Place] = {}
        for row in rows:
            if (before := seen.setdefault(identity(row), row.place)) is not row.place:
                faults.add(row.place.at(key), f"this {key} is already taken by {before}; choose another")
    known = {row.code for row in published.indicators}
    kinds = {(row.code, row.programme, row.period_type) for row in published.indicators}
    for row in published.indicators:
        other = row.not_above.partition(".")[0]
        if other and (other, row.programme, row.period_type) not in kinds:
            faults.add(
                row.place.at("not_above"),
                f"there is no indicator “{other}” of this programme and of the same periods; name one",
            )
    named = [(row.indicator, row.place.at("indicator")) for row in published.breaks]
    named += [
        (row.indicator, row.place.at("indicator")) for row in (*published.trajectories, *published.gaps)
    ]
    for code, place in named:
        if code not in known:
            faults.add(place, f"there is no indicator “{code}”; write one of {', '.join(sorted(known))}")


@dataclass(frozen=True, kw_only=True)
class Reference(Geography, Published):
    """Everything the reference files say, sound and agreeing with itself."""

    sources: tuple[SourceRow, ...]
    periods: tuple[PeriodRow, ...]
