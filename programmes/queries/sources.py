"""Where figures and facts come from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from programmes.choices import Channel, SubmissionStatus
from programmes.models import Indicator, Source, Submission, Trajectory, TrajectoryPoint
from programmes.results import SourceRef


def all_sources() -> tuple[SourceRef, ...]:
    """Every source, by publisher and title. One statement."""
    return tuple(SourceRef.of(source) for source in Source.objects.order_by("publisher", "title", "slug"))


def sources_of(
    indicators: Collection[int], *, as_at: datetime | None = None, with_made_up: bool = True
) -> tuple[SourceRef, ...]:
    """What the definitions, figures and targets of these indicators were read in, as far as known at the instant.

    Figures are those of the indicators' programmes: a delivery says what it is about no more closely. Not
    `with_made_up` leaves made-up figures out. One statement.
    """
    here = OuterRef("pk")
    defined = Indicator.objects.filter(pk__in=indicators, source=here)
    sent = Submission.objects.filter(
        source=here, programme__indicators__in=indicators, status=SubmissionStatus.ACCEPTED
    )
    if not with_made_up:
        sent = sent.exclude(channel=Channel.GENERATED).exclude(sent_by__is_demonstration=True)
    planned = Trajectory.objects.filter(indicator__in=indicators)
    if as_at is not None:
        sent = sent.filter(accepted_at__lte=as_at)
        planned = planned.filter(recorded_at__lte=as_at)
    points = TrajectoryPoint.objects.filter(source=here, trajectory__in=planned)
    meant = Exists(defined) | Exists(sent) | Exists(planned.filter(source=here)) | Exists(points)
    found = Source.objects.filter(Q(meant)).order_by("publisher", "title", "slug")
    return tuple(SourceRef.of(source) for source in found)
