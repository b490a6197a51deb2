"""What the addresses of the entering side name: a programme and a period, the grid under way there, a submission."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from programmes.area_history import AreaVersion
from programmes.choices import Channel
from programmes.memory import remembered_by_results
from programmes.models import Indicator, Programme, ReportingPeriod, Submission
from programmes.periods import Period, PeriodError
from programmes.queries import entry
from programmes.queries.areas import find_area
from programmes.queries.layout import layout
from programmes.queries.possible import UNDER_WAY

SHOWN = ("programme", "period", "sent_by", "accepted_by")
"""Read with a submission: what pages show of it."""


@dataclass(frozen=True, slots=True)
class Address:
    """One grid: a programme, a period and the area whose figures it holds."""

    programme: Programme
    period: ReportingPeriod
    area_code: str

    def grids(self) -> QuerySet[Submission]:
        """Every grid that was begun here, whatever became of it."""
        return Submission.objects.filter(
            programme=self.programme, period=self.period, area_code=self.area_code, channel=Channel.GRID
        )

    def grids_under_way(self) -> QuerySet[Submission]:
        """The grid that somebody began and nobody has decided on yet, or none."""
        return self.grids().filter(status__in=UNDER_WAY)

    def under_way(self) -> Submission | None:
        """The grid under way, with what a page shows of it. One statement."""
        return self.grids_under_way().select_related(*SHOWN).first()

    def last(self) -> Submission | None:
        """The grid that was begun last, and so the one under way if any is, with what a page shows of it."""
        return self.grids().select_related(*SHOWN).order_by("-pk").first()

    def grid(self, user: object) -> entry.Grid:
        """The grid as this person may see it, begun or not; PermissionDenied, NoSuchGrid when they may not."""
        shape = layout(self.programme, self.period, self.area_code)
        return entry.grid_at(shape, self.last(), user)


def address(programme: str, period: str, area_code: str) -> Address | None:
    """The grid meant by an address, or None where there is no such programme or period.

    Two statements, and none where definitions are remembered.
    """
    try:
        code = Period.parse(period).code
    except PeriodError:
        return None
    found, reporting_period = _programmes().get(programme), _periods().get(code)
    if found is None or reporting_period is None:
        return None
    return Address(found, reporting_period, area_code)


@remembered_by_results
def _programmes() -> dict[str, Programme]:
    return {one.code: one for one in Programme.objects.all()}


@remembered_by_results
def _periods() -> dict[str, ReportingPeriod]:
    return {one.code: one for one in ReportingPeriod.objects.all()}


def submission(submission_id: int) -> Submission | None:
    """The submission of this key. One statement."""
    return Submission.objects.select_related(*SHOWN).filter(pk=submission_id).first()


def submissions(ids: list[int]) -> list[Submission]:
    """The submissions of these keys, the oldest first. One statement."""
    found = Submission.objects.select_related("programme", "period", "sent_by").filter(pk__in=ids)
    return list(found.order_by("sent_at", "pk"))


def figure(indicator: str, area: str, period: str) -> tuple[Indicator, AreaVersion, ReportingPeriod] | None:
    """The indicator, the version of an area at a period's end, and the period, or None. Three statements."""
    try:
        code = Period.parse(period).code
    except PeriodError:
        return None
    found = Indicator.objects.select_related("programme").filter(code=indicator).first()
    reporting_period = ReportingPeriod.objects.filter(code=code).first()
    if found is None or reporting_period is None:
        return None
    version = find_area(area, on=reporting_period.ends_on)
    return None if version is None else (found, version, reporting_period)
