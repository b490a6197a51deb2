"""Examples of the API for people who work with R, Python or Power Query: files that can be run as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOM = Path("templates/dashboards/examples")
OUR_ADDRESS = "{{ address }}"
"""Stands in an example where the address of this site belongs."""

LANGUAGES = {"py": "Python", "R": "R", "pq": "Power Query"}
TASKS = (
    (
        "pages",
        "Every integrated care board, page by page",
        "Rows come in pages: follow next until there is none.",
    ),
    ("file", "All rows in one file", "With format=csv everything comes at once, however much it is."),
    ("as_at", "What was known on a day", "The same question with as_at, beside today’s answer."),
    (
        "only_if_new",
        "Only when something is new",
        "Keep the ETag, and be told 304 while nothing has changed.",
    ),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One task in one language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something that people want of the API, and how it is done."""

    code: str
    name: str
    how: str
    examples: tuple[Example, ...]


def tasks(base: Path, address: str) -> tuple[Task, ...]:
    """Every task, with this address of the site filled in; `base` is the top folder of the checkout."""
    return tuple(Task(code, name, how, _examples(base, code, address)) for code, name, how in TASKS)


def _examples(base: Path, code: str, address: str) -> tuple[Example, ...]:
    files = [(language, base / ROOM / f"{code}.{ending}") for ending, language in LANGUAGES.items()]
    return tuple(
        Example(language, path.read_text().replace(OUR_ADDRESS, address))
        for language, path in files
        if path.is_file()
    )
