"""What a process remembers is forgotten when, and only when, what it was read from changes."""

from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from programmes import memory, models
from programmes.engine.looking_back import results_as
from programmes.snapshot import one_snapshot


@pytest.fixture
def counted():
    """A function that says how often it was really asked."""
    asked = []

    def wrap(decorate):
        @decorate
        def read(what="all", *, on=None):
            asked.append((what, on))
            return len(asked)

        return read

    return wrap


def change_area():
    models.Area.objects.filter(code="QAA").update(short_name="Avon and more")


def change_code():
    models.AreaCode.objects.filter(area__code="QAA").update(code="E99999999")


def change_parent():
    models.AreaParent.objects.filter(child__code="QAA").update(valid_from=date(2020, 4, 1))


def change_succession():
    models.AreaSuccession.objects.update(note="Told anew.")


def change_edition():
    models.Edition.objects.update(name="Another name")


def change_people():
    models.Population.objects.filter(area__code="QAA").delete()


def change_weight():
    models.AreaWeight.objects.filter(area__code="QAA").delete()


@pytest.mark.parametrize(
    "change",
    [
        change_area,
        change_code,
        change_parent,
        change_succession,
        change_edition,
        change_people,
        change_weight,
    ],
)
def test_geography_is_read_anew_after_a_change_of_any_of_its_tables(counted, change):
    read = counted(memory.remembered_by_geography)
    assert (read(), read()) == (1, 1)

    change()

    assert (read(), read()) == (2, 2)


def test_results_leave_what_belongs_to_the_geography_alone(counted):
    read = counted(memory.remembered_by_geography)
    read()

    models.DataVersion.objects.update(version=99, changed_at=timezone.now())

    assert read() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda: models.DataVersion.objects.update(version=99),
        lambda: models.DataVersion.objects.update(changed_at=timezone.now()),
        change_area,
    ],
)
def test_results_are_read_anew_with_another_version_and_another_geography(counted, change):
    read = counted(memory.remembered_by_results)
    assert (read(), read()) == (1, 1)

    change()

    assert (read(), read()) == (2, 2)


def test_each_set_of_arguments_is_remembered_by_itself(counted):
    read = counted(memory.remembered_by_results)

    assert [read(), read("one"), read("one", on=1), read("one", on=2)] == [1, 2, 3, 4]
    assert [read(), read("one"), read("one", on=1), read("one", on=2)] == [1, 2, 3, 4]


def test_nothing_is_remembered_before_the_first_recompute(counted):
    models.DataVersion.objects.update(version=0)
    read = counted(memory.remembered_by_results)

    assert (read(), read()) == (1, 2)


def test_results_that_stand_in_for_the_stored_ones_are_not_remembered(counted):
    read = counted(memory.remembered_by_results)
    read()

    with results_as(as_at=timezone.now(), indicators=["ips-access"]):
        assert (read(), read()) == (2, 3)

    assert read() == 1


def test_a_change_that_was_taken_back_leaves_what_was_remembered_before_it(counted):
    read = counted(memory.remembered_by_geography)
    read()

    with transaction.atomic():
        change_area()
        assert read() == 2
        transaction.set_rollback(True)

    assert read() == 3, "Only one number is remembered at a time."
    assert read() == 3


def test_numbers_are_asked_once_a_snapshot_and_each_time_outside(django_assert_num_queries):
    with django_assert_num_queries(2):
        memory.numbers()
        memory.numbers()

    with django_assert_num_queries(1), one_snapshot():
        memory.numbers()
        with one_snapshot():
            memory.numbers()


def test_numbers_without_their_row_are_nothing(counted):
    models.DataVersion.objects.all().delete()
    read = counted(memory.remembered_by_geography)

    assert memory.numbers() == memory.Numbers(0, 0, None, 0)
    assert (read(), read()) == (1, 2)


def test_marks_that_wait_are_counted():
    access = models.Indicator.objects.get(code="ips-access")
    models.Dirty.objects.bulk_create([models.Dirty(indicator=access, start_year=2023) for _ in range(3)])

    assert memory.numbers().waiting == 3


def test_everything_can_be_forgotten(counted):
    read = counted(memory.remembered_by_geography)
    read()

    memory.forget()

    assert read() == 2
