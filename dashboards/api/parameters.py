"""What may be asked, read strictly: an unknown parameter or value is refused by name, with what it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema

from dashboards.api.problems import Problem
from programmes.choices import AreaType, Basis
from programmes.periods import Period, PeriodError
from programmes.queries import areas
from programmes.results import ProgrammeInfo

FORMATS = ("json", "csv")
LIMIT, MOST = 1000, 10_000
LONDON = ZoneInfo("Europe/London")

SEVERAL = "Several are parted by commas."
AREA_TYPES = [member.value for member in AreaType]


def _choice(description: str, values: Sequence[str]) -> Any:
    enum: list[Any] = list(values)
    return Field(None, description=description, json_schema_extra={"enum": enum})


class Paged(Schema):
    """Parameters of every list."""

    format: str | None = _choice("json answers page by page; csv streams all rows as one file.", FORMATS)
    limit: int | None = Field(
        None, ge=1, le=MOST, description=f"Rows on a page of JSON; {LIMIT} unless told."
    )
    cursor: str | None = Field(None, description="Where the page begins: follow `next` of the page before.")


class OfProgramme(Paged):
    """Lists that may be kept to some programmes."""

    programme: str | None = Field(None, description=f"Codes of programmes. {SEVERAL}")


class OfIndicator(OfProgramme):
    """Lists that may be kept to some indicators."""

    indicator: str | None = Field(None, description=f"Codes of indicators. {SEVERAL}")


class WhereAndWhen(Schema):
    """Parameters of rows that have an area and a period."""

    area: str | None = Field(None, description=f"ODS or GSS codes; every life of that code. {SEVERAL}")
    area_type: str | None = Field(None, description=f"{', '.join(AREA_TYPES)}. {SEVERAL}")
    period: str | None = Field(None, description=f"2023-24 or 2023-24-Q4. {SEVERAL}")
    from_: str | None = Field(None, alias="from", description="The first period wanted.")
    to: str | None = Field(None, description="The last period wanted.")


class AsAt(Schema):
    """Parameters of rows that can be had as they were known earlier."""

    as_at: str | None = Field(
        None,
        description="A date (its end in London; for today, now) or an instant that has passed: rows as they would "
        "have been then. Rows of progress are computed for you: name a programme or an indicator.",
    )


class ProgressParameters(OfIndicator, WhereAndWhen, AsAt):
    """What `progress` may be asked."""

    basis: str | None = Field(None, description=f"{', '.join(Basis.values)}. {SEVERAL}")


class CoverageParameters(OfProgramme, WhereAndWhen, AsAt):
    """What `coverage` may be asked."""


class TargetParameters(OfIndicator, WhereAndWhen, AsAt):
    """What `targets` may be asked."""


class AreaParameters(Paged):
    """What `areas` may be asked."""

    type: str | None = _choice("One level of area.", AREA_TYPES)
    on: str | None = Field(
        None,
        description="A date: the areas alive then. `any` for every life. Else those of the current edition.",
    )


class ServiceParameters(OfProgramme):
    """What `services` may be asked."""

    area: str | None = Field(None, description="One ODS or GSS code: services in it, within it or around it.")
    on: str | None = Field(None, description="A date: services live then.")


class Asked:
    """The parameters of one request, read one by one. Whatever is not understood is a `Problem`."""

    def __init__(self, request: HttpRequest, allowed: type[Schema]) -> None:
        names = [field.alias or name for name, field in allowed.model_fields.items()]
        for name in request.GET:
            if name not in names:
                raise Problem(f"There is no parameter “{name}” here.", parameter=name, allowed=sorted(names))
        self.query = request.GET

    def text(self, name: str) -> str:
        """The last value given, without blanks around it."""
        return self.query.get(name, "").strip()

    def several(self, name: str, known: Iterable[str] | None = None) -> list[str]:
        """Every value given, by commas or again and again; each of them known."""
        values = [part.strip() for given in self.query.getlist(name) for part in given.split(",")]
        values = list(dict.fromkeys(value for value in values if value))
        if known is not None:
            known = list(known)
            for value in values:
                if value not in known:
                    raise Problem(f"“{value}” is not a known {name}.", parameter=name, allowed=known)
        return values

    def one(self, name: str, known: Sequence[str], default: str = "") -> str:
        """One of the known values."""
        value = self.text(name)
        if value and value not in known:
            raise Problem(f"“{value}” is not a known {name}.", parameter=name, allowed=known)
        return value or default

    def programmes(self, known: Sequence[ProgrammeInfo]) -> list[str]:
        """Codes of programmes."""
        return self.several("programme", [each.code for each in known])

    def indicators(self, known: Sequence[ProgrammeInfo]) -> list[str]:
        """Codes of indicators."""
        return self.several("indicator", [indicator.code for each in known for indicator in each.indicators])

    def areas(self) -> list[str]:
        """Codes of areas, ODS or GSS; one that nobody ever had is refused with those it may have meant."""
        codes = [code.upper() for code in self.several("area")]
        for code in codes:
            if areas.find_life(code) is None:
                near = [ref.code for ref in areas.similar_codes(code)]
                raise Problem(f"No area has ever had the code “{code}”.", parameter="area", allowed=near)
        return codes

    def period(self, name: str) -> Period | None:
        """One period."""
        text = self.text(name)
        return self._period(name, text) if text else None

    def periods(self, name: str) -> list[Period]:
        """Several periods."""
        return [self._period(name, text) for text in self.several(name)]

    def day(self, name: str) -> date | None:
        """A date."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Problem(f"“{text}” is not a date.", parameter=name, allowed=["2024-03-31"]) from None

    def instant(self, name: str) -> datetime | None:
        """An instant that has passed; a date means its end in London, or now while it is still that day there."""
        text = self.text(name).replace(" ", "+")
        if not text:
            return None
        now = timezone.now().astimezone(LONDON)
        try:
            if len(text) == len("2024-03-31"):
                day = date.fromisoformat(text)
                instant = now if day == now.date() else datetime.combine(day, time.max, LONDON)
            else:
                instant = datetime.fromisoformat(text)
                instant = instant if instant.tzinfo else instant.replace(tzinfo=LONDON)
        except ValueError:
            allowed = ["2024-03-31", "2024-03-31T09:30:00+00:00"]
            raise Problem(
                f"“{text}” is neither a date nor an instant.", parameter=name, allowed=allowed
            ) from None
        if instant > now:
            detail = f"“{text}” is still to come, and nobody knows what will be known then."
            raise Problem(detail, parameter=name, allowed=[now.date().isoformat()])
        return instant

    def where_and_when(self) -> dict[str, Any]:
        """The filters of rows that have an area and a period, as the queries take them."""
        return {
            "area": self.areas(),
            "area_types": self.several("area_type", AREA_TYPES),
            "periods": self.periods("period"),
            "first": self.period("from"),
            "last": self.period("to"),
        }

    def _period(self, name: str, text: str) -> Period:
        try:
            return Period.parse(text)
        except PeriodError as problem:
            raise Problem(f"{problem}.", parameter=name, allowed=["2023-24", "2023-24-Q4"]) from None
