"""What is not known: the gaps that stand, and when something was last known there."""

from __future__ import annotations

from django.db.models import Max

from programmes.choices import Layer
from programmes.layers import reading
from programmes.memory import remembered_by_results
from programmes.models import Gap, Indicator, Progress
from programmes.queries.areas import level_order
from programmes.results import GapInfo, SourceRef


@remembered_by_results
def gaps() -> tuple[GapInfo, ...]:
    """The open gaps, by programme, indicator and level from England downwards.

    Two statements, and none while the data version stands. What was last known is read in the official layer.
    """
    found = Gap.objects.current().filter(is_closed=False).annotate(level=level_order("area_type"))
    found = found.select_related("indicator__programme", "unpublished_by")
    last = _last_known()
    return tuple(
        GapInfo(
            programme=gap.indicator.programme.code,
            indicator=gap.indicator.code,
            indicator_name=gap.indicator.name,
            area_type=gap.area_type,
            missing=gap.missing,
            last_known=last.get((gap.indicator_id, gap.area_type), ""),
            holder=gap.holder,
            url=gap.url,
            unpublished_by=SourceRef.of(gap.unpublished_by) if gap.unpublished_by else None,
            answer=gap.answer,
        )
        for gap in found.order_by("indicator__programme__position", "indicator__position", "level")
    )


def standing_gaps() -> tuple[Gap, ...]:
    """The version of every gap that stands, closed ones too, in the order of their programmes. One statement."""
    found = Gap.objects.current().annotate(level=level_order("area_type"))
    found = found.select_related("indicator__programme", "recorded_by", "unpublished_by")
    return tuple(found.order_by("indicator__programme__position", "indicator__position", "level"))


def indicator_of(code: str) -> Indicator | None:
    """The indicator of this code; None where there is none. One statement."""
    return Indicator.objects.select_related("programme").filter(code=code).first()


def versions(indicator: Indicator, area_type: str) -> tuple[Gap, ...]:
    """Every version of a gap, the latest first. One statement."""
    found = Gap.objects.filter(indicator=indicator, area_type=area_type)
    return tuple(found.select_related("recorded_by", "unpublished_by").order_by("-version"))


def _last_known() -> dict[tuple[int, str], str]:
    """The last period with a figure, by indicator and level."""
    with reading(Layer.OFFICIAL):
        rows = Progress.objects.filter(actual__isnull=False).order_by()
        ends = rows.values_list("indicator_id", "area__area_type").annotate(last=Max("period_id"))
        return {(indicator, level): last for indicator, level, last in ends}
