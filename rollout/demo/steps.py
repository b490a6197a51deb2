"""From empty servers to a site with figures. What is done is not done again, unless its files have changed.

Each step has a fingerprint: of its own files, and of the step before it. So a changed fixture is loaded again
and everything after it follows, and a second start of an unchanged checkout does nothing at all.
"""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rollout.demo import accounts
from rollout.demo.places import CHECKOUT, Places
from rollout.demo.reporter import Indented, Reporter
from rollout.demo.site import SiteError
from rollout.models import DemonstrationStep

FIRST = ("--first", "--patience=120", "--through-worker")
"""The demonstration does not wait for its release: workbooks take longer than everything before them."""


@dataclass(frozen=True)
class Step:
    """One thing to do, and the files that it depends on."""

    name: str
    words: str
    do: Callable[[], object]
    files: tuple[str, ...] = ()
    also: str = ""


def all_steps(secret: str, recompute: Callable[[], None], reporter: Reporter) -> list[Step]:
    """Every step in the database, in order."""

    def load(command: str, *options: str) -> None:
        call_command(command, *options, stdout=Indented(reporter))

    def make_accounts() -> None:
        accounts.make(secret)

    return [
        Step("tables", "Tables", _migrate, ("*/migrations/*.py", "constraints.txt", "requirements.txt")),
        Step(
            "reference",
            "Reference data",
            partial(load, "load_reference"),
            ("fixtures/**/*", "programmes/**/*.py"),
        ),
        Step("figures", "Published and made-up figures", partial(load, "load_demonstration")),
        Step("results", "Results, computed by the worker", recompute),
        Step("release", "First release, made by the worker meanwhile", partial(load, "make_release", *FIRST)),
        # After the areas that some of them belong to; last, so that another password redoes nothing else.
        Step("accounts", "Accounts", make_accounts, ("rollout/demo/accounts.py",), _digest(secret)),
    ]


def run(steps: Iterable[Step], reporter: Reporter) -> None:
    """Do the steps that are not done yet, and remember them."""
    done = _done()
    before = ""
    for step in steps:
        before = fingerprint(CHECKOUT, step.files, before, step.also)
        if done.get(step.name) == before:
            continue
        with reporter.step(step.words):
            step.do()
        DemonstrationStep.objects.update_or_create(
            name=step.name, defaults={"fingerprint": before, "done_at": timezone.now()}
        )


class StaticFiles:
    """Static files, hashed and compressed into the data folder by a process of its own, beside the other steps."""

    def __init__(self, places: Places) -> None:
        """Begin, unless it is done."""
        self.stamp = places.static / ".fingerprint"
        self.wanted = fingerprint(CHECKOUT, ("static/**/*", "rollout/settings.py", "constraints.txt"), "", "")
        self.process: subprocess.Popen[str] | None = None
        if self.stamp.exists() and self.stamp.read_text() == self.wanted:
            return
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
        self.process = subprocess.Popen(
            command, cwd=CHECKOUT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def finish(self, reporter: Reporter) -> None:
        """Wait for it, and remember that it is done."""
        if self.process is None:
            return
        with reporter.step("Static files"):
            said, _nothing = self.process.communicate()
            if self.process.returncode != 0:
                raise SiteError(f"The static files could not be collected: {said.strip()}")
            self.stamp.write_text(self.wanted)


def fingerprint(folder: Path, patterns: Iterable[str], before: str, also: str) -> str:
    """One hash of the files that the patterns name, of their names, and of what came before."""
    digest = hashlib.sha256(f"{before} {also}".encode())
    paths = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _done() -> dict[str, str]:
    try:
        with transaction.atomic():
            return dict(DemonstrationStep.objects.values_list("name", "fingerprint"))
    except DatabaseError:
        # Before the first migration there is no such table, and nothing is done.
        return {}


def _digest(secret: str) -> str:
    return salted_hmac("rollout.demo.accounts", secret).hexdigest()


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
