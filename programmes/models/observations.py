"""What was reported."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.choices import Layer, Marker
from programmes.models.areas import Area
from programmes.models.calendar import ReportingPeriod
from programmes.models.indicators import Indicator
from programmes.models.rules import one_of
from programmes.models.submissions import Submission
from programmes.querysets import ObservationQuerySet

IN_PLACE_OF_A_NUMBER = [Marker.CONFIDENTIAL.value, Marker.NOT_AVAILABLE.value, Marker.NOT_APPLICABLE.value]
BESIDE_A_NUMBER = ["", Marker.PROVISIONAL.value, Marker.ESTIMATED.value]


class Observation(models.Model):
    """What was reported for one indicator, in one area, over one period, as revised the nth time in its layer.

    Rows are inserted and never updated: the database refuses. A correction is a new row with the next
    revision number and a reason. A ratio keeps its numerator and its denominator; a flow or a stock has its
    figure in `numerator`. A figure that is missing says why in `marker`, and has no numerator.
    """

    # Without an index of its own: the unique constraint begins with it, in the order in which the engine reads.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    # Nobody asks for an area alone, and where the database has no statistics yet it would look up every cell by it.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="observations", db_index=False)
    # Nor with one of its own: PostgreSQL would read every indicator of a quarter by it, to find one.
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.PositiveSmallIntegerField(default=1)
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    marker = models.CharField(max_length=1, blank=True, choices=Marker.choices)
    layer = models.CharField(max_length=16, choices=Layer.choices, default=Layer.OFFICIAL)
    note = models.TextField(blank=True)
    revision_reason = models.TextField(blank=True)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="observations")
    recorded_at = models.DateTimeField(default=timezone.now)
    # Who sent and who accepted it is known of its submission.
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
        help_text="Who gave the number, at whichever revision it came in.",
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
        help_text="Who gave the note, at whichever revision it came in.",
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "area", "period", "revision"]
        indexes = [
            models.Index(fields=["period", "indicator", "area"], name="programmes_observation_by_time"),
            # Few figures have a note, and every row of a file asks for one.
            models.Index(
                fields=["indicator", "period", "area", "revision"],
                name="programmes_observation_notes",
                condition=~Q(note=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="programmes_observation_one_figure_per_revision",
                fields=["indicator", "period", "area", "layer", "revision"],
            ),
            one_of("layer", Layer, "programmes_observation_has_a_known_layer"),
            models.CheckConstraint(
                name="programmes_observation_later_revisions_say_why",
                condition=Q(revision=1) | ~Q(revision_reason=""),
            ),
            models.CheckConstraint(
                name="programmes_observation_revisions_count_from_one", condition=Q(revision__gte=1)
            ),
            models.CheckConstraint(
                name="programmes_observation_a_number_or_a_reason",
                condition=Q(numerator__isnull=True, denominator__isnull=True, marker__in=IN_PLACE_OF_A_NUMBER)
                | Q(numerator__isnull=False, marker__in=BESIDE_A_NUMBER),
            ),
            models.CheckConstraint(
                name="programmes_observation_is_not_negative",
                condition=(Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.period_id} revision {self.revision}"
