"""What the demonstration says while it sets itself up: one line a step, with times."""

import io
import sys
import time
from types import TracebackType
from typing import TextIO

QUIET_SECONDS = 5.0


class Indented(io.TextIOBase):
    """Takes what a command of the step writes, and shows it below the step."""

    def __init__(self, reporter: "Reporter") -> None:
        """Write to the reporter's file."""
        self.reporter = reporter

    def write(self, text: str) -> int:
        """Show whole lines, each further in."""
        self.reporter.aside(text)
        return len(text)


class Reporter:
    """One line a step, and progress within it: in place on a terminal, else a line now and then."""

    def __init__(self, out: TextIO | None = None) -> None:
        """Write to standard output, or to the file given."""
        self.out = out or sys.stdout
        self.in_place = self.out.isatty()
        self.started_at = time.monotonic()
        self.step_at = self.started_at
        self.words = ""
        self.said_at = 0.0

    def say(self, text: str = "") -> None:
        """Write one line."""
        self.out.write(f"{text}\n")
        self.out.flush()

    def step(self, words: str) -> "Reporter":
        """Begin a step; use it as `with reporter.step("Tables"):`."""
        self.words = words
        self.step_at = self.said_at = time.monotonic()
        if self.in_place:
            self.out.write(f"  {words} ...")
            self.out.flush()
        return self

    def progress(self, text: str) -> None:
        """Say how far the step has come."""
        if self.in_place:
            self.out.write(f"\r\x1b[2K  {self.words}: {text}")
            self.out.flush()
        elif time.monotonic() - self.said_at >= QUIET_SECONDS:
            self.said_at = time.monotonic()
            self.say(f"  {self.words}: {text}")

    def aside(self, text: str) -> None:
        """Say something that belongs to the step, without ending it."""
        if self.in_place:
            self.out.write("\r\x1b[2K")
        for line in text.splitlines():
            self.say(f"      {line}")

    def __enter__(self) -> "Reporter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.in_place:
            self.out.write("\r\x1b[2K")
        seconds = time.monotonic() - self.step_at
        self.say(f"  {self.words}{'' if kind is None else ' stopped'} ({seconds:.1f} s)")
