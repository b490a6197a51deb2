"""A database in which accounts share an address, and in which people gave addresses to themselves, is brought over."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

GIVEN = ("account", "0009_emailaddress_unique_primary_email")
BEFORE = [("programmes", "0010_read_figures_by_time"), GIVEN]
AFTER = [("programmes", "0011_addresses_of_one_person"), GIVEN]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def before():
    """The models of the database as it was."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def test_the_oldest_keeps_a_shared_address_and_the_audit_says_so(before):
    user = before.get_model("programmes", "User")
    for name, email in (
        ("first", "Shared@example.org"),
        ("second", "shared@example.org"),
        ("third", "SHARED@EXAMPLE.ORG"),
        ("none", ""),
        ("none-either", ""),
        ("alone", "alone@example.org"),
    ):
        user.objects.create(username=name, email=email)
    given = before.get_model("account", "EmailAddress")
    given.objects.create(
        user_id=user.objects.get(username="alone").pk, email="evil@example.com", verified=True, primary=True
    )

    executor = MigrationExecutor(connection)
    executor.migrate(AFTER)

    after = executor.loader.project_state(AFTER).apps
    people = dict(after.get_model("programmes", "User").objects.values_list("username", "email"))
    assert people == {
        "first": "Shared@example.org",
        "second": "",
        "third": "",
        "none": "",
        "none-either": "",
        "alone": "alone@example.org",
    }
    events = after.get_model("programmes", "AuditEvent").objects.order_by("pk")
    assert [(event.action, event.subject, event.detail["from"]) for event in events] == [
        ("person-address", "person second", "shared@example.org"),
        ("person-address", "person third", "SHARED@EXAMPLE.ORG"),
    ]
    assert not after.get_model("account", "EmailAddress").objects.exists()
