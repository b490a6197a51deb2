"""What a file says of itself (what was asked, of which data, from which sources), and what all that write one share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Protocol

from django.db.models import Count
from django.utils.text import slugify

from dashboards.dictionary import PROGRESS_COLUMNS, column
from dashboards.formatting import listed, moment
from dashboards.question import Question
from dashboards.wording import AREA_TYPE_WORDS, BASIS_WORDS, STATUS_TAGS, beside_a_share, marker_words
from programmes.choices import AreaType, Basis, Layer, Provenance, Status, TrajectoryKind
from programmes.models import Progress
from programmes.queries.areas import named_areas
from programmes.queries.freshness import changed
from programmes.queries.programmes import all_programmes
from programmes.queries.sources import sources_of
from programmes.results import SourceRef

LICENCE = "Open Government Licence v3.0, unless a source named here says otherwise."
MADE_UP = (
    "Demonstration figures: some of them were made up, are not statistics, and may not be quoted as such. The column "
    "Provenance says which."
)
BOUNDARY_WORDS = {
    "today": "today’s areas, with what earlier areas reported carried to them",
    "reported": "areas as they reported, with nothing carried from one area to another",
}
PAGE, METHODS = "/targets/", "/methods/"
"""Where the selection is shown, and where it is said how figures are made. They outlive releases: files name them."""
EVERYTHING = "boundaries=all"
"""The query string of a selection of every row: without one that page shows a few of them."""
STEM = 80
"""The longest name of a file, in letters and without its ending."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the first sheet of a workbook, and in the metadata of any other file."""

    title: str
    described: tuple[tuple[str, str], ...]
    """What was selected, as (label, words); empty where everything was."""
    link: str
    """The same selection on the page of targets."""
    reference: str
    """The address under which these bytes are kept, or nothing."""
    data_version: int
    as_at: datetime | None
    """The instant whose knowledge the figures show; None before anything was computed."""
    rows: int
    licence: str
    attributions: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    methods: str
    has_made_up: bool
    markers: tuple[tuple[str, str], ...]
    """The markers that occur, as (letter, words)."""
    beside_shares: str
    """What above, near or below an even share means, where any row says so; else nothing."""
    stem: str
    """The file’s name without its ending."""

    @property
    def warning(self) -> str:
        """What to know before quoting, or nothing."""
        return MADE_UP if self.has_made_up else ""

    @property
    def as_at_words(self) -> str:
        """The instant in words."""
        return moment(self.as_at) if self.as_at else "nothing has been computed yet"


def citation(
    title: str, *, version: int | None, as_at: datetime | None, address: str, release: int | None = None
) -> str:
    """A line to copy into what quotes figures, so that somebody else finds the same ones.

    What is not known is left out, as before anything was computed.
    """
    said = ["Rollout", title]
    if release is not None:
        said.append(f"Release {release}")
    if version is not None and as_at is not None:
        said.append(f"Data version {version}, as known at {moment(as_at)}")
    return ". ".join([*said, address])


def cover_of(question: Question, *, base: str, reference: str = "") -> Cover:
    """The cover of a question’s file; `base` is our address, as in https://example.org, without a slash at its end.

    To be read inside `question.opened()`, with the rows. A handful of statements, one of which goes through all rows.
    """
    kinds = list(_kinds(question))
    indicators = {kind["indicator_id"] for kind in kinds}
    letters = {letter for kind in kinds for letter in (kind["marker"] + kind["notes"])}
    has_made_up = any(kind["provenance"] == Provenance.DEMONSTRATION for kind in kinds)
    sources = sources_of(indicators, as_at=question.as_at, with_made_up=has_made_up)
    version, changed_at = changed()
    names = _names()
    anchor = f"#{question.indicator[0]}" if len(question.indicator) == 1 else ""
    return Cover(
        title=_title(question, names),
        described=tuple(_described(question, names)),
        link=f"{base}{PAGE}?{question.query() or EVERYTHING}",
        reference=reference,
        data_version=version,
        as_at=question.as_at or changed_at,
        rows=sum(kind["rows"] for kind in kinds),
        licence=LICENCE,
        attributions=tuple(dict.fromkeys(each.attribution for each in sources if each.attribution)),
        sources=sources,
        methods=f"{base}{METHODS}{anchor}",
        has_made_up=has_made_up,
        markers=marker_words(letters),
        beside_shares=beside_a_share(kind["status"] for kind in kinds).removeprefix(". "),
        stem=_stem(question),
    )


def _kinds(question: Question) -> Any:
    """How many rows there are of each indicator, provenance and markers: a few hundred kinds of a million rows."""
    kinds = question.rows().order_by().values("indicator_id", "provenance", "marker", "notes", "status")
    return kinds.annotate(rows=Count("*"))


def _title(question: Question, names: Mapping[str, str]) -> str:
    named = listed(_named(question.indicator or question.programme, names))
    return f"{named}: progress against targets" if named else "Progress against targets"


def _names() -> dict[str, str]:
    """Every programme and indicator by its code, in their order. One statement, as a rule."""
    names = {}
    for info in all_programmes():
        names[info.code] = info.name
        names |= {indicator.code: indicator.name for indicator in info.indicators}
    return names


def _named(codes: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The names of these codes, in the order of all; a code that is not known stays a code."""
    known = [name for code, name in names.items() if code in codes]
    return known + [code for code in codes if code not in names]


def _described(question: Question, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What was selected, filter by filter, in words."""
    if question.programme:
        yield "Programme", listed(_named(question.programme, names))
    if question.indicator:
        yield "Indicator", listed(_named(question.indicator, names))
    if question.area:
        yield "Area", listed(_areas(question.area))
    if question.within:
        yield "Everything inside", listed(_areas(question.within))
    if question.area_type:
        yield "Area type", listed([AREA_TYPE_WORDS[AreaType(each)][1] for each in question.area_type])
    if question.period:
        yield "Period", listed([period.label for period in question.period])
    if question.first:
        yield "From", question.first.label
    if question.last:
        yield "To", question.last.label
    if question.kind:
        version = f", version {question.version}" if question.version else ""
        yield "Measured against", f"{TrajectoryKind(question.kind).label}{version}"
    if question.status:
        yield "Status", listed([STATUS_TAGS[Status(each)].text for each in question.status])
    if question.basis:
        yield "Basis", listed([BASIS_WORDS[Basis(each)] for each in question.basis])
    if question.boundaries:
        yield "Boundaries", BOUNDARY_WORDS[question.boundaries]
    if question.layer == Layer.DEMONSTRATION:
        yield "Figures", "Demonstration: made-up figures are among them"
    if question.as_at:
        yield "As known at", moment(question.as_at)
    if question.sort:
        heading = column(PROGRESS_COLUMNS, question.sort.removeprefix("-")).heading
        yield "Sorted by", f"{heading}, highest first" if question.sort.startswith("-") else heading


def _areas(codes: Sequence[str]) -> list[str]:
    """Areas by the latest name of each code, in the order given."""
    known = named_areas(codes)
    return [f"{known[code].name} ({code})" if code in known else code for code in codes]


def _stem(question: Question) -> str:
    """`rollout-progress-ips-access-icb-2023-24-q4`: what was asked, as far as a name may be long."""
    asked = question.parameters(as_at=None, sort="").values()
    stem = slugify("-".join(["rollout", Progress._meta.model_name or "", *asked]).replace(",", "-"))
    return stem[:STEM].rstrip("-")


Told = Callable[[int], None]
"""Is told now and then how many rows have been written."""


class TooManyRows(ValueError):
    """There are more rows than a file of this kind holds; the message says so in words."""


class Writer(Protocol):
    """Writes a whole file in flat memory: for the same rows and cover the same bytes."""

    def __call__(self, question: Question, cover: Cover, into: BinaryIO, *, progress: Told) -> None:
        """Write; to be called inside `question.opened()`, where the cover was read too. Raises TooManyRows."""
        ...


def write_pieces(pieces: Iterable[bytes], cover: Cover, into: BinaryIO, progress: Told) -> None:
    """A file of lines, written piece by piece."""
    lines = 0
    for piece in pieces:
        into.write(piece)
        lines += piece.count(b"\n")
        progress(min(lines, cover.rows))
