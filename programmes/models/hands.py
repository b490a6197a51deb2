"""Whose hands a delivery of figures went through, before a second person looks at it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from programmes.models.submissions import Submission


class Hand(models.Model):
    """That somebody gave, sent or took back figures of a submission, so that they never accept it.

    Rows are inserted and never changed: whatever becomes of a cell, whoever once saved it worked on the submission.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="hands")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["submission", "since"]
        constraints = [
            models.UniqueConstraint(name="programmes_hand_once_of_a_person", fields=["submission", "person"]),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.submission_id}"
