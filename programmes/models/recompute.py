"""What the engine still has to do, what it is doing, and which version of the results stands."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from programmes.choices import Layer, RunScope, RunState
from programmes.models.indicators import Indicator
from programmes.models.programmes import Programme
from programmes.models.rules import one_of


class DataVersion(models.Model):
    """One row: the version of the results of each layer that stands, raised in the transaction that changes them."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveBigIntegerField(default=0)
    geography = models.PositiveBigIntegerField(
        default=0,
        help_text="Raised by the database whenever areas, their codes, families, people or weights change.",
    )
    changed_at = models.DateTimeField(default=timezone.now)
    # The database has these defaults too: it writes the row itself when areas change before any result.
    demonstration_version = models.PositiveBigIntegerField(default=0, db_default=0)
    demonstration_changed_at = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="programmes_dataversion_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.version)


class Dirty(models.Model):
    """A slice of results that no longer fits what it was computed from.

    Written in the transaction that changed a figure and removed in the transaction that recomputed the slice, so
    that a worker killed at any moment leaves either the mark or the result. Marks are only ever added, many to
    a slice, so that writers never wait for the engine.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", null=True)
    start_year = models.SmallIntegerField(
        null=True, help_text="The financial year that begins in this calendar year; empty for all years."
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="+", null=True, help_text="For coverage."
    )
    figures_only = models.BooleanField(
        default=False, help_text="To be done first: the year's figures, with its forecasts left as they are."
    )
    layer = models.CharField(max_length=16, choices=Layer.choices, default=Layer.OFFICIAL)
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            one_of("layer", Layer, "programmes_dirty_has_a_known_layer"),
            models.CheckConstraint(
                name="programmes_dirty_is_progress_or_coverage",
                condition=Q(indicator__isnull=False, programme__isnull=True)
                | Q(indicator__isnull=True, programme__isnull=False, start_year__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id or ''}{self.programme_id or ''} {self.start_year or 'all years'}"


class RecomputeRun(models.Model):
    """One run of the engine, with how far it has come, so that a person may leave and come back."""

    scope = models.CharField(max_length=8, choices=RunScope.choices)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    trigger = models.CharField(
        max_length=60, help_text="Who or what asked: a command, the nightly run, a doorbell."
    )
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=200, blank=True)
    share_done = models.FloatField(default=0)
    rows_computed = models.PositiveIntegerField(default=0)
    rows_written = models.PositiveIntegerField(default=0)
    rows_different = models.PositiveIntegerField(
        default=0, help_text="Rows that a full run or a check found to differ from those stored."
    )
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            one_of("scope", RunScope, "programmes_recomputerun_has_a_known_scope"),
            one_of("state", RunState, "programmes_recomputerun_has_a_known_state"),
            models.CheckConstraint(
                name="programmes_recomputerun_share_done_is_a_part",
                condition=Q(share_done__gte=0, share_done__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}, {self.state}"
