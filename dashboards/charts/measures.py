"""What a map shows of each area: a class, a short text for its tile, and a sentence for those who hear it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards import formatting, wording
from dashboards.charts import classes
from dashboards.charts.classes import MISSING, MapClass, Scale
from programmes.choices import BESIDE_A_SHARE, AreaType, Status
from programmes.results import AreaRef, CoveragePoint, IndicatorInfo, ProgressPoint
from programmes.sentences import counted

SHORT_STATUS = {
    Status.ON_PLAN: "On plan",
    Status.NEAR_PLAN: "Near",
    Status.OFF_PLAN: "Off plan",
}

AGAINST_TARGETS = ("attainment", "status")
"""What a map shows of targets that were set for its areas, and of no other."""

Point = ProgressPoint | CoveragePoint


def nobody_set_targets(points: Iterable[ProgressPoint]) -> bool:
    """Whether areas are compared with shares of England's target, and none has one that was set for it."""
    points = list(points)
    return any(point.status in BESIDE_A_SHARE for point in points) and not any(
        point.has_set_target for point in points
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One area on a map. `value` is what it is classed by; None where there is no figure."""

    area: AreaRef
    value: float | None
    map_class: MapClass
    text: str
    words: str

    @property
    def spoken(self) -> str:
        """`Devon: 67% of areas served`: the whole label of its link."""
        return f"{self.area.short_name}: {self.words}"


@dataclass(frozen=True, slots=True)
class Measure:
    """How one thing that a map can show is read off a point, classed and said."""

    show: str
    indicator: IndicatorInfo
    scale: Scale
    title: str
    """What the map shows, as its heading says it after the programme: `share of areas served`."""
    adults: Mapping[str, float]
    """People aged 18 and over by area code, for rates."""

    def cell(self, point: Point) -> Cell:
        """The area of this point, classed."""
        if isinstance(point, CoveragePoint):
            return self._coverage(point)
        value = value_of(self.show, self.indicator, point, self.adults)
        if value is None or (self.show == "status" and point.status not in SHORT_STATUS):
            return self._without(point)
        if self.show == "status":
            return Cell(
                point.area,
                value,
                self.scale.keyed(point.status),
                SHORT_STATUS[Status(point.status)],
                f"{wording.status_tag(point.status).text.lower()}, {self._of_plan(point)}",
            )
        return Cell(point.area, value, self.scale.class_of(value), *self._said(point, value))

    def _said(self, point: ProgressPoint, value: float) -> tuple[str, str]:
        if self.show == "attainment":
            return formatting.percentage(value), self._of_plan(point)
        unit = self.indicator.unit
        if self.show == "rate" and not self.indicator.kind.is_ratio:
            text = formatting.number(value, 0 if value >= 10 else 1)
            return text, f"{text} {formatting.unit_words(unit)} per 100,000 adults"
        decimals = self.indicator.decimals
        return formatting.amount(value, unit, decimals), formatting.figure(value, unit, decimals)

    def _of_plan(self, point: ProgressPoint) -> str:
        if point.attainment is None or point.target_to_date is None:
            return "no plan to compare with"
        planned = formatting.planned_figure(
            point.target_to_date, self.indicator.unit, self.indicator.decimals
        )
        return f"{formatting.percentage(point.attainment)} of the {planned} planned by then"

    def _without(self, point: ProgressPoint) -> Cell:
        if point.actual is not None and not point.has_set_target and self.show in AGAINST_TARGETS:
            keys = {each.key for each in self.scale.classes}
            look = self.scale.keyed(Status.NO_TARGET.value) if Status.NO_TARGET.value in keys else MISSING
            beside = wording.status_tag(point.status).text.lower() if point.status in BESIDE_A_SHARE else ""
            words = f"no target was set; {beside} of England’s" if beside else "no target"
            return Cell(point.area, None, look, "No plan", words)
        if point.actual is not None:
            return Cell(point.area, None, MISSING, "[x]", "not known for the year to date")
        return Cell(
            point.area,
            None,
            MISSING,
            formatting.missing(point.marker),
            wording.missing_words(point.marker).lower(),
        )

    def _coverage(self, point: CoveragePoint) -> Cell:
        share = point.coverage
        if share is None or point.areas_covered is None:
            return Cell(point.area, None, MISSING, formatting.missing("x"), "not known what was served")
        look = self.scale.class_of(share)
        if point.area.area_type == AreaType.SUB_ICB:
            return Cell(point.area, share, look, look.label, look.label.lower())
        of = counted(point.areas_total, "area")
        words = f"{formatting.percentage(share)} of areas served, {point.areas_covered} of {of}"
        return Cell(point.area, share, look, formatting.percentage(share), words)


def measure(
    show: str,
    indicator: IndicatorInfo,
    area_type: str,
    *,
    reference: Iterable[ProgressPoint] = (),
    adults: Mapping[str, float] | None = None,
) -> Measure:
    """The measure of a map. `reference` are the points whose fifths make the classes of rates and figures."""
    adults = adults or {}
    title = TITLES[show].format(indicator=indicator.name)
    if show == "coverage":
        scale = classes.coverage_scale(leaves=area_type == AreaType.SUB_ICB)
    elif show == "attainment":
        scale = classes.attainment_scale()
    elif show == "status":
        scale = classes.status_scale()
    else:
        values = [value_of(show, indicator, point, adults) for point in reference]
        per_head = show == "rate" and not indicator.kind.is_ratio
        scale = classes.fifths(
            [value for value in values if value is not None], "people" if per_head else indicator.unit
        )
        title += ", per 100,000 adults" if per_head else ""
    return Measure(show, indicator, scale, title, adults)


TITLES = {
    "coverage": "share of areas served",
    "attainment": "{indicator}: share of plan",
    "status": "{indicator}: status against plan",
    "rate": "{indicator}",
    "actual": "{indicator}",
}


def value_of(
    show: str, indicator: IndicatorInfo, point: ProgressPoint, adults: Mapping[str, float]
) -> float | None:
    """The number that a point is classed by; None where it cannot be known."""
    if show in AGAINST_TARGETS:
        return point.attainment if point.has_set_target else None
    figure = indicator.kind.total(point)
    return figure if show == "actual" else indicator.kind.per_head(figure, adults.get(point.area.code))


def legend(cells: Iterable[Cell], scale: Scale) -> list[tuple[MapClass, int]]:
    """The legend: every class with how many areas are in it; missing ones last."""
    held = [cell.map_class.key for cell in cells]
    return [(each, held.count(each.key)) for each in (*scale.classes, MISSING)]


def describe_map(cells: Iterable[Cell], scale: Scale, area_type: str) -> str:
    """The map in sentences: how many areas are in each class, and which have no figure."""
    cells = list(cells)
    if not cells:
        return "There are no areas of this kind."
    known = [
        f"{look.label}: {number}" for look, number in legend(cells, scale) if look is not MISSING and number
    ]
    absent = sorted(cell.area.short_name for cell in cells if cell.map_class is MISSING)
    of = f"{formatting.number(len(cells))} {wording.area_type_word(area_type, len(cells))}"
    sentences = [f"Of {of}: {'; '.join(known)}." if known else f"None of {of} has a figure."]
    if absent and len(absent) <= 6:
        sentences.append(f"Without a figure: {formatting.listed(absent)}.")
    elif absent and known:
        sentences.append(f"{formatting.number(len(absent))} have no figure.")
    return " ".join(sentences)
