"""The history of one figure: who, when, what and why. Exact: for those who may see where figures come from."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from programmes import permissions
from programmes.checks.facts import Amount
from programmes.choices import Role
from programmes.due_results import CellRevision
from programmes.models import Area, DraftCell, Indicator, Observation, ReportingPeriod, User


def of_cell(
    *, indicator: Indicator, area: Area, period: ReportingPeriod, user: object
) -> tuple[CellRevision, ...]:
    """Every revision of one figure, the latest first; PermissionDenied for those who may not see exact figures there.

    Two statements, and up to two for the permission.
    """
    reach = permissions.reach(user, Role.EDITOR, Role.APPROVER, Role.ANALYST, programme=indicator.programme)
    if not reach.covers(area.pk):
        raise PermissionDenied("You may not see the exact figures of this area.")
    rows = list(
        Observation.objects.filter(indicator=indicator, area=area, period=period)
        .select_related("submission", "submission__source", "submission__sent_by", "submission__accepted_by")
        .order_by("-revision")
    )
    typists = {
        cell.submission_id: cell.saved_by
        for cell in DraftCell.objects.filter(
            submission__in=[row.submission_id for row in rows], indicator=indicator, area=area
        ).select_related("saved_by")
    }
    return tuple(_revision(row, typists.get(row.submission_id)) for row in rows)


def _revision(row: Observation, typist: User | None) -> CellRevision:
    sent = row.submission
    return CellRevision(
        revision=row.revision,
        amount=Amount(row.numerator, row.denominator, row.marker),
        note=row.note,
        reason=row.revision_reason,
        illustrative=row.illustrative,
        recorded_at=row.recorded_at,
        channel=sent.channel,
        submission_id=sent.pk,
        file_name=sent.file_name,
        source=sent.source.title if sent.source else "",
        entered_by=_name(typist or sent.sent_by),
        sent_by=_name(sent.sent_by),
        sent_at=sent.sent_at,
        accepted_by=_name(sent.accepted_by),
        accepted_at=sent.accepted_at,
    )


def _name(person: User | None) -> str:
    return "" if person is None else person.get_full_name() or person.get_username()
