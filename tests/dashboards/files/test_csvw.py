"""The metadata beside a CSV file, by reading the file as they say."""

import csv
import json
import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.files.cover import cover_of
from dashboards.files.csvw import csvw, described
from dashboards.question import Question
from dashboards.target_columns import TARGET_COLUMNS
from programmes.choices import TargetBasis, TrajectoryKind
from programmes.models import Indicator, Source, Submission
from tests.dashboards.files.test_lines import BASE, LATEST_ACCESS, by_the_orm, written
from tests.reading import LATEST

pytestmark = pytest.mark.usefixtures("world")
URL = f"{BASE}/rows.csv"
CONVERT = {
    "string": str,
    "integer": int,
    "double": float,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def metadata_of(question, **changes):
    with question.opened():
        return json.loads(csvw(cover_of(question, base=BASE, **changes), url=URL))


def read_by(metadata, content):
    """The rows as a program reads them that knows nothing but the metadata; what they do not allow is an error."""
    dialect, columns = metadata["dialect"], metadata["tableSchema"]["columns"]
    # Reading UTF-8 leaves out the mark at its beginning (the standard's "utf-8 decode").
    text = StringIO(content.decode(dialect["encoding"]).removeprefix("\ufeff"), newline="")
    lines = csv.reader(text, delimiter=dialect["delimiter"], quotechar=dialect["quoteChar"], strict=True)
    heading = next(lines)
    assert all(name in column["titles"] for name, column in zip(heading, columns, strict=True))
    return [{c["name"]: converted(cell, c) for cell, c in zip(line, columns, strict=True)} for line in lines]


def converted(cell, column):
    kind = column["datatype"]
    base, form = (kind["base"], kind.get("format")) if isinstance(kind, dict) else (kind, None)
    if cell == column["null"]:
        assert not column["required"], column["name"]
        return None
    if base == "string" and form:
        assert re.fullmatch(form, cell), (column["name"], cell)
    return CONVERT[base](cell)


@pytest.mark.parametrize("question", [Question(), LATEST_ACCESS], ids=["everything", "one quarter"])
def test_the_file_is_what_its_metadata_say(question):
    metadata = metadata_of(question)
    rows = read_by(metadata, written("csv", question))

    key = metadata["tableSchema"]["primaryKey"]
    assert len({tuple(row[name] for name in key) for row in rows}) == len(rows) == len(by_the_orm(question))
    numbers = [column.name for column in PROGRESS_COLUMNS if column.is_number]
    expected = [[row[name] for name in numbers] for row in by_the_orm(question)]
    assert [[row[name] for name in numbers] for row in rows] == expected


def test_every_column_says_what_it_is():
    columns = {column["name"]: column for column in metadata_of(Question())["tableSchema"]["columns"]}

    assert list(columns) == [column.name for column in PROGRESS_COLUMNS]
    assert columns["area_name"]["titles"] == ["area_name", "Area name"]
    assert "confidential" in columns["marker"]["dc:description"]
    assert "near_plan: Near plan." in columns["status"]["dc:description"]
    assert columns["period_end"]["datatype"] == {"base": "date", "format": "yyyy-MM-dd"}
    assert columns["actual"]["propertyUrl"].endswith("#obsValue")


def test_the_whole_says_where_it_comes_from():
    question = Question(indicator=("ips-access",), within=("QBB",), first=LATEST, sort="-actual")
    metadata = metadata_of(question, reference=f"{BASE}/data/r1/")

    assert metadata["url"] == URL
    assert metadata["dc:title"] == "Ips access: progress against targets"
    assert (
        'Everything inside: "Bure", of\nthe Broads \\ N (QBB). From: 2023/24 Q3.'
        in metadata["dc:description"]
    )
    assert "Data version 7" in metadata["dc:description"]
    assert metadata["dc:source"] == [
        {"dc:title": "Made for tests", "dc:publisher": "Nobody", "dc:license": "None"}
    ]
    assert metadata["dc:identifier"] == f"{BASE}/data/r1/"
    assert metadata["dc:isReferencedBy"]["@id"] == f"{BASE}/targets/?{question.query()}"
    assert metadata["dc:conformsTo"]["@id"] == f"{BASE}/methods/#ips-access"
    bodies = [note["body"] for note in metadata["notes"]]
    assert bodies[0].startswith("Demonstration figures: some of them were made up")
    assert [body[0] for body in bodies if body[1] == ":"] == ["x", "z", "w", "p", "r"]


def test_figures_that_are_not_made_up_carry_no_warning():
    metadata = metadata_of(Question(indicator=("ips-specialists",)))

    assert not any("Demonstration figures" in note["body"] for note in metadata["notes"])


def test_sources_are_those_of_the_selection_at_its_instant():
    now = datetime(2024, 1, 1, tzinfo=UTC)
    for slug, channel in (("delivered", "ingest"), ("generated", "generated")):
        Submission.objects.create(
            channel=channel,
            status="accepted",
            programme=Indicator.objects.get(code="ips-access").programme,
            accepted_at=now,
            source=Source.objects.create(slug=slug, title=slug),
        )

    def titles(**question):
        return [source["dc:title"] for source in metadata_of(Question(**question))["dc:source"]]

    assert titles(indicator=("ips-access",)) == ["delivered", "generated", "Made for tests"]
    assert titles(indicator=("ips-specialists",)) == ["delivered", "Made for tests"]
    assert titles(indicator=("cdc-sites",)) == ["Made for tests"]


def test_each_table_has_the_words_of_its_own_columns():
    with Question().opened():
        said = described(cover_of(Question(), base=BASE), url=URL, columns=TARGET_COLUMNS)
    schema = said["tableSchema"]
    types = {each["name"]: each["datatype"] for each in schema["columns"]}

    assert types["basis"]["format"] == "|".join(TargetBasis.values)
    assert types["kind"]["format"] == "|".join(TrajectoryKind.values)
    assert schema["primaryKey"] == ["indicator", "kind", "area", "area_type", "period", "basis"]
