"""What Celery carries out for the wiring: nothing of the domain."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Delete the sessions whose time is over: nobody else does, and each visit that asks for a file leaves one."""
    call_command("clearsessions")
