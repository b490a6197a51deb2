"""The WSGI application that gunicorn serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from rollout.receiving import in_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rollout.settings")

_site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The site. What `in_utf_8` finds is refused by the middleware, in the site's words."""
    return _site(in_utf_8(environ), start_response)
