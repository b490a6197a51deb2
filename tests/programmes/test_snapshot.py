import pytest
from django.db import InternalError, connection, transaction

from programmes.snapshot import one_snapshot


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_read_only_and_repeatable():
    with one_snapshot(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
        with pytest.raises(InternalError), transaction.atomic():
            cursor.execute("DELETE FROM programmes_dirty")


@pytest.mark.django_db
def test_inside_a_transaction_that_transaction_is_used(django_assert_num_queries):
    with django_assert_num_queries(0), one_snapshot():
        pass
