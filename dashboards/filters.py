"""The filters of rows of progress: a query string read into a `Question`, for all who ask one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from dashboards.parameters import QUESTION, Refusal
from dashboards.query_strings import MOST_VALUES, QueryString
from dashboards.question import NAMES, Question
from programmes import untrusted
from programmes.queries.areas import named_areas
from programmes.queries.search import similar_codes
from programmes.queries.trajectories import TrajectoryChoice, trajectory_choices
from programmes.results import AreaRef, ProgrammeInfo

EVERY = "all"
"""In place of one kind of boundaries: rows of both, as when none is named."""


@dataclass(frozen=True, slots=True)
class Known:
    """What may be asked for."""

    programmes: Sequence[ProgrammeInfo]
    trajectories: Sequence[TrajectoryChoice]
    areas: Mapping[str, AreaRef]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a page: the question that they ask, and sentences about what was not understood."""

    question: Question
    known: Known
    notices: Sequence[str]
    is_asked: bool
    """Whether the reader asked for anything; else the page shows what is useful at once."""


def area_codes(query: QueryString) -> list[str]:
    """The codes of areas in a query string that might be some, in capitals."""
    codes = (*query.several("area"), *query.several("within"))
    return [code for code in codes if query.parameters["area"].fits(code)]


def read_filters(query: QueryDict, programmes: Sequence[ProgrammeInfo]) -> Filters:
    """The filters in the query string of a page of these programmes. Three statements at most."""
    given = {name: query.getlist(name) for name in NAMES.values() if name in query}
    if query.get("boundaries") == EVERY:
        del given["boundaries"]
    trajectories = trajectory_choices()
    kind, _, version = query.get("kind", "").partition(":")
    if untrusted.whole_number(version) in _versions(trajectories).get(kind, ()):
        given |= {"kind": [kind], "version": [version]}
    notices: list[str] = []
    asked = QueryString(given, QUESTION, notices)
    areas = named_areas(area_codes(asked)[: 2 * MOST_VALUES])
    known = Known(programmes, trajectories, areas)
    question = read_question(asked, programmes=programmes, areas=areas, trajectories=known.trajectories)
    first, last = question.first, question.last
    if first and last and first.starts_on > last.ends_on:
        notices.append(f"{first.label} comes after {last.label}, so they were taken the other way round.")
        question = replace(question, first=last, last=first)
    # Rows of an earlier day, and against another trajectory, are computed for the reader: not all of them.
    if (question.as_at or question.kind) and not (question.programme or question.indicator):
        programme = programmes[0]
        notices.append(
            "Rows of an earlier day, or against another trajectory, are computed for you, a programme at a time. "
            f"This page keeps to {programme.name}; choose another programme or indicator beside the table."
        )
        question = replace(question, programme=(programme.code,))
    return Filters(question, known, notices, is_asked=any(name in query for name in NAMES.values()))


def read_question(
    query: QueryString,
    *,
    programmes: Sequence[ProgrammeInfo] | None = None,
    areas: Collection[str] = (),
    trajectories: Iterable[TrajectoryChoice] | None = None,
) -> Question:
    """The question of a query string. Codes are those of these programmes, areas and trajectories, where given."""
    asked: dict[str, Any] = {
        field: query.several(name) if isinstance(getattr(Question(), field), tuple) else query.one(name)
        for field, name in NAMES.items()
        if query.several(name)
    }
    if programmes is not None:
        indicators = [indicator.code for each in programmes for indicator in each.indicators]
        asked["programme"] = query.known("programme", [each.code for each in programmes])
        asked["indicator"] = query.known("indicator", indicators)
        for name in ("area", "within"):
            asked[name] = query.known(name, areas, near=_similar)
    if trajectories is not None:
        asked["kind"], asked["version"] = _trajectory(query, trajectories)
    return Question(**asked)


def _similar(code: str) -> list[str]:
    return [ref.code for ref in similar_codes(code)]


def _versions(choices: Iterable[TrajectoryChoice]) -> dict[str, list[int]]:
    return {each.kind: [version.number for version in each.versions] for each in choices}


def _trajectory(query: QueryString, choices: Iterable[TrajectoryChoice]) -> tuple[str, int | None]:
    """The kind and version of a trajectory among the choices."""
    numbers = _versions(choices)
    kind, version = next(iter(query.known("kind", sorted(numbers))), ""), query.one("version")
    if not kind:
        if version and query.is_strict:
            raise Refusal("Whose version is meant? Name a kind too.", "version")
        return "", None
    if version and version not in numbers[kind]:
        allowed = map(str, numbers[kind])
        query.refuse(Refusal(f"There is no version {version} of this trajectory.", "version", allowed))
        version = None
    return kind, version
