"""The words of ours that may stand in a column of a table of results: one list for the page, every file and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from dashboards.wording import marker_words
from programmes.choices import (
    MISSING_MARKERS,
    AreaType,
    Basis,
    Layer,
    Marker,
    Provenance,
    Status,
    TargetBasis,
    TrajectoryKind,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What may stand in a column, as (word, meaning), in the order in which they are listed."""

    meanings: tuple[tuple[str, str], ...]
    or_nothing: bool = False
    """Whether a row may have none of them."""
    are_letters: bool = False
    """Whether they are letters, any of which may stand one behind the other."""

    @property
    def values(self) -> list[str]:
        """The words alone."""
        return [word for word, _meaning in self.meanings]

    @property
    def pattern(self) -> str:
        """A regular expression of all that may stand there, where anything does."""
        if self.are_letters:
            return f"[{''.join(self.values)}]+"
        return "|".join(self.values)

    def if_any(self) -> Words:
        """The same, where a row may have none."""
        return replace(self, or_nothing=True)


def words(meanings: Mapping[str, str]) -> Words:
    """These words, by their meanings."""
    return Words(tuple((str(word), meaning) for word, meaning in meanings.items()))


def _of(choices: type[TextChoices]) -> Words:
    return Words(tuple(choices.choices))


UNITS = _of(Unit)
AREA_TYPES = _of(AreaType)
BASES = _of(Basis)
LAYERS = _of(Layer)
STATUSES = _of(Status)
PROVENANCES = _of(Provenance)
TARGET_BASES = _of(TargetBasis)
TRAJECTORY_KINDS = _of(TrajectoryKind)
INSTEAD = Words(marker_words(MISSING_MARKERS), or_nothing=True)
"""The marker in place of a number."""
BESIDE = Words(
    marker_words([marker for marker in Marker if marker not in MISSING_MARKERS]),
    or_nothing=True,
    are_letters=True,
)
"""The markers beside a number."""
