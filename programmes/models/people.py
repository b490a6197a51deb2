"""The people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who may sign in. A demonstration account works only while the site runs as a demonstration."""

    is_demonstration = models.BooleanField(
        "demonstration account",
        default=False,
        help_text="Made by the demonstration, with a shared password; refused everywhere else.",
    )
