"""The engine again, slow and obvious: one cell at a time, in plain Python, straight from the tables.

Nothing here is shared with `programmes.engine` but the words. Where the two differ, one of them is wrong.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor, isnan
from statistics import median

from django.utils.timezone import localdate

from programmes.models import (
    Area,
    AreaParent,
    AreaSuccession,
    Edition,
    Indicator,
    Observation,
    Population,
    Programme,
    Service,
    ServiceList,
    Trajectory,
    TrajectoryPoint,
)
from programmes.periods import Period

NOTHING = {
    "numerator": None,
    "denominator": None,
    "marker": "x",
    "basis": "none",
    "estimated": False,
    "stands_in": False,
    "revised": False,
    "to_date": None,
    "to_date_below": None,
    "published": False,
}
"""What is known of an area of which nobody said anything."""

ONE_BY_ONE = ("people", "referrals", "courses", "posts", "sites", "tests")
LEVEL = {"sub_icb": 0, "ccg": 0, "icb": 1, "stp": 1, "region": 2, "england": 3}


def periods_of(indicator: Indicator) -> list[Period]:
    """The periods of an indicator, one after another until it ends, or nothing is known or planned any more."""
    planned: set[str] = set()
    for plan in Trajectory.objects.filter(indicator=indicator):
        if not Trajectory.objects.filter(
            indicator=indicator, kind=plan.kind, version__gt=plan.version
        ).exists():
            planned |= set(plan.points.values_list("period_id", flat=True))
    known = set(Observation.objects.filter(indicator=indicator).values_list("period_id", flat=True))
    found = [Period.parse(indicator.first_period_id)]
    while True:
        period = found[-1].next()
        ended = indicator.ended_on is not None and period.ends_on > indicator.ended_on
        over = period.ends_on < localdate()
        counted = period.code in known and period.starts_on <= localdate()
        wanted = any(Period.parse(code).ends_on >= period.ends_on for code in planned)
        if ended or not (over or counted or wanted):
            return found
        found.append(period)


class SecondOpinion:
    """The results of one indicator, asked for cell by cell: `row(area, period)`."""

    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator
        self.edition_on: date = max(e.on for e in Edition.objects.all() if e.on <= localdate())
        self.areas = list(Area.objects.all())
        self.links = list(AreaParent.objects.all())
        self.steps = list(AreaSuccession.objects.all())
        self.lowest = LEVEL[indicator.reporting_level]
        self.periods = periods_of(indicator)
        self.facts: dict[tuple[int, str], Observation] = {}
        self.too_small: set[tuple[int, str]] = set()
        facts = Observation.objects.filter(indicator=indicator).select_related("submission")
        for fact in facts.order_by("revision"):
            self.facts[fact.area_id, fact.period_id] = fact
            if self.is_withheld(fact):
                self.too_small.add((fact.area_id, fact.period_id))
        self.points: dict[tuple[int, str], TrajectoryPoint] = {}
        versions = [trajectory.version for trajectory in indicator.trajectories.all()]
        for point in TrajectoryPoint.objects.filter(trajectory__indicator=indicator).select_related(
            "trajectory"
        ):
            if point.trajectory.version == max(versions):
                self.points[point.area_id, point.period_id] = point
        self.least_errors = 20
        self._exact: dict = {}
        self._broken: list[Period] | None = None
        self._eights: dict = {}
        self._offs: dict = {}
        self._mixes: dict = {}

    # Which cells there are.

    def is_wanted(self, area: Area, period: Period) -> bool:
        lives = area.valid_on(period.ends_on) or area.valid_on(self.edition_on)
        return (lives and LEVEL[area.area_type] >= self.lowest) or (area.pk, period.code) in self.facts

    def cells(self) -> list[tuple[Area, Period]]:
        return [
            (area, period) for area in self.areas for period in self.periods if self.is_wanted(area, period)
        ]

    # What is withheld.

    def is_withheld(self, fact: Observation) -> bool:
        """Whether nobody may see this reported figure."""
        if self.indicator.disclosure != "mhsds" or self._area(fact.area_id).area_type == "england":
            return False
        if self.is_published(fact):
            return False
        counts = [count for count in (fact.numerator, fact.denominator) if count is not None]
        return fact.marker == "c" or any(count < 5 for count in counts)

    @property
    def is_printed(self) -> bool:
        """Whether it is a ratio that is published without its two counts."""
        return self.indicator.kind == "ratio" and not self.indicator.denominator_label

    def is_published(self, fact: Observation) -> bool:
        """Whether its publisher has rounded and withheld it already."""
        return self.indicator.disclosure == "published" or fact.submission.reported_as == "year_to_date"

    def tells(self, area: Area, period: Period) -> bool:
        """Whether the area's own total would say something of what is withheld in it.

        A published year to date does so in every quarter of the year, if it does in one.
        """
        if self._tells_at(area, period):
            return True
        fact = self.facts[area.pk, period.code]
        return (
            fact.numerator is not None
            and self.is_published(fact)
            and any(
                (area.pk, quarter.code) in self.facts
                and self.is_published(self.facts[area.pk, quarter.code])
                and self._tells_at(area, quarter)
                for quarter in period.year.quarters()
            )
        )

    def _tells_at(self, area: Area, period: Period) -> bool:
        """Whether it does at this period.

        It does not if nothing is withheld; nor if something is missing, and beyond what is shown there is room for
        any count.
        """
        fact = self.facts[area.pk, period.code]
        inside = [self._as_part(child, period) for child in self._children(area, period)]
        hidden = sum(part["hidden"] for part in inside)
        if not hidden or not self.indicator.adds_up or fact.numerator is None:
            return False
        if not any(part["missing"] for part in inside) or self.is_published(fact):
            return True
        own = self._reported(fact)
        return any(
            own[name] is not None and own[name] < sum(part[name] for part in inside) + 5
            for name in ("numerator", "denominator")
        )

    def _as_part(self, area: Area, period: Period) -> dict:
        """What is seen of an area by somebody who adds up: known counts, how many are hidden, if any is missing."""
        fact = self.facts.get((area.pk, period.code))
        children = self._children(area, period)
        speaks = fact is not None and (
            fact.numerator is not None or (fact.marker == "c" and not self.is_published(fact))
        )
        if fact is not None and speaks and not self.tells(area, period):
            own = self._reported(fact)
            return {
                "numerator": 0 if own["stands_in"] else own["numerator"] or 0,
                "denominator": 0 if own["stands_in"] else own["denominator"] or 0,
                "hidden": 1 if (area.pk, period.code) in self.too_small else 0,
                "missing": False,
            }
        if not children:
            excused = fact is not None and fact.marker == "z"
            return {"numerator": 0, "denominator": 0, "hidden": 0, "missing": not excused}
        parts = [self._as_part(child, period) for child in children]
        return {
            **{name: sum(part[name] for part in parts) for name in ("numerator", "denominator", "hidden")},
            "missing": any(part["missing"] for part in parts),
        }

    def _reported(self, fact: Observation) -> dict:
        """A reported figure as it enters sums."""
        if self._is_to_date(fact):
            return self._taken_apart(fact)
        counts = [None if count is None else Fraction(count) for count in (fact.numerator, fact.denominator)]
        stands_in = fact.numerator is not None and self.is_withheld(fact)
        if stands_in:
            counts = [
                count if count is None else Fraction(2) if count < 5 else _nearest_five(count)
                for count in counts
            ]
        return {
            "numerator": counts[0],
            "denominator": counts[1],
            "marker": fact.marker if fact.numerator is None else "",
            "basis": "reported",
            "estimated": fact.marker == "e" or stands_in,
            "stands_in": stands_in,
            "revised": fact.revision > 1,
            "to_date": None,
            "to_date_below": None,
            "published": self.is_published(fact),
        }

    def _is_to_date(self, fact: Observation) -> bool:
        """Whether it was counted from April on."""
        return "year_to_date" in (fact.submission.reported_as, self.indicator.reported_as)

    def _taken_apart(self, fact: Observation) -> dict:
        """What was counted from April on: this quarter less the one before, and what was reported beside it."""
        period = Period.parse(fact.period_id)
        counts = [None if count is None else Fraction(count) for count in (fact.numerator, fact.denominator)]
        own = list(counts)
        if period.quarter != 1:
            before = self.facts.get((fact.area_id, period.previous().code))
            own = [None, None]
            if before is not None and self._is_to_date(before):
                own = [
                    None if now is None or then is None else now - Fraction(then)
                    for now, then in zip(counts, (before.numerator, before.denominator), strict=True)
                ]
        wanted = own if self.indicator.denominator_label else own[:1]
        known = all(count is not None and count >= 0 for count in wanted)
        return {
            "numerator": own[0] if known else None,
            "denominator": own[1] if known else None,
            "marker": "" if known else "x" if fact.numerator is not None else fact.marker,
            "basis": "reported",
            "estimated": fact.marker == "e" or (period.quarter != 1 and self.is_published(fact)),
            "stands_in": False,
            "revised": fact.revision > 1,
            "to_date": counts[0],
            "to_date_below": counts[1],
            "published": self.is_published(fact),
        }

    # Figures as they enter sums.

    def exact(self, area: Area, period: Period) -> dict:
        """numerator, denominator, marker, basis, estimated; before disclosure."""
        key = (area.pk, period.code)
        if key not in self._exact:
            self._exact[key] = self._find_exact(area, period)
        return self._exact[key]

    def _find_exact(self, area: Area, period: Period) -> dict:
        fact = self.facts.get((area.pk, period.code))
        if fact is not None:
            if not self.tells(area, period):
                return self._reported(fact)
            added = self._from_children(area, period)
            if added is None:
                return {**NOTHING, "marker": "c"}
            return {**added, "basis": "rolled_up", "marker": "c" if added["numerator"] is None else ""}
        nothing = dict(NOTHING)
        level = LEVEL[area.area_type]
        unborn = area.valid_on(self.edition_on) and not area.valid_on(period.ends_on)
        if level == self.lowest:
            return self._moved(area, period) or nothing if unborn else nothing
        if unborn:
            moved = self._moved(area, period, whole_only=True)
            if moved is not None:
                return moved if self._has_figure(moved) else self._moved(area, period) or nothing
        added = self._from_children(area, period)
        if added is not None:
            added["basis"] = "rebased" if unborn else "rolled_up"
            if self._has_figure(added):
                return added
        if unborn:
            moved = self._moved(area, period)
            if moved is not None:
                return moved
        return added or nothing

    @staticmethod
    def _has_figure(figure: dict) -> bool:
        return figure["numerator"] is not None or figure["to_date"] is not None

    def _moved(self, area: Area, period: Period, *, whole_only: bool = False) -> dict | None:
        """What was moved from the areas alive in the period, else from those of a later day that told of it."""
        found = None
        for day in (period.ends_on, *self._days_told_of_later(period)):
            of_the_time = day == period.ends_on
            meant = {
                old.pk
                for old in self.areas
                if old.valid_on(period.ends_on) == of_the_time
                and (of_the_time or not old.valid_on(self.edition_on))
            }
            moved = self._from_predecessors(area, period, day, meant, whole_only)
            if moved is not None:
                found = moved
                if self._has_figure(moved):
                    break
        return found

    def _days_told_of_later(self, period: Period) -> list[date]:
        """The days of succession up to the birth of the last area that came after the period and reported for it."""
        born = [
            self._area(pk).valid_from
            for pk, code in self.facts
            if code == period.code
            and not self._area(pk).valid_on(period.ends_on)
            and not self._area(pk).valid_on(self.edition_on)
        ]
        days = {step.on for step in self.steps}
        return sorted(on for on in days if born and period.ends_on < on <= max(born))

    def _before(self, area: Area, day: date) -> list[tuple[Area, Fraction]]:
        """The areas alive on the day of which some part lies in the area today, with that part."""
        found = []
        for old in self.areas:
            if old.valid_on(day) and old.pk != area.pk:
                share = self._part_that_became(old, area)
                if share:
                    found.append((old, share))
        return found

    def _part_that_became(self, old: Area, new: Area) -> Fraction:
        """The part of the old area that lies in the new one, through any number of steps up to the edition."""
        if old.pk == new.pk:
            return Fraction(1)
        return sum(
            (
                Fraction(step.share) * self._part_that_became(self._area(step.successor_id), new)
                for step in self.steps
                if step.predecessor_id == old.pk and step.on <= self.edition_on
            ),
            Fraction(0),
        )

    def _area(self, area_id: int) -> Area:
        return next(area for area in self.areas if area.pk == area_id)

    def _from_predecessors(
        self, area: Area, period: Period, day: date, meant: set[int], whole_only: bool
    ) -> dict | None:
        before = [
            (old, share)
            for old, share in self._before(area, day)
            if LEVEL[old.area_type] == LEVEL[area.area_type]
        ]
        if whole_only and (not before or any(share != 1 for _, share in before)):
            return None
        figures = [(self.exact_reported(old, period), share) for old, share in before]
        if not any(
            figure["basis"] == "reported" and old.pk in meant
            for (figure, _), (old, _) in zip(figures, before, strict=True)
        ):
            return None
        total = self._total(figures)
        fractional = any(share != 1 for _, share in before)
        known = [figure for figure, _ in figures if figure["numerator"] is not None]
        several = len(known) > 1 and any(figure["published"] for figure in known)
        total["estimated"] = total["numerator"] is not None and (
            fractional or several or any(figure["estimated"] for figure, _ in figures)
        )
        total["basis"] = "rebased"
        return total

    def exact_reported(self, area: Area, period: Period) -> dict:
        """What the area itself reported, or that it did not."""
        if (area.pk, period.code) in self.facts:
            return self.exact(area, period)
        return dict(NOTHING)

    def _from_children(self, area: Area, period: Period) -> dict | None:
        if not self.indicator.adds_up:
            return None
        figures = [(self.exact(child, period), Fraction(1)) for child in self._children(area, period)]
        if not any(figure["basis"] != "none" for figure, _ in figures):
            return None
        total = self._total(figures)
        known = [figure for figure, _ in figures if figure["numerator"] is not None]
        rounded = len(known) > 1 and any(figure["published"] for figure in known)
        total["estimated"] = total["numerator"] is not None and (
            rounded or any(figure["estimated"] for figure in known)
        )
        return total

    def _children(self, area: Area, period: Period) -> list[Area]:
        day = period.ends_on if area.valid_on(period.ends_on) else self.edition_on
        children = []
        for link in self.links:
            if (
                link.parent_id == area.pk
                and link.valid_from <= day
                and (link.valid_to is None or day <= link.valid_to)
            ):
                child = self._area(link.child_id)
                if self.is_wanted(child, period):
                    children.append(child)
        return children

    def _total(self, figures: list[tuple[dict, Fraction]]) -> dict:
        counted = [(figure, share) for figure, share in figures if figure["marker"] != "z"]
        revised = any(figure["revised"] for figure, _ in figures)
        reason = ""
        if any(figure["marker"] == "c" for figure, _ in counted):
            reason = "c"
        if any(figure["numerator"] is None and figure["marker"] != "c" for figure, _ in counted):
            reason = "x"
        places = self.indicator.unit == "sites"
        split = any(share != 1 and (figure["published"] or places) for figure, share in counted)
        if split:
            # Of a published figure nobody knows how much belongs to a piece of its area.
            reason = "x"
        if self.is_printed and len(figures) > 1:
            # Two ratios make none without the counts they were made of.
            reason = "x"
        if not counted:
            reason = "z"
        to_date = {"to_date": None, "to_date_below": None}
        if counted and not split and all(figure["to_date"] is not None for figure, _ in counted):
            below = [figure["to_date_below"] for figure, _ in counted]
            to_date["to_date"] = sum(figure["to_date"] for figure, _ in counted)
            to_date["to_date_below"] = None if None in below else sum(below)
        to_date["published"] = all(figure["published"] for figure, _ in counted)
        if reason:
            return {**NOTHING, **to_date, "marker": reason}
        below = [figure["denominator"] for figure, _ in counted]
        return {
            "numerator": self._sum("numerator", counted),
            "denominator": None if None in below else self._sum("denominator", counted),
            "marker": "",
            "revised": revised,
            **to_date,
            "stands_in": any(figure["stands_in"] for figure, _ in counted),
        }

    def _sum(self, name: str, figures: list[tuple[dict, Fraction]]) -> Fraction:
        """Whole areas with what they counted; of areas that went over in part, so much of what is shown of them."""
        total = Fraction(0)
        for figure, share in figures:
            count = figure[name]
            if share != 1 and count >= 5 and self.indicator.disclosure == "mhsds":
                count = _nearest_five(count)
            total += count * share
        return total

    # Publishable figures.

    def shown(self, area: Area, period: Period) -> dict:
        figure = dict(self.exact(area, period))
        if (
            self.indicator.disclosure == "mhsds"
            and ((area.area_type != "england" and not figure["published"]) or figure["stands_in"])
            and figure["numerator"] is not None
        ):
            parts = [part for part in (figure["numerator"], figure["denominator"]) if part is not None]
            if any(part < 5 for part in parts):
                return {**figure, "numerator": None, "denominator": None, "marker": "c"}
            figure["numerator"] = _nearest_five(figure["numerator"])
            if figure["denominator"] is not None:
                figure["denominator"] = _nearest_five(figure["denominator"])
        return figure

    # What follows from them.

    def value(self, numerator: Fraction | None, denominator: Fraction | None) -> Fraction | None:
        if not self.indicator.denominator_label:
            return numerator
        return numerator / denominator if numerator is not None and denominator else None

    def year_to_date(self, area: Area, period: Period) -> Fraction | None:
        if not self.indicator.accumulates or not period.is_quarter:
            figure = self.shown(area, period)
            return self.value(figure["numerator"], figure["denominator"])
        numerator, denominator = Fraction(0), Fraction(0)
        for quarter in period.year.quarters()[: period.quarter]:
            if quarter not in self.periods:
                return None
            figure = self.shown(area, quarter)
            if figure["to_date"] is not None:
                numerator, denominator = figure["to_date"], figure["to_date_below"] or 0
            elif figure["numerator"] is None or numerator is None:
                numerator = None
            else:
                numerator += figure["numerator"]
                denominator += figure["denominator"] or 0
        return self.value(numerator, denominator) if numerator is not None else None

    def target_to_date(self, area: Area, period: Period) -> Fraction | None:
        def point(at: Period) -> Fraction | None:
            found = self.points.get((area.pk, at.code))
            return None if found is None else Fraction(found.value)

        if point(period) is not None:
            return point(period)
        this_year = point(period.year)
        if this_year is None or period.quarters_done == 4:
            return this_year
        if self.indicator.kind == "ratio" and self.indicator.accumulates:
            return this_year
        if self.indicator.reported_as == "rolling_year":
            return None
        start = Fraction(0) if self.indicator.accumulates else point(period.year.previous())
        return None if start is None else start + (this_year - start) * period.quarters_done / 4

    def row(self, area: Area, period: Period) -> dict:
        figure = self.shown(area, period)
        to_date, target = self.year_to_date(area, period), self.target_to_date(area, period)
        attained = to_date / target if to_date is not None and target else None
        return {
            "basis": "" if figure["basis"] == "none" else figure["basis"],
            "marker": figure["marker"],
            "numerator": None if self.is_printed else figure["numerator"],
            "denominator": figure["denominator"],
            "actual": self.value(figure["numerator"], figure["denominator"]),
            "year_to_date": to_date,
            "target_to_date": target,
            "attainment": attained,
            "variance": None if to_date is None or target is None else to_date - target,
            "status": self._status(area, period, to_date, target),
            "reporting": len([leaf for leaf in self._lowest(area, period) if self._answered(leaf, period)]),
            "reporting_expected": len(
                [leaf for leaf in self._lowest(area, period) if self.exact(leaf, period)["marker"] != "z"]
            ),
            "rank": self._rank(area, period),
            "estimated": figure["numerator"] is not None and figure["estimated"],
            "revised": figure["numerator"] is not None and figure["revised"],
        }

    def _answered(self, leaf: Area, period: Period) -> bool:
        figure = self.exact(leaf, period)
        return self._has_figure(figure) or figure["marker"] == "c"

    def _lowest(self, area: Area, period: Period) -> list[Area]:
        """The areas in it that were to report; a publication that goes less far down asks nobody below."""
        asked = self.lowest
        if self.indicator.disclosure == "published":
            published = [LEVEL[self._area(pk).area_type] for pk, code in self.facts if code == period.code]
            asked = min(published, default=self.lowest)
        if LEVEL[area.area_type] <= asked:
            return [area] if LEVEL[area.area_type] == asked else []
        return [leaf for child in self._children(area, period) for leaf in self._lowest(child, period)]

    # How the year will end.

    def forecast(self, area: Area, period: Period) -> tuple[float, float, float] | None:
        """(expected, low, high) as seen at the end of this quarter."""
        if period.quarter not in (1, 2, 3):
            return None
        figures, left = self._eight(area, period), 4 - period.quarter
        if figures is None:
            return None
        of_today = [other for other in self.areas if other.valid_on(self.edition_on)]
        beside = [other for other in of_today if LEVEL[other.area_type] == LEVEL[area.area_type]]
        for judges in (beside, of_today):
            mix = self._mix(judges, period, left)
            errors = [] if mix is None else self._errors_together(judges, period, left, mix)
            if mix is not None and len(errors) >= self.least_errors:
                rank = min(ceil(Fraction(8, 10) * (len(errors) + 1)), len(errors))
                return self._outlook(
                    area, period, self._together(figures, left, mix), sorted(errors)[rank - 1]
                )
        return None

    def _outlook(
        self, area: Area, period: Period, ahead: list[float], off_by: float
    ) -> tuple[float, float, float]:
        """The year's end and its interval, from the quarters left and the error, in restlessness, of one of them."""
        most = 1.0 if self.indicator.unit == "percent" else float("inf")
        ahead = [min(max(figure, 0.0), most) for figure in ahead]
        half, least = off_by * self._restless(area, period), 0.0
        if not self.indicator.accumulates:
            expected = ahead[-1]
        else:
            done = [self.shown(area, period.shifted(-back)) for back in range(period.quarter)]
            to_date = float(sum(each["numerator"] for each in done))
            if not self.indicator.denominator_label:
                expected, half, least = to_date + sum(ahead), half * len(ahead), to_date
            else:
                year = [self.shown(area, period.shifted(-back)) for back in range(4)]
                left = float(sum(each["denominator"] for each in year)) / 4 * len(ahead)
                whole = float(sum(each["denominator"] for each in done)) + left
                expected = (to_date + sum(ahead) / len(ahead) * left) / whole
                half *= left / whole
        return expected, max(expected - half, least), min(expected + half, most)

    def _mix(self, judges: list[Area], period: Period, left: int) -> list[float] | None:
        """How much each method counts, by how it did among these areas in the quarters before."""
        key = (judges[0].pk, len(judges), period.code, left)
        if key not in self._mixes:
            squares = [1.0] * 4
            for ahead in range(1, left + 1):
                for back in range(4):
                    off = [self._off(area, period.shifted(-ahead - back), ahead) for area in judges]
                    known = [each for each in off if each is not None]
                    for place in range(4):
                        middle = median(abs(each[place]) for each in known) if known else float("nan")
                        squares[place] *= max(middle, 0.01) ** (2 / (4 * left)) if known else middle
            parts = [1 / square for square in squares]
            self._mixes[key] = None if isnan(sum(parts)) else [part / sum(parts) for part in parts]
        return self._mixes[key]

    def _errors_together(
        self, judges: list[Area], period: Period, left: int, mix: list[float]
    ) -> list[float]:
        """How far off the methods together were on what could be judged as far ahead, area by area."""
        errors = []
        for area in judges:
            for back in range(4):
                origin = period.shifted(-left - back)
                steps = range(1, left + 1) if self.indicator.accumulates else [left]
                off = [self._off(area, origin, ahead) for ahead in steps]
                if None not in off:
                    quarters = [
                        sum(share * each for share, each in zip(mix, four, strict=True)) for four in off
                    ]
                    errors.append(abs(sum(quarters) / len(quarters)))
        return errors

    def _off(self, area: Area, origin: Period, ahead: int) -> list[float] | None:
        """By how much each method was off, in restlessness, at one quarter so far ahead of its origin."""
        key = (area.pk, origin.code, ahead)
        if key not in self._offs:
            self._offs[key] = None
            figures, came_in = self._eight(area, origin), origin.shifted(ahead)
            if figures is not None and came_in <= self.periods[-1]:
                shown = self.shown(area, came_in)
                came = self.value(shown["numerator"], shown["denominator"])
                if came is not None and not any(origin < broken <= came_in for broken in self._breaks()):
                    unit = self._restless(area, origin)
                    self._offs[key] = [(float(came) - said) / unit for said in self._said(figures, ahead)]
        return self._offs[key]

    @staticmethod
    def _said(figures: list[float], ahead: int) -> list[float]:
        """The latest again; along the line through first and last; last year's and the growth since; the mean."""
        year, before = sum(figures[4:]) / 4, sum(figures[:4]) / 4
        line = figures[0] + (figures[7] - figures[0]) / 7 * (7 + ahead)
        return [figures[7], line, figures[3 + ahead] + year - before, year]

    def _together(self, figures: list[float], left: int, mix: list[float]) -> list[float]:
        return [
            sum(share * each for share, each in zip(mix, self._said(figures, ahead), strict=True))
            for ahead in range(1, left + 1)
        ]

    def _restless(self, area: Area, period: Period) -> float:
        figures = self._eight(area, period)
        assert figures is not None
        moves = [abs(figures[place + 1] - figures[place]) for place in range(7)]
        return sum(moves) / 7 + sum(figures[4:]) / 40

    def _eight(self, area: Area, period: Period) -> list[float] | None:
        """The eight quarters up to this one, when a forecast can stand on them."""
        key = (area.pk, period.code)
        if key not in self._eights:
            quarters = [period.shifted(-back) for back in range(7, -1, -1)]
            self._eights[key] = None
            if quarters[0] >= self.periods[0] and not any(
                broken in quarters[1:] for broken in self._breaks()
            ):
                shown = [self.shown(area, quarter) for quarter in quarters]
                known = [self.value(each["numerator"], each["denominator"]) for each in shown]
                if None not in known and any(known):
                    self._eights[key] = [float(figure) for figure in known]
        return self._eights[key]

    def _breaks(self) -> list[Period]:
        if self._broken is None:
            self._broken = [Period.parse(row.period_id) for row in self.indicator.breaks.all()]
        return self._broken

    def _status(self, area: Area, period: Period, to_date: Fraction | None, target: Fraction | None) -> str:
        if to_date is None:
            return "no_data"
        attained = to_date / target if target else None
        if attained is None or self.indicator.polarity == "none":
            return "no_target"
        if area.area_type != "england" and not self._is_set(area, period):
            is_near = abs(attained - 1) <= Fraction(str(self.indicator.tolerance))
            if is_near or (self.indicator.unit in ONE_BY_ONE and abs(to_date - target) < 1):
                return "near_share"
            return "above_share" if attained > 1 else "below_share"
        shortfall = attained - 1 if self.indicator.polarity == "low" else 1 - attained
        if shortfall <= 0:
            return "on_plan"
        return "near_plan" if shortfall <= Fraction(str(self.indicator.tolerance)) else "off_plan"

    def _is_set(self, area: Area, period: Period) -> bool:
        """Whether somebody set what is expected of it now."""
        own = self.points.get((area.pk, period.code)) or self.points.get((area.pk, period.year.code))
        return own is not None and own.basis in ("published", "added_up", "set_here", "interpolated")

    def _rank(self, area: Area, period: Period) -> int | None:
        if self.indicator.polarity == "none":
            return None
        beside = [other for other in self.areas if other.area_type == area.area_type]
        of_today = [other for other in beside if other.valid_on(self.edition_on)]
        beside = of_today or [other for other in beside if other.valid_on(period.ends_on)]

        def score(other: Area) -> Fraction | None:
            to_date, target = self.year_to_date(other, period), self.target_to_date(other, period)
            return (
                to_date / target if to_date is not None and target and self._is_set(other, period) else None
            )

        if area not in beside:
            return None
        own, others = score(area), [score(other) for other in beside]
        has_counts = self.indicator.kind == "ratio" and self.indicator.denominator_label
        if has_counts and all(other is None for other in others):
            own, others = (
                self.year_to_date(area, period),
                [self.year_to_date(other, period) for other in beside],
            )
        if own is None:
            return None
        known = [other for other in others if other is not None]
        if self.indicator.polarity == "low":
            return 1 + sum(1 for other in known if other < own)
        return 1 + sum(1 for other in known if other > own)


class CoverageOpinion:
    """The coverage of one programme, asked for cell by cell: `row(area, period)`. Of services of today's areas."""

    def __init__(self, programme: Programme) -> None:
        self.edition_on: date = max(e.on for e in Edition.objects.all() if e.on <= localdate())
        self.children: dict[int, list[Area]] = {}
        for link in AreaParent.objects.all():
            if link.child.valid_on(self.edition_on) and link.parent.valid_on(self.edition_on):
                self.children.setdefault(link.parent_id, []).append(link.child)
        self.services = list(Service.objects.filter(programme=programme).current())
        self.lists = list(ServiceList.objects.filter(programme=programme))

    def row(self, area: Area, period: Period) -> tuple[int, float, int] | None:
        """Places covered, people covered and services; None when nobody can know them."""
        day = period.ends_on
        places = self._places(area)
        if not all(self._is_known(place, day) for place in places):
            return None
        live = [service for service in self.services if self._is_live(service, day)]
        served = [place for place in places if any(self._serves(service, place) for service in live)]
        here = [service for service in live if any(self._serves(service, place) for place in places)]
        return len(served), sum(self._adults(place) for place in served), len(here)

    def _is_known(self, place: Area, day: date) -> bool:
        """Somebody said so: a register, a list of that day or an earlier one, or a later one that tells the past."""
        if any(service.opened_on and not service.listed_on for service in self.services):
            return True
        for each in self.lists:
            speaks = each.is_national or any(
                place.pk == inside.pk for area in each.areas.all() for inside in self._places(area)
            )
            if speaks and (each.on <= day or each.has_every_opening):
                return True
        for service in self.services:
            on = service.listed_on
            if on is None or any(each.on == on for each in self.lists):
                continue
            seen_by_then = [one for one in self.services if one.listed_on and one.listed_on <= on]
            if on <= day or all(one.opened_on for one in seen_by_then):
                return True
        return False

    def _is_live(self, service: Service, day: date) -> bool:
        if service.closed_on and service.closed_on <= day:
            return False
        if service.opened_on:
            return service.opened_on <= day
        return service.listed_on is not None and service.listed_on <= day

    def _serves(self, service: Service, place: Area) -> bool:
        return any(inside.pk == place.pk for area in service.areas.all() for inside in self._places(area))

    def _places(self, area: Area) -> list[Area]:
        below = self.children.get(area.pk, [])
        return [place for child in below for place in self._places(child)] if below else [area]

    def _adults(self, place: Area) -> float:
        return float(Population.objects.get(area=place, age_band="18+").people)


def _nearest_five(count: Fraction) -> Fraction:
    return Fraction(floor(count / 5 + Fraction(1, 2)) * 5)
