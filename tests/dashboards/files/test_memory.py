"""A hundred thousand rows take no more memory than a thousand, whatever is made of them."""

import os
import subprocess
import sys

import pytest

ROWS = 100_000
MOST = 32
"""Megabytes; the rows as CSV are sixteen, and as Python values more than two hundred."""

CHILD = """
import resource, sys, tempfile
import django
django.setup()
from dashboards.files import parquet, streams
from dashboards.files.cover import Cover
from dashboards.files.formats import FORMATS
from dashboards.question import Question

code, rows = sys.argv[1], int(sys.argv[2])
kinds = dict(code="'word'", marker="'x'", text="'Area ' || n", number="n / 7.0", fraction="1.0 / n", integer="n",
             date="'2024-04-01'", boolean="'true'", address="null")
columns = ", ".join(kinds[column.kind] + " AS c%d" % n for n, column in enumerate(streams.PROGRESS_COLUMNS))

class Made(Question):
    def rows(self):
        return None

def write(rows):
    def statement(*ignored):
        return f"SELECT {columns} FROM (SELECT generate_series(1, {rows}) AS n) AS many", ()
    for module in (streams, parquet):
        module.statement = statement
    cover = Cover("", (), "", "", 1, None, rows, "", (), (), "", False, (), "", "made")
    told = []
    with Made().opened(), tempfile.TemporaryFile() as into:
        FORMATS[code].write(Made(), cover, into, progress=told.append)
        assert told[-1] == rows, told
        return into.tell()

write(1_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
size = write(rows)
print(size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "least"), [("csv", 10_000_000), ("jsonl", 50_000_000), ("parquet", 1_000_000)]
)
def test_memory_is_flat(code, least):
    command = [sys.executable, "-c", CHILD, code, str(ROWS)]
    said = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ
    ).stdout.split()
    size, grown = map(int, said)

    assert size > least
    assert grown / 1024 ** (2 if sys.platform == "darwin" else 1) < MOST
