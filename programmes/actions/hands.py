"""Keeping whose hands a submission went through, so that none of them accepts it. Rows are only added."""

from __future__ import annotations

from django.db import connection

from programmes.layers import layers_read
from programmes.models import Hand, Submission, User
from programmes.queries.latest import latest_of

TAKE_OVER = """
insert into programmes_hand (submission_id, person_id, since)
select %(submission)s, person_id, now() from programmes_hand where submission_id = any(%(earlier)s)
on conflict do nothing
"""

PLAIN = "regexp_replace(lower({}), '[^[:alnum:]]', '', 'g')"
"""The letters and digits of a text, as `checks.said.plain` has them."""

GAVE_THEM_BEFORE = f"""
with given as (
    select cell.indicator_id, cell.area_id, submission.period_id, cell.numerator, cell.denominator, cell.marker,
        array[cell.note, cell.explanation] as words
    from programmes_draftcell cell join programmes_submission submission on submission.id = cell.submission_id
    where cell.submission_id = %(submission)s and (cell.numerator is not null or cell.marker <> '')
    union all
    select indicator_id, area_id, period_id, numerator, denominator, marker, array[note]
    from programmes_stagedfigure where upload_id = %(submission)s and outcome <> 'same'
), changed as (
    select given.indicator_id, given.area_id, given.period_id, given.numerator as beside,
        case when given.numerator is distinct from today.numerator then given.numerator end as numerator,
        case when given.denominator is distinct from today.denominator then given.denominator end as denominator,
        case when given.marker is distinct from today.marker then given.marker end as marker,
        array(
            select {PLAIN.format("word")} from unnest(given.words) as word
            where {PLAIN.format("word")} <> ''
              and strpos({PLAIN.format("coalesce(today.note, '')")}, {PLAIN.format("word")}) = 0
        ) as words
    from given left join {latest_of("given")} as today on true
), earlier as (
    select saved.indicator_id, saved.area_id, submission.period_id, saved.numerator, saved.denominator, saved.marker,
        array[{PLAIN.format("saved.note")}, {PLAIN.format("saved.explanation")}] as words, saved.by_id as person_id
    from programmes_cellsave saved join programmes_submission submission on submission.id = saved.submission_id
    where submission.programme_id = %(programme)s and submission.id <> %(submission)s
    union all
    select staged.indicator_id, staged.area_id, staged.period_id, staged.numerator, staged.denominator, staged.marker,
        array[{PLAIN.format("staged.note")}], hand.person_id
    from programmes_stagedfigure staged
    join programmes_submission submission on submission.id = staged.upload_id
    join programmes_hand hand on hand.submission_id = submission.id
    where submission.programme_id = %(programme)s and submission.id <> %(submission)s
      and submission.status <> 'accepted'
)
insert into programmes_hand (submission_id, person_id, since)
select distinct %(submission)s::bigint, earlier.person_id, now() from changed join earlier
  on earlier.indicator_id = changed.indicator_id and earlier.area_id = changed.area_id
 and earlier.period_id = changed.period_id
 and (
    earlier.numerator = changed.numerator or earlier.denominator = changed.denominator
    or (earlier.marker = changed.marker and earlier.numerator is not distinct from changed.beside)
    or earlier.words && changed.words
 )
on conflict do nothing
"""
"""Of each part of a figure that changes (a number, a marker, words), whoever gave that very part before."""


def lay(submission: Submission, person: User | None) -> None:
    """Keep that a person worked on the submission; a command is nobody's hands. One statement."""
    if person is not None:
        Hand.objects.bulk_create([Hand(submission=submission, person=person)], ignore_conflicts=True)


def take_over(submission: Submission, earlier: list[int]) -> None:
    """Keep that everybody who worked on earlier submissions worked on what this one takes over. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_OVER, {"submission": submission.pk, "earlier": earlier})


def lay_by_values(submission: Submission) -> None:
    """Keep everybody who gave a number, a marker or words of one of its figures before: it is theirs too.

    One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            GAVE_THEM_BEFORE,
            {"submission": submission.pk, "programme": submission.programme_id, "layers": layers_read()},
        )
