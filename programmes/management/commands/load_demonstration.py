"""`manage.py load_demonstration`: all figures of the demonstration, official and made-up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programmes.actions import demonstration, demonstration_figures, published
from programmes.actions.demonstration import Step


class Command(BaseCommand):
    """Load the published files that are shipped, the official national figures, and made-up ones for the rest."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where the files are, and whether to insist."""
        parser.add_argument("--fixtures", type=Path, default=Path(settings.BASE_DIR) / "fixtures")
        parser.add_argument(
            "--again", action="store_true", help="look at everything afresh, also what stands"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it, saying of each part what became of it."""
        fixtures: Path = options["fixtures"]
        if not fixtures.is_dir():
            raise CommandError(f"{fixtures} cannot be read: there is no such folder.")
        try:
            demonstration.load(fixtures, by="load_demonstration", again=options["again"], watch=self._say)
        except (demonstration_figures.ReferenceMissing, published.ReferenceMissing) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error

    def _say(self, step: Step) -> None:
        if step.skipped:
            self.stdout.write(f"{step.name}: there already.")
            return
        recorded = step.recorded
        refused = f", {step.refused:,} rows refused by name" if step.refused else ""
        self.stdout.write(
            f"{step.name}: {recorded.new:,} new, {recorded.changed:,} changed, "
            f"{recorded.same + recorded.kept:,} as before{refused}."
        )
