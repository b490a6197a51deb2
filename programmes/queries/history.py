"""The history of one figure: who, when, what and why. Exact: for those who may see where figures come from."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from programmes import permissions
from programmes.area_history import AreaVersion
from programmes.checks.facts import Amount
from programmes.choices import Layer, ReportedAs, Role
from programmes.due_results import CellRevision
from programmes.models import Indicator, Observation, ReportingPeriod, shown_name


def of_cell(
    *, indicator: Indicator, area: AreaVersion, period: ReportingPeriod, user: object
) -> tuple[CellRevision, ...]:
    """Every revision of one figure, the latest first; PermissionDenied for those who may not see exact figures there.

    One statement, and up to two for the permission.
    """
    reach = permissions.reach(user, Role.EDITOR, Role.APPROVER, Role.ANALYST, programme=indicator.programme)
    if not reach.covers(area.pk):
        raise PermissionDenied("You may not see the exact figures of this area.")
    rows = (
        Observation.objects.in_hand()
        .filter(indicator=indicator, area=area.pk, period=period)
        .select_related(
            "indicator",
            "submission",
            "submission__source",
            "submission__sent_by",
            "submission__accepted_by",
            "typed_by",
            "noted_by",
        )
    )
    return tuple(_revision(row) for row in rows.order_by("-pk"))


def _revision(row: Observation) -> CellRevision:
    sent = row.submission
    return CellRevision(
        revision=row.revision,
        amount=Amount(row.numerator, row.denominator, row.marker),
        note=row.note,
        reason=row.revision_reason,
        is_made_up=row.layer == Layer.DEMONSTRATION,
        recorded_at=row.recorded_at,
        counts_from_april=ReportedAs.YEAR_TO_DATE in (sent.reported_as, row.indicator.reported_as),
        channel=sent.channel,
        submission_id=sent.pk,
        file_name=sent.file_name,
        source=sent.source.title if sent.source else "",
        typed_by=shown_name(row.typed_by),
        noted_by=shown_name(row.noted_by),
        sent_by=shown_name(sent.sent_by),
        sent_at=sent.sent_at,
        accepted_by=shown_name(sent.accepted_by),
        accepted_at=sent.accepted_at,
    )
