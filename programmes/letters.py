"""Letters: the one place where they are made, whatever they are about."""

from __future__ import annotations

from collections.abc import Mapping
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

AUTOMATIC = {
    # RFC 3834: whoever is away does not answer a machine.
    "Auto-Submitted": "auto-generated",
    # The same, as Exchange reads it.
    "X-Auto-Response-Suppress": "All",
}

UNSENDABLE = (SMTPException, OSError)
"""What is raised where the mail server does not answer, or refuses."""


def letter(*, to: str, subject: str, body: str, headers: Mapping[str, str] | None = None) -> EmailMessage:
    """A letter to one person, that says of itself that a machine wrote it."""
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={**AUTOMATIC, **(headers or {})},
    )
