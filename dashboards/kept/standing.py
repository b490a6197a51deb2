"""Whether the figures of a kept file still stand, and if not, how many rows have changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from django.core.cache import cache
from redis.exceptions import RedisError

from dashboards.kept.asked import read_back
from dashboards.kept.tables import MARK, TABLES, Difference, difference, marks_of
from dashboards.models import FileMarks, KeptFile
from dashboards.parameters import Refusal
from dashboards.question import Question
from programmes.queries.freshness import data_version

REMEMBERED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class FileStanding:
    """The version of the figures that stands now, and what has changed in the rows of a file since it was made."""

    data_version: int
    difference: Difference

    @property
    def is_newest(self) -> bool:
        """Whether the same question has the same answer today."""
        return not self.difference.rows


def todays(question: Question) -> Question:
    """The same question, asked of what is known today."""
    return replace(question, as_at=None)


def standing_of(file: KeptFile) -> FileStanding | None:
    """How a file that is ready stands now; None for one of no question (the changes of a release).

    Remembered while the version of the figures stands: the first to ask costs a walk through today's rows.
    """
    if file.table not in TABLES:
        return None
    version = data_version()
    key = f"file-standing:{file.pk}:{version}"
    try:
        counted = cache.get(key)
    except RedisError:
        counted = None
    if counted is None:
        found = _difference(file)
        counted = (found.revised, found.added, found.gone)
        try:
            cache.set(key, counted, REMEMBERED_SECONDS)
        except RedisError:
            return FileStanding(version, found)
    return FileStanding(version, Difference(*counted))


def _difference(file: KeptFile) -> Difference:
    of, kept = FileMarks.objects.filter(file_id=file.pk).values_list("of", "content").first() or ("", b"")
    then = np.frombuffer(kept, MARK)
    try:
        question = todays(read_back(file.question))
    except Refusal:
        # What it was selected by is no more.
        return Difference(gone=len(then))
    with question.opened():
        return difference(then, marks_of(file.table, question, of.split()))
