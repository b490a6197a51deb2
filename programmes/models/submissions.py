"""Deliveries of figures: who sent what, what became of it, and what was wrong with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.choices import Channel, Provenance, ReportedAs, Severity, SubmissionStatus
from programmes.models.calendar import ReportingPeriod
from programmes.models.programmes import Programme
from programmes.models.rules import one_of
from programmes.models.sources import Source


class Submission(models.Model):
    """One delivery of figures, by one sender. Accepting it is the only way in which observations are made."""

    channel = models.CharField(max_length=12, choices=Channel.choices)
    status = models.CharField(max_length=12, choices=SubmissionStatus.choices, default=SubmissionStatus.DRAFT)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="submissions")
    period = models.ForeignKey(
        ReportingPeriod,
        on_delete=models.PROTECT,
        related_name="submissions",
        null=True,
        blank=True,
        help_text="Of a grid, which is about one period; a file may hold many.",
    )
    area_code = models.CharField(
        max_length=8, blank=True, help_text="Of a grid: the ODS code of the area whose figures it holds."
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="submissions", null=True, blank=True
    )
    reported_as = models.CharField(
        max_length=12,
        blank=True,
        choices=[member for member in ReportedAs.choices if member[0] == ReportedAs.YEAR_TO_DATE],
        help_text="What its figures cover, where a publisher gives something else than the indicator asks for: the "
        "year to date, rounded already. Empty: what the indicator says.",
    )
    provenance = models.CharField(
        max_length=16,
        choices=[(each.value, each.label) for each in (Provenance.OFFICIAL, Provenance.DERIVED)],
        default=Provenance.OFFICIAL,
        help_text="Of a publication: whether its figures stand there, or were worked out by us from what stands there.",
    )
    file_name = models.CharField(max_length=255, blank=True)
    file_format = models.CharField(max_length=60, blank=True)
    file_digest = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sent_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            one_of("channel", Channel, "programmes_submission_has_a_known_channel"),
            one_of("status", SubmissionStatus, "programmes_submission_has_a_known_status"),
            # What people type or upload is of the indicator's own kind, and exact: only publications differ.
            models.CheckConstraint(
                name="programmes_submission_only_publications_give_a_year_to_date",
                condition=Q(reported_as="") | Q(reported_as=ReportedAs.YEAR_TO_DATE, channel=Channel.INGEST),
            ),
            models.CheckConstraint(
                name="programmes_submission_only_publications_are_derived_from",
                condition=Q(provenance=Provenance.OFFICIAL)
                | Q(provenance=Provenance.DERIVED, channel=Channel.INGEST),
            ),
            models.UniqueConstraint(
                name="programmes_submission_one_open_grid_each",
                fields=["programme", "period", "area_code"],
                condition=Q(
                    channel=Channel.GRID,
                    status__in=[
                        SubmissionStatus.DRAFT,
                        SubmissionStatus.SUBMITTED,
                        SubmissionStatus.RETURNED,
                    ],
                ),
            ),
            models.CheckConstraint(
                name="programmes_submission_grid_says_what_it_is_about",
                condition=~Q(channel=Channel.GRID) | Q(period__isnull=False) & ~Q(area_code=""),
            ),
            models.CheckConstraint(
                name="programmes_submission_accepted_says_when",
                condition=~Q(status=SubmissionStatus.ACCEPTED) | Q(accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Submission {self.pk}"


class SubmissionEvent(models.Model):
    """One step in the life of a submission. Rows are inserted and never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events")
    status = models.CharField(max_length=12, choices=SubmissionStatus.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [one_of("status", SubmissionStatus, "programmes_submissionevent_has_a_known_status")]

    def __str__(self) -> str:
        return f"{self.submission}: {self.status}"


class SubmissionIssue(models.Model):
    """Something found wrong in a submission: where, what, and how to mend it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="issues")
    severity = models.CharField(max_length=8, choices=Severity.choices)
    code = models.SlugField()
    row = models.PositiveIntegerField(
        null=True, blank=True, help_text="Line of the file, the heading being 1."
    )
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=200, blank=True)
    message = models.TextField(help_text="What is wrong and how to mend it.")

    class Meta:
        ordering = ["submission", "row", "id"]
        constraints = [one_of("severity", Severity, "programmes_submissionissue_has_a_known_severity")]

    def __str__(self) -> str:
        return self.message
