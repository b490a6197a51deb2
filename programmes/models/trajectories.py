"""What was planned: published paths of expected figures, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.choices import Provenance, TargetBasis, TrajectoryKind
from programmes.models.areas import Area
from programmes.models.calendar import ReportingPeriod
from programmes.models.indicators import Indicator
from programmes.models.rules import one_of
from programmes.models.sources import Source
from programmes.querysets import TrajectoryQuerySet


class Trajectory(models.Model):
    """One version of one kind of path for an indicator. A change is a new version with a reason, never an edit."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="trajectories")
    kind = models.CharField(max_length=20, choices=TrajectoryKind.choices)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    reason = models.TextField(blank=True, help_text="Why this version replaced the one before.")
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of the points, so that reloading changes nothing."
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="trajectories")
    published_on = models.DateField(
        null=True, blank=True, help_text="The day on which it was published; empty where no day is known."
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = TrajectoryQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "kind", "version"]
        constraints = [
            one_of("kind", TrajectoryKind, "programmes_trajectory_has_a_known_kind"),
            models.UniqueConstraint(
                name="programmes_trajectory_one_of_each_version", fields=["indicator", "kind", "version"]
            ),
            models.CheckConstraint(
                name="programmes_trajectory_later_versions_say_why", condition=Q(version=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class TrajectoryPoint(models.Model):
    """The figure expected of one area by the end of one period, counted from the start of its financial year."""

    # Without an index of its own: the unique constraint begins with it. The engine reads all areas of a few periods.
    trajectory = models.ForeignKey(
        Trajectory, on_delete=models.CASCADE, related_name="points", db_index=False
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="trajectory_points")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    basis = models.CharField(max_length=16, choices=TargetBasis.choices)
    shared_by = models.SlugField(
        blank=True, help_text="The weight by which a national figure was shared out."
    )
    provenance = models.CharField(max_length=16, choices=Provenance.choices)
    note = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="trajectory_points", null=True, blank=True
    )

    class Meta:
        ordering = ["trajectory", "area", "period"]
        constraints = [
            one_of("basis", TargetBasis, "programmes_trajectorypoint_has_a_known_basis"),
            one_of("provenance", Provenance, "programmes_trajectorypoint_has_a_known_provenance"),
            models.UniqueConstraint(
                name="programmes_trajectorypoint_one_value_each", fields=["trajectory", "period", "area"]
            ),
            models.CheckConstraint(
                name="programmes_trajectorypoint_is_not_negative", condition=Q(value__gte=0)
            ),
            models.CheckConstraint(
                name="programmes_trajectorypoint_only_what_was_published_is_official",
                condition=~Q(provenance=Provenance.OFFICIAL) | Q(basis=TargetBasis.PUBLISHED),
            ),
            models.CheckConstraint(
                name="programmes_trajectorypoint_shared_out_names_its_key",
                condition=Q(basis=TargetBasis.SHARED_OUT) & ~Q(shared_by="")
                | ~Q(basis=TargetBasis.SHARED_OUT) & Q(shared_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} by {self.period_id}"
