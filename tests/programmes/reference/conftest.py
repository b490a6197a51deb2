"""The shipped reference files: read once, loaded once, and copied to be broken."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from programmes.actions import reference
from programmes.reference.places import LoadReport
from programmes.reference.published import Reference
from programmes.reference.reading import read

TODAY = date(2026, 11, 28)

Rewrite = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of the shipped files."""
    return Path(__file__).resolve().parents[3] / "fixtures"


@pytest.fixture(scope="session")
def shipped(fixtures: Path) -> Reference:
    return read(fixtures, TODAY)


@pytest.fixture
def copied(fixtures: Path, tmp_path: Path) -> Path:
    """A copy of the shipped files."""
    for part in ("areas", "programmes", "targets"):
        shutil.copytree(fixtures / part, tmp_path / part)
    shutil.copy(fixtures / "sources.toml", tmp_path)
    return tmp_path


@pytest.fixture
def rewrite(copied: Path) -> Rewrite:
    """Replace the one place of a text in a file of the copy."""

    def replace(name: str, old: str, new: str) -> None:
        path = copied / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture(scope="module")
def first_load(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, fixtures: Path
) -> Iterator[LoadReport]:
    """The shipped files loaded, for all tests of a module; nothing stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = reference.load(fixtures, by="a test")
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
        yield report
        transaction.set_rollback(True)


@pytest.fixture
def loaded(first_load: LoadReport, db: None) -> LoadReport:
    """The shipped files loaded; what the test changes is undone."""
    return first_load
