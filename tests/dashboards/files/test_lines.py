"""CSV and JSON lines: the rows as the database holds them, by another way of reading."""

import csv
import json
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest

from dashboards.column_kinds import harmless
from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import cover_of
from dashboards.files.formats import FORMATS
from dashboards.files.streams import stream_csv, stream_jsonl
from dashboards.question import Question
from programmes.models import Observation, Progress
from programmes.periods import Period
from tests.reading import LATEST

pytestmark = pytest.mark.usefixtures("world")
BASE = "https://example.org"
LATEST_ACCESS = Question(indicator=("ips-access",), period=(LATEST,))


def written(code, question):
    """The whole file, as bytes."""
    into = BytesIO()
    with question.opened():
        FORMATS[code].write(question, cover_of(question, base=BASE), into, progress=lambda rows: None)
    return into.getvalue()


def read_csv(content):
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def read_jsonl(content):
    return [json.loads(line) for line in content.decode().split("\n")[:-1]]


def by_the_orm(question):
    """The rows as the objects of Django have them, column by column, with nothing of the files' own SQL."""
    found = question.rows().select_related("indicator__programme", "area", "period")
    notes = own_notes()
    return [{column.name: own_value(column.name, row, notes) for column in PROGRESS_COLUMNS} for row in found]


def own_value(name, row, notes):
    indicator, area, period = row.indicator, row.area, row.period
    said = {
        "programme": indicator.programme.code,
        "indicator": indicator.code,
        "indicator_name": indicator.name,
        "unit": indicator.unit,
        "area": area.code,
        "area_name": area.name,
        "area_type": area.area_type,
        "period": period.code,
        "period_start": period.starts_on.isoformat(),
        "period_end": period.ends_on.isoformat(),
        "layer": row.layer,
        "forecast": None,
        "forecast_low": None,
        "forecast_high": None,
        "note": own_note(row, notes),
    }
    return said[name] if name in said else getattr(row, name)


def own_notes():
    """Every note, by the figure and the revision that it was sent with."""
    noted = Observation.objects.exclude(note="")
    return {(one.indicator_id, one.area_id, one.period_id, one.revision): one.note for one in noted}


def own_note(row, notes):
    """What was said of the figure that the row shows, unless it is withheld or was not reported."""
    if row.basis != "reported" or row.marker == "c":
        return ""
    return notes.get((row.indicator_id, row.area_id, row.period_id, row.revision), "")


QUESTIONS = [
    Question(),
    LATEST_ACCESS,
    Question(within=("QBB",), first=Period(2022, 1), boundaries="today"),
    Question(sort="-attainment", basis=("reported",)),
    Question(indicator=("nothing",)),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.query() or "everything")
def test_json_lines_are_the_rows_in_their_order(question):
    assert read_jsonl(written("jsonl", question)) == by_the_orm(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.query() or "everything")
def test_a_csv_file_has_the_rows_in_their_order(question):
    rows = read_csv(written("csv", question))

    expected = by_the_orm(question)
    assert len(rows) == len(expected)
    for got, row in zip(rows, expected, strict=True):
        for column in PROGRESS_COLUMNS:
            assert_says(got[column.name], row[column.name], column)


def assert_says(cell, value, column):
    if value is None or value == "":
        assert cell == ""
    elif column.is_number:
        assert float(cell) == value
    elif isinstance(value, bool):
        assert cell == ("true" if value else "false")
    else:
        assert cell == (harmless(value) if column.kind == "text" else value)


def test_every_marker_stands_in_its_place():
    rows = {row["area"]: row for row in read_csv(written("csv", LATEST_ACCESS))}

    said = {code: (row["actual"], row["marker"], row["notes"]) for code, row in rows.items()}
    assert {code: said[code] for code in ("01A", "02B", "03B", "04C", "QAA", "QBB", "QCC")} == {
        "01A": ("", "c", ""),
        "02B": ("", "x", ""),
        "03B": ("", "z", ""),
        "04C": ("", "w", ""),
        "QAA": ("0.0", "", ""),
        "QBB": (rows["QBB"]["actual"], "", "pr"),
        "QCC": ("-0.1", "", "eb"),
    }
    assert float(rows["QBB"]["actual"]) > 0


def test_text_that_a_spreadsheet_could_run_is_harmless_in_csv_only():
    in_csv = {row["area"]: row["area_name"] for row in read_csv(written("csv", LATEST_ACCESS))}
    in_json = {row["area"]: row["area_name"] for row in read_jsonl(written("jsonl", LATEST_ACCESS))}

    assert in_csv["QAA"] == '\'=HYPERLINK("x","y")'
    assert in_json["QAA"] == '=HYPERLINK("x","y")'
    assert in_csv["01A"], in_json["01A"] == ("'-1+1", "-1+1")
    assert in_csv["QBB"] == in_json["QBB"] == '"Bure", of\nthe Broads \\ N'
    assert in_csv["QCC"] == "'@Çam — 市 \u2028"


@pytest.mark.parametrize("code", ["csv", "jsonl"])
def test_a_kept_file_has_the_bytes_of_the_streamed_one(code):
    stream = {"csv": stream_csv, "jsonl": stream_jsonl}[code]
    streamed = b"".join(stream(LATEST_ACCESS.rows(), PROGRESS_COLUMNS, opened=LATEST_ACCESS.opened))

    assert written(code, LATEST_ACCESS) == streamed == written(code, LATEST_ACCESS)


@pytest.mark.parametrize("code", ["csv", "jsonl"])
def test_progress_is_told_and_never_beyond_the_rows_there_are(code):
    told = []
    cover = cover_of(Question(), base=BASE)
    FORMATS[code].write(Question(), cover, BytesIO(), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == cover.rows == Progress.objects.count()


@pytest.mark.parametrize("code", ["csv", "jsonl"])
def test_rows_of_an_earlier_instant_are_streamed_as_they_were_known_then(code):
    question = Question(indicator=("ips-access",), as_at=datetime(2022, 1, 1, tzinfo=UTC))
    with question.opened():
        then = by_the_orm(question)
    stream, read = {"csv": (stream_csv, read_csv), "jsonl": (stream_jsonl, read_jsonl)}[code]
    streamed = b"".join(stream(question.rows(), PROGRESS_COLUMNS, opened=question.opened))

    assert {row["marker"] for row in then} <= {"w", "x"}, "nothing had been reported then"
    assert [row["marker"] for row in read(streamed)] == [row["marker"] for row in then]
    assert streamed == written(code, question)
