"""What is not known of an indicator, and who would know."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.choices import AreaType
from programmes.models.indicators import Indicator
from programmes.models.rules import one_of
from programmes.models.sources import Source
from programmes.querysets import GapQuerySet


class Gap(models.Model):
    """One version of what is missing of an indicator at one level of areas. A change is a new version with a reason.

    With an address it is published there and not loaded here; with a source that says so it is published nowhere; with
    neither it was looked for and not found, which is all that may then be said.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="gaps")
    area_type = models.CharField(max_length=8, choices=AreaType.choices)
    version = models.PositiveSmallIntegerField(default=1)
    missing = models.TextField(help_text="What is missing, in one sentence.")
    holder = models.CharField(max_length=200, blank=True, help_text="Who has the figures, if that is known.")
    url = models.URLField(max_length=500, blank=True, help_text="Where they are published.")
    unpublished_by = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="gaps",
        null=True,
        blank=True,
        help_text="The source that says that they are published nowhere.",
    )
    answer = models.TextField(help_text="What would fill it, in one sentence.")
    is_closed = models.BooleanField(default=False, help_text="It is filled, or was none.")
    reason = models.TextField(blank=True, help_text="Why this version replaced the one before.")
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of what a reference file said; empty where a person wrote it.",
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "area_type", "version"]
        constraints = [
            one_of("area_type", AreaType, "programmes_gap_has_a_known_level"),
            models.UniqueConstraint(
                name="programmes_gap_one_of_each_version", fields=["indicator", "area_type", "version"]
            ),
            models.CheckConstraint(
                name="programmes_gap_later_versions_say_why", condition=Q(version=1) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="programmes_gap_says_what_is_missing", condition=~Q(missing="") & ~Q(answer="")
            ),
            models.CheckConstraint(
                name="programmes_gap_is_published_or_not",
                condition=Q(url="") | Q(unpublished_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.short_name}, {self.get_area_type_display()}: {self.missing}"
