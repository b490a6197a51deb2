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

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _start_servers() -> None:
    from rollout.demo import embedded

    try:
        embedded.ensure_running()
    except embedded.EmbeddedServersError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
