"""The people who sign in, and the letters about their accounts."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from programmes.letter_kinds import LetterKind
from programmes.models.rules import one_of


class User(AbstractUser):
    """Somebody who may sign in. A demonstration account works only while the site runs as a demonstration."""

    is_demonstration = models.BooleanField(
        "demonstration account",
        default=False,
        help_text="Made by the demonstration, with a shared password; refused everywhere else.",
    )
    times_signed_out = models.PositiveIntegerField(
        default=0, help_text="How often every open session was ended; part of what a session is known by."
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            # In capitals, as `iexact` compares: the constraint is also the index by which addresses are found.
            models.UniqueConstraint(
                Upper("email"),
                name="programmes_user_address_is_one_persons",
                condition=~Q(email=""),
                violation_error_message="Somebody has this email address already.",
            )
        ]

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be of use: it changes with the password, and when sessions are ended."""
        return self._of_now(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under earlier secret keys."""
        return map(self._of_now, super().get_session_auth_fallback_hash())

    def _of_now(self, hashed: str) -> str:
        return f"{hashed}.{self.times_signed_out}"


def shown_name(person: User | None) -> str:
    """A person as others are told of them; empty for nobody."""
    return "" if person is None else person.get_full_name() or person.get_username()


class AccountLetter(models.Model):
    """A letter about an account that waits to be sent, or was sent. It holds no secret: keys are made on sending."""

    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    address = models.EmailField(
        blank=True,
        help_text="Where it goes, or what was typed; empty for the address of the person on sending.",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters", null=True, blank=True
    )
    detail = models.JSONField(default=dict, blank=True, help_text="What stands in it beside names and links.")
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often sending it failed.")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [one_of("kind", LetterKind, "programmes_letter_has_a_known_kind")]
        indexes = [
            models.Index(fields=["asked_at"], name="programmes_letter_unsent", condition=Q(sent_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
