"""Start, end and recognise processes; restart those that die.

A child is the leader of its own session, so that its own children can be ended with it, and on Linux the
kernel ends it when its parent dies, even by kill -9. What a crash leaves all the same is found again by
its record: number and start time, so that no stranger is ever ended.
"""

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rollout.demo.binaries import EmbeddedServersError

logger = logging.getLogger(__name__)

PR_SET_PDEATHSIG = 1
BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_AFTER = 60.0
LARGEST_LOG = 5_000_000
# Every child's environment names its run folder, by which its own children are recognised after a crash.
MARK_OF_OURS = "ROLLOUT_KEPT_IN"

Value = TypeVar("Value")


def start_mark(pid: int) -> str | None:
    """What tells this process from a later one with the same number; None where there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return None
        shown = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return shown.stdout.strip() or None
    except ProcessLookupError:
        return None
    fields = stat.rpartition(")")[2].split()
    if fields[0] == "Z":
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}:{fields[19]}"


def record_of(pid: int, **more: object) -> str:
    """What is written down of a process, by which `recorded` finds it again and no later one with its number."""
    return json.dumps({"pid": pid, "mark": start_mark(pid), **more})


def recorded(path: Path) -> dict[str, Any] | None:
    """A process's record while that process lives; None where it has ended, or nothing whole is written there."""
    try:
        known = json.loads(path.read_text())
        lives = known["mark"] is not None and start_mark(known["pid"]) == known["mark"]
    except (ValueError, KeyError, OSError):
        return None
    return known if lives else None


def group_is_gone(group: int) -> bool:
    """Whether no process of a process group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def signal_group(group: int, number: int) -> None:
    """Send a signal to a whole process group, if it is still there."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def wait_until(answer: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Wait for something to become true; say whether it did."""
    limit = time.monotonic() + seconds
    while not answer():
        if time.monotonic() > limit:
            return False
        time.sleep(pause)
    return True


def retry(attempt: Callable[[], Value], unready: type[Exception], seconds: float, told: str) -> Value:
    """What the attempt gives once a server is ready; EmbeddedServersError, with its last answer, where it never is."""
    limit = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except unready as problem:
            if time.monotonic() > limit:
                raise EmbeddedServersError(f"{told}: {problem}") from problem
            time.sleep(0.02)


def open_log(path: Path) -> int:
    """A file to append to; one that has grown large is set aside first."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)


def _dies_with_parent(number: int, parent: int) -> Callable[[], None] | None:
    """What a child does before its program starts, so that the kernel ends it with its parent. Linux only."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def bind() -> None:
        prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return bind


@dataclass(frozen=True)
class Program:
    """What to run, and how it likes to be ended."""

    name: str
    command: list[str]
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    user: int | None = None
    group: int | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 15.0


@dataclass
class Child:
    """One program and the process that runs it now, if any."""

    program: Program
    run: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    restart_at: float | None = None

    @property
    def record(self) -> Path:
        """The file by which a later run recognises this process."""
        return self.run / f"{self.program.name}.process"

    def start(self) -> None:
        """Start the program and write down which process runs it."""
        program = self.program
        output = open_log(self.log)
        try:
            self.process = subprocess.Popen(
                program.command,
                env={**(program.environment or os.environ), MARK_OF_OURS: str(self.run)},
                cwd=program.folder,
                user=program.user,
                group=program.group,
                extra_groups=None if program.group is None else [],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_dies_with_parent(program.stop_signal, os.getpid()),
            )
        finally:
            os.close(output)
        self.started_at = time.monotonic()
        self.restart_at = None
        self.record.write_text(record_of(self.process.pid, stop=int(program.stop_signal)))

    def has_died(self) -> bool:
        """Whether it was started and is no longer there."""
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        """Send the signal on which it ends in good order. It is not started again."""
        self.restart_at = None
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.program.stop_signal)

    def wait_for_end(self) -> None:
        """Wait as long as it may take, then end whatever of its group is left."""
        if self.process is None:
            return
        try:
            self.process.wait(self.program.stop_seconds)
        except subprocess.TimeoutExpired:
            logger.warning("process_would_not_end name=%s", self.program.name)
        self.clear()

    def clear(self) -> None:
        """End what a dead or stubborn leader left of its group, and forget the record."""
        if self.process is not None:
            signal_group(self.process.pid, signal.SIGKILL)
            self.process.wait()
            wait_until(partial(group_is_gone, self.process.pid), 2.0)
        self.process = None
        self.record.unlink(missing_ok=True)


@dataclass
class Supervisor:
    """Keeps programs alive: one that dies is started again, later each time it dies young."""

    run: Path
    logs: Path
    children: list[Child] = field(default_factory=list)

    def add(self, program: Program) -> Child:
        """Start one more program."""
        child = Child(program, run=self.run, log=self.logs / f"{program.name}.log")
        child.start()
        self.children.append(child)
        return child

    def look(self) -> list[Child]:
        """Look at every child once; restart those whose time has come. Returns those found newly dead."""
        now = time.monotonic()
        died = []
        for child in self.children:
            if child.has_died():
                died.append(child)
                steady = now - child.started_at > STEADY_AFTER
                child.failures = 1 if steady else child.failures + 1
                child.clear()
                child.restart_at = now + BACK_OFF[min(child.failures, len(BACK_OFF)) - 1]
            if child.restart_at is not None and now >= child.restart_at:
                child.start()
        return died

    def stop(self) -> None:
        """End every child, all at the same time."""
        for child in self.children:
            child.ask_to_end()
        for child in self.children:
            child.wait_for_end()
        self.children.clear()


def end_leftovers(run: Path, names: Iterable[str] | None = None) -> list[str]:
    """End what a crashed run left behind, by its records. Returns the names of what still lived."""
    ended = []
    for record in sorted(run.glob("*.process")):
        if names is not None and record.stem not in names:
            continue
        try:
            known = json.loads(record.read_text())
            pid, mark, stop = known["pid"], known["mark"], known["stop"]
        except (ValueError, KeyError, OSError):
            record.unlink(missing_ok=True)
            continue
        if mark is not None and start_mark(pid) == mark:
            _end_stray(pid, mark, stop)
            ended.append(record.stem)
        for orphan in _orphans(pid, run):
            os.kill(orphan, signal.SIGKILL)
            ended.append(f"{record.stem}'s child")
        record.unlink(missing_ok=True)
    return ended


def _end_stray(pid: int, mark: str, number: int, seconds: float = 10.0) -> None:
    """End a process that is no child of ours: gently at first, then with its whole group."""
    os.kill(pid, number)
    if not wait_until(lambda: start_mark(pid) != mark, seconds):
        signal_group(pid, signal.SIGKILL)
        wait_until(lambda: start_mark(pid) != mark, 5.0)


def _orphans(group: int, run: Path) -> list[int]:
    """Processes of a group whose leader has died, and which carry our mark. Found on Linux only."""
    found = []
    mark = f"{MARK_OF_OURS}={run}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[2]) != group:
                continue
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except (OSError, IndexError):
            continue
    return found
