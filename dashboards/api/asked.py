"""A request read strictly: what is not understood is refused by name, with what it may be, and never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from dashboards.api.parameters import LIMIT, PERIOD, Parameter
from dashboards.api.problems import Problem
from dashboards.instants import EXAMPLES, NotAnInstant, StillToCome, passed_instant
from dashboards.question import Question
from programmes import untrusted
from programmes.periods import Period, PeriodError
from programmes.queries import areas
from programmes.queries.search import similar_codes
from programmes.queries.trajectories_known import trajectory_choices
from programmes.results import ProgrammeInfo

PERIODS = ["2023-24", "2023-24-Q4"]


class Asked:
    """The parameters of one request. Whatever is not understood is a `Problem`.

    Made of it, every value already fits the schema of its parameter; what it names is looked up when it is read.
    """

    def __init__(self, request: HttpRequest, allowed: Sequence[Parameter]) -> None:
        known = {parameter.name: parameter for parameter in allowed}
        self.request = request
        self._values: dict[str, list[str]] = {}
        for name, given in request.GET.lists():
            if name not in known:
                raise Problem(f"There is no parameter “{name}” here.", parameter=name, allowed=sorted(known))
            self._values[name] = _read(known[name], given)

    # --- Plain values ------------------------------------------------------------------------------------------

    def one(self, name: str, default: str = "") -> str:
        """The value of a parameter that has one."""
        return self._values.get(name, [default])[0]

    def several(self, name: str) -> tuple[str, ...]:
        """The values of a parameter that may have several, each once."""
        return tuple(dict.fromkeys(self._values.get(name, ())))

    @property
    def format(self) -> str:
        """How the rows are wanted."""
        return self.one("format", "json")

    @property
    def limit(self) -> int:
        """Rows on a page."""
        return int(self.one("limit", str(LIMIT)))

    def flag(self, name: str) -> bool | None:
        """True, false, or not said."""
        return {"true": True, "false": False}.get(self.one(name))

    # --- What is looked up -------------------------------------------------------------------------------------

    def programmes(self, known: Sequence[ProgrammeInfo]) -> tuple[str, ...]:
        """Codes of programmes."""
        return self._known("programme", [each.code for each in known])

    def indicators(self, known: Sequence[ProgrammeInfo]) -> tuple[str, ...]:
        """Codes of indicators."""
        return self._known("indicator", [indicator.code for each in known for indicator in each.indicators])

    def areas(self, name: str) -> tuple[str, ...]:
        """Codes of areas, ODS or GSS; one that nobody ever had is refused with those it may have meant."""
        codes = tuple(code.upper() for code in self.several(name))
        there = areas.known_codes(codes) if codes else frozenset()
        for code in codes:
            if code not in there:
                near = [ref.code for ref in similar_codes(code)]
                raise Problem(f"No area has ever had the code “{code}”.", parameter=name, allowed=near)
        return codes

    def period(self, name: str) -> Period | None:
        """One period."""
        return _period(name, self.one(name)) if self.one(name) else None

    def day(self, name: str) -> date | None:
        """A date."""
        text = self.one(name)
        found = untrusted.day(text)
        if text and found is None:
            raise Problem(f"“{text}” is not a date.", parameter=name, allowed=["2024-03-31"])
        return found

    def instant(self, name: str) -> datetime | None:
        """An instant that has passed, as `instants` reads it."""
        text = self.one(name)
        if not text:
            return None
        try:
            return passed_instant(text)
        except NotAnInstant as problem:
            raise Problem(str(problem), parameter=name, allowed=list(EXAMPLES)) from None
        except StillToCome as problem:
            raise Problem(str(problem), parameter=name, allowed=[problem.today.isoformat()]) from None

    def trajectory(self, indicators: Iterable[str]) -> tuple[str, int | None] | None:
        """The kind and version of trajectory that is meant. One statement when a kind is named."""
        kind, version = self.one("kind"), self.one("version")
        choices = {each.kind: each.versions for each in trajectory_choices(indicators)} if kind else {}
        if version and not kind:
            raise Problem("Whose version is meant? Name a kind too.", parameter="version")
        if kind and kind not in choices:
            detail = f"There is no trajectory of the kind “{kind}” there."
            raise Problem(detail, parameter="kind", allowed=sorted(choices))
        numbers = [str(each.number) for each in choices.get(kind, ())]
        if version and str(int(version)) not in numbers:
            raise Problem(f"There is no version {version} of it.", parameter="version", allowed=numbers)
        return (kind, int(version) if version else None) if kind else None

    def where_and_when(self) -> dict[str, Any]:
        """The filters of rows that have an area and a period, as the queries take them."""
        return {
            "area": self.areas("area"),
            "inside": self.areas("within"),
            "area_types": self.several("area_type"),
            "periods": tuple(_period("period", text) for text in self.several("period")),
            "first": self.period("from"),
            "last": self.period("to"),
        }

    def question(self, known: Sequence[ProgrammeInfo]) -> Question:
        """The selection of rows of progress. Two statements at most, and one for each of `area` and `within`."""
        indicators = self.indicators(known)
        kind, version = self.trajectory(indicators) or ("", None)
        named = self.where_and_when()
        return Question(
            programme=self.programmes(known),
            indicator=indicators,
            area=named["area"],
            within=named["inside"],
            area_type=named["area_types"],
            period=named["periods"],
            first=named["first"],
            last=named["last"],
            kind=kind,
            version=version,
            status=self.several("status"),
            basis=self.several("basis"),
            boundaries=self.one("boundaries"),
            illustrative=self.flag("illustrative"),
            as_at=self.instant("as_at"),
            sort=self.one("sort"),
        )

    def _known(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        for value in self.several(name):
            if value not in known:
                raise Problem(f"“{value}” is not a known {name}.", parameter=name, allowed=known)
        return self.several(name)


def _read(parameter: Parameter, given: Sequence[str]) -> list[str]:
    """The values that were given; each fits the parameter's schema."""
    name, schema = parameter.name, parameter.schema
    if len(given) > 1 and not parameter.several:
        raise Problem(f"{name} can be given once only.", parameter=name, allowed=_allowed(parameter))
    # A plus that was not written as %2B arrives as a blank.
    whole = [text.replace(" ", "+") for text in given] if name == "as_at" else given
    values = [part for text in whole for part in text.split(",")] if parameter.several else list(whole)
    for value in values:
        if not value:
            detail = f"{name} is empty: give it a value, or leave it out."
            raise Problem(detail, parameter=name, allowed=_allowed(parameter))
        if not _fits(value, schema):
            raise Problem(f"“{value}” is not a known {name}.", parameter=name, allowed=_allowed(parameter))
    return values


def _fits(value: str, schema: dict[str, Any]) -> bool:
    """Whether a text is a value of this schema, as far as our parameters use JSON Schema."""
    if schema["type"] == "integer":
        number = untrusted.whole_number(value, schema["maximum"])
        return number is not None and schema["minimum"] <= number
    if "enum" in schema:
        return value in schema["enum"]
    is_of_length = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))
    return is_of_length and ("pattern" not in schema or re.fullmatch(schema["pattern"], value) is not None)


def _allowed(parameter: Parameter) -> list[str]:
    schema = parameter.schema
    if schema["type"] == "integer":
        return [f"{schema['minimum']} to {schema['maximum']}"]
    if schema.get("pattern") == PERIOD:
        return PERIODS
    return schema.get("enum") or [each for each in parameter.example.split(",") if each]


def _period(name: str, text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodError as problem:
        raise Problem(f"{problem}.", parameter=name, allowed=PERIODS) from None
