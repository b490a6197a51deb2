"""Who did what to what, when."""

from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One thing that an action did. Plain identifiers, no foreign keys that could block or vanish; never changed."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=150, help_text="The user name, or the command that ran.")
    action = models.SlugField(max_length=60, help_text="An imperative: submission-accept, reference-load …")
    subject = models.CharField(max_length=150, help_text="The kind and key of what it was done to.")
    detail = models.JSONField(default=dict, blank=True)
    programme_code = models.SlugField(
        blank=True,
        help_text="Of what is about the figures of a programme: others read it by their roles there.",
    )
    area_code = models.CharField(max_length=8, blank=True, help_text="ODS code of the area it is about.")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["area_code", "-at"], name="programmes_auditevent_by_area")]

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.subject}"
