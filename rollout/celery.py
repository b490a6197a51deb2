"""The Celery application, what beat asks for by the clock, and what a worker does when it starts and while it lives."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import heartbeat_sent, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")

app = Celery("rollout")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "every-minute-sweep-dirty-slices": {
        "task": "programmes.tasks.sweep",
        "schedule": 60.0,
        # A sweep that waited longer than the next one is not wanted any more.
        "options": {"expires": 60},
    },
    "every-minute-sweep-files-and-releases": {
        "task": "dashboards.tasks.sweep",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "every-night-delete-files-whose-time-is-over": {
        "task": "dashboards.tasks.expire",
        "schedule": crontab(hour=4, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "every-night-delete-sessions-whose-time-is-over": {
        "task": "rollout.tasks.clear_sessions",
        "schedule": crontab(hour=4, minute=50),
        "options": {"expires": 6 * 3600},
    },
    "every-night-recompute-everything-and-report-drift": {
        "task": "programmes.tasks.nightly_full_run",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "every-hour-tell-the-news-of-quarters-that-stand": {
        "task": "dashboards.tasks.tell_news",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
    "every-morning-remind-of-due-figures": {
        "task": "programmes.tasks.remind_of_due_figures",
        "schedule": crontab(hour=7, minute=30),
        "options": {"expires": 6 * 3600},
    },
}


@heartbeat_sent.connect
def show_sign_of_life(**_details: Any) -> None:
    """Every two seconds: /readyz looks for it."""
    # Imported late, because this module is read before Django is set up.
    from programmes import liveness

    liveness.show()


@worker_ready.connect
def take_up_what_was_left(**_details: Any) -> None:
    """A worker begins with a sweep: the one before it may have been killed, and its messages come back much later."""
    app.send_task("programmes.tasks.sweep")
    app.send_task("dashboards.tasks.sweep")
