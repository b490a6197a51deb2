"""Releases, as their pages print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from dashboards import formatting
from dashboards.files.cover import citation
from dashboards.kept.comparing import CHANGE_WORDS
from dashboards.kept.showing import FileLine, present_line
from dashboards.models import FileTable, Release
from programmes.results import ProgrammeInfo
from programmes.sentences import counted


@dataclass(frozen=True, slots=True)
class ReleaseShown:
    """A release: its files by programme, and what changed."""

    number: int
    title: str
    note: str
    href: str
    published: str
    machine: str
    """The same instant for programs."""
    version: str
    as_at: str
    programmes: list[tuple[str, list[FileLine]]]
    changes_file: FileLine | None
    before: int
    """The number of the release before; 0 for none."""
    kinds: list[tuple[str, str]]
    """Each kind of change, and what it means."""
    changes: list[tuple[str, list[str]]]
    """By table: how many changes of each kind."""
    summary: str
    citation: str


def present_release(release: Release, programmes: Sequence[ProgrammeInfo] = ()) -> ReleaseShown:
    """A release; with its files where programmes are given. One statement then."""
    number = release.number or 0
    lines: dict[str, list[FileLine]] = {}
    changes_file = None
    for file in release.files.defer("metadata").order_by("pk") if programmes else ():
        if file.table == FileTable.CHANGES:
            changes_file = present_line(file)
        else:
            lines.setdefault(file.question, []).append(present_line(file))
    names = {f"programme={each.code}": each.name for each in programmes}
    published = release.published_at or release.requested_at
    return ReleaseShown(
        number=number,
        title=release.title,
        note=release.note,
        href=reverse("release", kwargs={"number": number}),
        published=formatting.moment(published),
        machine=published.isoformat(),
        version=str(release.data_version),
        as_at="" if release.as_at is None else formatting.moment(release.as_at),
        programmes=[(names.get(question, question), every) for question, every in lines.items()],
        changes_file=changes_file,
        before=number - 1,
        kinds=list(CHANGE_WORDS.items()),
        changes=[
            (
                FileTable(table).label,
                [formatting.number(counts.get(change, 0)) for change in CHANGE_WORDS],
            )
            for table, counts in release.changes.items()
        ],
        summary=summary(release),
        citation=citation(
            release.title,
            version=release.data_version,
            as_at=release.as_at,
            address=settings.ADDRESS + reverse("release", kwargs={"number": number}),
            release=number,
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
                said.append(f"{counted(number, noun, nouns)} {change}")
    return f"{formatting.listed(said)}.".capitalize()
