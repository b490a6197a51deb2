"""Published files, sent in as they are: figures and services of the real layouts, judged and accepted."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from programmes.actions import steps, upload_reading, uploads
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
    steps.submit(submission=submission, by=by)
    return steps.accept(submission=submission, by=person("approver", "approver"))


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


NETWORK = "CENSUS_YEAR,CENSUS_MONTH,SUB_ICB_CODE,SUB_ICB_NAME,STAFF_ROLE,FTE,UNIQUE_IDENTIFIER\n"


def page_of(client, by, submission):
    client.force_login(by)
    soup = BeautifulSoup(client.get(f"/enter/upload/{submission.pk}/").content, "html.parser")
    return " ".join(soup.find("main").get_text(" ").split())


def test_a_sum_with_one_month_that_cannot_be_read_is_not_offered(england, client, tmp_path):
    national = person("national", "administrator")
    rows = [
        "2025,6,84H,Durham,Mental Health Practitioner,0.8,id0",
        "2025,6,84H,Durham,Mental Health Practitioner,1.0,id1",
        "2025,JUNE,84H,Durham,Mental Health Practitioner,0.5,id2",
        "2025,6,00L,Northumberland,Mental Health Practitioner,0.30000000000000004,id3",
        "2025,6,00L,Northumberland,Care Coordinator,1,id4",
    ]
    path = tmp_path / "network.csv"
    path.write_text(NETWORK + "\n".join(rows))
    submission = send_in(national, path, "pcmhp")

    assert list(submission.upload.figures.values_list("area__code", "numerator")) == [("00L", Decimal("0.3"))]
    issue = submission.issues.get()
    assert (issue.row, issue.column) == (4, "CENSUS_MONTH")
    assert "no figure of 84H for 2025/26 Q1 is offered" in issue.message
    said = page_of(client, national, submission)
    assert "1 new 0 changed 0 as they stand 1 row refused" in said
    assert (
        "5 rows: 1 placed, 1 refused, 3 left aside (1 other roles, 2 parts of a figure that is not offered)."
        in said
    )


def test_a_file_that_is_refused_as_a_whole_has_no_row_refused(england, client, tmp_path):
    national = person("national", "administrator")
    path = tmp_path / "network.csv"
    path.write_text(NETWORK + "2025,6,84H,Durham,Care Coordinator,0.8,id0\n")
    submission = send_in(national, path, "pcmhp")

    said = page_of(client, national, submission)
    assert "Nobody in this file is a mental health practitioner" in said
    assert "0 rows refused" in said
    assert "1 row: 0 placed, 0 refused, 1 left aside (other roles)." in said


def test_the_rows_of_the_annual_report_add_up(england):
    submission = send_in(person("national", "administrator"), THERAPIES, "iapt-ltc")

    upload = submission.upload
    assert (submission.rows_read, submission.rows_refused) == (2532, 35)
    assert upload.rows_placed + submission.rows_refused + upload.rows_left_aside == 2532
    assert upload.rows_placed > 0


def test_a_list_renamed_with_its_day_is_read_anew_and_the_old_one_stays(england, client):
    national = person("national", "administrator")
    first = send_in(national, CENTRES, "cdc", name="centres.csv")
    again = send_in(national, CENTRES, "cdc", name="cdc_sites_2025-10-28.csv")

    assert again.pk != first.pk
    assert len(again.upload.services) == 170
    assert not again.issues.exists()
    assert first.issues.get().code == "list-date-unknown"
    assert send_in(national, CENTRES, "cdc", name="centres.csv").pk == first.pk
    assert send_in(national, CENTRES, "cdc", name="cdc_sites_2025-10-28.csv").pk == again.pk


def test_a_year_in_the_name_of_the_annual_report_matters_too(england, tmp_path):
    national = person("national", "administrator")
    path = tmp_path / "annual.csv"
    path.write_text(
        "OrgType,OrgCode,VariableType,VariableA,Count_ReferralsReceived,Count_AtCaseness,Count_Recovery\n"
        "England,ENG,Long Term Condition Status,Long Term Condition,100,50,25\n"
    )

    assert send_in(national, path, "iapt-ltc", name="annual.csv").rows_refused == 1
    assert send_in(national, path, "iapt-ltc", name="annual-2024-25.csv").rows_new == 2
