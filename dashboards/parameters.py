"""Every parameter of a query string once: what it is called, what it may be, how it is read and described."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.instants import EXAMPLES, StillToCome, passed_instant
from programmes import untrusted
from programmes.choices import AreaType, Basis, Layer, Status, TrajectoryKind
from programmes.layers import kept_layers
from programmes.periods import Period, PeriodError

LIMIT, MOST = 1000, 10_000
BOUNDARIES = ("today", "reported")

CODE = "^[a-z0-9]+(-[a-z0-9]+)*$"
AREA_CODE = "^[A-Za-z0-9]{3,9}$"
PERIOD_CODE = "^[0-9]{4}-[0-9]{2}(-Q[1-4])?$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)

SORTS = [way + column.name for column in PROGRESS_COLUMNS for way in ("", "-")]


class Refusal(ValueError):
    """A value that a parameter cannot have. `detail` is a sentence, `allowed` are values that it could have."""

    def __init__(self, detail: str, parameter: str, allowed: Iterable[str] = ()) -> None:
        self.detail, self.parameter, self.allowed = detail, parameter, list(allowed)
        named = detail if detail.startswith(parameter) else f"{parameter}: {detail}"
        super().__init__(f"{named} It may be {', '.join(self.allowed)}." if self.allowed else named)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, what it means, and the JSON Schema of one value of it."""

    name: str
    description: str
    schema: dict[str, Any]
    example: str = ""
    several: bool = False
    """Whether several values may be given, parted by commas."""
    convert: Callable[[str], Any] = str
    """Makes the value of a text. Raises ValueError with a sentence."""
    unknown: str = "There is no {name} {text}."
    """The sentence about a value that there is not."""
    instead: str = ""
    """The sentence about what a page takes in place of what it does not understand; else that is left aside."""
    examples: Sequence[str] = ()
    """Values that show how others are written; else `example`."""

    def read(self, text: str, *, strict: bool = True) -> Any:
        """The value meant by a text; unless `strict`, not only in the writing of the schema. Raises Refusal."""
        try:
            value = self.convert(text)
        except StillToCome as problem:
            raise Refusal(str(problem), self.name, [problem.today.isoformat()]) from None
        except ValueError as problem:
            raise Refusal(str(problem), self.name, self.allowed) from None
        if text not in self.schema.get("enum", (text,)) or (strict and not self.fits(text)):
            raise self.refusal(text, self.allowed)
        return value

    def refusal(self, text: str, allowed: Iterable[str]) -> Refusal:
        """The refusal of a value that there is not."""
        detail = self.unknown.replace("{name}", self.name).replace("{text}", untrusted.quoted(text))
        return Refusal(detail, self.name, allowed)

    def fits(self, text: str) -> bool:
        """Whether a text has the length and the pattern of the schema."""
        shortest, longest = self.schema.get("minLength", 0), self.schema.get("maxLength", len(text))
        return shortest <= len(text) <= longest and bool(re.fullmatch(self.schema.get("pattern", ".*"), text))

    @property
    def allowed(self) -> list[str]:
        """What a refusal names: the values, their range, or some that show how they are written."""
        if self.schema["type"] == "integer":
            return [f"{self.schema['minimum']} to {self.schema['maximum']}"]
        return (
            self.schema.get("enum")
            or list(self.examples)
            or [each for each in self.example.split(",") if each]
        )

    @property
    def described(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        schema, example = self.schema, self.example or str(self.schema.get("enum", [""])[0])
        said: dict[str, Any] = {"name": self.name, "in": "query", "required": False}
        said["description"] = self.description + (" Several are parted by commas." if self.several else "")
        if self.several:
            said |= {"style": "form", "explode": False}
            schema = {"type": "array", "items": schema, "minItems": 1}
        said["schema"] = schema
        if example:
            said["example"] = example.split(",") if self.several else self._typed(example)
        return said

    def _typed(self, example: str) -> Any:
        return int(example) if self.schema["type"] == "integer" else example


def choice(
    name: str, description: str, values: Iterable[str], *, called: str = "{name}", **more: Any
) -> Parameter:
    """A parameter that is one of these values; `called` is the noun for it in a sentence."""
    schema = {"type": "string", "enum": list(values)}
    return Parameter(name, description, schema, unknown=f"There is no {called} {{text}}.", **more)


def _text(name: str, description: str, pattern: str, example: str, **more: Any) -> Parameter:
    longest = {"maxLength": 64} if pattern == CODE else {}
    return Parameter(name, description, {"type": "string", "pattern": pattern, **longest}, example, **more)


def _number(name: str, description: str, most: int, example: str, **more: Any) -> Parameter:
    def number(text: str) -> int:
        found = untrusted.whole_number(text, most)
        if not found:
            raise ValueError(f"{untrusted.quoted(text)} is not a whole number from 1 to {most}.")
        return found

    schema = {"type": "integer", "minimum": 1, "maximum": most}
    return Parameter(name, description, schema, example, convert=number, **more)


def _areas(name: str, description: str, example: str, **more: Any) -> Parameter:
    unknown = "No area has ever had the code {text}."
    return _text(name, description, AREA_CODE, example, convert=str.upper, unknown=unknown, **more)


def _periods(name: str, description: str, example: str, **more: Any) -> Parameter:
    return _text(
        name, description, PERIOD_CODE, example, convert=_period, examples=("2023-24", "2023-24-Q4"), **more
    )


def _period(text: str) -> Period:
    try:
        return Period.parse(text[:40])
    except PeriodError as problem:
        raise ValueError(f"{problem}.") from None


def _day(text: str) -> date:
    found = untrusted.day(text)
    if found is None:
        raise ValueError(f"{untrusted.quoted(text)} is not a date.")
    return found


def _layer(text: str) -> Layer | str:
    """The layer, if this installation has it; a text that names none, as it is."""
    if text in Layer and text not in kept_layers():
        raise ValueError("There are no demonstration figures here.")
    return Layer(text) if text in Layer else text


def _whole_instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text) if re.fullmatch(INSTANT, text) else None
    if instant is None or instant.tzinfo is None:
        raise ValueError(f"{untrusted.quoted(text)} is no whole instant. Write an instant as {EXAMPLES[1]}.")
    return instant


FORMAT = choice(
    "format",
    "json answers page by page; csv and jsonl (one JSON object a line) stream all rows as one file.",
    ["json", "csv", "jsonl"],
)
FORMAT_OF_PROGRESS = replace(
    FORMAT,
    description=f"{FORMAT.description} csvw describes the CSV file: columns, types, sources, licence.",
    schema={"type": "string", "enum": ["json", "csv", "jsonl", "csvw"]},
)
PAGE = (
    _number("limit", f"Rows on a page of JSON; {LIMIT} unless told. Files have all rows.", MOST, "1000"),
    Parameter(
        "cursor",
        "Where the page begins: follow next of the page before. When the data change in between, the answer is 410.",
        {"type": "string", "minLength": 1, "maxLength": 2000},
    ),
)
PROGRAMME = _text("programme", "Codes of programmes.", CODE, "ips", several=True)
INDICATOR = _text("indicator", "Codes of indicators.", CODE, "ips-access", several=True)
AREA_TYPE = choice("area_type", "Levels of areas.", AreaType.values, called="level of area", several=True)
PERIOD = _periods("period", "Financial years, quarters, or both.", "2023-24-Q4", several=True)
WHERE_AND_WHEN = (
    _areas("area", "ODS or GSS codes; every life of that code.", "QHM", several=True),
    _areas("within", "ODS or GSS codes: these areas and all that ever lay in them.", "Y63", several=True),
    AREA_TYPE,
    PERIOD,
    _periods("from", "The first period wanted.", "2022-23-Q1"),
    _periods("to", "The last period wanted.", "2023-24-Q4"),
)
LAYER = choice(
    "layer",
    "official shows what was published, or entered and accepted; demonstration shows made-up figures beside it.",
    Layer.values,
    called="layer of figures",
    instead="This page shows official figures.",
    convert=_layer,
)
AS_AT = _text(
    "as_at",
    "A date (its end in London; for today, now) or an instant that has passed: rows as they would have been then.",
    INSTANT,
    EXAMPLES[0],
    convert=passed_instant,
    examples=EXAMPLES,
    instead="What is known now is shown instead.",
)
WHOLE_AS_AT = replace(AS_AT, convert=_whole_instant, examples=EXAMPLES[1:])
"""The instant of a question that is kept: it means the same for ever, and was looked at when it was asked for."""
KIND = choice(
    "kind",
    "Whose trajectory is meant.",
    TrajectoryKind.values,
    called="trajectory",
    instead="Figures are measured against the one in force instead.",
)
VERSION = _number(
    "version",
    "Which version of that trajectory, the latest unless told; needs kind.",
    9999,
    "1",
    instead="The latest is used instead.",
)

LIST = (FORMAT, *PAGE)
LAYERED = (LAYER, *LIST)
OF_PROGRAMME = (PROGRAMME, *LAYERED)
AREAS = (
    choice("type", "One level of area.", AreaType.values, called="level of area"),
    _text(
        "on",
        "A date: the areas alive then. any for every life. Else those of the current edition.",
        f"{DAY}|^any$",
        "2024-04-01",
        convert=lambda text: text if text == "any" else _day(text),
        examples=("2024-03-31", "2024-04-01", "any"),
    ),
    *LAYERED,
)
SERVICES = (
    PROGRAMME,
    _areas("area", "One ODS or GSS code: services in it, within it or around it.", "QHM"),
    _text("on", "A date: services live then.", DAY, "2024-03-31", convert=_day),
    *LAYERED,
)
TARGETS = (PROGRAMME, INDICATOR, *WHERE_AND_WHEN, KIND, VERSION, LAYER, AS_AT, *LIST)
COVERAGE = (PROGRAMME, *WHERE_AND_WHEN, LAYER, AS_AT, *LIST)
QUESTION = (
    PROGRAMME,
    INDICATOR,
    *WHERE_AND_WHEN,
    replace(
        KIND,
        description="Measure against the trajectory of this kind; against the one in force unless told.",
    ),
    VERSION,
    choice("status", "Where the figure stands against its trajectory.", Status.values, several=True),
    choice("basis", "Where the figure comes from.", Basis.values, several=True),
    choice(
        "boundaries",
        "today keeps the areas of the current edition; reported leaves out what was moved to other areas.",
        BOUNDARIES,
        called="kind of boundaries",
    ),
    LAYER,
    AS_AT,
    choice(
        "sort",
        "The name of a column, with a minus before it for the other way; missing values come last, both ways. "
        "Else by programme, indicator, area type, area and period.",
        SORTS,
        called="column to sort by",
        example="-attainment",
    ),
)
"""The parameters of a question about rows of progress."""
PROGRESS = (*QUESTION, FORMAT_OF_PROGRESS, *PAGE)
