"""What became of uploaded files: how far reading has come, what they would change, what is wrong in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from programmes import permissions
from programmes.checks.facts import Amount
from programmes.choices import Channel, Role, Severity, StagedOutcome, SubmissionStatus
from programmes.deliveries import Key, Standing
from programmes.layers import layers_read
from programmes.models import (
    Programme,
    Progress,
    Submission,
    SubmissionEvent,
    SubmissionIssue,
    Upload,
    UploadedFile,
    User,
)
from programmes.periods import Period
from programmes.queries.latest import latest_of

LATEST = 20
"""How many of their own files a person is shown."""

STANDING = """
select indicator.code, seen.area_id, seen.period_id,
    seen.numerator, seen.denominator, seen.marker, seen.note, seen.revisions, seen.layer,
    seen.submission_id in (select id from programmes_submission where reported_as <> '')
from (
    select distinct on (indicator_id, period_id, area_id)
        indicator_id, period_id, area_id, numerator, denominator, marker, note, layer, submission_id,
        count(*) over (partition by indicator_id, period_id, area_id) as revisions
    from programmes_observation
    where indicator_id = any(%s) and period_id = any(%s) and layer = any(%s)
    order by indicator_id, period_id, area_id, id desc
) as seen join programmes_indicator indicator on indicator.id = seen.indicator_id
"""

MOVED = """
select count(*) from programmes_stagedfigure staged
where staged.upload_id = %s and staged.outcome <> 'same' and staged.was_revision <> (
    select count(*) from programmes_observation seen
    where seen.indicator_id = staged.indicator_id and seen.period_id = staged.period_id
      and seen.area_id = staged.area_id and seen.layer = any(%s)
)
"""

UNREASONED = """
select count(*) from programmes_stagedfigure staged
where staged.upload_id = %s and staged.outcome = 'changed' and staged.reason = ''
"""

SHOWN = f"""
select staged.row, indicator.short_name, area.code, area.short_name, staged.period_id,
    staged.numerator, staged.denominator, staged.marker, staged.note, staged.reason,
    today.numerator, today.denominator, today.marker, coalesce(today.layer = 'demonstration', false)
from programmes_stagedfigure staged
join programmes_indicator indicator on indicator.id = staged.indicator_id
join programmes_area area on area.id = staged.area_id
left join {latest_of("staged")} as today on true
where staged.upload_id = %(upload)s and staged.outcome = %(outcome)s
order by staged.row, staged.id limit %(number)s offset %(first)s
"""


@dataclass(frozen=True, slots=True)
class StagedChange:
    """A figure of a file beside the one that stands today."""

    row: int | None
    indicator: str
    area_code: str
    area_name: str
    period: Period
    amount: Amount
    note: str
    reason: str
    today: Amount | None
    today_is_made_up: bool


@dataclass(frozen=True, slots=True)
class Received:
    """A file in a list of files."""

    id: int
    file_name: str
    programme: str
    status: str
    state: str
    received_at: datetime
    rows_read: int
    rows_refused: int

    @property
    def tag_state(self) -> str:
        """How reading stands while it is in hand, then the submission."""
        return standing_of(self.status, self.state)


def standing_of(status: str, state: str) -> str:
    """How a file stands, in one word: of its reading while it is in hand, then of its submission."""
    return state if status == SubmissionStatus.DRAFT else status


def uploads_of(user: User) -> tuple[Received, ...]:
    """The latest files this person sent in. One statement."""
    rows = Submission.objects.filter(channel=Channel.UPLOAD, sent_by=user, upload__isnull=False)
    fields = (
        "pk", "file_name", "programme__short_name", "status", "upload__state", "upload__received_at", "rows_read",
        "rows_refused",
    )  # fmt: skip
    return tuple(Received(*row) for row in rows.order_by("-pk").values_list(*fields)[:LATEST])


def upload(key: int) -> Upload | None:
    """The upload of this submission. One statement, without the bytes."""
    related = ("submission", "submission__programme", "submission__sent_by", "submission__accepted_by")
    return Upload.objects.select_related(*related).filter(pk=key).first()


def same_bytes(
    *, digest: str, programme: Programme, by: User, listed_on: date | None = None
) -> tuple[Upload, ...]:
    """What the same person sent in for the same programme with the same bytes and day, not yet decided on.

    Under whatever name, the latest first. One statement.
    """
    return tuple(
        Upload.objects.filter(
            submission__file_digest=digest,
            submission__programme=programme,
            submission__sent_by=by,
            listed_on=listed_on,
            submission__status__in=(SubmissionStatus.DRAFT, SubmissionStatus.SUBMITTED),
        )
        .exclude(state="failed")
        .select_related("submission")
        .order_by("-received_at", "-pk")
    )


def content(key: int) -> bytes:
    """The bytes as they came. One statement."""
    return bytes(UploadedFile.objects.values_list("content", flat=True).get(pk=key))


def steps(key: int) -> tuple[SubmissionEvent, ...]:
    """What happened to it so far. One statement."""
    return tuple(SubmissionEvent.objects.filter(submission=key).select_related("by"))


def can_see(user: object, submission: Submission) -> bool:
    """Whoever sent it, and those who decide on it or look into figures before they are published."""
    if not isinstance(user, User):
        return False
    if submission.sent_by_id == user.pk:
        return True
    return permissions.reach(user, Role.APPROVER, Role.ANALYST, programme=submission.programme).everywhere


def programmes_to_enter(user: object) -> tuple[Programme, ...]:
    """The programmes of which this person may enter figures somewhere. Two statements a programme."""
    found = Programme.objects.order_by("position")
    return tuple(one for one in found if permissions.reach(user, Role.EDITOR, programme=one))


def standing(indicators: Collection[int], periods: Collection[str]) -> dict[Key, Standing]:
    """What is recorded for these indicators (by their keys) and periods now. One statement."""
    found: dict[Key, Standing] = {}
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [list(indicators), list(periods), layers_read()])
        for indicator, area, period, numerator, denominator, marker, *others in cursor.fetchall():
            found[indicator, area, period] = Standing(Amount(numerator, denominator, marker), *others)
    return found


def planned(indicators: Collection[int], periods: Collection[str]) -> dict[Key, Decimal]:
    """What was planned to be reached by the end of each period. One statement."""
    rows = Progress.objects.filter(
        indicator__in=indicators, period__in=periods, target_to_date__isnull=False
    ).values_list("indicator__code", "area_id", "period_id", "target_to_date")
    return {
        (indicator, area, period): round(Decimal(target), 4)
        for indicator, area, period, target in rows.iterator(chunk_size=10_000)
        if target is not None
    }


def moved(key: int) -> int:
    """How many figures it was compared with have been changed since. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [key, layers_read()])
        return int(cursor.fetchone()[0])


def changes(
    key: int, outcome: StagedOutcome, *, first: int = 0, number: int = 50
) -> tuple[StagedChange, ...]:
    """Figures of one outcome, each beside today's. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            SHOWN,
            {
                "layers": layers_read(),
                "upload": key,
                "outcome": outcome.value,
                "number": number,
                "first": first,
            },
        )
        rows = cursor.fetchall()
    return tuple(
        StagedChange(
            row=row[0],
            indicator=row[1],
            area_code=row[2],
            area_name=row[3],
            period=Period.parse(row[4]),
            amount=Amount(*row[5:8]),
            note=row[8],
            reason=row[9],
            today=Amount(*row[10:13]) if row[12] is not None else None,
            today_is_made_up=row[13],
        )
        for row in rows
    )


def unreasoned(key: int) -> int:
    """How many changes want a reason and bring none. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(UNREASONED, [key])
        return int(cursor.fetchone()[0])


def issues(key: int, *, first: int = 0, number: int = 50) -> tuple[SubmissionIssue, ...]:
    """What was refused, in the order of the file. One statement."""
    found = SubmissionIssue.objects.filter(~Q(severity=Severity.NOTE), submission=key).order_by("row", "pk")
    return tuple(found[first : first + number])


def issues_number(key: int) -> int:
    """How many things were refused. One statement."""
    return SubmissionIssue.objects.filter(~Q(severity=Severity.NOTE), submission=key).count()


def problems_by_row(key: int) -> dict[int | None, str]:
    """What is wrong with each row, in one text. One statement."""
    found: dict[int | None, str] = {}
    rows = SubmissionIssue.objects.filter(submission=key).order_by("row", "pk")
    for row, column, message in rows.values_list("row", "column", "message"):
        text = f"{column}: {message}" if column else message
        found[row] = f"{found[row]} | {text}" if row in found else text
    return found
