"""Several database sessions at once, in committed transactions."""

from contextlib import closing
from threading import Barrier, Thread

import pytest
from django.db import connection

from dashboards.kept import keeping, making
from dashboards.models import FileRequest, KeptFile
from dashboards.question import Question
from programmes import doorbell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_two_who_ask_at_once_get_one_file(monkeypatch):
    monkeypatch.setattr(doorbell, "send", lambda _task, _key: None)
    together, found = Barrier(2), []

    def ask(visitor):
        try:
            together.wait(10)
            found.append(keeping.ask(question=Question(), form="csv", by=keeping.Owner(visitor=visitor)).pk)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(visitor,)) for visitor in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(found) == 2
    assert len(set(found)) == KeptFile.objects.count() == 1
    assert FileRequest.objects.count() == 2


def test_how_far_it_is_can_be_seen_while_it_is_made():
    file = KeptFile.objects.create(
        reference="2026-00000000", asked="0" * 64, format="csv", expires_at="2030-01-01T00:00Z"
    )

    with closing(making.Beside(KeptFile._meta.db_table, file.pk)) as aside:
        aside.show("Writing rows: 5 of 10", 0.45)
        file.refresh_from_db()
        KeptFile.objects.all().delete()
        with pytest.raises(making.GivenUp):
            aside.show("Writing rows: 6 of 10", 0.5)

    assert (file.stage, file.share_done) == ("Writing rows: 5 of 10", 0.45)
