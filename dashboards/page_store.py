"""The pages that a process keeps: compressed once, and never more than fits.

They are in the memory of the process that made them, not in the queue's server, which a stranger could fill by asking
for pages; what is kept here is there as long as the process, and is let go at any moment without harm.
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse

MOST_BYTES = 32 * 1024 * 1024
"""Of all pages together, in one process; a page has some 20,000."""

LARGEST = MOST_BYTES // 64
"""A larger page is not kept, so that a few cannot push out all others."""

BESIDE = 1024
"""What a page takes beside its content, so that many small ones are not too many."""

LEVEL = 6
"""As hard as `GZipMiddleware` compresses what is not kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer to any stranger: compressed, and what its view said of it."""

    packed: bytes
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, response: HttpResponse) -> Page:
        """Of what a view answered. There is no secret in it whose length could be guessed from that of the whole."""
        return cls(gzip.compress(response.content, LEVEL, mtime=0), tuple(response.items()))

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.packed) + BESIDE

    def answer(self, request: HttpRequest) -> HttpResponse:
        """As it is kept, to those who can unpack it."""
        if not accepts_gzip(request):
            return HttpResponse(gzip.decompress(self.packed), headers=dict(self.headers))
        return HttpResponse(self.packed, headers={**dict(self.headers), "Content-Encoding": "gzip"})


class PageStore:
    """Pages by their ETags. When they come to more than fits, those go that nobody asked for the longest."""

    def __init__(self, most_bytes: int = MOST_BYTES, largest: int = LARGEST) -> None:
        self.most_bytes, self.largest = most_bytes, largest
        self.size = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, etag: str) -> Page | None:
        """The page, if it is still there."""
        with self._lock:
            page = self._pages.get(etag)
            if page is not None:
                self._pages.move_to_end(etag)
            return page

    def keep(self, etag: str, page: Page) -> None:
        """Keep a page, unless it is too large."""
        if page.size > self.largest:
            return
        with self._lock:
            self._let_go(etag)
            self._pages[etag] = page
            self.size += page.size
            while self.size > self.most_bytes:
                self._let_go(next(iter(self._pages)))

    def clear(self) -> None:
        """Keep nothing, as a process that has just begun."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _let_go(self, etag: str) -> None:
        page = self._pages.pop(etag, None)
        self.size -= page.size if page else 0


PAGES = PageStore()
"""Those of this process."""


def accepts_gzip(request: HttpRequest) -> bool:
    """Whether the answer may be compressed: gzip is named, and not refused by a weight of nought."""
    for named in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, *parameters = (part.strip() for part in named.split(";"))
        if coding in ("gzip", "x-gzip"):
            return not any(part.replace(" ", "").strip("0.") == "q=" for part in parameters)
    return False
