"""The description is true: whatever it allows and forbids is asked, and every answer is held against it."""

from collections import Counter

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from dashboards.api.problems import SAID
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS
from dashboards.target_columns import TARGET_COLUMNS
from programmes.choices import AreaType, Basis, Layer, Provenance, Status, TargetBasis, TrajectoryKind, Unit

DESCRIPTION = "/api/v1/openapi.json"
EVERY_RUN_THE_SAME = {
    "seed": 1,
    # Each boundary of each parameter once, and then so many requests at each address made up of all of them.
    "generation": {"max-examples": 10, "deterministic": True, "database": "none"},
    # No address here makes what another one needs.
    "phases": {"stateful": {"enabled": False}},
    # A code of the right form that nobody has is refused, and rightly.
    "checks": {"positive_data_acceptance": {"enabled": False}},
}


@pytest.mark.slow
def test_no_answer_is_other_than_described(app):
    config = SchemathesisConfig.from_dict(EVERY_RUN_THE_SAME)
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app, config=config)
    answered: Counter[int] = Counter()
    wrong = []

    for event in from_schema(schema).execute():
        if isinstance(event, (events.NonFatalError, events.FatalError)):
            wrong.append(str(event))
        if isinstance(event, events.ScenarioFinished):
            answered.update(each.response.status_code for each in event.recorder.interactions.values())
            wrong += [
                f"{event.recorder.cases[case].value.as_curl_command()}: {check.name} {check.failure_info.failure}"
                for case, checks in event.recorder.checks.items()
                for check in checks
                if check.failure_info
            ]

    assert wrong == []
    assert min(answered[200], answered[422], answered[405]) >= 40


@pytest.fixture
def description(ask):
    return ask("openapi.json")


def test_every_parameter_has_a_meaning_and_limits_or_an_example(description):
    for path, methods in description["paths"].items():
        for parameter in methods["get"]["parameters"]:
            schema = parameter["schema"].get("items", parameter["schema"])
            assert parameter["description"], (path, parameter)
            assert {"enum", "pattern", "minimum", "maxLength"} & schema.keys(), (path, parameter)
            assert "example" in parameter or parameter["name"] == "cursor", (path, parameter)


def test_every_answer_is_described_with_its_types(description):
    for path, methods in description["paths"].items():
        responses = methods["get"]["responses"]
        assert responses.keys() == {"200", "304", *map(str, SAID)}
        assert {"application/json", "text/csv", "application/jsonl"} <= responses["200"]["content"].keys(), (
            path
        )
    refusals = description["components"]["responses"]
    assert all("application/problem+json" in refusals[str(status)]["content"] for status in SAID)
    assert "Retry-After" in refusals["429"]["headers"]


@pytest.mark.parametrize(
    ("row", "columns"),
    [("ProgressRow", PROGRESS_COLUMNS), ("CoverageRow", COVERAGE_COLUMNS), ("TargetRow", TARGET_COLUMNS)],
)
def test_fields_mean_what_the_dictionary_says(description, row, columns):
    properties = description["components"]["schemas"][row]["properties"]

    assert {name: field["description"] for name, field in properties.items()} == {
        column.name: column.meaning for column in columns
    }


def test_words_of_a_row_are_listed(description):
    rows = description["components"]["schemas"]
    listed = {
        f"{row}.{name}": field["enum"]
        for row in ("ProgressRow", "CoverageRow", "TargetRow")
        for name, field in rows[row]["properties"].items()
        if "enum" in field
    }

    assert listed == {
        "ProgressRow.unit": Unit.values,
        "ProgressRow.area_type": AreaType.values,
        "ProgressRow.basis": [*Basis.values, ""],
        "ProgressRow.layer": Layer.values,
        "ProgressRow.marker": ["c", "x", "z", "w", ""],
        "ProgressRow.target_basis": [*TargetBasis.values, ""],
        "ProgressRow.status": Status.values,
        "ProgressRow.provenance": [*Provenance.values, ""],
        "ProgressRow.target_provenance": [*Provenance.values, ""],
        "CoverageRow.area_type": AreaType.values,
        "CoverageRow.layer": Layer.values,
        "CoverageRow.provenance": [*Provenance.values, ""],
        "TargetRow.unit": Unit.values,
        "TargetRow.kind": TrajectoryKind.values,
        "TargetRow.area_type": AreaType.values,
        "TargetRow.basis": TargetBasis.values,
        "TargetRow.provenance": Provenance.values,
    }


def test_operations_have_names_of_their_own(description):
    names = [methods["get"]["operationId"] for methods in description["paths"].values()]

    assert names == [
        "programmes",
        "indicators",
        "areas",
        "facts",
        "gaps",
        "services",
        "targets",
        "coverage",
        "progress",
    ]
