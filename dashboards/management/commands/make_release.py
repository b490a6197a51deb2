"""`manage.py make_release`: publish all figures as they stand, as files that stay for good."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dashboards.kept import releasing
from dashboards.kept.showing import summary
from dashboards.models import ReleaseState
from programmes import untrusted
from programmes.queries.freshness import stamp

LOOK_EVERY = 0.5


class Command(BaseCommand):
    """Thin over `kept.releasing`."""

    help = (
        "Publish the figures as they stand: files of every programme that stay for good, and what changed since the "
        "release before. Refused while figures wait to be recomputed, and when nothing has changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to say of it, and whether it is wanted at all."""
        parser.add_argument(
            "--title", type=untrusted.text, default="", help="without one: “Figures of” and the day"
        )
        parser.add_argument("--note", type=untrusted.text, default="", help="what to know about this release")
        parser.add_argument("--first", action="store_true", help="only if no release has been published yet")

        parser.add_argument(
            "--patience",
            type=float,
            default=0,
            metavar="SECONDS",
            help="how long to wait for figures that are being recomputed",
        )

        parser.add_argument(
            "--through-worker", action="store_true", help="have a worker make it, and do not wait for it"
        )

    def handle(
        self, *, title: str, note: str, first: bool, patience: float, through_worker: bool, **options: Any
    ) -> None:
        """Make it here, and say what it is."""
        there = releasing.latest()
        if first and there is not None:
            self.stdout.write(f"Release {there.number} is there already.")
            return
        limit = time.monotonic() + patience
        while stamp()[1] and time.monotonic() < limit:
            time.sleep(LOOK_EVERY)
        try:
            release = releasing.ask(title=title, note=note, through_worker=through_worker)
        except releasing.ReleaseRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if through_worker:
            self.stdout.write(
                "The release is being made by a worker. It appears under /data/ when it is ready."
            )
            return
        releasing.make(release_id=release.pk)
        release.refresh_from_db()
        if release.state == ReleaseState.MAKING:
            raise CommandError("A worker has taken it up already. It is published when all of it is ready.")
        if release.state == ReleaseState.FAILED:
            raise CommandError(release.error)
        self.stdout.write(
            f"Release {release.number}, {release.title}: {release.files.count()} files. {summary(release)}"
        )
