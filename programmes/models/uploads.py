"""Files that people sent in: the bytes, how far reading them has come, and the figures found in them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.choices import StagedOutcome, UploadState
from programmes.models.areas import Area
from programmes.models.calendar import ReportingPeriod
from programmes.models.indicators import Indicator
from programmes.models.rules import one_of
from programmes.models.submissions import Submission


class Upload(models.Model):
    """The reading of one file: it goes on in a worker while its sender looks on, and may be begun again at any time.

    Everything about the delivery (who, what, which decision) is its submission, whose key it shares.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, primary_key=True, related_name="upload"
    )
    state = models.CharField(max_length=8, choices=UploadState.choices, default=UploadState.WAITING)
    stage = models.CharField(max_length=200, blank=True)
    share_done = models.FloatField(default=0)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker began to read it; one that kills its worker is given up."
    )
    received_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, help_text="Why it cannot be read, and what to do.")
    left_aside = models.JSONField(
        default=dict, blank=True, help_text="Rows about something else, by what they are about."
    )
    services = models.JSONField(default=list, blank=True, help_text="Services of a list of services.")
    remarks = models.JSONField(
        default=list,
        blank=True,
        help_text="How the file was read: which sheet, which heading, what was hidden.",
    )
    listed_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day of a list, where its sender gave one; else its name says it.",
    )
    listing = models.JSONField(
        default=dict, blank=True, help_text="Of a list of services: its day, and the areas it speaks for."
    )
    effect = models.JSONField(
        default=dict, blank=True, help_text="What a list of services changed, as it was when it was accepted."
    )

    was_here = False
    """Whether somebody has just sent in again what was there already. Not kept."""

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            one_of("state", UploadState, "programmes_upload_has_a_known_state"),
            models.CheckConstraint(
                name="programmes_upload_share_done_is_a_part",
                condition=Q(share_done__gte=0, share_done__lte=1),
            ),
            models.CheckConstraint(
                name="programmes_upload_failed_says_why",
                condition=~Q(state=UploadState.FAILED) | ~Q(error=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}"

    @property
    def rows_left_aside(self) -> int:
        """How many rows are about something else."""
        return sum(self.left_aside.values())

    @property
    def rows_placed(self) -> int:
        """How many rows a good figure or service was made of: all that were neither refused nor left aside."""
        read, refused = self.submission.rows_read, self.submission.rows_refused
        return max(0, read - refused - self.rows_left_aside)


class UploadedFile(models.Model):
    """The bytes as they came, apart from all that is looked at often. In the database: workers share no disk."""

    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    class Meta:
        ordering = ["upload"]

    def __str__(self) -> str:
        return f"File of {self.upload_id}"


class StagedFigure(models.Model):
    """One good figure of a file, with the figure that stood when it was read. Nothing of it is published yet."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="figures")
    row = models.PositiveIntegerField(null=True, blank=True, help_text="Line of the file; the heading is 1.")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    marker = models.CharField(max_length=1, blank=True)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it corrects an earlier figure.")
    outcome = models.CharField(max_length=8, choices=StagedOutcome.choices)
    was_revision = models.PositiveSmallIntegerField(
        default=0, help_text="The revision that stood when it was compared; 0 for none."
    )

    class Meta:
        ordering = ["upload", "row", "id"]
        indexes = [models.Index(fields=["upload", "outcome", "row"])]
        constraints = [
            one_of("outcome", StagedOutcome, "programmes_stagedfigure_has_a_known_outcome"),
            models.UniqueConstraint(
                name="programmes_stagedfigure_once_in_a_file",
                fields=["upload", "indicator", "area", "period"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.period_id} of {self.upload_id}"
