"""A day as people write it: 2024-04-01, 1/4/2024 or 1 April 2024.

>>> day("2024-04-01 00:00:00"), day("1/4/2024"), day("1 Apr 2024")
(datetime.date(2024, 4, 1), datetime.date(2024, 4, 1), datetime.date(2024, 4, 1))
>>> day("4/2024") is None
True
"""

from __future__ import annotations

import re
from datetime import date, datetime

from programmes.checks.typed import visible
from programmes.untrusted import FIRST_DAY, LAST_DAY

FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")


def day(text: str) -> date | None:
    """The day, the day before the month as in the United Kingdom; None when it is none that can be meant."""
    bare = _MIDNIGHT.sub("", " ".join(visible(text).split()))
    for form in FORMS:
        try:
            found = datetime.strptime(bare, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
        return found if FIRST_DAY <= found <= LAST_DAY else None
    return None
