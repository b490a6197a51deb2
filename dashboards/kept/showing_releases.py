"""Releases, as their pages print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from dashboards import formatting
from dashboards.files.cover import citation
from dashboards.kept.comparing import CHANGE_WORDS
from dashboards.kept.showing import FileShown, present_file
from dashboards.models import FileTable, Release
from programmes.results import ProgrammeInfo


@dataclass(frozen=True, slots=True)
class ReleaseShown:
    """A release: its files by programme, and what changed."""

    release: Release
    published_at: datetime
    programmes: list[tuple[str, list[FileShown]]]
    changes_file: FileShown | None
    changes: list[tuple[str, list[str]]]
    """By table: how many changes of each kind."""
    summary: str
    citation: str


def present_release(release: Release, programmes: Sequence[ProgrammeInfo] = ()) -> ReleaseShown:
    """A release; with its files where programmes are given. One statement then."""
    lines: dict[str, list[FileShown]] = {}
    changes_file = None
    for file in release.files.defer("metadata").order_by("pk") if programmes else ():
        if file.table == FileTable.CHANGES:
            changes_file = present_file(file)
        else:
            lines.setdefault(file.question, []).append(present_file(file))
    names = {f"programme={each.code}": each.name for each in programmes}
    return ReleaseShown(
        release=release,
        published_at=release.published_at or release.requested_at,
        programmes=[(names.get(question, question), every) for question, every in lines.items()],
        changes_file=changes_file,
        changes=[
            (FileTable(table).label, [formatting.number(counts.get(change, 0)) for change in CHANGE_WORDS])
            for table, counts in release.changes.items()
        ],
        summary=summary(release),
        citation=citation(
            release.title,
            version=release.data_version,
            as_at=release.as_at,
            address=settings.ADDRESS + reverse("release", kwargs={"number": release.number or 0}),
            release=release.number or 0,
        ),
    )


def summary(release: Release) -> str:
    """What changed, in a sentence."""
    if not release.changes:
        return "The first release."
    said = []
    for table, noun in (("progress", "row"), ("coverage", "row of coverage"), ("targets", "target")):
        for change in CHANGE_WORDS:
            number = release.changes.get(table, {}).get(change, 0)
            if number:
                nouns = noun.replace("row", "rows", 1) if noun.startswith("row") else f"{noun}s"
                said.append(f"{formatting.count(number, noun, nouns)} {change}")
    return f"{formatting.listed(said)}.".capitalize()
