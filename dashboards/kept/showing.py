"""Kept files, as their pages print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from dashboards import formatting
from dashboards.files.cover import MADE_UP, citation
from dashboards.kept.asked import read_back
from dashboards.kept.forms import FORMS
from dashboards.kept.keeping import UNFETCHED, address_of
from dashboards.kept.standing import FileStanding, todays
from dashboards.models import FileState, FileTable, KeptFile
from dashboards.packs.content import MADE_UP as MADE_UP_IN_A_PACK
from dashboards.parameters import Refusal
from dashboards.wording import PROVENANCE_TAGS, Tag
from programmes.choices import Provenance
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
    """A file as its page shows it."""

    name: str
    described: list[tuple[str, str]]
    """What was selected."""
    link: str
    """The selection, on the page of targets; nothing for other tables."""
    facts: list[tuple[str, str]]
    markers: list[tuple[str, str]]
    sources: list[dict[str, str]]
    attributions: list[str]
    licence: str
    methods: str
    illustrative: Tag | None
    """What says so, where some of the figures were made up."""
    warning: str
    citation: str
    stays: str
    form: str
    size: str
    download: str
    description: str
    """The address of what describes the columns; nothing where there is none."""
    standing: FileStanding | None
    differing: str
    """How many rows differ from today's figures, in words."""
    newest: str
    """Where today's figures are."""
    again: list[tuple[str, str]]
    """The fields of the form that asks for today's figures in a file."""
    again_at: str
    """The address of that form."""
    is_pack: bool


def present_file(file: KeptFile, standing: FileStanding | None) -> FileShown:
    """Everything that its page says of a file."""
    said = file.cover
    is_progress = file.table == FileTable.PROGRESS
    own = {"reference": file.reference, "file_name": file.file_name}
    is_pack = file.table == FileTable.PACK
    today = _todays(file) if is_progress or is_pack else {}
    question = f"?{file.question}" if file.question else ""
    described = f"{file.file_name}-metadata.json"
    return FileShown(
        name=file.title or FileTable(file.table).label,
        described=[(label, words) for label, words in said.get("described", ())],
        link=f"{reverse('targets')}{question}" if is_progress or is_pack else "",
        facts=list(_facts(file)),
        markers=[(letter, words) for letter, words in said.get("markers", ())],
        sources=said.get("sources", []),
        attributions=said.get("attributions", []),
        licence=said.get("licence", ""),
        methods=reverse("methods"),
        illustrative=_illustrative(file),
        warning=MADE_UP_IN_A_PACK if is_pack else MADE_UP,
        citation=citation(
            file.title,
            version=file.data_version,
            as_at=file.as_at,
            address=address_of(file),
            release=file.release.number if file.release else None,
        ),
        stays=stays(file),
        form=FORMS[file.format].name,
        size=size(file.size or 0),
        download=reverse("kept_bytes", kwargs=own) if file.file_name else "",
        description=reverse("kept_bytes", kwargs={**own, "file_name": described}) if file.metadata else "",
        standing=standing,
        differing=_differing(standing) if standing else "",
        newest=_newest(file, today),
        again=list(today.items()),
        again_at=reverse("make_pack", kwargs={"code": today["area"]})
        if is_pack and "area" in today
        else reverse("make_file"),
        is_pack=is_pack,
    )


def _illustrative(file: KeptFile) -> Tag | None:
    return PROVENANCE_TAGS[Provenance.ILLUSTRATIVE] if file.cover.get("has_illustrative") else None


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
class FileLine:
    """A file in a list."""

    reference: str
    table: str
    name: str
    href: str
    form: str
    tag: Tag
    rows: str
    size: str
    asked: str
    until: str
    download: str
    is_unfinished: bool
    illustrative: Tag | None


def present_line(file: KeptFile) -> FileLine:
    """A file in a list."""
    own = {"reference": file.reference}
    is_ready = file.state == FileState.READY
    return FileLine(
        reference=file.reference,
        table=FileTable(file.table).label,
        name=file.title or FileTable(file.table).label,
        href=reverse("kept_file", kwargs=own),
        form=FORMS[file.format].name,
        tag=FILE_TAGS[FileState(file.state)],
        rows="" if file.rows is None else formatting.number(file.rows),
        size="" if file.size is None else size(file.size),
        asked=formatting.moment(file.requested_at),
        until="for good" if file.expires_at is None else formatting.day(file.expires_at),
        download=reverse("kept_bytes", kwargs={**own, "file_name": file.file_name}) if is_ready else "",
        is_unfinished=file.state in (FileState.WAITING, FileState.MAKING),
        illustrative=_illustrative(file),
    )


def present_list(files: Iterable[KeptFile]) -> list[FileLine]:
    """Files in a list."""
    return [present_line(file) for file in files]
