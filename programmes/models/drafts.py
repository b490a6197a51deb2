"""Figures being typed, before anybody has accepted them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.models.areas import Area
from programmes.models.indicators import Indicator
from programmes.models.observations import BESIDE_A_NUMBER, IN_PLACE_OF_A_NUMBER
from programmes.models.submissions import Submission


class DraftCell(models.Model):
    """One cell of the entry grid: one indicator in one area, as last saved. Saving raises `version`.

    Whoever saves says which version they saw; when it is no longer the one that stands, the save is refused and both
    values are shown. An empty cell has neither a number nor a marker.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="cells")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    marker = models.CharField(max_length=1, blank=True)
    note = models.TextField(blank=True, help_text="Published beside the figure.")
    explanation = models.TextField(
        blank=True, help_text="Why a figure that looks odd is right; becomes its note."
    )
    reason = models.TextField(
        blank=True, help_text="Why an accepted figure is changed; kept with its revision."
    )
    comment = models.TextField(blank=True, help_text="What the approver said when returning it.")
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who typed the number; empty where it is the accepted one.",
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who changed the note or the explanation last; empty where it is the accepted one.",
    )

    class Meta:
        ordering = ["submission", "area", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="programmes_draftcell_once_in_a_submission", fields=["submission", "indicator", "area"]
            ),
            models.CheckConstraint(
                name="programmes_draftcell_a_number_or_a_reason_or_empty",
                condition=Q(
                    numerator__isnull=True, denominator__isnull=True, marker__in=["", *IN_PLACE_OF_A_NUMBER]
                )
                | Q(numerator__isnull=False, marker__in=BESIDE_A_NUMBER)
                | Q(denominator__isnull=False, marker__in=BESIDE_A_NUMBER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} in {self.submission_id}"


class CellSave(models.Model):
    """A cell of a grid as somebody saved it. Rows are inserted and never changed: what each said of which number."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="saves")
    # Looked for by both together: what was said of one figure, in whichever grid.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    marker = models.CharField(max_length=1, blank=True)
    note = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["submission", "at", "id"]
        indexes = [models.Index(fields=["indicator", "area"], name="programmes_cellsave_of_a_cell")]
        constraints = [
            models.UniqueConstraint(
                name="programmes_cellsave_each_version_once",
                fields=["submission", "indicator", "area", "version"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} in {self.submission_id}, version {self.version}"

    @classmethod
    def of(cls, cell: DraftCell) -> CellSave:
        """The save by which a cell became as it is, not yet in the database."""
        return cls(
            submission_id=cell.submission_id,
            indicator_id=cell.indicator_id,
            area_id=cell.area_id,
            version=cell.version,
            numerator=cell.numerator,
            denominator=cell.denominator,
            marker=cell.marker,
            note=cell.note,
            explanation=cell.explanation,
            reason=cell.reason,
            by_id=cell.saved_by_id,
            at=cell.saved_at,
        )
