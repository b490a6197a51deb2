"""python -m bench.memory CODE QUERY: how much memory a file of one kind takes, in a process of its own.

Prints rows, bytes, and megabytes: before the rows were written, and at most.
"""

from __future__ import annotations

import resource
import sys
from tempfile import TemporaryFile

import django


def main() -> int:
    """Write a small file first, so that what is loaded once is counted before; then the whole."""
    django.setup()
    from dashboards.files.cover import cover_of
    from dashboards.files.formats import FORMATS
    from dashboards.question import Question

    code, *indicators = sys.argv[1:]

    def write(question: Question) -> tuple[int, int]:
        with question.opened(), TemporaryFile() as into:
            cover = cover_of(question, base="http://127.0.0.1")
            FORMATS[code].write(question, cover, into, progress=lambda rows: None)
            return cover.rows, into.tell()

    write(Question(indicator=("bench-0",), area_type=("region",)))
    before = _peak()
    rows, size = write(Question(indicator=tuple(indicators)))
    sys.stdout.write(f"{rows} {size} {before:.1f} {_peak():.1f}\n")
    return 0


def _peak() -> float:
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1 << 20) if sys.platform == "darwin" else size / (1 << 10)


if __name__ == "__main__":
    sys.exit(main())
