"""What the reader asked for, out of the query string: every page of figures takes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import urlencode

from programmes.choices import AreaType
from programmes.periods import Period, PeriodError
from programmes.results import IndicatorInfo, ProgrammeInfo

AREA_TYPES = tuple(level.value for level in AreaType.of_today())
SHOWS = ("coverage", "attainment", "rate", "status", "actual")
VIEWS = ("tiles", "boundaries")
BOUNDARIES = ("today", "reported")

# The parameters of fixed choices: their values, and what a notice calls them.
_CHOICES = {
    "area_type": (AREA_TYPES, "level of area"),
    "show": (SHOWS, "thing to show"),
    "view": (VIEWS, "kind of map"),
    "boundaries": (BOUNDARIES, "kind of boundaries"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The state of a page. All but `period` and `area` always have a value; an empty period means the latest.

    What could not be understood fell back to its default, and `notices` says so in sentences.
    """

    programme: str
    indicator: str
    period: Period | None = None
    area_type: str = "icb"
    show: str = "coverage"
    view: str = "tiles"
    boundaries: str = "today"
    area: str = ""
    notices: tuple[str, ...] = field(default=(), compare=False)
    defaults: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], programmes: Iterable[ProgrammeInfo], **defaults: str
    ) -> Selection:
        """Read a query string against the programmes there are; `defaults` are the page's own."""
        reader = _Reader(query, defaults)
        programmes = tuple(programmes)
        programme = reader.programme(programmes)
        indicator = reader.indicator(programme, programmes)
        chosen = {name: reader.choice(name) for name in _CHOICES}
        period = reader.period(indicator)
        kept = {**_plain_defaults(), **defaults, "indicator": programme.headline}
        return cls(
            programme=programme.code,
            indicator=indicator.code,
            period=period,
            area=query.get("area", defaults.get("area", "")).strip().upper()[:9],
            notices=tuple(reader.notices),
            defaults=kept | {"programme": reader.default_programme},
            **chosen,
        )

    def within(self, span: tuple[Period, Period] | None) -> Selection:
        """With a period of the span: its last when none is asked for, or when there is nothing for the one asked."""
        if span is None:
            return replace(self, period=None)
        first, last = span
        if self.period is None or first <= self.period <= last:
            return replace(self, period=self.period or last)
        notice = (
            f"Something is known from {first.label} to {last.label}, not for {self.period.label}. "
            f"This page shows {last.label} instead."
        )
        return replace(self, period=last, notices=(*self.notices, notice))

    def query(self, **changes: Any) -> str:
        """This selection, with changes, as a query string without what the page would assume anyway.

        Another programme drops the indicator; another indicator of another period type drops the period.
        """
        return urlencode(self.parameters(**changes))

    def parameters(self, **changes: Any) -> dict[str, str]:
        """The parameters of `query`, for the hidden fields of a form and for links."""
        if "programme" in changes and changes["programme"] != self.programme:
            changes = {"indicator": "", "period": None} | changes
        changed = replace(self, **changes)
        values = {name: getattr(changed, name) for name in PARAMETERS}
        values["period"] = changed.period.code if isinstance(changed.period, Period) else changed.period or ""
        return {
            name: str(value)
            for name, value in values.items()
            if value and value != self.defaults.get(name, "")
        }


PARAMETERS = tuple(each.name for each in fields(Selection) if each.name not in ("notices", "defaults"))
"""What a selection is read from."""


def _plain_defaults() -> dict[str, str]:
    return {each.name: str(each.default) for each in fields(Selection) if each.name in _CHOICES}


class _Reader:
    """Reads one parameter after the other, and remembers what it did not understand."""

    def __init__(self, query: Mapping[str, str], defaults: Mapping[str, str]) -> None:
        self.query = query
        self.defaults = {**_plain_defaults(), **defaults}
        self.notices: list[str] = []
        self.default_programme = ""

    def programme(self, programmes: tuple[ProgrammeInfo, ...]) -> ProgrammeInfo:
        if not programmes:
            raise LookupError("no programme is loaded yet: run manage.py load_reference")
        known = {each.code: each for each in programmes}
        fallback = known.get(self.defaults.get("programme", ""), programmes[0])
        self.default_programme = fallback.code
        return self._known("programme", known, fallback, "programme", fallback.name)

    def indicator(self, programme: ProgrammeInfo, programmes: tuple[ProgrammeInfo, ...]) -> IndicatorInfo:
        """One of the programme's. Another programme's was left in the form when the programme was changed."""
        known = {each.code: each for each in programme.indicators}
        fallback = known[programme.headline]
        others = {each.code for other in programmes for each in other.indicators}
        if self.query.get("indicator", "").strip() in others - set(known):
            return fallback
        return self._known(
            "indicator", known, fallback, f"indicator of {programme.name} called", fallback.name
        )

    def choice(self, name: str) -> str:
        values, called = _CHOICES[name]
        fallback = self.defaults[name]
        known = {value: value for value in values}
        return self._known(name, known, fallback, called, fallback.replace("_", "-"))

    def period(self, indicator: IndicatorInfo) -> Period | None:
        text = self.query.get("period", "").strip()
        if not text:
            return None
        try:
            period = Period.parse(text)
        except PeriodError as problem:
            self.notices.append(f"{problem}. The latest figures are shown instead.")
            return None
        if not period.is_quarter and indicator.is_quarterly:
            period = period.quarters()[-1]
        elif period.is_quarter and not indicator.is_quarterly:
            period = period.year
        if not indicator.first_period <= period <= indicator.last_period:
            self.notices.append(
                f"{indicator.name} has figures from {indicator.first_period.label} to "
                f"{indicator.last_period.label}, not for {period.label}. The latest are shown instead."
            )
            return None
        return period

    def _known(self, name: str, known: Mapping[str, Any], fallback: Any, called: str, instead: str) -> Any:
        text = self.query.get(name, "").strip()
        if text and text not in known:
            self.notices.append(f"There is no {called} “{text[:40]}”. This page shows {instead} instead.")
        return known.get(text, fallback)
