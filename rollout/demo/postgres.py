"""PostgreSQL from a wheel: its cluster prepared once, then a program for the keeper to keep alive."""

import signal
import subprocess
from functools import partial
from pathlib import Path

import psycopg2

from rollout.demo.binaries import Account, EmbeddedServersError, postgres_programs
from rollout.demo.places import Places
from rollout.demo.processes import Program, retry, start_mark, wait_until

DATABASE = "rollout"

# On a Unix socket only: no port to clash with another checkout, and nobody else on the machine can connect.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
}
# For tests: a crash of the machine may lose everything, and nobody would mind.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def prepare(places: Places, account: Account, *, throw_away: bool) -> Program:
    """Make the cluster if there is none, and say how its server is run."""
    programs = postgres_programs(places, account)
    if not (places.postgres / "PG_VERSION").exists():
        _make_cluster(programs, places, account, throw_away=throw_away)
    _wait_for_previous(places.postgres)
    settings = {
        **SETTINGS,
        "unix_socket_directories": str(places.sockets),
        **(THROW_AWAY if throw_away else {}),
    }
    command = [str(programs / "postgres"), "-D", str(places.postgres)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
    return Program(
        "postgres",
        command,
        folder=places.postgres,
        user=account.user,
        group=account.group,
        stop_signal=signal.SIGINT,
    )


def _make_cluster(programs: Path, places: Places, account: Account, *, throw_away: bool) -> None:
    command = [str(programs / "initdb"), "-D", str(places.postgres), "-U", "postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if throw_away:
        command.append("--no-sync")
    made = subprocess.run(
        command, user=account.user, group=account.group, extra_groups=None if account.group is None else [],
        cwd=places.postgres, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        raise EmbeddedServersError(
            f"PostgreSQL could not make its cluster in {places.postgres}: {made.stderr.strip()}"
        )


def _wait_for_previous(cluster: Path) -> None:
    """A server whose keeper was killed is ending by itself; starting before it has ended would fail."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    wait_until(lambda: start_mark(pid) is None, 15.0)


def wait_until_ready(places: Places, seconds: float = 30.0) -> None:
    """Wait until the server takes connections, and make the database if there is none."""
    connect = partial(psycopg2.connect, f"postgresql://postgres@/postgres?host={places.sockets}")
    connection = retry(connect, psycopg2.OperationalError, seconds, "PostgreSQL did not start")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
