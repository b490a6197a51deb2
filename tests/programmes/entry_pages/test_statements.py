"""How often a save of a cell asks the database. A savepoint counts for nothing, as it stands for a transaction here."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import DataVersion

pytestmark = pytest.mark.django_db

NO_STATEMENTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")


@pytest.fixture
def typed(office):
    """Save a cell over HTTP as somebody: the answer, and the statements it took."""
    DataVersion.objects.update_or_create(pk=1, defaults={"version": 7})
    clients = {name: office.client(name) for name in ("editor", "colleague", "local")}

    def save(area, number, *, by="editor", seen=0, indicator="people", **said):
        body = {
            "indicator": indicator,
            "area": office.desk.life(area),
            "numerator": str(number),
            "version": seen,
            **said,
        }
        with CaptureQueriesContext(connection) as asked:
            answer = clients[by].put(
                office.address("cell"), json.dumps(body), content_type="application/json"
            )
        statements = [one["sql"].strip() for one in asked]
        return answer, [one for one in statements if not one.startswith(NO_STATEMENTS)]

    answer, _ = save("03E", 5)
    assert answer.status_code == 200
    return save


def test_a_typed_cell_takes_twelve_statements_and_asks_nothing_twice(typed):
    for seen, number in enumerate((40, 41, 42)):
        answer, statements = typed("02D", number, seen=seen)

        assert answer.status_code == 200, answer.content
        assert len(statements) == 12, "\n".join(statements)
        assert len(set(statements)) == 12


def test_a_cell_of_two_numbers_takes_as_many(typed):
    answer, statements = typed("02D", 40, indicator="outcomes", denominator="80")

    assert answer.status_code == 200, answer.content
    assert len(statements) == 12, "\n".join(statements)


def test_whoever_types_into_a_grid_first_is_noted_by_one_more(typed):
    _, first = typed("02D", 40, by="colleague")
    _, second = typed("02D", 41, by="colleague", seen=1)

    assert (len(first), len(second)) == (13, 12)


def test_what_is_refused_or_stands_already_takes_fewer(typed):
    typed("02D", 40)
    same, as_it_stands = typed("02D", 40, seen=1)
    refused, of_a_refusal = typed("02D", "many", seen=1)
    conflict, of_a_conflict = typed("02D", 43, seen=0)

    assert [same.status_code, refused.status_code, conflict.status_code] == [200, 422, 409]
    assert [len(as_it_stands), len(of_a_refusal), len(of_a_conflict)] == [9, 9, 9]


def test_the_first_cell_of_a_grid_begins_it(office, typed):
    client = office.client("neighbour")
    body = {"indicator": "people", "area": office.desk.life("01C"), "numerator": "4", "version": 0}
    with CaptureQueriesContext(connection) as asked:
        answer = client.put(office.address("cell", "QA1"), json.dumps(body), content_type="application/json")
    statements = [one["sql"] for one in asked if not one["sql"].startswith(NO_STATEMENTS)]

    assert answer.status_code == 200, answer.content
    assert len(statements) <= 18, "\n".join(statements)
