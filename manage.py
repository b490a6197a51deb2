#!/usr/bin/env python
"""Django's command line. In the demonstration it first makes sure that the embedded servers run."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("ROLLOUT_DEMO", "1")
    else:
        _start_servers()

    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # A sentence for whoever set the variables; the way there through Django helps nobody.
        sys.exit(str(problem))


def _start_servers() -> None:
    from rollout.demo import embedded

    try:
        embedded.ensure_running()
    except embedded.EmbeddedServersError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
