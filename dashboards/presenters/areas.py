"""An area: where it lies, what it came from and became, its codes and its people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from dashboards import formatting
from dashboards.presenters.reach import area_href
from dashboards.wording import SUCCESSION_WORDS, area_type_word, capital
from programmes.choices import AreaType, SuccessionBasis
from programmes.results import AreaProfile, AreaRef, AreaStep


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area in a list: a link, what it is, and what there is to say about it here."""

    name: str
    full_name: str
    code: str
    href: str
    kind: str
    about: str = ""
    is_part: bool = False
    """Of what an area came from or became: whether only a part of the earlier one went over."""


@dataclass(frozen=True, slots=True)
class AreaHead:
    """The top of an area's page."""

    name: str
    short_name: str
    code: str
    kind: str
    lies_in: str
    people: str
    life: str
    is_gone: bool
    begins_on: str
    """The first day of an area that pages do not show yet; else empty."""
    new_since: str
    """The first day of an area that began with the edition that pages show; else empty."""
    summary: tuple[tuple[str, str], ...]
    children: tuple[AreaLine, ...]
    children_kind: str
    came_from: tuple[AreaLine, ...]
    became: tuple[AreaLine, ...]
    crumbs: tuple[tuple[str, str], ...]


def present_area(profile: AreaProfile, *, gone: bool, new: bool = False) -> AreaHead:
    """The profile in words; `gone` when the area is not in the geography edition that pages show, `new` when it
    began with it.
    """
    area = profile.area
    first_day = formatting.day(profile.valid_from)
    region = next((each for each in profile.ancestors if each.area_type == AreaType.REGION), None)
    return AreaHead(
        name=area.name,
        short_name=area.short_name,
        code=area.code,
        kind=area_type_word(area.area_type),
        lies_in=region.short_name if region else "",
        people=_people(profile),
        life=formatting.span(profile.valid_from, profile.valid_to),
        is_gone=gone,
        begins_on=first_day if gone and profile.valid_to is None else "",
        new_since=first_day if new else "",
        summary=tuple(_summary(profile)),
        children=present_area_lines(profile.children),
        children_kind=area_type_word(profile.children[0].area_type, len(profile.children))
        if profile.children
        else "",
        came_from=tuple(_step(step, "from") for step in profile.came_from),
        became=tuple(_step(step, "to") for step in profile.became),
        crumbs=crumbs_of(profile),
    )


def crumbs_of(profile: AreaProfile) -> tuple[tuple[str, str], ...]:
    """England, region, board: the links above the area's own page."""
    return tuple((area.short_name, area_href(area)) for area in profile.ancestors) or (("Areas", "/areas/"),)


def present_area_lines(areas: Iterable[AreaRef]) -> tuple[AreaLine, ...]:
    """Areas as lines of a list, in the order given."""
    return tuple(_line(area) for area in areas)


def _line(area: AreaRef, about: str = "") -> AreaLine:
    return AreaLine(
        area.short_name, area.name, area.code, area_href(area), area_type_word(area.area_type), about
    )


def _step(step: AreaStep, direction: str) -> AreaLine:
    share = SUCCESSION_WORDS[SuccessionBasis(step.basis)]
    if step.basis != SuccessionBasis.WHOLE:
        part = formatting.percentage(step.share, 0 if round(step.share * 100, 6) % 1 == 0 else 1)
        share = f"{part} of it, {share}" if direction == "from" else f"{part} of this area, {share}"
    about = f"{share}, on {formatting.day(step.on)}"
    line = _line(step.area, f"{about}. {step.note}".rstrip(". ") + ".")
    line = replace(line, is_part=step.basis != SuccessionBasis.WHOLE)
    if direction == "to":
        return line
    # Its code may be another area's now: the day before is its own.
    return replace(line, href=f"{line.href}?on={step.on - timedelta(days=1)}")


def _people(profile: AreaProfile) -> str:
    if profile.people is None:
        return ""
    adults = "" if profile.adults is None else f", {formatting.number(profile.adults)} of them adults"
    return f"{formatting.number(profile.people)} people{adults} (mid-{profile.population_year})"


def _summary(profile: AreaProfile) -> Iterable[tuple[str, str]]:
    yield "Official name", profile.area.name
    yield "Kind of area", capital(area_type_word(profile.area.area_type))
    yield "ODS code", profile.area.code
    for code, first, last in profile.gss_codes:
        yield "GSS code", f"{code}, {formatting.span(first, last)}"
    yield "In this form", formatting.span(profile.valid_from, profile.valid_to)
    people = _people(profile)
    if people:
        yield "Population", people


def present_regions(
    regions: Iterable[AreaRef], boards: Iterable[AreaRef], above: Mapping[str, Collection[AreaRef]]
) -> list[tuple[AreaLine, tuple[AreaLine, ...]]]:
    """Each region with the boards in it; `above` has what each board lies in."""
    every = tuple(boards)
    return [
        (_line(region), tuple(_line(board) for board in every if region in above.get(board.code, ())))
        for region in regions
    ]
