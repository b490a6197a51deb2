"""From empty servers to a site with figures. What is done is not done again, unless its files have changed.

Each step has a fingerprint: of its own files, and of the step before it. So a changed fixture is loaded again
and everything after it follows, and a second start of an unchanged checkout does nothing at all.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from rollout.demo import accounts
from rollout.demo.places import CHECKOUT, Places
from rollout.demo.reporter import Reporter
from rollout.models import DemonstrationStep


@dataclass(frozen=True)
class Step:
    """One thing to do, and the files that it depends on."""

    name: str
    words: str
    do: Callable[[], object]
    files: tuple[str, ...] = ()
    also: str = ""


def all_steps(secret: str, recompute: Callable[[], None]) -> list[Step]:
    """Every step in the database, in order."""
    code = ("programmes/**/*.py",)
    return [
        Step("tables", "Tables", _migrate, ("*/migrations/*.py", "constraints.txt", "requirements.txt")),
        Step(
            "accounts",
            "Accounts",
            lambda: accounts.make(secret),
            ("rollout/demo/accounts.py",),
            also=_digest(secret),
        ),
        Step("reference", "Reference data", _quietly("load_reference"), ("fixtures/**/*", *code)),
        Step("figures", "Published and illustrative figures", _quietly("load_demonstration")),
        Step("results", "Results, computed by the worker", recompute),
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


def collect_static(places: Places, reporter: Reporter) -> None:
    """Hash and compress the static files into the data folder, unless that is done."""
    wanted = fingerprint(CHECKOUT, ("static/**/*", "rollout/settings.py", "constraints.txt"), "", "")
    stamp = places.static / ".fingerprint"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with reporter.step("Static files"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


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


def _quietly(command: str) -> Callable[[], object]:
    return lambda: call_command(command, verbosity=0)
