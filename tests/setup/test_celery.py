"""The queue and the clock."""

import pytest
from celery import current_app
from django.conf import settings

from rollout.celery import app


def test_the_application_is_the_one_that_tasks_find():
    assert current_app.main == app.main == "rollout"


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_what_the_clock_asks_for_exists(name):
    app.loader.import_default_modules()
    entry = app.conf.beat_schedule[name]

    assert entry["task"] in app.tasks
    assert name.startswith("every-")
    assert entry["options"]["expires"] > 0


def test_a_task_whose_worker_is_killed_is_run_again():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_nothing_is_run_in_the_callers_process():
    assert not app.conf.task_always_eager


def test_only_plain_data_travels():
    assert app.conf.accept_content == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
