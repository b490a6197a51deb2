"""The Celery application, and what beat asks for by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")

app = Celery("rollout")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "every-minute-recompute-dirty-marks-nobody-rang-for": {
        "task": "programmes.tasks.sweep",
        "schedule": 60.0,
        # A sweep that waited longer than the next one is not wanted any more.
        "options": {"expires": 60},
    },
    "every-night-recompute-everything-and-report-drift": {
        "task": "programmes.tasks.recompute_nightly",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
}
