"""What every page shows around its content: navigation, and which data these are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from dashboards import formatting
from dashboards.layer_links import WITHOUT_LAYER, query_of
from dashboards.presenters.freshness import present_freshness
from dashboards.presenters.leads import page_href
from programmes.choices import Layer
from programmes.layers import kept_layers, layer_in_hand
from programmes.permissions import can_see_provenance
from programmes.queries import windows
from programmes.queries.freshness import freshness
from programmes.snapshot import one_snapshot
from programmes.untrusted import quoted

NAVIGATION = (
    ("England", "overview", {"overview"}),
    ("Programmes", "programmes", {"programmes", "programme", "programme_news"}),
    ("Areas", "areas", {"areas", "area", "area_programme", "area_news"}),
    ("Map", "map", {"map"}),
    ("Compare", "compare", {"compare"}),
    ("Target tables", "targets", {"targets", "target_file"}),
    ("Completeness", "completeness", {"completeness"}),
    ("Data", "data", {"data", "release", "kept_file", "my_files"}),
    ("Methods", "methods", {"methods"}),
)
"""Words, the page they lead to, and the pages that count as being there."""

ENTERING = ("Enter figures", "enter")
"""The same, for those who enter, accept or trace figures; every page behind it counts as being there."""


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """A link of the navigation, and whether the reader is there or below it."""

    text: str
    href: str
    is_page: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class LayerSwitch:
    """The way to this page among the figures of the other layer."""

    text: str
    href: str


class Frame:
    """Read only when a template asks, so that answers without a page around them cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        match = request.resolver_match
        self.here = match.url_name if match else ""
        self._request = request

    @cached_property
    def navigation(self) -> list[NavigationItem]:
        """The sections of the site, and the door for entering figures to whom it opens."""
        items = [
            NavigationItem(text, page_href(name), self.here == name, self.here in members)
            for text, name, members in NAVIGATION
        ]
        if can_see_provenance(getattr(self._request, "user", None)):
            text, name = ENTERING
            is_there = self._request.path.startswith(reverse(name))
            items.append(NavigationItem(text, reverse(name), self.here == name, is_there))
        return items

    @property
    def is_demonstration(self) -> bool:
        """Whether the page shows demonstration figures."""
        return layer_in_hand() == Layer.DEMONSTRATION

    @cached_property
    def switch(self) -> LayerSwitch | None:
        """Leads to the other layer; None where there is one layer only, or the page has none."""
        if Layer.DEMONSTRATION not in kept_layers() or self._request.path.startswith(WITHOUT_LAYER):
            return None
        other = Layer.OFFICIAL if self.is_demonstration else Layer.DEMONSTRATION
        query = query_of(self._request).copy()
        query["layer"] = other.value
        return LayerSwitch(other.label, f"{self._request.path}?{query.urlencode()}")

    @property
    def unknown_layer(self) -> str:
        """A sentence about a layer that was asked for and that there is not; else empty."""
        asked = query_of(self._request).get("layer", "")
        if not asked or asked in kept_layers() or self._request.path.startswith(WITHOUT_LAYER):
            return ""
        return f"There are no figures called {quoted(asked)} here. This page shows official figures."

    @cached_property
    def footer_links(self) -> list[NavigationItem]:
        """Pages about the site itself."""
        links = (("Methods, sources and words", "methods"), ("Data and API", "data"), ("Status", "status"))
        return [
            NavigationItem(text, page_href(name), self.here == name, self.here == name)
            for text, name in links
        ]

    @cached_property
    def freshness(self) -> list[str]:
        """Sentences: version, last change, last day with figures, what waits, what is due."""
        with one_snapshot():
            return [*present_freshness(freshness()), _due()]


def site(request: HttpRequest) -> dict[str, Frame]:
    """The context processor. Not called `site` in templates: pages about accounts have a `site` of their own."""
    return {"frame": Frame(request)}


def _due() -> str:
    """When figures are wanted next; else when the last were, and where to see which of them are missing."""
    due = windows.due_dates(localdate())
    if due.next is not None:
        period, by = due.next
        return f"Due next: figures for {period.label}, by {formatting.day(by)}."
    if due.last is None:
        return "No figures are asked for yet."
    period, by = due.last
    return (
        f"No figures fall due from today on. The last, for {period.label}, were due by {formatting.day(by)}; "
        "what is missing of them is under Completeness."
    )
