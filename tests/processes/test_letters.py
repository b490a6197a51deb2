"""A letter about an account by way of a real broker and a real worker."""

from __future__ import annotations

import pytest

from programmes.actions import account_letters, people
from programmes.models import AccountLetter
from tests.processes.machinery import Broker, Workers, wait_until
from tests.world import World

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def all_sent() -> bool:
    return not AccountLetter.objects.filter(sent_at=None).exists()


def test_the_worker_sends_it_and_what_a_lost_broker_never_heard_of_is_sent_later(
    world: World, workers: Workers, broker: Broker
):
    people.add(username="clerk", email="clerk@example.org", by="test")
    broker.kill()
    assert not account_letters.ask_for_reset("clerk@example.org")
    broker.start()
    worker = workers.start()
    wait_until(all_sent)

    # Killed without a word, with a message that nobody took.
    worker.process.kill()
    assert account_letters.ask_for_reset("clerk@example.org")
    assert not all_sent()
    workers.start(name="next")
    wait_until(all_sent)

    assert AccountLetter.objects.count() == 2
    assert workers.said("worker").count("Subject: Choose a new password") == 1
    assert workers.said("next").count("Subject: Choose a new password") == 1
