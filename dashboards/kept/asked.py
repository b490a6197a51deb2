"""A question out of the fields of a form, or out of the query string that a kept file carries: read strictly.

Whoever asks for a file that will be cited must get just what was asked for, so nothing is guessed or left aside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.utils import timezone

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.question import BOUNDARIES, NAMES, Question
from programmes import untrusted
from programmes.choices import AreaType, Basis, Status, TrajectoryKind
from programmes.periods import Period, PeriodError
from programmes.queries.areas import known_codes
from programmes.queries.programmes import all_programmes

MOST_VALUES = 1000
"""Of one field."""
MOST_VERSIONS = 32_767


class NotUnderstood(ValueError):
    """A field does not say what it may; the message says which, and what it may."""


def question_of(fields: Mapping[str, str]) -> Question:
    """The question that the fields ask; names that are none of a question's are left to others.

    Whether codes of programmes, indicators and areas are known is not looked up: see `check_known`.
    """
    read: dict[str, Any] = {}
    for field, name in NAMES.items():
        text = fields.get(name, "").strip()
        if not text.isprintable():
            raise NotUnderstood(f"{name} holds something that nobody sees.")
        if text:
            read[field] = READERS[field](name, text)
    return Question(**read)


def read_back(query: str) -> Question:
    """The question whose canonical query string this is."""
    return question_of(dict(parse_qsl(query)))


def check_known(question: Question) -> None:
    """Raises NotUnderstood for codes that nothing ever had. One statement, and the programmes' own."""
    programmes = all_programmes()
    _check("programme", question.programme, {each.code for each in programmes})
    _check("indicator", question.indicator, {one.code for each in programmes for one in each.indicators})
    wanted = {*question.area, *question.within}
    if wanted:
        _check("area", sorted(wanted), known_codes(wanted))
    if question.as_at and question.as_at > timezone.now():
        raise NotUnderstood("as_at is still to come: name an instant that has passed.")


def _check(name: str, wanted: Iterable[str], known: Collection[str]) -> None:
    for code in wanted:
        if code not in known:
            raise NotUnderstood(f"There is no {name} “{code[:40]}”.")


def _several(read: Callable[[str, str], Any]) -> Callable[[str, str], tuple[Any, ...]]:
    def every(name: str, text: str) -> tuple[Any, ...]:
        parts = [part.strip() for part in text.split(",")]
        found = tuple(dict.fromkeys(read(name, part) for part in parts if part))
        if len(found) > MOST_VALUES:
            raise NotUnderstood(f"{name} has more than {MOST_VALUES} values: ask for fewer at a time.")
        return found

    return every


def _code(_name: str, text: str) -> str:
    return text


def _area(_name: str, text: str) -> str:
    return text.upper()


def _one_of(values: Iterable[str]) -> Callable[[str, str], str]:
    allowed = tuple(values)

    def one(name: str, text: str) -> str:
        if text not in allowed:
            raise NotUnderstood(f"{name} is “{text[:40]}”. It may be {', '.join(allowed)}.")
        return text

    return one


def _period(name: str, text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as problem:
        raise NotUnderstood(f"{name}: {problem}.") from problem


def _version(name: str, text: str) -> int:
    number = untrusted.whole_number(text, MOST_VERSIONS)
    if not number:
        raise NotUnderstood(f"{name} is “{text[:40]}”. It is a whole number from 1.")
    return number


def _is_true(name: str, text: str) -> bool:
    return _one_of(("true", "false"))(name, text) == "true"


def _instant(name: str, text: str) -> datetime:
    refusal = f"{name} is “{text[:40]}”. Write an instant as 2026-04-01T12:00:00+00:00."
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as problem:
        raise NotUnderstood(refusal) from problem
    if instant.tzinfo is None:
        raise NotUnderstood(refusal)
    return instant


READERS: dict[str, Callable[[str, str], Any]] = {
    "programme": _several(_code),
    "indicator": _several(_code),
    "area": _several(_area),
    "within": _several(_area),
    "area_type": _several(_one_of(AreaType.values)),
    "period": _several(_period),
    "first": _period,
    "last": _period,
    "kind": _one_of(TrajectoryKind.values),
    "version": _version,
    "status": _several(_one_of(Status.values)),
    "basis": _several(_one_of(Basis.values)),
    "boundaries": _one_of(BOUNDARIES),
    "illustrative": _is_true,
    "as_at": _instant,
    "sort": _one_of(way + each.name for each in PROGRESS_COLUMNS for way in ("", "-")),
}
"""How each field of a question is read."""
