"""Strict readers of environment variables: a wrong or missing one stops the start and says what to do."""

import os
from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class Environment:
    """Reads variables from a mapping, and explains itself when it cannot."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        """Read from the process's environment, or from the mapping given."""
        self.variables = variables

    def text(self, name: str, default: str = "") -> str:
        """A variable's text without surrounding blanks; an empty variable is as good as none."""
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no. Anything else is refused: a mistyped "flase" must not mean yes."""
        said = self.text(name).lower()
        if name not in self.variables or not said:
            return default
        if said in YES:
            return True
        if said in NO:
            return False
        raise ImproperlyConfigured(f"{name} is {said!r}. Write 1 for yes or 0 for no.")

    def number(self, name: str, default: int) -> int:
        """A whole number, not below nought."""
        said = self.text(name, str(default))
        if not said.isascii() or not said.isdigit():
            raise ImproperlyConfigured(f"{name} is {said!r}. Write a whole number, for example {default}.")
        return int(said)

    def words(self, name: str) -> list[str]:
        """A list written with commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def required(self, name: str, why: str) -> str:
        """A variable without which nothing may start."""
        said = self.text(name)
        if not said:
            raise ImproperlyConfigured(
                f"{name} is not set. {why} example.env lists every variable. "
                "To try Rollout on this machine without any of them, run script/demo."
            )
        return said


def queue_and_cache(url: str) -> tuple[str, str]:
    """REDIS_URL as Celery writes it, and the cache's address: the next database of the same server.

    Apart, because emptying a cache empties its whole database.
    """
    parts = urlsplit(url)
    if parts.scheme == "unix":
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        number = int(query.pop("db", "0"))
        queue = f"redis+socket://{parts.path}?{urlencode({**query, 'virtual_host': number})}"
        return queue, f"unix://{parts.path}?{urlencode({**query, 'db': number + 1})}"
    number = int(parts.path.strip("/") or 0)
    return url, urlunsplit(parts._replace(path=f"/{number + 1}"))


def origin(url: str) -> str:
    """The scheme and host of an address, as a policy names them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host_of_its_own(address: str, path: str = "") -> str:
    """The site's address without a slash at its end; refused under a path, which its links would not lead back to."""
    path = urlsplit(address).path.strip("/") or path.strip("/")
    if path:
        raise ImproperlyConfigured(
            f"Rollout is to be reached under /{path}. It needs a host of its own, for example "
            "https://rollout.example.org: take the path out of ROLLOUT_ADDRESS and SCRIPT_NAME."
        )
    return address.rstrip("/")
