"""Which instant is meant by a text, for those who ask for figures as they were known then: pages, packs and the API."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from dashboards.formatting import LONDON
from programmes.untrusted import quoted

EXAMPLES = ("2024-03-31", "2024-03-31T09:30:00+00:00")


class NotAnInstant(ValueError):
    """The text is neither a date nor an instant."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{quoted(text)} is neither a date, as {EXAMPLES[0]}, nor an instant.")


class StillToCome(ValueError):
    """The instant has not passed; `today` is the last day that can be asked for."""

    def __init__(self, text: str, today: date) -> None:
        super().__init__(f"{quoted(text)} is still to come, and nobody knows what will be known then.")
        self.today = today


def passed_instant(text: str) -> datetime:
    """The instant meant by an ISO 8601 text, in a time zone. Raises NotAnInstant and StillToCome.

    A date means its last microsecond in London; today's, which is not over, means now. A time without an offset is
    that of clocks in London: the first of the two where clocks go back, and where they go forward the hour left out
    is counted on from before.
    """
    now = timezone.now()
    here = now.astimezone(LONDON)
    try:
        # A plus that was not written as %2B in an address arrives as a blank.
        instant = _meant(text.strip().replace(" ", "+"), here)
        # Not compared with `here`: two times of one zone are compared by their clocks, and clocks go back.
        is_to_come = instant > now
        if not is_to_come:
            instant.astimezone(LONDON)  # Raises where London has no such time.
    except (ValueError, OverflowError):
        raise NotAnInstant(text) from None
    if is_to_come:
        raise StillToCome(text, here.date())
    return instant


def _meant(written: str, here: datetime) -> datetime:
    day = _day(written)
    if day is None:
        instant = datetime.fromisoformat(written)
        return instant if instant.tzinfo else instant.replace(tzinfo=LONDON)
    return here if day == here.date() else datetime.combine(day, time.max, LONDON)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
