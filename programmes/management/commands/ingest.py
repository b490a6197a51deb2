"""`manage.py ingest FILE --format …`: load a published file as it is."""

from argparse import ArgumentParser, BooleanOptionalAction
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programmes import untrusted
from programmes.actions import published
from programmes.actions.published import Ingested
from programmes.ingest.days import day
from programmes.ingest.formats import PUBLISHED
from programmes.ingest.layouts import NotThisLayout
from programmes.ingest.readers import NotReadable
from programmes.periods import Period, PeriodError


class Command(BaseCommand):
    """Load a published file: good rows are accepted, the others are listed with where, what and how to mend it."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and what to know about it."""
        parser.add_argument(
            "file", type=Path, help="the file as published: .csv, a workbook, or .zip with one of them in it"
        )
        parser.add_argument("--format", required=True, choices=PUBLISHED, dest="layout", help="its layout")
        parser.add_argument("--period", help="the year it is about, as 2024-25, where the file does not say")
        parser.add_argument(
            "--listed-on", help="the day of a list, as 2025-10-28, where its name does not say"
        )
        parser.add_argument(
            "--reason",
            type=untrusted.text,
            default="",
            help="why figures that changed did, for their history",
        )
        parser.add_argument(
            "--accept-good",
            action=BooleanOptionalAction,
            default=True,
            help="accept the good rows whatever is wrong with others (the default); "
            "with --no-accept-good one refusal sends the whole file back",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and change nothing"
        )
        parser.add_argument(
            "--all", action="store_true", help="list every refusal, not only the first twenty"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and say what became of it."""
        path: Path = options["file"]
        period, listed_on, name = (
            _period(options["period"]),
            _day(options["listed_on"]),
            untrusted.text(path.name),
        )
        try:
            ingested = published.ingest(
                content=content_of(path),
                file_name=name,
                layout=options["layout"],
                by="ingest",
                period=period,
                listed_on=listed_on,
                reason=options["reason"],
                accept_good=options["accept_good"],
                dry_run=options["dry_run"],
            )
        except (NotReadable, NotThisLayout, published.ReferenceMissing) as error:
            raise CommandError(f"{name}: {error}") from error
        self._report(name, ingested, dry_run=options["dry_run"], limit=None if options["all"] else 20)

    def _report(self, name: str, ingested: Ingested, *, dry_run: bool, limit: int | None) -> None:
        findings, recorded = ingested.findings, ingested.recorded
        for remark in ingested.remarks:
            self.stdout.write(f"{name}: {remark}")
        for issue in findings.refusals[:limit]:
            self.stderr.write(f"{name}, {issue}")
        if any(issue.code == "list-date-unknown" for issue in findings.refusals):
            self.stderr.write("Give the day of the list with --listed-on, as in --listed-on 2025-10-28.")
        if limit is not None and len(findings.refusals) > limit:
            self.stderr.write(f"… and {len(findings.refusals) - limit} more; list them with --all.")
        for what, rows in findings.left_aside.items():
            self.stdout.write(f"{rows:,} rows are about something else ({what}) and were left aside.")
        self.stdout.write(f"{findings.rows_placed:,} rows are placed.")
        if not ingested.accepted:
            raise CommandError(f"{name}: sent back as a whole; {findings.rows_refused:,} rows are refused.")
        self.stdout.write(
            f"{name}: {findings.rows_read:,} rows read, {findings.rows_refused:,} refused; "
            f"{recorded.new:,} new, {recorded.changed:,} changed, {recorded.same + recorded.kept:,} as before."
        )
        if not findings.figures and not findings.services:
            raise CommandError(f"{name}: no row of it could be kept.")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")


def content_of(path: Path) -> bytes:
    """The bytes of a file, or a sentence that says why there are none."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{untrusted.text(str(path))} cannot be read: no file has such a name.") from error


def _period(written: str | None) -> Period | None:
    try:
        return Period.read(written) if written else None
    except PeriodError as error:
        raise CommandError(f"--period: {error}.") from error


def _day(written: str | None) -> date | None:
    found = day(written) if written else None
    if written and found is None:
        raise CommandError(f"--listed-on: {untrusted.quoted(written)} is not a day. Write it as 2025-10-28.")
    return found
