"""Where the demonstration keeps its files and sockets. Read from the environment; nothing is created here."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

# A Unix socket's path must fit in 107 bytes on Linux, 103 on macOS.
LONGEST_SOCKET_PATH = 100
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"


def short_hash(path: Path) -> str:
    """Twelve characters that stand for a path, so that two checkouts do not share state."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Places:
    """Every path below one data folder."""

    data: Path

    @property
    def postgres(self) -> Path:
        """PostgreSQL's cluster."""
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only file."""
        return self.data / "valkey"

    @property
    def run(self) -> Path:
        """Locks and process records."""
        return self.data / "run"

    @property
    def logs(self) -> Path:
        """What each process has said."""
        return self.data / "logs"

    @property
    def static(self) -> Path:
        """Static files as served: hashed and compressed."""
        return self.data / "static"

    @property
    def binaries(self) -> Path:
        """A copy of the server programs, made only where the server's user cannot reach the original."""
        return self.data / "programs"

    @property
    def sockets(self) -> Path:
        """The folder of both sockets: in the data folder, or under /tmp where that is too long."""
        inside = self.data / "sockets"
        if len(os.fsencode(inside / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH:
            return inside
        return Path("/tmp") / f"rollout-{short_hash(self.data)}"

    @property
    def database_url(self) -> str:
        """DATABASE_URL of the embedded PostgreSQL."""
        return f"postgresql://postgres@/rollout?host={self.sockets}"

    @property
    def redis_url(self) -> str:
        """REDIS_URL of the embedded Valkey."""
        return f"unix://{self.sockets / VALKEY_SOCKET}?db=0"


def from_environment(environ: Mapping[str, str] = os.environ) -> Places:
    """The places that ROLLOUT_DATA_DIR names, or those of this checkout and user."""
    named = environ.get("ROLLOUT_DATA_DIR")
    if named:
        return Places(Path(named).expanduser().absolute())
    if os.geteuid() == 0:
        # Never in root's home: the database's own user could not reach it there.
        return Places(Path("/var/lib/rollout") / short_hash(CHECKOUT))
    state = environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Places(Path(state) / "rollout" / short_hash(CHECKOUT))


def wanted(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Which embedded servers this environment asks for: those without a URL, in the demonstration only."""
    if environ.get("ROLLOUT_DEMO", "").strip().lower() not in {"1", "true", "yes", "on"}:
        return []
    servers = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
    return [server for server, variable in servers.items() if not environ.get(variable)]
