"""The filters of the target table: a query string read leniently into a `Question`, and the form that shows them.

What is not understood is left aside and said in a sentence. The API reads the same parameters strictly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.instants import passed_instant
from dashboards.question import BOUNDARIES, NAMES, Question
from programmes import untrusted
from programmes.choices import AreaType, Basis, Status
from programmes.models import Progress
from programmes.periods import Period, PeriodError
from programmes.queries.areas import named_areas
from programmes.queries.trajectories_known import TrajectoryChoice, trajectory_choices
from programmes.results import AreaRef, ProgrammeInfo

EVERY = "all"
"""In place of one kind of boundaries: rows of both, as when none is named."""

LONGEST_CODE = 9
MOST_VALUES = 300
"""Of one filter; what comes after is left aside."""


def named_codes(query: QueryDict) -> list[str]:
    """The codes of areas in a query string, in capitals, as `Known.areas` is to have them."""
    given = [text for name in ("area", "within") for text in query.getlist(name)]
    codes = [code.strip().upper() for text in given for code in text.split(",")]
    return [code for code in codes if code.isalnum() and len(code) <= LONGEST_CODE][: 2 * MOST_VALUES]


@dataclass(frozen=True, slots=True)
class Known:
    """What may be asked for."""

    programmes: Sequence[ProgrammeInfo]
    trajectories: Sequence[TrajectoryChoice]
    areas: Mapping[str, AreaRef]


def known_to(query: QueryDict, programmes: Sequence[ProgrammeInfo]) -> Known:
    """What may be asked for of these programmes by this query string. Two statements at most."""
    return Known(programmes, trajectory_choices(), named_areas(named_codes(query)))


class _Lenient(forms.Field):
    """A field that refuses nothing: what it does not understand it leaves aside, with a sentence in `notices`."""

    widget = forms.SelectMultiple

    def __init__(self, *, read: Callable[[str], Any], several: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.read, self.several = read, several
        self.notices: list[str] = []

    def clean(self, value: Any) -> Any:
        """The values, each once and in their order; of a field for one value the last, or None."""
        self.notices = []
        parts = [part.strip() for each in value or () for part in str(each).split(",")]
        parts = list(dict.fromkeys(part for part in parts if part))
        if len(parts) > MOST_VALUES:
            self.notices.append(f"Only the first {MOST_VALUES} values of one filter are used.")
        found = []
        for part in parts[:MOST_VALUES]:
            try:
                found.append(self.read(part))
            except ValueError as problem:
                self.notices.append(str(problem))
        found = list(dict.fromkeys(found))
        if self.several:
            return tuple(found)
        return found[-1] if found else None


class _Filter(django_filters.Filter):
    """One filter, of one parameter of the query string."""

    field_class = _Lenient


class ProgressFilters(django_filters.FilterSet):
    """The filters of rows of progress. `question` is what they ask for, `notices` what was not understood."""

    class Meta:
        model = Progress
        fields: list[str] = []

    programme = _Filter(label="Programme", read=str)
    indicator = _Filter(label="Indicator", read=str)
    area = _Filter(label="Areas", read=str)
    within = _Filter(label="Areas and everything inside them", read=str)
    area_type = _Filter(label="Level of area", read=str)
    period = _Filter(label="Period", read=str)
    kind = _Filter(label="Measured against", read=str, several=False)
    version = _Filter(label="Version", read=str, several=False)
    status = _Filter(label="Status", read=str)
    basis = _Filter(label="Where figures come from", read=str)
    boundaries = _Filter(label="Boundaries", read=str, several=False)
    illustrative = _Filter(label="Official or illustrative", read=str, several=False)
    as_at = _Filter(label="As it was known on", read=str, several=False)
    sort = _Filter(label="Sorted by", read=str, several=False)

    def __init__(self, query: QueryDict, known: Known) -> None:
        super().__init__(query)
        self.known = known
        self.filters["from"] = self._named(_Filter(label="From", read=_period, several=False), "from")
        self.filters["to"] = self._named(_Filter(label="To", read=_period, several=False), "to")
        for name, read in self._readers().items():
            self.filters[name].extra["read"] = read
        self.is_asked = any(name in query for name in NAMES.values())
        """Whether the reader asked for anything; else the page shows what is useful at once."""
        self.form.is_valid()
        self._said: list[str] = []
        self.question = self._question(self.form.cleaned_data)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """The rows asked for, in their order; to be read inside `question.opened`."""
        return self.question.rows()

    @property
    def notices(self) -> list[str]:
        """What was not understood, in sentences."""
        return [*(notice for field in self.form.fields.values() for notice in field.notices), *self._said]

    # --- Reading ---------------------------------------------------------------------------------------------

    def _named(self, each: django_filters.Filter, name: str) -> django_filters.Filter:
        each.field_name, each.parent, each.model = name, self, Progress
        return each

    def _readers(self) -> dict[str, Callable[[str], Any]]:
        programmes = [each.code for each in self.known.programmes]
        indicators = [one.code for each in self.known.programmes for one in each.indicators]
        sorts = [way + each.name for each in PROGRESS_COLUMNS for way in ("", "-")]
        return {
            "programme": _one_of(programmes, "programme"),
            "indicator": _one_of(indicators, "indicator"),
            "area": self._area,
            "within": self._area,
            "area_type": _one_of(AreaType.values, "level of area"),
            "period": _period,
            "kind": self._trajectory,
            "version": _version,
            "status": _one_of(Status.values, "status"),
            "basis": _one_of(Basis.values, "basis"),
            "boundaries": _one_of((*BOUNDARIES, EVERY), "kind of boundaries"),
            "illustrative": _one_of(("true", "false"), "choice between official and illustrative"),
            "as_at": known_at,
            "sort": _one_of(sorts, "column to sort by"),
        }

    def _area(self, text: str) -> str:
        code = text.upper()
        if code not in self.known.areas:
            raise ValueError(f"No area has ever had the code “{text[:40]}”; it is left aside.")
        return code

    def _trajectory(self, text: str) -> tuple[str, int | None]:
        kind, _, number = text.partition(":")
        versions = {each.kind: [one.number for one in each.versions] for each in self.known.trajectories}
        version = untrusted.whole_number(number)
        if kind not in versions or (number and version not in versions[kind]):
            raise ValueError(
                f"There is no trajectory “{text[:40]}”. Figures are measured against the one in force instead."
            )
        return kind, version

    def _question(self, read: Mapping[str, Any]) -> Question:
        kind, version = read["kind"] or ("", None)
        version = version or (read["version"] if kind else None)
        versions = {each.kind: [one.number for one in each.versions] for each in self.known.trajectories}
        if version is not None and version not in versions[kind]:
            self._said.append(
                f"There is no version {version} of this trajectory. The latest is used instead."
            )
            version = None
        first, last = read["from"], read["to"]
        if first and last and first.starts_on > last.ends_on:
            self._said.append(
                f"{first.label} comes after {last.label}, so they were taken the other way round."
            )
            first, last = last, first
        question = Question(
            programme=read["programme"],
            indicator=read["indicator"],
            area=read["area"],
            within=read["within"],
            area_type=read["area_type"],
            period=read["period"],
            first=first,
            last=last,
            kind=kind,
            version=version,
            status=read["status"],
            basis=read["basis"],
            boundaries="" if read["boundaries"] in (None, EVERY) else read["boundaries"],
            illustrative={"true": True, "false": False}.get(read["illustrative"] or ""),
            as_at=read["as_at"],
            sort=read["sort"] or "",
        )
        return self._computed(question)

    def _computed(self, question: Question) -> Question:
        """Rows of an earlier day, and against another trajectory, are computed for the reader: not all of them."""
        if not (question.as_at or question.kind) or question.programme or question.indicator:
            return question
        first = self.known.programmes[0]
        self._said.append(
            "Rows of an earlier day, or against another trajectory, are computed for you, a programme at a time. "
            f"This page keeps to {first.name}; choose another programme or indicator beside the table."
        )
        return replace(question, programme=(first.code,))


def _one_of(known: Sequence[str], called: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"There is no {called} “{text[:40]}”; it is left aside.")
        return text

    return read


def _period(text: str) -> Period:
    try:
        return Period.parse(text[:40])
    except PeriodError as problem:
        raise ValueError(f"{problem}; it is left aside.") from None


def _version(text: str) -> int:
    number = untrusted.whole_number(text)
    if number is None:
        raise ValueError(f"“{text[:40]}” is not the number of a version. The latest is used instead.")
    return number


def known_at(text: str) -> datetime:
    """The instant meant by `as_at`. Raises ValueError, saying that figures are those of now instead."""
    try:
        return passed_instant(text)
    except ValueError as problem:
        raise ValueError(f"{problem} What is known now is shown instead.") from None
