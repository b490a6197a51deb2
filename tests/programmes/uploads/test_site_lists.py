"""Lists of sites: seen by name before they are accepted, what they do to coverage, who sends them, what is made up."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from programmes.actions import published, recompute, steps, upload_reading, uploads
from programmes.actions.recompute import Slice
from programmes.choices import Layer
from programmes.layers import layer_in_hand, reading
from programmes.models import (
    Area,
    Coverage,
    Observation,
    PeriodReopening,
    Programme,
    Service,
    ServiceList,
    Submission,
    Upload,
)
from programmes.periods import Period
from tests.england import FIXTURES, reference_loaded
from tests.programmes.uploads.conftest import person, refused

CENTRES = FIXTURES / "published" / "cdc_sites_2025-10-28.csv"
HEADING = "name,address,postcode,longitude,latitude,icb,open_12_hours_7_days,services"
ALNWICK = 'Alnwick CDC,"Hexham, NE46 1QJ",NE46 1QJ,-2.09,54.97,QHM,Yes,"Imaging"'
ROTHERHAM = 'Rotherham New CDC,"Rotherham",S60 2UD,-1.35,53.43,QF7,No,"Imaging"'
LATE = "cdc_sites_2026-11-15.csv"
IN_QUARTER = "cdc_sites_2025-12-20.csv"
QUARTER = "2025-26-Q3"


def table(*rows, heading=HEADING):
    return "\n".join([heading, *rows]).encode()


TWO_NEW = table(ALNWICK, ROTHERHAM)


@pytest.fixture(scope="module")
def _listed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), reference_loaded():
        published.ingest(content=CENTRES.read_bytes(), file_name=CENTRES.name, layout="cdc-sites", by="tests")
        compute()
        yield


@pytest.fixture
def england(_listed, db):
    """England with the official list of 170 centres."""


@pytest.fixture
def national(england):
    return person("national", "administrator")


@pytest.fixture
def approver(england):
    return person("approver", "approver")


def demonstration(name, role, area=""):
    user = person(name, role, area)
    user.is_demonstration = True
    user.save()
    return user


def compute():
    cdc = Programme.objects.get(code="cdc").pk
    recompute.recompute_slice(dirty=Slice(programme_id=cdc, layer=layer_in_hand()))


def send_in(by, content, name=LATE, listed_on=None):
    upload = uploads.receive(
        programme=Programme.objects.get(code="cdc"),
        content=content,
        file_name=name,
        by=by,
        listed_on=listed_on,
    )
    upload_reading.read(upload_id=upload.pk)
    return Submission.objects.select_related("upload").get(pk=upload.pk)


def accept(submission, by, reason="Listed again."):
    steps.submit(submission=submission, by=submission.sent_by, reason=reason)
    recorded = steps.accept(submission=submission, by=by)
    compute()
    return recorded


def coverage(code="ENG", period=QUARTER):
    row = Coverage.objects.get(programme__code="cdc", area__code=code, period=period, area__valid_to=None)
    return row.areas_covered, row.areas_total, row.services, row.provenance


def centres(code="ENG"):
    """The count of centres that stands."""
    found = Observation.objects.filter(area__code=code, indicator__code="cdc-sites", period=QUARTER)
    return found.current().get().numerator


def page(client, user, address, **said):
    client.force_login(user)
    answer = client.post(address, said) if said else client.get(address)
    return BeautifulSoup(answer.content, "html.parser")


def words(soup):
    return " ".join(soup.find("main").get_text(" ").split())


def rows_under(soup, caption):
    """The rows of the table whose caption begins like this, as texts."""
    found = next(one for one in soup.find_all("table") if one.caption.get_text().strip().startswith(caption))
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        for row in found.tbody.find_all("tr")
    ]


# What a list makes known.


def test_two_new_sites_leave_the_coverage_of_every_earlier_quarter(national, approver):
    before = {(row.area_id, row.period_id): row.areas_covered for row in Coverage.objects.all()}
    assert coverage() == (106, 106, 170, "official")

    accept(send_in(national, TWO_NEW), approver)

    assert coverage() == (106, 106, 170, "official")
    assert {(row.area_id, row.period_id): row.areas_covered for row in Coverage.objects.all()} == before
    assert Service.objects.filter(programme__code="cdc").count() == 172


def test_a_list_of_the_quarter_moves_its_coverage_and_its_count_alike(national, approver):
    submission = send_in(national, TWO_NEW, IN_QUARTER)

    accept(submission, approver)

    assert coverage() == (106, 106, 172, "official")
    assert centres() == 172
    assert coverage("QHM")[2] == centres("QHM") == 7
    england = Observation.objects.get(area__code="ENG", submission=submission)
    assert england.note == "Sites on the list of 20 December 2025, and 170 on earlier ones."
    assert (
        Coverage.objects.get(programme__code="cdc", area__code="ENG", period="2025-26-Q2").areas_covered
        is None
    )


def test_closing_days_end_coverage_and_the_count_and_later_lists_leave_them(national, approver):
    rows = [
        f"{service.name},QHM,01/12/2025"
        for service in Service.objects.filter(served__area__code="QHM", programme__code="cdc")
    ]
    accept(send_in(national, table(*rows, heading="name,icb,closed_on"), IN_QUARTER), approver)

    assert coverage("QHM")[0] == coverage("QHM")[2] == 0
    assert centres("QHM") == 0
    assert centres() == coverage()[2] == 170 - len(rows)
    standing = Service.objects.filter(served__area__code="QHM").current()
    assert all(one.address and one.longitude for one in standing)

    without_closing_days = table(*(row.rpartition(",")[0] for row in rows), heading="name,icb")
    accept(send_in(national, without_closing_days, "cdc_sites_2025-12-21.csv"), approver)
    assert coverage("QHM")[2] == 0


def test_an_empty_closing_day_takes_a_closing_day_back(national, approver):
    accept(
        send_in(national, table("Alnwick CDC,QHM,2025-12-01", heading="name,icb,closed_on"), IN_QUARTER),
        approver,
    )
    assert coverage("QHM")[2] == 6

    accept(
        send_in(
            national, table("Alnwick CDC,QHM,", heading="name,icb,closed_on"), "cdc_sites_2025-12-21.csv"
        ),
        approver,
    )
    assert coverage("QHM")[2] == 7


def test_an_opening_day_to_come_moves_the_coverage_of_its_quarter_only(national, approver):
    accept(
        send_in(national, table("Alnwick CDC,QHM,2026-01-05", heading="name,icb,opening date"), IN_QUARTER),
        approver,
    )

    assert coverage("QHM")[2] == 6
    assert Service.objects.get(code="cdc-alnwick-cdc").opened_on == date(2026, 1, 5)


# What the second person sees.


def test_the_second_person_sees_every_site_by_name_and_the_coverage_before_and_after(
    national, approver, client
):
    standing = Service.objects.filter(served__area__code="QHM", programme__code="cdc").first()
    content = table(ALNWICK, ROTHERHAM, f'{standing.name},"New Street",NE1 1AA,,,QHM,No,Imaging')
    submission = send_in(national, content, IN_QUARTER)
    steps.submit(submission=submission, by=national, reason="New list.")

    soup = page(client, approver, f"/enter/upload/{submission.pk}/")

    assert rows_under(soup, "New sites") == [
        ["Alnwick CDC", "North East and North Cumbria (QHM)", "Hexham, NE46 1QJ", "not given", "not given"],
        ["Rotherham New CDC", "South Yorkshire (QF7)", "Rotherham, S60 2UD", "not given", "not given"],
    ]
    changed = rows_under(soup, "What changes")
    assert [
        standing.name,
        "North East and North Cumbria (QHM)",
        "Address",
        standing.address,
        "New Street, NE1 1AA",
    ] in changed
    moved = rows_under(soup, "Coverage")
    assert moved[0][:2] == ["England (ENG)", Period.containing(timezone.localdate()).previous().label]
    assert moved[0][2:] == [
        "106 of 106 places, 100% of adults, 170 services", "106 of 106 places, 100% of adults, 172 services",
    ]  # fmt: skip
    assert {row[0] for row in moved[1:]} >= {"North East and North Cumbria (QHM)", "South Yorkshire (QF7)"}
    assert len(rows_under(soup, "No longer listed")) == 50
    assert "No longer listed: 1 to 50 of 169" in words(soup)
    assert "2 new sites 1 changed 0 as they stand 0 rows refused" in words(soup)
    assert "Accept the list of 3 sites" in words(soup)
    later = page(client, approver, f"/enter/upload/{submission.pk}/?gone=4")
    assert len(rows_under(later, "No longer listed")) == 19


def test_what_was_accepted_can_be_read_afterwards(national, approver, client):
    submission = send_in(national, TWO_NEW)
    accept(submission, approver)

    soup = page(client, national, f"/enter/upload/{submission.pk}/")

    assert [row[0] for row in rows_under(soup, "New sites")] == ["Alnwick CDC", "Rotherham New CDC"]
    assert "2 new sites" in words(soup)
    assert "There are none" not in words(soup)
    assert "No coverage is kept of 2026/27 Q3" in words(soup)


def test_a_list_of_170_sites_is_named_in_pages(england, client):
    national = person("national", "administrator")
    content = CENTRES.read_bytes().replace(b" CDC", b" Centre")
    submission = send_in(national, content, IN_QUARTER)
    new = len(submission.upload.services) - sum(
        Service.objects.filter(code=one["code"]).exists() for one in submission.upload.services
    )

    seen = [
        row[0]
        for number in range(1, -(-new // 50) + 1)
        for row in rows_under(
            page(client, national, f"/enter/upload/{submission.pk}/?new={number}"), "New sites"
        )
    ]

    assert len(seen) == len(set(seen)) == new > 50


def test_the_review_list_says_what_a_list_holds(national, approver, client):
    submission = send_in(national, TWO_NEW)
    steps.submit(submission=submission, by=national)

    assert "list of 2 sites" in words(page(client, approver, "/enter/review/"))


# Who sends it.


def test_an_editor_sends_the_list_of_their_own_board(england, approver):
    editor = person("editor", "editor", "QHM")
    rows = [ALNWICK, ALNWICK.replace("Alnwick", "Blyth Valley")]

    submission = send_in(editor, table(*rows))

    assert refused(submission) == []
    accept(submission, approver)
    listed = ServiceList.objects.get(on=date(2026, 11, 15))
    assert not listed.is_national
    assert [area.code for area in listed.areas.all()] == ["QHM"]


def test_an_editors_list_brings_the_count_of_their_own_board_where_the_quarter_is_open(england, approver):
    PeriodReopening.objects.create(
        period_id=QUARTER, programme_code="cdc", reason="Late.", until=date(2099, 1, 1),
        opened_by=person("opener"),
    )  # fmt: skip
    submission = send_in(person("editor", "editor", "QHM"), table(ALNWICK), IN_QUARTER)

    assert refused(submission) == []
    accept(submission, approver)
    assert (centres("QHM"), centres()) == (7, 170)


def test_a_closed_quarter_leaves_the_counts_and_says_so(england, client):
    editor = person("editor", "editor", "QHM")

    submission = send_in(editor, table(ALNWICK), IN_QUARTER)

    assert refused(submission) == []
    assert not submission.upload.figures.exists()
    said = words(page(client, editor, f"/enter/upload/{submission.pk}/"))
    assert "The counts of centres are left as they stand. 2025/26 Q3 closed on" in said


def test_a_row_of_a_board_that_is_not_theirs_is_refused_by_row(england):
    submission = send_in(person("editor", "editor", "QHM"), TWO_NEW)

    assert refused(submission) == [(3, "icb", "not-yours")]
    assert (submission.rows_read, submission.rows_refused, len(submission.upload.services)) == (2, 1, 1)


def test_an_editor_does_not_take_a_site_from_another_board(england):
    foreign = Service.objects.filter(served__area__code="QF7", programme__code="cdc").first()

    submission = send_in(person("editor", "editor", "QHM"), table(f"{foreign.name},QHM", heading="name,icb"))

    assert refused(submission) == [(2, "icb", "not-yours")]
    assert "QF7" in submission.issues.get().message


def test_the_list_of_one_board_before_the_first_national_one_claims_nothing_of_england(england, approver):
    submission = send_in(person("editor", "editor", "QHM"), table(ALNWICK), "cdc_sites_2024-05-01.csv")

    accept(submission, approver)

    assert coverage("QHM", "2024-25-Q1")[2] == 1
    assert coverage("QF7", "2024-25-Q1")[0] is None
    assert coverage("ENG", "2024-25-Q1")[0] is None


# What is made up.


def test_what_a_demonstration_account_lists_is_made_up_everywhere(england, approver, client, both_layers):
    submission = send_in(demonstration("demo", "administrator"), TWO_NEW, IN_QUARTER)
    assert refused(submission) == []
    seen = words(page(client, approver, f"/enter/upload/{submission.pk}/"))
    assert "these sites are made up" in seen

    accept(submission, approver)
    official = coverage(), coverage("QHM"), centres()
    assert "Alnwick CDC" not in words(page(client, approver, "/areas/QHM/cdc/"))

    with reading(Layer.DEMONSTRATION):
        compute()
        assert coverage("QHM")[2:] == (7, "demonstration")
        assert coverage()[2:] == (172, "demonstration")
        assert centres() == 172
    assert (coverage(), coverage("QHM"), centres()) == official
    assert official[0][2:] == (170, "official")
    address = "/api/v1/services?programme=cdc&layer=demonstration"
    rows = {row["name"]: row for row in client.get(address).json()["rows"]}
    made_up = [name for name, row in rows.items() if row["layer"] == "demonstration"]
    assert len(made_up) == 2
    assert (rows["Alnwick CDC"]["provenance"], rows["Alnwick CDC"]["layer"]) == ("demonstration",) * 2
    assert "Alnwick CDC" in words(page(client, approver, "/areas/QHM/cdc/?layer=demonstration"))


def test_a_demonstration_account_changes_no_official_site(england):
    standing = Service.objects.filter(served__area__code="QHM", programme__code="cdc").first()
    same = f'"{standing.name}",QHM,'
    content = table(f'"{standing.name}",QHM,2025-12-01', heading="name,icb,closed_on")

    submission = send_in(demonstration("demo", "administrator"), content, IN_QUARTER)
    assert refused(submission) == [(2, "name", "official-stands")]
    submission = send_in(
        demonstration("other", "administrator"), table(same, heading="name,icb,closed_on"), IN_QUARTER
    )
    assert refused(submission) == []


def test_an_official_list_takes_over_a_made_up_site_and_nothing_of_what_was_made_up(national, approver):
    made_up = table("Alnwick CDC,QHM,2020-01-01", heading="name,icb,opened_on")
    accept(send_in(demonstration("demo", "administrator"), made_up, "cdc_sites_2022-12-20.csv"), approver)
    with reading(Layer.DEMONSTRATION):
        compute()
        assert coverage("QHM", "2022-23-Q1")[3] == "demonstration"

    accept(send_in(national, table(ALNWICK), IN_QUARTER), approver)

    service = Service.objects.filter(code="cdc-alnwick-cdc").current().get()
    assert (service.provenance, service.opened_on, service.listed_on) == (
        "official",
        None,
        date(2025, 12, 20),
    )
    assert coverage("QHM")[2:] == (7, "official")


# Its day.


def test_a_list_without_a_day_can_be_sent_again_with_its_day(national, client):
    client.force_login(national)

    def post(**said):
        file = SimpleUploadedFile("centres.csv", TWO_NEW, content_type="text/csv")
        return client.post("/enter/upload/", {"programme": "cdc", "file": file, **said})

    first = Upload.objects.get(pk=post()["Location"].split("/")[-2])
    upload_reading.read(upload_id=first.pk)
    assert [code for _, _, code in refused(first.submission)] == ["list-date-unknown"]
    assert "--listed-on" not in first.submission.issues.get().message

    wrong = post(listed_on="31/02/2026")
    assert wrong.status_code == 422
    assert "Write it as 28/10/2025" in wrong.content.decode()

    second = Upload.objects.get(pk=post(listed_on="15/11/2026")["Location"].split("/")[-2])
    assert second.pk != first.pk
    upload_reading.read(upload_id=second.pk)
    assert refused(second.submission) == []
    assert "The list of 15 November 2026" in words(page(client, national, f"/enter/upload/{second.pk}/"))


def test_sites_that_changed_meanwhile_are_not_counted_wrong(national, approver):
    first = send_in(national, table(ALNWICK), IN_QUARTER)
    steps.submit(submission=first, by=national, reason="Listed.")
    accept(send_in(national, table(ROTHERHAM), "cdc_sites_2025-12-21.csv"), approver)

    with pytest.raises(uploads.FiguresMoved, match="Sites were changed"):
        steps.accept(submission=first, by=approver)


def test_the_form_says_which_columns_a_list_may_have(national, client):
    said = words(page(client, national, "/enter/upload/"))

    assert "opened_on (the first day on which the site serves)" in said
    assert "Day of the list" in said


def test_a_list_of_which_no_row_could_be_placed_changes_nothing(england):
    admin = demonstration("demo-admin", "administrator")
    official_sites = "\n".join(CENTRES.read_text().splitlines()[:120]).encode()

    submission = send_in(admin, official_sites, name="cdc_sites_2025-01-15.csv")

    assert (submission.rows_read, submission.rows_refused) == (119, 119)
    assert (submission.upload.services, submission.rows_new, submission.rows_changed) == ([], 0, 0)
    with pytest.raises(uploads.NothingToSend):
        steps.submit(submission=submission, by=admin, reason="Listed.")


def test_a_list_with_a_refused_row_counts_no_site_of_a_board_that_it_does_not_name(national):
    refused_row = 'Nowhere CDC,"Rotherham",S60 2UD,99,53.43,QF7,No,"Imaging"'

    submission = send_in(national, table(ALNWICK, refused_row), name=IN_QUARTER)

    assert submission.rows_refused == 1
    assert set(submission.upload.figures.values_list("area__code", flat=True)) == {"QHM"}
    assert kept_areas(submission) == {"QHM"}


def kept_areas(submission):
    """The codes of the areas for which a list that was sent in speaks."""
    return set(Area.objects.filter(pk__in=submission.upload.listing["areas"]).values_list("code", flat=True))
