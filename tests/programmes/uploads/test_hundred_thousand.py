"""A hundred thousand rows: the good ones are taken, the bad ones come back with reasons, within seconds."""

from time import monotonic

import pytest

from programmes.actions import steps, upload_reading, uploads
from programmes.models import Observation, Submission
from tests.england import reference_loaded
from tests.programmes.uploads import hundred_thousand
from tests.programmes.uploads.conftest import person

SECONDS = 60
"""Far more than it takes: machines differ, and a slow one must not fail."""


@pytest.mark.slow
def test_99500_rows_go_in_and_500_come_back(db):
    with reference_loaded():
        national, approver = person("national", "administrator"), person("approver", "approver")
        hundred_thousand.prepare(national)
        content = hundred_thousand.content()
        begin = monotonic()
        upload = uploads.receive(
            programme=hundred_thousand.programme(), content=content, file_name="all.csv", by=national
        )
        upload_reading.read(upload_id=upload.pk)
        read = monotonic() - begin

        submission = Submission.objects.get(pk=upload.pk)
        assert (submission.rows_new, submission.rows_refused) == (99_500, 500)
        assert submission.issues.count() == 500
        assert not submission.issues.filter(message="").exists()

        begin = monotonic()
        steps.submit(submission=submission, by=national)
        sent = monotonic() - begin
        begin = monotonic()
        recorded = steps.accept(submission=submission, by=approver)
        accepted = monotonic() - begin

        assert recorded.new == Observation.objects.filter(submission=submission).count() == 99_500
        print(f"read {read:.1f} s, sent {sent:.1f} s, accepted {accepted:.1f} s, {len(content):,} bytes")  # noqa: T201
        assert read + sent + accepted < SECONDS
