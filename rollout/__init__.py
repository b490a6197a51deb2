"""Wiring only: settings, the root URL map, the Celery application, system checks, and the demonstration.

No business lives here. The domain is `programmes`, the reading side is `dashboards`.
"""
