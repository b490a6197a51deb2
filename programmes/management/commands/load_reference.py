"""Load the reference files: areas, calendar, programmes, indicators, plans and named services."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programmes.actions import reference
from programmes.queries.known_results import known_results
from programmes.reference.places import ReferenceFaulty, told
from programmes.sentences import counted


class Command(BaseCommand):
    """Thin over `actions.reference.load`: it tells what was done, or what is wrong."""

    help = (
        "Load the reference files. Loading them again changes nothing; one wrong row, and nothing is loaded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the files lie."""
        parser.add_argument(
            "directory",
            nargs="?",
            type=Path,
            default=Path(settings.BASE_DIR) / "fixtures",
            help="default: fixtures",
        )

    def handle(self, *, directory: Path, **options: Any) -> None:
        """Load, and tell."""
        try:
            report = reference.load(directory, by="load_reference")
        except ReferenceFaulty as faulty:
            count, lines = told(faulty.faults)
            listed = "\n".join(f"  {line}" for line in lines)
            raise CommandError(
                f"Nothing was loaded: {counted(count, 'thing')} to mend in {directory}.\n{listed}"
            ) from None
        for kind in report.kinds:
            self.stdout.write(str(kind))
        if not report.changed_anything:
            self.stdout.write("Nothing had changed.")
        self._say_what_is_known()

    def _say_what_is_known(self) -> None:
        """How many official results have a figure, by programme, as they were computed last."""
        every = known_results()
        if not every:
            self.stdout.write("No results are computed yet: the worker does it, or manage.py recompute.")
        for each in every:
            self.stdout.write(
                f"{each.name}: {each.known:,} of {each.rows:,} official results have a figure ({each.share:.1%})"
            )
