"""Whether the reader follows what a page is about."""

from __future__ import annotations

from typing import Any

from django import template

from dashboards.models_news import Subscription
from dashboards.news import following

register = template.Library()


@register.simple_tag(takes_context=True)
def following_of(context: dict[str, Any], area: str = "", programme: str = "") -> Subscription | None:
    """The reader's own subscription to this area or programme. Nothing is asked of the database for a stranger."""
    user = context["request"].user
    return following.follows(user, area=area, programme=programme) if user.is_authenticated else None
