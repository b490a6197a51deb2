"""`manage.py generate_demonstration`: make the figures of the demonstration that nobody publishes by area."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes.actions import demonstration_figures
from programmes.demonstration.generate import SEED


class Command(BaseCommand):
    """Make and store made-up figures and services: the same seed makes the same, and twice changes nothing."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the seed, and whether to insist."""
        parser.add_argument(
            "--seed", type=int, default=SEED, help=f"another seed makes other figures ({SEED})"
        )
        parser.add_argument(
            "--again", action="store_true", help="make and compare them even if they stand already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say what became of them."""
        began = monotonic()
        try:
            stored = demonstration_figures.store(
                by="generate_demonstration", seed=options["seed"], again=options["again"]
            )
        except demonstration_figures.ReferenceMissing as error:
            raise CommandError(str(error)) from error
        if stored.skipped:
            self.stdout.write("Demonstration figures: there already, made from the same seed and areas.")
            return
        recorded = stored.recorded
        self.stdout.write(
            f"Demonstration figures and services: {recorded.new:,} new, {recorded.changed:,} changed, "
            f"{recorded.same:,} as before, {recorded.kept:,} left to what was reported; "
            f"{monotonic() - began:.1f} s."
        )
