"""Storing what the made-up generator makes, through the same door as every other delivery."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from programmes.actions import audit, submissions
from programmes.actions.observations import Recorded
from programmes.area_history import AreaHistory, AreaVersion
from programmes.choices import AreaType, Channel, Provenance, SubmissionStatus
from programmes.deliveries import Figure, Findings
from programmes.demonstration.generate import SEED, Delivery, Workshop, digest, generate
from programmes.demonstration.world import Place, World
from programmes.locks import Lock, wait_for
from programmes.models import (
    AreaWeight,
    Indicator,
    Programme,
    Service,
    ServiceArea,
    Source,
    Submission,
)
from programmes.periods import Period
from programmes.queries import official_figures
from programmes.stored_areas import area_history

SOURCE = "demonstration-generator"
FILE_FORMAT = "demonstration"
REMADE = "Made again by the made-up generator."
LAST_MADE = Period(2024, 4)
"""The last period that figures are made for: the quarters after it are left for people to enter."""

MADE_LONGER = {"cdc-sites": Period(2025, 3)}
"""Indicators that figures are made for beyond it, as far as official ones of England go."""

NEVER_MADE = ("pcmhp", "talking-therapies")
"""Programmes of which official figures are all that is shown."""
OFFICIAL_ALONE = (
    "smi-employment",
    "perinatal-access",
    "eip-within-two-weeks",
    "liaison-staff",
    "iapt-ltc-integrated-first-treatments",
)
"""Indicators of other programmes of which they are."""


class ReferenceMissing(Exception):
    """Areas, weights or indicators are not loaded yet; nothing was made."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a run of the generator."""

    recorded: Recorded
    skipped: bool = False
    """The same figures were stored before."""


@transaction.atomic
def store(*, by: audit.Actor, seed: int = SEED, again: bool = False) -> Stored:
    """Make and store all made-up figures and services; does nothing when that was done from the same things.

    What was reported is never replaced by what is made up.
    """
    wait_for(Lock.GENERATOR)
    workshop = _workshop(seed)
    made_from = digest(workshop)
    earlier = Submission.objects.filter(channel=Channel.GENERATED, status=SubmissionStatus.ACCEPTED)
    if not again and earlier.filter(file_digest=made_from).exists():
        return Stored(Recorded(), skipped=True)
    return Stored(_write(generate(workshop), made_from, by, first_time=not earlier.exists()))


def _write(delivery: Delivery, made_from: str, by: audit.Actor, *, first_time: bool) -> Recorded:
    """One submission a programme; the correction follows as a second delivery, but only the first time."""
    owners = dict(Indicator.objects.values_list("code", "programme__code"))
    programmes = {programme.code: programme for programme in Programme.objects.all()}
    figures: dict[str, list[Figure]] = defaultdict(list)
    for figure in delivery.as_first_sent if first_time else delivery.figures:
        figures[owners[figure.indicator]].append(figure)
    source = _source()
    recorded = Recorded()
    for code in sorted({*figures, *delivery.services} & set(programmes)):
        submission = _receive(programmes[code], source, made_from, by)
        findings = Findings(
            rows_read=len(figures[code]),
            figures=tuple(figures[code]),
            services=delivery.services.get(code, ()),
        )
        submissions.check(submission=submission, findings=findings)
        recorded += submissions.accept(submission=submission, findings=findings, by=by, reason=REMADE)
    correction = delivery.correction
    if first_time and correction.corrected:
        submission = _receive(programmes[owners[correction.corrected[0].indicator]], source, made_from, by)
        findings = Findings(rows_read=len(correction.corrected), figures=correction.corrected)
        submissions.check(submission=submission, findings=findings)
        recorded += submissions.accept(
            submission=submission, findings=findings, by=by, reason=correction.reason
        )
    return recorded


def _receive(programme: Programme, source: Source, made_from: str, by: audit.Actor) -> Submission:
    return submissions.receive(
        programme=programme,
        channel=Channel.GENERATED,
        by=by,
        source=source,
        file_format=FILE_FORMAT,
        file_digest=made_from,
    )


def _workshop(seed: int) -> Workshop:
    """What the generator is told: areas and their weights, the spans of indicators, and what is official."""
    history = area_history()
    england = next((one.pk for one in history if one.area_type == AreaType.ENGLAND), None)
    made = Indicator.objects.exclude(programme__code__in=NEVER_MADE).exclude(code__in=OFFICIAL_ALONE)
    rows = made.values_list("code", "first_period_id", "ended_on")
    spans = {code: _span(code, Period.parse(first), ended_on) for code, first, ended_on in rows}
    if england is None or not spans:
        raise ReferenceMissing("Areas or indicators are not loaded. Run manage.py load_reference first.")
    return Workshop(
        world=_world(england, history, max(last.ends_on for _, last in spans.values())),
        spans=spans,
        official=official_figures.of_england(england, list(spans)),
        told=official_figures.told_of(history, list(spans)),
        sites=_sites(),
        seed=seed,
    )


def _span(code: str, first: Period, ended_on: date | None) -> tuple[Period, Period]:
    """The first and the last period that figures of an indicator are made for."""
    last = MADE_LONGER.get(code, LAST_MADE)
    if not first.is_quarter:
        last = last.year
    if ended_on is not None:
        last = min(last, Period.last_ended(ended_on, quarterly=first.is_quarter))
    return first, last


def _world(england: int, history: AreaHistory[AreaVersion], day: date) -> World:
    """The areas of the last day that figures are made for: those that report."""
    weights: dict[str, dict[int, float]] = defaultdict(dict)
    for weight, key, value in AreaWeight.objects.values_list("key", "area_id", "value"):
        weights[weight][key] = float(value)
    need, adults = weights[AreaWeight.MENTAL_HEALTH_NEED], weights[AreaWeight.ADULTS]
    board_of = {link.child: link.parent for link in history.links if link.valid_on(day)}
    locations = history.valid(AreaType.SUB_ICB, on=day)
    adults_of: dict[int, float] = defaultdict(float)
    for area in locations:
        adults_of[board_of[area.pk]] += adults[area.pk]
    return World(
        england=england,
        history=history,
        locations=tuple(
            Place(
                area=area,
                board=(board := board_of[area.pk]),
                need=need[board] * adults[area.pk] / adults_of[board],
            )
            for area in locations
        ),
        boards=tuple(
            Place(area=area, board=area.pk, need=need[area.pk])
            for area in history.valid(AreaType.ICB, on=day)
        ),
        early=_early_implementers(),
    )


def _early_implementers() -> frozenset[int]:
    """The groups that named early implementers of the pathway for long-term conditions serve."""
    return frozenset(
        ServiceArea.objects.filter(
            ~Q(service__provenance=Provenance.DEMONSTRATION),
            service__programme__code="iapt-ltc",
            service__wave=1,
        ).values_list("area_id", flat=True)
    )


def _sites() -> dict[int, int]:
    """How many community diagnostic centres of the official list serve each board."""
    listed = Service.objects.filter(programme__code="cdc", provenance=Provenance.OFFICIAL).current()
    return dict(Counter(ServiceArea.objects.filter(service__in=listed).values_list("area_id", flat=True)))


def _source() -> Source:
    return Source.objects.get_or_create(
        slug=SOURCE,
        defaults={
            "title": "Demonstration figures of this demonstration",
            "note": "Made up by a seeded generator from national totals; true of no real area.",
        },
    )[0]
