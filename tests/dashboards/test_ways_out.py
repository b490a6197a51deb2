"""One selection, every way out: the same rows, in the same order, with the same numbers and the same markers.

On screen, through the API page by page, as streams, and as each kind of kept file. The world has a true zero, each
marker that stands in place of a number, and each that stands beside one.
"""

import json
from csv import DictReader
from io import StringIO

import duckdb
import pytest
from bs4 import BeautifulSoup

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.question import Question
from programmes.periods import Period
from tests.dashboards.files.conftest import made_world, world
from tests.dashboards.files.workbooks import by_calamine, tables_of, written
from tests.reading import LATEST

__all__ = ["made_world", "world"]

pytestmark = pytest.mark.usefixtures("world")

EXPECTED = {
    "QAA": (0.0, "", ""),
    "QCC": (-0.1, "", "eb"),
    "01A": (None, "c", ""),
    "02B": (None, "x", ""),
    "03B": (None, "z", ""),
    "04C": (None, "w", ""),
}
"""What the world holds of some areas: the figure, the marker in its place, the markers beside it."""
QUESTIONS = {
    "in its own order": Question(indicator=("ips-access",), period=(LATEST,)),
    "sorted, missing last": Question(indicator=("ips-access",), period=(LATEST,), sort="-actual"),
    "over time, in one area and all inside it": Question(
        indicator=("ips-access",), within=("QBB",), first=Period(2023, 1), sort="area"
    ),
}


def on_screen(question, client, tmp_path):
    columns = "area,period,actual,notes,marker"
    page = client.get(f"/targets/?{question.query()}&columns={columns}&size=250")
    table = BeautifulSoup(page.content, "html.parser").select_one(".targets-table")
    headings = [each.get_text(" ", strip=True).strip(" ▼▲") for each in table.select("thead th")]
    for line in table.select("tbody tr"):
        cells = dict(
            zip(headings, [cell.get_text(" ", strip=True) for cell in line.select("th, td")], strict=True)
        )
        figure = cells["Actual"].replace(",", "").replace("\N{MINUS SIGN}", "-")
        missing = figure.startswith("[")
        yield (
            cells["Area code"],
            cells["Period"].replace("/", "-").replace(" ", "-"),
            None if missing else figure,
            figure.strip("[]") if missing else "",
            "".join(letter for letter in cells["Notes"] if letter.isalpha()),
        )


def by_the_api(question, client, tmp_path):
    address = f"/api/v1/progress?{question.query()}&limit=3"
    while address:
        answer = client.get(address).json()
        yield from map(plain, answer["rows"])
        address = answer["meta"]["next"]


def streamed_csv(question, client, tmp_path):
    text = b"".join(client.get(f"/api/v1/progress?{question.query()}&format=csv").streaming_content)
    yield from map(plain, DictReader(StringIO(text.decode("utf-8-sig"))))


def streamed_lines(question, client, tmp_path):
    text = b"".join(client.get(f"/api/v1/progress?{question.query()}&format=jsonl").streaming_content)
    yield from map(plain, map(json.loads, text.splitlines()))


def kept_csv(question, client, tmp_path):
    yield from map(plain, DictReader(StringIO(written("csv", question).decode("utf-8-sig"))))


def kept_lines(question, client, tmp_path):
    yield from map(plain, map(json.loads, written("jsonl", question).splitlines()))


def kept_parquet(question, client, tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(written("parquet", question))
    with duckdb.connect() as database:
        rows = database.execute(f"from '{path}'").fetchall()
    names = [column.name for column in PROGRESS_COLUMNS]
    yield from (plain(dict(zip(names, row, strict=True))) for row in rows)


def kept_workbook(question, code):
    for row in tables_of(by_calamine(written(code, question))):
        figure = row["actual"]
        missing = isinstance(figure, str)
        yield (
            row["area"],
            row["period"],
            None if missing else figure,
            figure.strip("[]") if missing else "",
            "".join(letter for letter in row["notes"] if letter.isalpha()),
        )


def kept_xlsx(question, client, tmp_path):
    yield from kept_workbook(question, "xlsx")


def kept_ods(question, client, tmp_path):
    yield from kept_workbook(question, "ods")


def plain(row):
    return row["area"], row["period"], row["actual"], row["marker"] or "", row["notes"] or ""


def stored(question):
    with question.opened():
        found = question.rows().values("area__code", "period_id", "actual", "marker", "notes")
        return [tuple(row.values()) for row in found]


WAYS = (
    on_screen,
    by_the_api,
    streamed_csv,
    streamed_lines,
    kept_csv,
    kept_lines,
    kept_parquet,
    kept_xlsx,
    kept_ods,
)


@pytest.mark.parametrize("asked", QUESTIONS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_out_gives_the_same_rows(way, asked, client, tmp_path):
    question = QUESTIONS[asked]
    came = [
        (area, period, None if actual in (None, "") else float(actual), marker, notes)
        for area, period, actual, marker, notes in way(question, client, tmp_path)
    ]

    rows = stored(question)
    assert len(rows) > 3
    if way is on_screen:
        # A page writes figures in their unit's decimals; the other ways write them as they are.
        rows = [
            (area, period, None if actual is None else shown(actual), *rest)
            for area, period, actual, *rest in rows
        ]
    assert came == rows


def shown(figure):
    """A number of people as a page writes it: whole, halves away from zero, never minus zero."""
    whole = int(abs(figure) + 0.5)
    return float(-whole if figure < 0 and whole else whole)


def test_the_world_has_what_must_survive():
    found = {
        area: (actual, marker, notes)
        for area, _, actual, marker, notes in stored(QUESTIONS["in its own order"])
    }

    assert {area: found[area] for area in EXPECTED} == EXPECTED
    assert {letter for _, _, notes in found.values() for letter in notes} >= set("preb")
