"""The layer of a page in its titles and in every link: whoever reads demonstration figures goes on reading them.

Links are made in hundreds of places, and one that was forgotten would lead from made-up figures to others unnoticed.
Therefore they are put right in one: where a page is rendered.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict

from programmes.choices import Layer
from programmes.layers import kept_layers, layer_in_hand

PARAMETER = f"layer={Layer.DEMONSTRATION.value}"

WITHOUT_LAYER = ("/accounts/", "/admin/", "/enter/", "/healthz", "/readyz")
"""Addresses whose layer is that of whoever asks, or that have none."""

_ATTRIBUTE = re.compile(r'(\s(?:href|action|formaction|data-[a-z-]+)=")([/?][^"]*)(")')
_IN_JSON = re.compile(r'("(?:href|frames|pattern)": ")(/[^"]*)(")')
_FORM = re.compile(r"<form\b[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"<title>|<h1\b[^>]*>")
_FIELD = f'<input type="hidden" name="layer" value="{Layer.DEMONSTRATION.value}">'


def query_of(request: HttpRequest) -> QueryDict:
    """The query of a request's address; nothing where that cannot be read, as on the page that says so."""
    try:
        return request.GET
    except SuspiciousOperation:
        return QueryDict()


def with_layer(html: str) -> str:
    """The page with the layer in hand in its titles, links and forms; as it is, where that is what everybody sees."""
    if not _is_named():
        return html
    html = _HEADING.sub(lambda found: f"{found[0]}{Layer.DEMONSTRATION.name.capitalize()}: ", html)
    html = _ATTRIBUTE.sub(lambda found: found[1] + carried(found[2], between="&amp;") + found[3], html)
    html = _IN_JSON.sub(lambda found: found[1] + carried(found[2], between=r"\u0026") + found[3], html)
    return _FORM.sub(lambda found: found[0] + (_FIELD if _asks(found[0]) else ""), html)


def carried(address: str, *, between: str = "&") -> str:
    """An address of this site with the layer in hand, if it is one that has a layer and names none."""
    if not _is_named() or address.startswith(("//", settings.STATIC_URL, *WITHOUT_LAYER)):
        return address
    parts = urlsplit(address.replace(between, "&"))
    if "layer" in parse_qs(parts.query, keep_blank_values=True):
        return address
    before, mark, fragment = address.partition("#")
    joined = between if parts.query else "" if before.endswith("?") else "?"
    return f"{before}{joined}{PARAMETER}{mark}{fragment}"


def _is_named() -> bool:
    """Say whether addresses name the layer in hand: not the one that everybody sees, nor one that there is not."""
    return layer_in_hand() != Layer.OFFICIAL and layer_in_hand() in kept_layers()


def _asks(form: str) -> bool:
    """Say whether a form is sent as a question, in the address: then that of its action is lost."""
    is_posted = 'method="post"' in form.lower()
    action = re.search(r'action="([^"]*)"', form)
    return not is_posted and not (action and action[1].startswith(WITHOUT_LAYER))
