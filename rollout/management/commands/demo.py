"""`manage.py demo`: set up what is missing, then serve the demonstration until it is told to stop."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from rollout.demo import accounts, embedded, serve, site
from rollout.demo.reporter import Reporter

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """Serves the demonstration."""

    help = "Set up what is missing, then serve the demonstration on 127.0.0.1:$PORT until Ctrl-C."
    # The tables that some checks ask about are made on the way.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whether to stay."""
        parser.add_argument("--once", action="store_true", help="set up, see that it is ready, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve, and end everything on Ctrl-C, on TERM, or with the terminal."""
        for number in ENDINGS:
            # A closed terminal does not matter to nohup.
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, signal.default_int_handler)
        reporter = Reporter()
        try:
            serve.demonstration(reporter, stay=not options["once"], at_end=_ignore_signals)
        except KeyboardInterrupt:
            reporter.say("\nStopped.")
        except (
            site.SiteError,
            serve.AlreadyRunningError,
            embedded.EmbeddedServersError,
            accounts.NotADemonstrationError,
        ) as problem:
            raise SystemExit(str(problem)) from problem


def _ignore_signals() -> None:
    """Ending takes a moment; a second Ctrl-C must not leave half of it behind."""
    for number in ENDINGS:
        signal.signal(number, signal.SIG_IGN)
