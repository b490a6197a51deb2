"""Loading a published file as it is: read, checked, received as a submission, and accepted as far as it is good."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from programmes.actions import audit, submissions
from programmes.actions.observations import Recorded
from programmes.choices import Channel, Provenance, ReportedAs, SubmissionStatus
from programmes.deliveries import Figure, Findings
from programmes.ingest import checks, opening
from programmes.ingest.formats import LAYOUTS, NATIONAL_FIGURES
from programmes.ingest.layouts import Layout
from programmes.ingest.rows import Known
from programmes.models import Indicator, Programme, Source, Submission
from programmes.periods import Period
from programmes.queries.services import standing_entries
from programmes.stored_areas import area_history


class ReferenceMissing(Exception):
    """Areas or indicators are not loaded yet; nothing was read."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a file."""

    findings: Findings
    recorded: Recorded
    submissions: tuple[Submission, ...]
    accepted: bool
    remarks: tuple[str, ...] = ()
    """How the file was read, where that is not plain."""


def ingest(
    *,
    content: bytes,
    file_name: str,
    layout: str,
    by: audit.Actor,
    period: Period | None = None,
    listed_on: date | None = None,
    reason: str = "",
    accept_good: bool = True,
    dry_run: bool = False,
) -> Ingested:
    """Load a file of a published layout.

    Good rows are accepted whatever is wrong with the others; with `accept_good` off, one refusal sends the whole
    file back. A file that is not of the layout raises NotReadable or NotThisLayout, and nothing is kept of it.
    With `dry_run` everything is done and then undone, so that its counts are those of the real thing.
    """
    told = replace(known(layout), file_name=file_name, period=period, listed_on=listed_on)
    table = opening.read(content, opening.PUBLISHED, (LAYOUTS[layout],))
    findings = checks.check(layout, table, told)
    digest = hashlib.sha256(content).hexdigest()
    reason = reason or f"Published again in {file_name}."
    accepted = accept_good or not findings.refusals
    made: list[Submission] = []
    recorded = Recorded()
    with transaction.atomic():
        for (programme, provenance), part in _parted(findings, LAYOUTS[layout]).items():
            submission = submissions.receive(
                programme=programme,
                channel=Channel.INGEST,
                by=by,
                source=_source(layout, programme),
                file_name=file_name,
                file_format=layout,
                file_digest=digest,
                reported_as=_reported_as(LAYOUTS[layout], programme),
                provenance=provenance,
            )
            submissions.check(submission=submission, findings=part)
            if accepted:
                recorded += submissions.accept(submission=submission, findings=part, by=by, reason=reason)
            else:
                comment = f"{part.rows_refused} rows are refused and only a file without any was wanted."
                submissions.send_back(submission=submission, by=by, comment=comment)
            made.append(submission)
        if dry_run:
            transaction.set_rollback(True)
    return Ingested(findings, recorded, tuple(made), accepted, table.remarks)


def was_accepted(content: bytes) -> bool:
    """Whether this very file was accepted before."""
    digest = hashlib.sha256(content).hexdigest()
    return Submission.objects.filter(file_digest=digest, status=SubmissionStatus.ACCEPTED).exists()


def known(layout: str) -> Known:
    """What readers must know: areas and indicators."""
    indicators = {one.code: one.definition for one in Indicator.objects.defined()}
    areas = area_history()
    programmes = Programme.objects.filter(code__in=LAYOUTS[layout].programmes)
    programme = programmes.first() if LAYOUTS[layout].lists_services else None
    standing = standing_entries(programme) if programme else {}
    sources = dict(Source.objects.values_list("slug", "title"))
    theirs = LAYOUTS[layout].indicators
    missing = theirs if indicators.keys().isdisjoint(theirs) else ()
    if missing or not areas.versions:
        what = f"the indicator {missing[0]}" if missing else "any area"
        raise ReferenceMissing(f"There is no sign of {what} yet. Run manage.py load_reference first.")
    return Known(areas, indicators, sources, services=standing)


def _parted(findings: Findings, layout: Layout) -> dict[tuple[Programme, str], Findings]:
    """The findings, submission by submission: of one programme, and either as published or derived by us from it."""
    provenances = {figure.provenance for figure in findings.figures} or {Provenance.OFFICIAL.value}
    if len(provenances) == 1 and (
        len(layout.programmes) == 1 or (layout.programmes and not findings.figures)
    ):
        [provenance] = provenances
        return {(Programme.objects.get(code=layout.programmes[0]), provenance): findings}
    owners = dict(Indicator.objects.values_list("code", "programme_id"))
    figures: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in findings.figures:
        figures[owners[figure.indicator], figure.provenance].append(figure)
    if not figures:
        return {}
    programmes = Programme.objects.in_bulk([programme for programme, _ in figures])
    first = min(figures)
    return {
        (programmes[key[0]], key[1]): Findings(
            rows_read=findings.rows_read if key == first else len(own),
            figures=tuple(own),
            issues=findings.issues if key == first else (),
        )
        for key, own in sorted(figures.items())
    }


def _reported_as(layout: Layout, programme: Programme) -> str:
    """What the figures cover, where that is something else than their indicators say."""
    return ReportedAs.YEAR_TO_DATE.value if programme.code in layout.counts_from_april else ""


def _source(layout: str, programme: Programme) -> Source:
    """The source the figures stand under."""
    if layout == NATIONAL_FIGURES.code:
        return programme.promise_source
    return Source.objects.get(slug=LAYOUTS[layout].source)
