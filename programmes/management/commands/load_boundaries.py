"""Build a small boundary file from an official one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programmes import untrusted
from programmes.actions import boundaries
from programmes.boundaries.shapes import BoundaryFileFaulty
from programmes.choices import AreaType

LEVELS = (AreaType.REGION.value, AreaType.ICB.value, AreaType.SUB_ICB.value)


class Command(BaseCommand):
    """Thin over `actions.boundaries.build`."""

    help = (
        "Read boundaries as the Office for National Statistics publishes them (GeoJSON, WGS 84), simplify them "
        "without opening gaps between neighbours, and write the file that maps are drawn from."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what it holds."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--edition", type=untrusted.text, required=True, help="the edition of areas, as in 2023"
        )
        parser.add_argument("--level", required=True, choices=LEVELS)
        parser.add_argument("--into", type=Path, default=Path(settings.BASE_DIR) / "static" / "geo")

    def handle(self, *, file: Path, edition: str, level: str, into: Path, **options: Any) -> None:
        """Build, and tell how much smaller it became."""
        try:
            built = boundaries.build(file, edition=edition, level=level, directory=into)
        except BoundaryFileFaulty as fault:
            raise CommandError(str(fault)) from None
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read or written: {error.strerror}.") from error
        points = f"{built.points_before:,} points became {built.points_after:,}"
        self.stdout.write(f"{built.path}: {built.areas} areas, {points}, {built.size:,} bytes")
