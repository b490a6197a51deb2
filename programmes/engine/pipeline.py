"""The steps in their order: take apart, stand in, rebase, roll up, disclose, forecast, derive; columns to store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db import connection
from django.utils import timezone

from programmes.choices import Basis, Layer, Provenance
from programmes.deliveries import Listing, ServiceEntry
from programmes.engine import coverage, cube, derive, disclose, forecast, rebase, reported, rollup, targets
from programmes.engine.cube import Cube
from programmes.engine.derive import STATUSES, Derived
from programmes.engine.digests import Columns
from programmes.engine.forecast import YEARS_BEFORE, Forecasts
from programmes.engine.targets import BASES, PROVENANCES, Meant, Targets
from programmes.models import Indicator, Programme, Service, ServiceList
from programmes.periods import Period

BASIS_NAMES = np.array(["", Basis.REPORTED, Basis.ROLLED_UP, Basis.REBASED], "S12")
"""By the cube's basis: empty where nobody reported a figure and none could be made."""

NOTE_LETTERS = "prefb"
NOTES = np.array(
    ["".join(letter for bit, letter in enumerate(NOTE_LETTERS) if notes >> bit & 1) for notes in range(32)],
    "S8",
)


@dataclass
class Computed:
    """The results of one indicator: what the pipeline made, still as arrays."""

    cube: Cube
    targets: Targets
    derived: Derived
    forecasts: Forecasts


def compute(
    indicator_id: int,
    *,
    start_year: int | None = None,
    as_at: datetime | None = None,
    trajectory: Meant | None = None,
    today: date | None = None,
    with_forecasts: bool = True,
) -> Computed:
    """Results of an indicator in the layer in hand, of all years or one, as known now or then. Nothing is written.

    They are measured against the trajectories in force then, or against the one named by kind and version.
    Three SQL statements, and four more when geography changed since the last call of this process.
    """
    definition = Indicator.objects.defined().get(pk=indicator_id).definition
    geography = cube.read_geography()
    # What was planned is of the year itself; what is forecast in it depends on the years before.
    before = YEARS_BEFORE if definition.is_quarterly and with_forecasts else 0
    facts = cube.read(definition, geography, start_year=start_year, years_before=before, as_at=as_at)
    periods = definition.periods(start_year)
    plan = targets.read(definition, geography, periods, as_at=as_at, trajectory=trajectory)
    due = derive.due_by(periods, _due_dates(), today or timezone.localdate(as_at))
    return run(facts, plan, due, start_year=start_year, with_forecasts=with_forecasts)


def run(
    facts: Cube,
    plan: Targets,
    due: np.ndarray,
    *,
    start_year: int | None = None,
    with_forecasts: bool = True,
) -> Computed:
    """The steps. The cube is worked on in place; after `disclose` it holds publishable numbers only.

    With a year named the years before it serve its forecasts, and go no further.
    """
    reported.take_apart(facts)
    disclose.stand_in(facts)
    rebase.rebase_lowest(facts)
    rebase.rebase_published_parents(facts)
    rollup.roll_up(facts)
    rebase.rebase_remaining_parents(facts)
    disclose.disclose(facts)
    forecasts = forecast.forecast(facts) if with_forecasts else Forecasts.none(facts.numerator.shape)
    if start_year is not None:
        shown = facts.of_year(start_year)
        forecasts = forecasts.of_columns(slice(len(facts.periods) - len(shown.periods), None))
        facts = shown
    return Computed(facts, plan, derive.derive(facts, plan, due=due), forecasts)


def progress_columns(computed: Computed) -> Columns:
    """One row for each wanted cell, as the columns of Progress: period after period, as a year is read and written."""
    facts, plan, derived, ahead = computed.cube, computed.targets, computed.derived, computed.forecasts
    column, row = np.nonzero(facts.wanted.T)
    wanted = (row, column)
    known = ~np.isnan(facts.numerator[wanted])
    planned = plan.provenance[wanted] >= 0
    bases = np.array([*BASES, ""], "S16")
    provenances = np.array([*PROVENANCES, ""], "S16")
    return {
        "period_id": np.array([period.code for period in facts.periods], "S10")[column],
        "area_id": facts.geography.ids[row],
        "basis": BASIS_NAMES[facts.basis[wanted]],
        "provenance": provenances[derived.provenance[wanted]],
        "marker": np.where(known, 0, facts.marker[wanted]).astype(np.uint8).view("S1"),
        "notes": NOTES[np.where(known, facts.notes[wanted], 0)],
        "status": np.array(STATUSES, "S12")[derived.status[wanted]],
        "target_basis": bases[np.where(planned, plan.basis[wanted], -1)],
        "target_provenance": provenances[np.where(planned, plan.provenance[wanted], -1)],
        "numerator": np.where(facts.definition.kind.can_be_added, facts.numerator[wanted], np.nan),
        "denominator": facts.denominator[wanted],
        "actual": derived.actual[wanted],
        "year_to_date": derived.year_to_date[wanted],
        "target_to_date": plan.to_date[wanted],
        "target_year": plan.year[wanted],
        "attainment": derived.attainment[wanted],
        "variance": derived.variance[wanted],
        "required_per_period": derived.required_per_period[wanted],
        "forecast": ahead.expected[wanted],
        "forecast_low": ahead.low[wanted],
        "forecast_high": ahead.high[wanted],
        "rank": np.where(derived.rank[wanted] == 0, -1, derived.rank[wanted]).astype(np.int16),
        "rank_of": np.where(derived.rank[wanted] == 0, -1, derived.rank_of[wanted]).astype(np.int16),
        "reporting": facts.reporting[wanted],
        "reporting_expected": facts.expected[wanted],
        "revision": np.where(facts.revision[wanted] == 0, -1, facts.revision[wanted]).astype(np.int16),
    }


def compute_coverage(
    programme_id: int,
    *,
    as_at: datetime | None = None,
    services: Iterable[ServiceEntry] = (),
    listing: Listing | None = None,
) -> Columns:
    """Coverage of one programme, as the columns of Coverage: every area of the edition, every quarter of its life.

    By the services that are known now, or were at an instant; or would be, were these services in place of those of
    the same codes, and this list one more.
    """
    programme = Programme.objects.get(pk=programme_id)
    geography = cube.read_geography()
    periods = _quarters_of(programme)
    listings = _listings(programme, as_at, listing)
    sites = _sites(programme, as_at, services)
    covered = coverage.cover(
        geography, periods, sites, listings, has_every_service=programme.has_every_service
    )
    wanted = covered.wanted
    row, column = np.nonzero(wanted)
    provenance = np.where(
        covered.made_up[wanted], Provenance.DEMONSTRATION.value, programme.coverage_provenance
    ).astype("S16")
    return {
        "period_id": np.array([period.code for period in periods], "S10")[column],
        "area_id": geography.ids[row],
        "areas_covered": covered.areas_covered[wanted],
        "areas_total": covered.areas_total[wanted],
        "population_covered": covered.population_covered[wanted],
        "population_total": covered.population_total[wanted],
        "services": covered.services[wanted],
        "provenance": provenance,
    }


def _quarters_of(programme: Programme) -> tuple[Period, ...]:
    """From the first quarter of the programme's first indicator to the last of its last that is over by the clock."""
    lives = [each.definition for each in programme.indicators.defined()]
    if not lives:
        return ()
    first = min(each.first_period.quarters()[0] for each in lives)
    last = max(each.runs_to.quarters()[-1] for each in lives)
    # What will be live then is not known now, however far targets lead.
    over = Period.containing(timezone.localdate()).previous()
    return tuple(Period.between(first, max(first, min(last, over))))


def _sites(
    programme: Programme, as_at: datetime | None, instead: Iterable[ServiceEntry]
) -> list[ServiceEntry]:
    known = Service.objects.current() if as_at is None else Service.objects.as_at(as_at)
    services = known.filter(programme=programme).prefetch_related("served").order_by("pk")
    every = {each.code: each.entry() for each in services}
    return list((every | {each.code: each for each in instead}).values())


def _listings(programme: Programme, as_at: datetime | None, one_more: Listing | None) -> list[Listing]:
    lists = ServiceList.objects.in_hand().filter(programme=programme).prefetch_related("areas")
    if as_at is not None:
        lists = lists.filter(recorded_at__lte=as_at)
    told = [
        Listing(
            on=each.on,
            areas=None if each.is_national else tuple(area.pk for area in each.areas.all()),
            has_every_opening=each.has_every_opening,
            is_made_up=each.layer == Layer.DEMONSTRATION,
        )
        for each in lists
    ]
    return [*told, one_more] if one_more else told


def _due_dates() -> dict[str, date]:
    with connection.cursor() as cursor:
        cursor.execute("select code, due_on from programmes_reportingperiod")
        return dict(cursor.fetchall())
