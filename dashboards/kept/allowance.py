"""How many new files may be asked for in an hour: by person, or by address for those who have not signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from dashboards.counting import asker_of, count
from programmes.sentences import counted

SECONDS = 3600


class TooManyAsked(Exception):
    """More files were asked for in this hour than may be; `seconds` is how long the hour still lasts."""

    def __init__(self, quota: int, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            f"{quota} new files were asked for in this hour, and there can be no more of them. "
            f"Come back in {counted(minutes, 'minute')}; files that are made already stay at hand."
        )
        self.seconds = seconds


def spend(request: HttpRequest) -> None:
    """Count one new file. Raises TooManyAsked."""
    asker = asker_of(request)
    quota = settings.FILES_PER_HOUR["person" if asker.signed_in else "stranger"]
    spent = count("files", asker, every=SECONDS)
    if spent and spent.asked > quota:
        raise TooManyAsked(quota, spent.seconds)
