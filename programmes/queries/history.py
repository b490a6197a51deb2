"""The history of one figure: who, when, what and why. Exact: for those who may see where figures come from."""

from __future__ import annotations

from programmes.checks.facts import Amount
from programmes.entry_results import CellRevision
from programmes.models import DraftCell, Observation, User


def of_cell(indicator: str, area: int, period: str) -> tuple[CellRevision, ...]:
    """Every revision of one figure (an indicator's code, an area's key, a period's code), the latest first.

    Two statements.
    """
    rows = list(
        Observation.objects.filter(indicator__code=indicator, area=area, period=period)
        .select_related("submission", "submission__source", "submission__sent_by", "submission__accepted_by")
        .order_by("-revision")
    )
    typists = {
        cell.submission_id: cell.saved_by
        for cell in DraftCell.objects.filter(
            submission__in=[row.submission_id for row in rows], indicator__code=indicator, area=area
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
