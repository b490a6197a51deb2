"""Areas of every size against their common average, with the limits of chance: a funnel, read, drawn and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboards import formatting
from dashboards.wording import area_type_word
from programmes.choices import Polarity, Unit
from programmes.results import AreaRef, IndicatorInfo, ProgressPoint
from programmes.statistics.funnel import Funnel, FunnelBand, rate_band, rate_funnel, share_band, share_funnel
from programmes.statistics.refusals import Refused

FEWEST = 5
"""Areas below which there is no funnel to speak of."""

ROOM = 0.08
"""What is left free above and below the areas, as a part of what is drawn."""

NAMED = 3
COUNTED = (Unit.PEOPLE, Unit.REFERRALS, Unit.COURSES, Unit.APPOINTMENTS, Unit.TESTS)
"""Units of things that happen one by one, which chance scatters. Posts and sites are decided on, not scattered."""

ABOVE = (FunnelBand.ABOVE, FunnelBand.FAR_ABOVE)
FAR = (FunnelBand.FAR_ABOVE, FunnelBand.FAR_BELOW)


@dataclass(frozen=True, slots=True)
class FunnelArea:
    """One area in a funnel, with its figure, its size and where it lies, also in words."""

    area: AreaRef
    href: str
    denominator: float
    value: float
    band: FunnelBand
    told: str
    out_of: str
    side: str
    """Better or worse than chance allows; other where no direction is good; inside."""

    @property
    def spoken(self) -> str:
        """`Devon: 45%, below the 95% limit`: the whole label of its link."""
        return f"{self.area.short_name}: {self.told}, {self.band}"


@dataclass(frozen=True, slots=True)
class FunnelRead:
    """A funnel of the areas of one level. `widened` when its limits allow for more than chance."""

    indicator: IndicatorInfo
    funnel: Funnel
    areas: tuple[FunnelArea, ...]
    widened: bool
    outside_plain: int
    """How many lie outside the limits of chance alone."""
    left_out: tuple[str, ...]
    average: str
    period: str
    sized_by: str


def read_funnel(
    indicator: IndicatorInfo,
    points: Iterable[ProgressPoint],
    adults: Mapping[str, float],
    links: Mapping[str, str],
    *,
    widened: bool,
) -> FunnelRead:
    """The funnel of these areas: shares of a ratio's own denominators, or rates per 100,000 adults. Else Refused.

    `adults` and `links` are by area code. Where no wider funnel can be made, as an area has no events, a plain one is.
    """
    points = tuple(points)
    is_share = indicator.kind.is_ratio
    _refuse_unless_counted(indicator)
    known = [(point, pair) for point in points if (pair := _counts(point, indicator, adults))]
    if len(known) < FEWEST:
        raise Refused(f"fewer than {FEWEST} areas have a figure")
    counts = [pair for _, pair in known]
    build = share_funnel if is_share else rate_funnel
    funnel, widened = _built(build, counts, widened=widened)
    plain_average = sum(part for part, _ in counts) / sum(of for _, of in counts)
    band = share_band if is_share else rate_band
    areas = tuple(
        FunnelArea(
            area=point.area,
            href=links.get(point.area.code, ""),
            denominator=each.denominator,
            value=each.value,
            band=each.band,
            told=told(indicator, each.value),
            out_of=formatting.number(each.denominator),
            side=_side(indicator, each.band),
        )
        for (point, _), each in zip(known, funnel.points, strict=True)
    )
    within = {area.area.code for area in areas}
    return FunnelRead(
        indicator=indicator,
        funnel=funnel,
        areas=areas,
        widened=widened,
        outside_plain=sum(band(*pair, plain_average) != FunnelBand.WITHIN for pair in counts),
        left_out=tuple(sorted(point.area.short_name for point in points if point.area.code not in within)),
        average=told(indicator, funnel.average),
        period=_when(indicator, points[0]),
        sized_by=indicator.denominator_label if is_share else "adults who live there",
    )


def told(indicator: IndicatorInfo, value: float) -> str:
    """A figure of the funnel with its unit."""
    if indicator.kind.is_ratio:
        return formatting.percentage(value, indicator.decimals)
    return f"{formatting.number(value, 0 if value >= 10 else 1)} per 100,000 adults"


def _refuse_unless_counted(indicator: IndicatorInfo) -> None:
    if indicator.kind.is_ratio:
        if not indicator.is_share or not indicator.has_denominator:
            raise Refused("it is not a share of anything counted")
    elif indicator.kind.may_fall or indicator.unit not in COUNTED:
        raise Refused(
            f"{formatting.unit_words(indicator.unit)} come and go by decision, and chance does not scatter them as it "
            "does events"
        )


def _counts(
    point: ProgressPoint, indicator: IndicatorInfo, adults: Mapping[str, float]
) -> tuple[float, float] | None:
    counted = indicator.kind.counted(point, adults.get(point.area.code))
    if counted is None or not indicator.kind.is_ratio:
        return counted
    part, whole = counted
    return counted if 0 <= part <= whole and whole > 0 else None


def _built(
    build: Callable[..., Funnel], counts: list[tuple[float, float]], *, widened: bool
) -> tuple[Funnel, bool]:
    if widened:
        try:
            return build(counts, widened=True), True
        except Refused:
            pass
    return build(counts), False


def _side(indicator: IndicatorInfo, band: FunnelBand) -> str:
    if band == FunnelBand.WITHIN:
        return "inside"
    if indicator.polarity == Polarity.NONE:
        return "other"
    return "better" if (band in ABOVE) == (indicator.polarity == Polarity.HIGH) else "worse"


def _when(indicator: IndicatorInfo, point: ProgressPoint) -> str:
    """The time that the figures are of: of a ratio the period, of a count the year so far."""
    if indicator.kind.is_ratio or point.period.quarters_done == 1:
        return point.period.label
    return (
        f"{point.period.year.label}, to Q{point.period.quarter}"
        if point.period.quarters_left
        else point.period.year.label
    )


def scale(read: FunnelRead) -> tuple[float, float]:
    """Where the drawing begins and ends: a little room round all that is in it, and never below nothing."""
    values = [area.value for area in read.areas]
    low, high = min(*values, read.funnel.average), max(*values, read.funnel.average)
    room = (high - low) * ROOM or high * ROOM or 1.0
    return max(low - room, 0.0), high + room


def describe_funnel(read: FunnelRead) -> str:
    """How many areas lie outside the limits and which the furthest, and what the limits allow for."""
    total = len(read.areas)
    kind = area_type_word(read.areas[0].area.area_type, total)
    outside = [area for area in read.areas if area.band != FunnelBand.WITHIN]
    sentences = [
        f"{read.period}: {read.average} in all of them together. "
        f"{formatting.number(len(outside))} of {formatting.number(total)} {kind} lie outside the 95% limits."
    ]
    for words, bands in (("Above", ABOVE), ("Below", (FunnelBand.BELOW, FunnelBand.FAR_BELOW))):
        beyond = sorted(
            (area for area in outside if area.band in bands),
            key=lambda area: (area.band not in FAR, -abs(area.value - read.funnel.average)),
        )
        if beyond:
            names = [f"{area.area.short_name} ({area.told.split(' per ')[0]})" for area in beyond[:NAMED]]
            more = f" and {len(beyond) - NAMED} more" if len(beyond) > NAMED else ""
            joined = ", ".join(names) if more else formatting.listed(names)
            sentences.append(f"{words}: {joined}{more}.")
    sentences.append(_limits(read, total))
    if scale(read)[0]:
        sentences.append("The scale does not begin at 0.")
    if read.left_out:
        left = read.left_out
        shown = formatting.listed(left) if len(left) <= 2 * NAMED else f"{len(left)} areas"
        sentences.append(f"Without a figure, and not drawn: {shown}.")
    return " ".join(sentences)


def _limits(read: FunnelRead, total: int) -> str:
    if read.widened:
        usual = ", as nearly every large area does" if 2 * read.outside_plain > total else ""
        return (
            "These limits are widened by how much areas of one size differ anyway; outside those of chance alone lie "
            f"{formatting.number(read.outside_plain)} of {formatting.number(total)}{usual}."
        )
    return (
        "These limits allow for chance alone, and the larger an area the less chance moves it: nearly every large area "
        "can lie outside them without doing anything out of the ordinary."
    )
