"""What is known of the figures of an uploaded file and of whoever sent it, before they are judged. Only read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from programmes import permissions
from programmes.actions import submissions
from programmes.choices import Role
from programmes.ingest.formats import FIGURES
from programmes.ingest.judging import Ground
from programmes.ingest.layouts import Layout
from programmes.ingest.rows import Rows
from programmes.models import Indicator, ReportingPeriod, Submission
from programmes.periods import Period
from programmes.queries import uploads as queries
from programmes.queries.explanations import said
from programmes.queries.windows import windows
from programmes.sentences import day_in_words


def ground_of(submission: Submission, rows: Rows, layout: Layout) -> Ground:
    """What is known of the figures found: what stands, what was planned, who may, and until when."""
    codes = {figure.indicator for figure in rows.found.figures}
    found = Indicator.objects.defined().filter(Q(code__in=codes) | Q(programme=submission.programme))
    indicators = {one.code: one for one in found}
    beside = {one.not_above.partition(".")[0] for code, one in indicators.items() if code in codes}
    indicators = {code: one for code, one in indicators.items() if code in codes | beside}
    given = {Period.parse(code) for code in {figure.period for figure in rows.found.figures}}
    around = {each.code for one in given for each in _around(one)}
    keys = [one.pk for one in indicators.values()]
    applies = layout == FIGURES
    reach = permissions.reach(submission.sent_by, Role.EDITOR, programme=submission.programme)
    return Ground(
        indicators={code: one.definition for code, one in indicators.items()},
        may_edit=reach.covers,
        why_closed=_closing(submission, given, applies=applies),
        standing=queries.standing(keys, around),
        planned=queries.planned(keys, [one.code for one in given]) if applies else {},
        said=said(keys, [one.code for one in given]) if applies else {},
        is_illustrative=submissions.is_illustrative(submission),
        rules_apply=applies,
    )


def _around(period: Period) -> Iterable[Period]:
    yield period
    yield period.previous()
    yield period.year_before()
    if period.is_quarter:
        yield from (quarter for quarter in period.year.quarters() if quarter < period)


def _closing(submission: Submission, given: set[Period], *, applies: bool) -> Callable[[str], str]:
    """Why each period is closed. A publication comes out late: a national administrator may send one in at any time."""
    if not applies and permissions.can_administer(submission.sent_by):
        return lambda _: ""
    periods = list(ReportingPeriod.objects.filter(code__in=[one.code for one in given]))
    opening_of = windows(periods)
    why: dict[str, str] = {}
    for period in periods:
        window = opening_of(submission.programme.code, period)
        label = period.period.label
        if window.is_open:
            why[period.code] = ""
        elif window.today < window.opens_on:
            why[period.code] = f"{label} opens on {day_in_words(window.opens_on)}. Send its figures then."
        else:
            why[period.code] = (
                f"{label} closed on {day_in_words(window.last_day)}. Leave the row out, or ask a national "
                "administrator to open it again."
            )
    return lambda code: why.get(code, f"{code} is not in the calendar. Mend the period.")
