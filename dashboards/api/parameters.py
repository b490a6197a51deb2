"""What may be asked: every parameter once, as the description shows it and as requests are held to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.question import BOUNDARIES
from programmes.choices import AreaType, Basis, Status, TrajectoryKind

LIMIT, MOST = 1000, 10_000

CODE = "^[a-z0-9]+(-[a-z0-9]+)*$"
AREA = "^[A-Za-z0-9]{3,9}$"
PERIOD = "^[0-9]{4}-[0-9]{2}(-Q[1-4])?$"
DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)

SORTS = [way + column.name for column in PROGRESS_COLUMNS for way in ("", "-")]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, what it means, and the JSON Schema of one value of it."""

    name: str
    description: str
    schema: dict[str, Any]
    example: str = ""
    several: bool = False
    """Whether several values may be given, parted by commas."""

    @property
    def described(self) -> dict[str, Any]:
        """As OpenAPI describes it."""
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


def _text(name: str, description: str, pattern: str, example: str, *, several: bool = False) -> Parameter:
    longest = {"maxLength": 64} if pattern == CODE else {}
    return Parameter(
        name, description, {"type": "string", "pattern": pattern, **longest}, example, several=several
    )


def _choice(name: str, description: str, values: list[str], *, several: bool = False) -> Parameter:
    return Parameter(name, description, {"type": "string", "enum": values}, several=several)


FORMAT = _choice(
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
    Parameter(
        "limit",
        f"Rows on a page of JSON; {LIMIT} unless told. Files have all rows.",
        {"type": "integer", "minimum": 1, "maximum": MOST},
        "1000",
    ),
    Parameter(
        "cursor",
        "Where the page begins: follow next of the page before. When the data change in between, the answer is 410.",
        {"type": "string", "minLength": 1, "maxLength": 2000},
    ),
)
PROGRAMME = _text("programme", "Codes of programmes.", CODE, "ips", several=True)
INDICATOR = _text("indicator", "Codes of indicators.", CODE, "ips-access", several=True)
WHERE_AND_WHEN = (
    _text("area", "ODS or GSS codes; every life of that code.", AREA, "QHM", several=True),
    _text(
        "within", "ODS or GSS codes: these areas and all that ever lay in them.", AREA, "Y63", several=True
    ),
    _choice("area_type", "Levels of areas.", AreaType.values, several=True),
    _text("period", "Financial years, quarters, or both.", PERIOD, "2023-24-Q4", several=True),
    _text("from", "The first period wanted.", PERIOD, "2022-23-Q1"),
    _text("to", "The last period wanted.", PERIOD, "2023-24-Q4"),
)
ILLUSTRATIVE = _choice(
    "illustrative",
    "true keeps rows that were made up for demonstration, false leaves them out.",
    ["true", "false"],
)
AS_AT = _text(
    "as_at",
    "A date (its end in London; for today, now) or an instant that has passed: rows as they would have been then.",
    INSTANT,
    "2024-03-31",
)
KIND = _choice("kind", "Whose trajectory is meant.", TrajectoryKind.values)
VERSION = Parameter(
    "version",
    "Which version of that trajectory, the latest unless told; needs kind.",
    {"type": "integer", "minimum": 1, "maximum": 9999},
    "1",
)

LIST = (FORMAT, *PAGE)
OF_PROGRAMME = (PROGRAMME, *LIST)
AREAS = (
    _choice("type", "One level of area.", AreaType.values),
    _text(
        "on",
        "A date: the areas alive then. any for every life. Else those of the current edition.",
        f"{DAY}|^any$",
        "2024-04-01",
    ),
    *LIST,
)
SERVICES = (
    PROGRAMME,
    _text("area", "One ODS or GSS code: services in it, within it or around it.", AREA, "QHM"),
    _text("on", "A date: services live then.", DAY, "2024-03-31"),
    *LIST,
)
TARGETS = (PROGRAMME, INDICATOR, *WHERE_AND_WHEN, KIND, VERSION, ILLUSTRATIVE, AS_AT, *LIST)
COVERAGE = (PROGRAMME, *WHERE_AND_WHEN, ILLUSTRATIVE, AS_AT, *LIST)
PROGRESS = (
    PROGRAMME,
    INDICATOR,
    *WHERE_AND_WHEN,
    replace(
        KIND,
        description="Measure against the trajectory of this kind; against the one in force unless told.",
    ),
    VERSION,
    _choice("status", "Where the figure stands against its trajectory.", Status.values, several=True),
    _choice("basis", "Where the figure comes from.", Basis.values, several=True),
    _choice(
        "boundaries",
        "today keeps the areas of the current edition; reported leaves out what was moved to other areas.",
        list(BOUNDARIES),
    ),
    ILLUSTRATIVE,
    AS_AT,
    Parameter(
        "sort",
        "The name of a column, with a minus before it for the other way; missing values come last, both ways. "
        "Else by programme, indicator, area type, area and period.",
        {"type": "string", "enum": SORTS},
        "-attainment",
    ),
    FORMAT_OF_PROGRESS,
    *PAGE,
)
