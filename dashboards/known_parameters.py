"""Which parameters a page reads. All others are taken out of its query: it can neither show nor hand them on."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from django.http import QueryDict

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict


EVERYWHERE = ("layer",)
"""Parameters that every page reads."""


@dataclass(frozen=True, slots=True)
class KnownParameters:
    """The parameters of one page. A name may begin with a star, which stands for any beginning: `*-sort`.

    Of `one` the last value counts, of `several` each. What is `free` may be anything, or one of very many values.
    """

    one: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    free: tuple[str, ...] = ()

    def part_of(self, query: QueryDict) -> _ImmutableQueryDict:
        """The query without anything else, always in one order: it is the same for all who ask for the same."""
        part = QueryDict(mutable=True)
        for name in sorted(query):
            if name in self.several:
                part.setlist(name, list(dict.fromkeys(query.getlist(name))))
            elif name in self.one or name in EVERYWHERE or self._is_free(name):
                part[name] = query.get(name, "")
        return QueryDict(part.urlencode())

    def are_free(self, query: QueryDict) -> bool:
        """Whether a free parameter has a value: hardly anybody else will ask for the same."""
        return any(self._is_free(name) and "".join(query.getlist(name)).strip() for name in query)

    def _is_free(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.free)
