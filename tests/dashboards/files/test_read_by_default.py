"""Files as analysts read them, by the defaults of their programs: the right types, the right letters, every row."""

import csv
import shutil
import subprocess

import duckdb
import pandas
import polars
import pytest

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.question import Question
from programmes.models import Area, Progress
from tests.dashboards.files.conftest import NOTE
from tests.dashboards.files.test_lines import by_the_orm, written

pytestmark = pytest.mark.usefixtures("world")
NUMBERS = [column.name for column in PROGRESS_COLUMNS if column.kind in ("number", "fraction")]
R_CODE = """
rows <- read.csv(commandArgs(TRUE)[1], na.strings = "", fileEncoding = "UTF-8-BOM",
                 colClasses = c(area = "character"))
cat(names(rows)[1], class(rows$area), class(rows$actual), sort(unique(rows$area))[1:2])
"""


@pytest.fixture
def path(world, tmp_path):
    """A file in which the first hundred numbers are whole and a later one is not, of areas with codes like numbers."""
    whole = Progress.objects.exclude(area__code="QCC")
    whole.update(numerator=2708, actual=2708)
    Progress.objects.filter(area__code="QCC", actual__isnull=False).update(numerator=0.5, actual=0.5)
    Area.objects.filter(code="01A").update(code="01E")
    file = tmp_path / "figures.csv"
    file.write_bytes(written("csv", Question()))
    return file


def expected():
    return [row["actual"] for row in by_the_orm(Question())]


def test_a_column_of_numbers_is_written_in_one_way(path):
    text = path.read_bytes().decode("utf-8-sig")

    assert ",2708.0," in text
    assert ",0.5," in text
    assert ",2708," not in text


def test_polars_reads_a_file_by_its_defaults(path):
    rows = polars.read_csv(path)

    assert rows["actual"].to_list() == expected()
    assert all(rows[name].dtype in (polars.Float64, polars.String) for name in NUMBERS)
    assert rows["area"].dtype == polars.String
    assert "01E" in rows["area"].to_list()
    assert set(rows["layer"]) == {"official"}
    assert rows.columns[0] == "programme"
    assert f"'{NOTE}" in rows["note"].to_list()


def test_polars_reads_numbers_of_json_lines_as_one_type(path, tmp_path):
    lines = tmp_path / "figures.jsonl"
    lines.write_bytes(written("jsonl", Question()))

    # A column that begins with a hundred missing values says nothing of its type: all rows are asked for it.
    rows = polars.read_ndjson(lines, infer_schema_length=None)

    assert rows["actual"].to_list() == expected()
    assert rows["actual"].dtype == polars.Float64


def test_duckdb_reads_a_file_by_its_defaults(path):
    with duckdb.connect() as database:
        rows = database.execute("select area, actual, layer from read_csv(?)", [str(path)]).fetchall()
        numbers = database.execute("select typeof(actual) from read_csv(?) limit 1", [str(path)]).fetchone()

    assert [actual for _, actual, _ in rows] == expected()
    assert {area for area, *_ in rows} >= {"01E", "QAA"}
    assert {layer for *_, layer in rows} == {"official"}
    assert numbers == ("DOUBLE",)


def test_pandas_reads_a_file_by_its_defaults(path):
    rows = pandas.read_csv(path)

    assert rows.columns[0] == "programme"
    assert rows["actual"].dtype == "float64"
    assert "01E" in set(rows["area"])
    assert [None if pandas.isna(value) else value for value in rows["actual"]] == expected()


def by_python(path, tmp_path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return (
        next(iter(rows[0])),
        sorted({row["area"] for row in rows})[:2],
        {row["layer"] for row in rows},
    )


def by_r(path, tmp_path):
    script = tmp_path / "read.R"
    script.write_text(R_CODE)
    said = subprocess.run(["Rscript", script, path], capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    first, area, number, *codes = said.stdout.split()
    assert (area, number) == ("character", "numeric")
    return first, codes, {"official"}


@pytest.mark.parametrize("read", [by_python, *([by_r] if shutil.which("Rscript") else [])])
def test_codes_stay_text_by_our_examples(read, path, tmp_path):
    assert read(path, tmp_path) == ("programme", ["01E", "02B"], {"official"})
