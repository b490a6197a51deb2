"""Results of an indicator in an area, period by period, and the coverage of a programme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from programmes.choices import SET_FOR_THE_AREA, AreaType, Basis, Marker, TargetBasis
from programmes.periods import Period
from programmes.results.indicators import IndicatorInfo
from programmes.results.kinds import YearSoFar
from programmes.results.sources import Known
from programmes.statistics.run_rate_words import RunRate

if TYPE_CHECKING:
    from programmes.results import AreaRef

DEMONSTRATION = "demonstration"


@dataclass(frozen=True, slots=True)
class ProgressPoint(Known):
    """One indicator in one area over one period: a row of results. Units are the indicator's; ratios are fractions."""

    indicator: str
    area: AreaRef
    period: Period
    basis: str
    provenance: str
    marker: str
    notes: str
    status: str
    numerator: float | None
    denominator: float | None
    actual: float | None
    year_to_date: float | None
    target_to_date: float | None
    target_year: float | None
    target_basis: str
    target_provenance: str
    attainment: float | None
    variance: float | None
    required_per_period: float | None
    forecast: float | None
    """The year's outturn, as seen at this period."""
    forecast_low: float | None
    forecast_high: float | None
    rank: int | None
    rank_of: int | None
    reporting: int | None
    reporting_expected: int | None
    revision: int | None

    @property
    def has_set_target(self) -> bool:
        """Whether somebody set a target for this very area and moment, or for its year: no share that is ours."""
        return self.target_basis in SET_FOR_THE_AREA

    @property
    def has_share_alone(self) -> bool:
        """Whether its target is a share of England's that we worked out: nobody is asked to reach it."""
        return self.target_basis == TargetBasis.SHARED_OUT

    @property
    def is_given(self) -> bool:
        """Whether it was given for this very area: reported by it, or added up for the borders it has today."""
        return self.basis == Basis.REPORTED or self.revision is not None


@dataclass(frozen=True, slots=True)
class ProgressSeries:
    """The points of one indicator in one area, oldest first, one for each period of the indicator's life."""

    indicator: IndicatorInfo
    area: AreaRef
    points: tuple[ProgressPoint, ...]

    def __iter__(self) -> Iterator[ProgressPoint]:
        return iter(self.points)

    def at(self, period: Period) -> ProgressPoint | None:
        """The point of this period; None outside the series."""
        return next((point for point in self.points if point.period == period), None)

    @property
    def latest(self) -> ProgressPoint | None:
        """The last point that has a figure; None when none has."""
        return next((point for point in reversed(self.points) if point.actual is not None), None)

    def shown_at(self, period: Period | None) -> ProgressPoint | None:
        """The point of a period, or of the year it lies in where figures are yearly; of None the latest.

        None outside the indicator's life.
        """
        if period is None:
            return self.latest or (self.points[-1] if self.points else None)
        return self.at(period) or self.at(period.year)

    def told(self, point: ProgressPoint) -> ProgressPoint:
        """The point itself; where there is no figure at all, the last at which the area was there to have one."""
        if point.actual is not None or point.marker != Marker.NOT_APPLICABLE or self.latest is not None:
            return point
        there = (each for each in reversed(self.points) if each.marker != Marker.NOT_APPLICABLE)
        return next(there, point)

    @property
    def is_counted(self) -> bool:
        """Whether the indicator is counted for areas as small as this one."""
        return self.latest is not None or AreaType(self.area.area_type).height >= self.indicator.height

    def judged(self, point: ProgressPoint) -> ProgressPoint:
        """The point itself, or where it has a figure and no target the last one before it that can be judged by one.

        A target that was set for the area goes before one that we worked out, however long ago that was.
        """
        if point.actual is None or point.has_set_target:
            return point
        attained = [
            each for each in self.points if each.period < point.period and each.attainment is not None
        ]
        was_set = [each for each in attained if each.has_set_target]
        if was_set or point.target_to_date is not None:
            return was_set[-1] if was_set else point
        return attained[-1] if attained else point

    @property
    def judged_period(self) -> Period:
        """The last period that can be judged by a target, else the last with a figure, else the last there is."""
        return self.judged(self.latest).period if self.latest else self.indicator.runs_to

    def run_rate(self, point: ProgressPoint, year: Period, target: float) -> RunRate | None:
        """What each quarter of a year that comes after this point must bring to reach the year's target.

        None where nothing builds up. The year may begin before the indicator does: what is not there is not known.
        """
        seen = [each for each in self if each.period <= point.period]
        this_year = [each for each in seen if each.period.year == year]
        earlier = [each for each in seen if each.period.year < year]
        done = point.period.quarters_done if point.period.year == year else 0
        missing = [None] * (done - len(this_year))
        return self.indicator.kind.run_rate(
            YearSoFar(self.indicator, [*missing, *this_year], earlier, target)
        )


@dataclass(frozen=True, slots=True)
class CoveragePoint(Known):
    """How much of an area the programme's live services serve on the last day of a period."""

    programme: str
    area: AreaRef
    period: Period
    areas_covered: int | None
    areas_total: int
    population_covered: float | None
    population_total: float
    services: int | None
    provenance: str

    @property
    def coverage(self) -> float | None:
        """The share of the areas below that are served: 0 to 1."""
        return (
            None
            if self.areas_covered is None or not self.areas_total
            else self.areas_covered / self.areas_total
        )

    @property
    def population_coverage(self) -> float | None:
        """The share of the adults below who live in an area that is served: 0 to 1."""
        if self.population_covered is None or not self.population_total:
            return None
        return self.population_covered / self.population_total


def coverage_at(points: Sequence[CoveragePoint], period: Period | None) -> CoveragePoint | None:
    """The coverage of a period, the latest known when none is asked for; None outside what was computed."""
    if period is not None:
        return next((point for point in points if point.period == period), None)
    known = [point for point in points if point.areas_covered is not None]
    return known[-1] if known else (points[-1] if points else None)
