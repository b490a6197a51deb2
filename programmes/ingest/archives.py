"""An archive, and what is in it: one table, a workbook, or something that wants other advice.

Names in it are read as every writer means them: backslashes are slashes, and what a Mac or Windows adds is passed over.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from xml.etree import ElementTree

from programmes.ingest.layouts import listed
from programmes.ingest.readers import NotReadable

STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
END, LENGTH_OF_END = b"PK\x05\x06", 22
TABLES = (".csv", ".txt", ".tsv", ".tab")
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".ods", ".ots")
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz")
ENCRYPTED = 0x1
LARGEST_PART = 2_000_000
"""Bytes of a part that only says where others are."""

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(RuntimeError, NotImplementedError, ValueError),
)
"""What opening a part of an archive may end in: the library has no one exception for damage."""


@contextmanager
def opened(content: bytes, largest_unpacked: int) -> Iterator[Archive]:
    """The archive in these bytes; NotReadable when it is cut off, encrypted, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = Archive(archive)
            what = "workbook" if inside.is_document else "archive"
            if any(part.flag_bits & ENCRYPTED for part in archive.infolist()):
                raise NotReadable(
                    f"The {what} is encrypted. Save it without a password, and send it again."
                    if inside.is_document
                    else "The archive is encrypted. Unpack it with its password, and send the file in it."
                )
            if sum(part.file_size for part in archive.infolist()) > largest_unpacked:
                raise NotReadable(
                    f"The {what} unpacks to more than {largest_unpacked // 1_000_000} MB. "
                    + (
                        "Take out pictures, other sheets and formats of empty cells, or save it as CSV."
                        if inside.is_document
                        else "Send it in parts."
                    )
                )
            yield inside
    except NotReadable:
        raise
    except zipfile.BadZipFile as error:
        raise NotReadable(_cut_off(content)) from error
    except BROKEN as error:
        raise NotReadable(DAMAGED.format(what=_what(content))) from error


DAMAGED = (
    "The {what} is damaged, or packed in a way that is not read. Save or pack it again, "
    "or send its figures as CSV."
)


def _what(content: bytes) -> str:
    head = content[:4000]
    is_document = any(sign in head for sign in (b"[Content_Types].xml", b"xl/", b"opendocument", b"docProps"))
    return "workbook" if is_document else "archive"


def _cut_off(content: bytes) -> str:
    """An archive has its table of contents at its end: without one the end is missing."""
    what = _what(content)
    end = content.rfind(END)
    if 0 <= end <= len(content) - LENGTH_OF_END:
        return DAMAGED.format(what=what)
    return (
        f"The {what} is cut off: its end is missing, as after a download or a copy that broke off. "
        "Save or fetch it again, and send it again."
    )


class Archive:
    """The parts of an archive by names that do not depend on who wrote them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.zip = archive
        # A part may have no name, of which the library cannot tell whether it is a folder's.
        named = (part for part in archive.infolist() if part.filename)
        self.parts = {_plain(part.filename): part for part in named if not part.is_dir()}
        self._found = {name.lower(): name for name in self.parts}

    @property
    def is_document(self) -> bool:
        """Whether it is one document of an office program, and no archive that somebody packed."""
        return any(
            name in self._found for name in ("[content_types].xml", "mimetype", "meta-inf/manifest.xml")
        )

    @property
    def media_type(self) -> str:
        """What the document says it is, where it says so in a part of its own."""
        return self.content("mimetype")[:200].decode("ascii", "replace").strip()

    def has(self, start: str) -> bool:
        """Whether a part's name begins so."""
        return any(name.startswith(start) for name in self._found)

    def info(self, name: str) -> zipfile.ZipInfo | None:
        """The part of this name, however its letters are written."""
        found = self._found.get(name.lower())
        return None if found is None else self.parts[found]

    def content(self, name: str) -> bytes:
        """A small part; nothing where there is none or it is no small one."""
        part = self.info(name)
        return self.zip.read(part) if part and part.file_size <= LARGEST_PART else b""

    def xml(self, name: str) -> ElementTree.Element | None:
        """A small part as XML, None where it is none."""
        try:
            return ElementTree.fromstring(self.content(name))
        except (ElementTree.ParseError, LookupError, ValueError):
            return None

    def only_table(self) -> tuple[str, bytes]:
        """The name and the bytes of the one table that somebody packed; NotReadable when there is none or several."""
        names = [name for name in self.parts if not _is_by_the_way(name)]
        tables = [name for name in names if name.lower().endswith(TABLES + WORKBOOKS)]
        if len(tables) == 1:
            return tables[0], self.zip.read(self.parts[tables[0]])
        if tables:
            raise NotReadable(
                f"The archive must hold one file of figures. It holds {len(tables)}: {listed(tables)}. "
                "Unpack it and send them one by one."
            )
        inner = [name for name in names if name.lower().endswith(ARCHIVES)]
        if inner:
            raise NotReadable(
                f"The archive holds another archive ({listed(inner)}). Unpack it and send the file inside."
            )
        held = f"holds {listed(names)}" if names else "is empty"
        raise NotReadable(
            f"The archive {held}, and no file of figures. Send a .csv file or a workbook (.xlsx or .ods)."
        )


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _is_by_the_way(name: str) -> bool:
    """Whether a Mac or Windows put the file there by itself."""
    path = PurePosixPath(name)
    return (
        "__MACOSX" in path.parts
        or path.name.startswith(("._", "~$", ".~lock"))
        or path.name.lower() in {".ds_store", "thumbs.db", "desktop.ini"}
    )
