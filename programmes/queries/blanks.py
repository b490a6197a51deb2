"""What a person may fill in now: the rows of their template, with names, today's figures and those before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from programmes import permissions
from programmes.area_history import AreaVersion, by_name
from programmes.checks.facts import NOTHING, Amount
from programmes.choices import Role
from programmes.deliveries import Standing
from programmes.models import Indicator, Programme, ReportingPeriod
from programmes.queries.families import grids, is_collected
from programmes.queries.uploads import standing
from programmes.queries.windows import open_again, windows
from programmes.stored_areas import area_history


@dataclass(frozen=True, slots=True)
class Blank:
    """One figure that may be given: of an indicator, an area and a period, with what is known of it."""

    indicator: Indicator
    area: AreaVersion
    period: ReportingPeriod
    today: Standing | None
    previous: Amount

    @property
    def amount(self) -> Amount:
        """What stands today."""
        return self.today.amount if self.today else NOTHING


def open_periods(
    programme: Programme, indicators: list[Indicator], *, today: date | None = None
) -> tuple[ReportingPeriod, ...]:
    """The periods whose figures of the programme may come in today, oldest first. Three statements."""
    day = today or timezone.localdate()
    reopened = open_again(day, programme.code).values("period")
    begun = ReportingPeriod.objects.filter(opens_on__lte=day)
    candidates = (begun.filter(closes_on__gte=day) | begun.filter(pk__in=reopened)).order_by("ends_on")
    found = list(candidates)
    opening = windows(found, today=day)
    return tuple(
        one
        for one in found
        if opening(programme.code, one).is_open and any(is_collected(each, one) for each in indicators)
    )


def periods_of(programme: Programme, *, today: date | None = None) -> tuple[str, ...]:
    """The labels of the periods whose figures of the programme may come in today. Four statements."""
    return tuple(one.period.label for one in open_periods(programme, _indicators(programme), today=today))


def _indicators(programme: Programme) -> list[Indicator]:
    found = Indicator.objects.filter(programme=programme).select_related("first_period")
    return list(found.order_by("position"))


def blanks(user: object, programme: Programme, *, today: date | None = None) -> tuple[Blank, ...]:
    """Everything this person may give of the programme today, by period, area and indicator. Ten statements."""
    reach = permissions.reach(user, Role.EDITOR, programme=programme)
    indicators = _indicators(programme)
    periods = open_periods(programme, indicators, today=today)
    if not reach or not periods:
        return ()
    recorded = standing(
        [one.pk for one in indicators],
        [code for one in periods for code in (one.code, one.period.previous().code)],
    )
    history = area_history()
    found = []
    for period in periods:
        collected = [one for one in indicators if is_collected(one, period)]
        cells = {cell for _, grid in grids(history, period, collected) for cell in grid}
        for area in sorted((history.versions[key] for key in {cell[1] for cell in cells}), key=by_name):
            if not reach.covers(area.pk):
                continue
            for indicator in collected:
                if (indicator.pk, area.pk) in cells:
                    before = recorded.get((indicator.code, area.pk, period.period.previous().code))
                    found.append(
                        Blank(
                            indicator=indicator,
                            area=area,
                            period=period,
                            today=recorded.get((indicator.code, area.pk, period.code)),
                            previous=before.amount if before else NOTHING,
                        )
                    )
    return tuple(found)
