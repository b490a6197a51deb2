"""Published files, sent in as they are: figures and services of the real layouts, judged and accepted."""

import pytest

from programmes.actions import decisions, upload_reading, uploads
from programmes.choices import UploadState
from programmes.models import Observation, Programme, Service, Submission
from tests.england import FIXTURES, reference_loaded
from tests.programmes.uploads.conftest import counts, person

THERAPIES = FIXTURES / "published" / "talking_therapies_ltc_annual_2017-18_2024-25.csv"
CENTRES = FIXTURES / "published" / "cdc_sites_2025-10-28.csv"


@pytest.fixture(scope="module")
def _reference(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), reference_loaded():
        yield


@pytest.fixture
def england(_reference, db):
    """England as the reference data has it."""


def send_in(by, path, programme, name=""):
    upload = uploads.receive(
        programme=Programme.objects.get(code=programme),
        content=path.read_bytes(),
        file_name=name or path.name,
        by=by,
    )
    upload_reading.read(upload_id=upload.pk)
    return Submission.objects.select_related("upload").get(pk=upload.pk)


def accept(submission, by):
    uploads.send(submission=submission, by=by)
    return decisions.accept(submission=submission, by=person("approver", "approver"))


def test_the_annual_report_goes_in_for_an_administrator(england):
    national = person("national", "administrator")
    submission = send_in(national, THERAPIES, "iapt-ltc")

    assert submission.file_format == "talking-therapies-annual"
    assert counts(submission) == (2462, 0, 0, 35)
    assert accept(submission, national).new == 2462
    assert Observation.objects.filter(submission=submission).count() == 2462


def test_an_editor_may_not_send_in_closed_years_or_the_areas_of_others(england):
    submission = send_in(person("editor", "editor", "QHM"), THERAPIES, "iapt-ltc")

    assert submission.rows_new == 0
    assert {"not-yours", "period-closed"} < set(submission.issues.values_list("code", flat=True))


def test_the_list_of_centres_brings_services_and_figures(england):
    national = person("national", "administrator")
    submission = send_in(national, CENTRES, "cdc")
    assert len(submission.upload.services) == 170

    accept(submission, national)

    assert Service.objects.filter(programme__code="cdc").count() == 170
    assert Observation.objects.get(area__code="ENG", submission=submission).numerator == 170


def test_a_list_without_a_day_says_where_to_put_it(england):
    submission = send_in(person("national", "administrator"), CENTRES, "cdc", name="centres.csv")

    assert "Put the day into it" in submission.issues.get().message


def test_a_file_of_another_programme_says_which(england):
    submission = send_in(person("national", "administrator"), THERAPIES, "ips")

    assert submission.upload.state == UploadState.FAILED
    assert "choose the programme iapt-ltc" in submission.upload.error
