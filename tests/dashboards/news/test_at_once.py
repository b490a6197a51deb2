"""Two workers at once, in committed transactions."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from dashboards.models import Bulletin, Letter
from dashboards.news import bulletins, following, letters
from programmes.models import User
from tests.reading import LATEST, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_workers_note_a_quarter_once_and_send_one_letter(mailoutbox):
    make_world()
    reader = User.objects.create(username="reader", email="reader@example.org")
    following.follow(person=reader, area="QBB")
    bulletins.publish(today=LATEST.ends_on)
    together, sent = Barrier(2), []

    def work():
        try:
            together.wait(10)
            bulletins.publish(today=LATEST.ends_on + timedelta(days=1))
            together.wait(10)
            sent.append(letters.send_all())
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(sent) == [0, 1]
    assert len(mail.outbox) == Letter.objects.filter(was_sent=True).count() == 1
    assert Bulletin.objects.filter(period_id=LATEST.code, stands_at__lte=timezone.now()).count() == 1
