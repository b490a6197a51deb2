"""What the reader asked for, out of the query string: every page of figures takes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import urlencode

from dashboards.parameters import BOUNDARIES, PERIOD, Parameter, choice
from dashboards.query_strings import QueryString
from programmes.choices import AreaType
from programmes.periods import Period
from programmes.results import IndicatorInfo, ProgrammeInfo

AREA_TYPES = tuple(level.value for level in AreaType.of_today())
SHOWS = ("coverage", "attainment", "rate", "status", "actual")
VIEWS = ("tiles", "boundaries")

_CHOICES = (
    choice("area_type", "", AREA_TYPES, called="level of area"),
    choice("show", "", SHOWS, called="thing to show"),
    choice("view", "", VIEWS, called="kind of map"),
    choice("boundaries", "", BOUNDARIES, called="kind of boundaries"),
)


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
        programmes = tuple(programmes)
        if not programmes:
            raise LookupError("no programme is loaded yet: run manage.py load_reference")
        notices: list[str] = []
        defaults = {**_PLAIN_DEFAULTS, **defaults}
        fallback = next(
            (each for each in programmes if each.code == defaults.get("programme")), programmes[0]
        )
        programme = _programme(query, programmes, fallback, notices)
        indicator = _indicator(query, programme, programmes, notices)
        chosen = {}
        for parameter in _CHOICES:
            default = defaults[parameter.name]
            parameter = replace(parameter, instead=_this_page_shows(default.replace("_", "-")))
            chosen[parameter.name] = _one(parameter, query, notices) or default
        period = _period(query, indicator, notices)
        return cls(
            programme=programme.code,
            indicator=indicator.code,
            period=period,
            area=query.get("area", defaults.get("area", "")).strip().upper()[:9],
            notices=tuple(notices),
            defaults=defaults | {"programme": fallback.code, "indicator": programme.headline},
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


_PLAIN_DEFAULTS = {
    each.name: str(each.default)
    for each in fields(Selection)
    if each.name in {parameter.name for parameter in _CHOICES}
}


def _programme(
    query: Mapping[str, str], programmes: Sequence[ProgrammeInfo], fallback: ProgrammeInfo, notices: list[str]
) -> ProgrammeInfo:
    parameter = choice(
        "programme", "", [each.code for each in programmes], instead=_this_page_shows(fallback.name)
    )
    code = _one(parameter, query, notices)
    return next((each for each in programmes if each.code == code), fallback)


def _indicator(
    query: Mapping[str, str],
    programme: ProgrammeInfo,
    programmes: Sequence[ProgrammeInfo],
    notices: list[str],
) -> IndicatorInfo:
    """One of the programme's. Another programme's was left in the form when the programme was changed."""
    known = {each.code: each for each in programme.indicators}
    fallback = known[programme.headline]
    others = {each.code for other in programmes for each in other.indicators}
    if query.get("indicator", "").strip() in others - set(known):
        return fallback
    called, instead = f"indicator of {programme.name} called", _this_page_shows(fallback.name)
    parameter = choice("indicator", "", known, called=called, instead=instead)
    return known.get(_one(parameter, query, notices), fallback)


def _period(query: Mapping[str, str], indicator: IndicatorInfo, notices: list[str]) -> Period | None:
    parameter = replace(PERIOD, several=False, instead="The latest figures are shown instead.")
    period = _one(parameter, query, notices)
    if period is None:
        return None
    if not period.is_quarter and indicator.period_type == "quarter":
        period = period.quarters()[-1]
    elif period.is_quarter and indicator.period_type == "year":
        period = period.year
    if not indicator.first_period <= period <= indicator.runs_to:
        notices.append(
            f"{indicator.name} has figures from {indicator.first_period.label} to "
            f"{indicator.runs_to.label}, not for {period.label}. The latest are shown instead."
        )
        return None
    return period


def _one(parameter: Parameter, query: Mapping[str, str], notices: list[str]) -> Any:
    """The value of a parameter; None where there is none, or none that is understood."""
    name = parameter.name
    return QueryString({name: [query.get(name, "")]}, [parameter], notices).one(name)


def _this_page_shows(name: str) -> str:
    return f"This page shows {name} instead."
