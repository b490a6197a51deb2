"""The servers that tests and the demonstration stand on."""

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from rollout.checks import LEAST_POSTGRESQL


def test_database_is_recent_enough(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0])

    assert version >= LEAST_POSTGRESQL * 10_000


def test_queue_and_cache_are_different_databases_of_one_server():
    queue = redis.Redis.from_url(settings.REDIS_URL)
    queue.set("kept-by-the-queue", "1", ex=60)

    cache.set("cached", "1")
    cache.clear()

    assert queue.get("kept-by-the-queue") == b"1"
    queue.close()
