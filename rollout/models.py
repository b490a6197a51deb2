"""What the demonstration remembers of itself. Empty everywhere else."""

from django.db import models
from django.utils import timezone


class DemonstrationStep(models.Model):
    """A step that is done in this database, with the fingerprint of the files it was done from."""

    name = models.CharField(max_length=40, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    done_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
