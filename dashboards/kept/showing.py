"""Kept files and releases, as their pages print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from dashboards import formatting
from dashboards.files.cover import MADE_UP, citation
from dashboards.kept.asked import read_back
from dashboards.kept.comparing import CHANGE_WORDS
from dashboards.kept.forms import FORMS
from dashboards.kept.keeping import UNFETCHED, UNFINISHED, address_of
from dashboards.kept.tables import FileStanding, todays
from dashboards.models import FileState, FileTable, KeptFile, Release
from dashboards.packs.content import MADE_UP as MADE_UP_IN_A_PACK
from dashboards.parameters import Refusal
from dashboards.wording import PROVENANCE_TAGS, Tag
from programmes.choices import Provenance
from programmes.results import ProgrammeInfo
from programmes.sentences import counted

FILE_TAGS = {
    FileState.WAITING: Tag("Waiting", "grey"),
    FileState.MAKING: Tag("Being made", "blue"),
    FileState.READY: Tag("Ready", "green"),
    FileState.FAILED: Tag("Could not be made", "red"),
}

KILO = 1000


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file as its page and lists of files print it; what is not known yet is empty."""

    file: KeptFile
    name: str
    form: str
    tag: Tag
    rows: str
    size: str
    download: str
    is_unfinished: bool
    made_up: Tag | None
    """What says so, where some of the figures were made up."""


def present_file(file: KeptFile) -> FileShown:
    """A file, whatever it is shown in."""
    own = {"reference": file.reference, "file_name": file.file_name}
    return FileShown(
        file=file,
        name=file.title or FileTable(file.table).label,
        form=FORMS[file.format].name,
        tag=FILE_TAGS[FileState(file.state)],
        rows="" if file.rows is None else formatting.number(file.rows),
        size="" if file.size is None else size(file.size),
        download=reverse("kept_bytes", kwargs=own) if file.state == FileState.READY else "",
        is_unfinished=file.state in UNFINISHED,
        made_up=PROVENANCE_TAGS[Provenance.DEMONSTRATION] if file.cover.get("has_made_up") else None,
    )


def present_page(file: KeptFile, standing: FileStanding | None) -> dict[str, Any]:
    """What the page of a file says of it, as its template names it.

    `link` is the selection on the page of targets, `newest` where today's figures are, `again` the fields of the form
    at `again_at` that asks for those in a file, `description` the address of what describes the columns.
    """
    is_pack = file.table == FileTable.PACK
    has_page = is_pack or file.table == FileTable.PROGRESS
    today = _todays(file) if has_page else {}
    question = f"?{file.question}" if file.question else ""
    described = {"reference": file.reference, "file_name": f"{file.file_name}-metadata.json"}
    return {
        "shown": present_file(file),
        "link": f"{reverse('targets')}{question}" if has_page else "",
        "facts": list(_facts(file)),
        "warning": MADE_UP_IN_A_PACK if is_pack else MADE_UP,
        "citation": citation(
            file.title,
            version=file.data_version,
            as_at=file.as_at,
            address=address_of(file),
            release=file.release.number if file.release else None,
        ),
        "stays": stays(file),
        "description": reverse("kept_bytes", kwargs=described) if file.metadata else "",
        "standing": standing,
        "differing": _differing(standing) if standing else "",
        "newest": _newest(file, today),
        "again": today.items(),
        "again_at": reverse("make_pack", kwargs={"code": today["area"]})
        if is_pack and "area" in today
        else reverse("make_file"),
        "is_pack": is_pack,
    }


def _todays(file: KeptFile) -> dict[str, str]:
    try:
        return {**todays(read_back(file.question)).parameters(), "format": file.format}
    except Refusal:
        return {}


def _newest(file: KeptFile, today: dict[str, str]) -> str:
    if file.table == FileTable.PACK and "area" in today:
        return reverse("pack", kwargs={"code": today["area"]})
    if file.table != FileTable.PROGRESS:
        return reverse("data")
    query = "&".join(f"{name}={value}" for name, value in today.items() if name != "format")
    return f"{reverse('targets')}?{query}".rstrip("?")


def _facts(file: KeptFile) -> Iterable[tuple[str, str]]:
    yield "Reference", file.reference
    yield "Form", FORMS[file.format].name
    if file.data_version is not None:
        yield "Data version", str(file.data_version)
    if file.as_at is not None:
        yield "As known at", formatting.moment(file.as_at)
    if file.rows is not None:
        yield "Rows", formatting.number(file.rows)
    if file.size is not None:
        yield "Size", size(file.size)
    if file.made_at is not None:
        yield "Made", formatting.moment(file.made_at)
    if file.sha256:
        yield "SHA-256", file.sha256


def _differing(standing: FileStanding) -> str:
    """`3 rows were revised and 12 are new`."""
    found = standing.difference
    parts = [
        (found.revised, "row was revised", "rows were revised"),
        (found.added, "row is new", "rows are new"),
        (found.gone, "row is gone", "rows are gone"),
    ]
    return formatting.listed([counted(number, one, many) for number, one, many in parts if number])


def stays(file: KeptFile) -> str:
    """How long the file stays under its reference, in a sentence."""
    if file.expires_at is None:
        return "It belongs to a release and stays for good."
    until, days = formatting.day(file.expires_at), formatting.number(settings.FILES_KEPT_DAYS)
    if file.fetched_at is None:
        return (
            f"It stays until {until}: what nobody fetches goes after {UNFETCHED.days} days. Once it has been "
            f"downloaded, or somebody has followed its reference, it stays for {days} days after the last time."
        )
    return f"It stays until {until} at least: {days} days after it was last downloaded, or its reference followed."


def size(amount: int) -> str:
    """`812 bytes`, `14 kB`, `1.2 MB`: decimal units, as downloads show them."""
    if amount < KILO:
        return counted(amount, "byte")
    if amount < KILO**2:
        return f"{formatting.number(amount / KILO)} kB"
    return f"{formatting.number(amount / KILO**2, 1)} MB"


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
                said.append(f"{counted(number, noun, nouns)} {change}")
    return f"{formatting.listed(said)}.".capitalize()
