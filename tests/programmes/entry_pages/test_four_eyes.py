"""Nobody accepts figures they had a hand in, by whatever way these came; and history tells four people apart."""

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, transaction
from django.utils import timezone

from programmes.actions import steps, upload_reading, uploads
from programmes.models import Hand, Observation, Submission

REVIEW = "/enter/review/"


def the_grid():
    return Submission.objects.filter(channel="grid").latest("pk")


def send(office, by="editor"):
    answer = office.client(by).post(office.address("submit"))
    assert answer.status_code == 302
    return the_grid()


def accept(office, grid, by):
    """Try to accept a grid by its own page, then with others; and how it stands then."""
    client = office.client(by)
    page = client.post(f"{REVIEW}{grid.pk}/", {"decision": "accept"})
    client.post(REVIEW, {"submission": [grid.pk], "decision": "accept"})
    grid.refresh_from_db()
    return page.status_code, grid.status


def send_file(office, content, by, name="figures.csv", *, and_send=True):
    upload = uploads.receive(
        programme=office.desk.world.programme, content=content, file_name=name, by=office.desk[by]
    )
    upload_reading.read(upload_id=upload.pk)
    sent = Submission.objects.get(pk=upload.pk)
    if and_send:
        steps.submit(submission=sent, by=office.desk[by])
    return sent


FILE = b"indicator_code,area_code,period,numerator\npeople,02D,2023-24-Q4,99\n"


def test_who_typed_the_number_does_not_accept_it_though_another_changed_the_note(office):
    office.put("02D", 99, by="admin")
    office.put("02D", 99, by="editor", seen=1, note=".")
    grid = send(office)

    assert accept(office, grid, "admin") == (422, "submitted")
    assert not Observation.objects.exists()
    assert accept(office, grid, "approver") == (302, "accepted")


def test_history_tells_who_typed_who_noted_who_sent_and_who_accepted(office):
    office.put("02D", 99, by="admin")
    office.put("02D", 99, by="colleague", seen=1, note="Counted twice.")
    accept(office, send(office), "approver")

    page = office.client("analyst").get("/enter/history/people/02D/2023-24-Q4/")

    row = BeautifulSoup(page.content, "html.parser").select_one("tbody tr")
    number, sent, accepted, words = [cell.get_text(" ") for cell in row.find_all("td")][2:]
    assert [text.split()[0] for text in (number, sent, accepted)] == ["admin", "editor", "approver"]
    assert words.split(":")[0] == "Note by colleague"


def test_review_page_tells_who_typed_the_number_from_who_wrote_the_words(office):
    office.put("02D", 99, by="admin")
    office.put("02D", 99, by="colleague", seen=1, note="Counted twice.")
    grid = send(office)

    text = office.client("approver").get(f"{REVIEW}{grid.pk}/").content.decode()

    assert "Number typed by admin." in text
    assert "Words by colleague." in text


def test_who_noted_a_standing_figure_did_not_type_it(office):
    office.put("02D", 99, by="colleague")
    accept(office, send(office), "approver")
    office.put("02D", 99, by="editor", note="Checked with the trust.")
    accept(office, send(office), "second")

    latest = Observation.objects.order_by("-revision")[0]

    assert (latest.revision, latest.typed_by, latest.noted_by) == (
        2, office.desk["colleague"], office.desk["editor"],
    )  # fmt: skip


def test_a_note_alone_is_shown_before_it_is_accepted(office):
    office.put("02D", 99)
    accept(office, send(office), "approver")
    office.put("02D", 99, note="Checked with the trust.")

    page = office.client("approver").get(f"{REVIEW}{send(office).pk}/").content.decode()

    assert "1 figure to record" in page
    assert "Checked with the trust." in page
    assert "The number is the accepted one." in page


@pytest.mark.parametrize("after", ["typed over", "emptied"])
def test_a_hand_stays_whatever_becomes_of_the_cell(office, after):
    office.put("02D", 99, by="admin")
    office.put("02D", "" if after == "emptied" else 12, by="editor", seen=1)
    office.put("03E", 7)
    grid = send(office)

    assert accept(office, grid, "admin") == (422, "submitted")


def test_what_was_typed_before_a_withdrawal_is_not_accepted_by_who_typed_it(office):
    office.put("02D", 99, by="admin")
    send(office)
    office.client().post(office.address("withdraw"))
    office.put("03E", 7)
    grid = send(office)

    assert grid.cells.count() == 2
    assert accept(office, grid, "admin") == (422, "submitted")


def test_who_took_a_grid_back_does_not_accept_it_when_it_is_sent_again(office):
    office.put("02D", 99)
    send(office)
    office.client("admin").post(office.address("withdraw"))
    office.put("03E", 7)

    assert accept(office, send(office), "admin") == (422, "submitted")


def test_what_was_typed_before_a_return_is_not_accepted_by_who_typed_it(office):
    office.put("02D", 99, by="admin")
    grid = send(office)
    office.client("approver").post(f"{REVIEW}{grid.pk}/", {"decision": "return", "comment": "Look again."})
    office.put("02D", 98, seen=1)
    send(office)

    assert accept(office, grid, "admin") == (422, "submitted")


def test_who_gave_the_same_number_by_a_file_before_does_not_accept_it_from_a_grid(office):
    send_file(office, FILE, "admin", and_send=False)
    office.put("02D", 99)

    assert accept(office, send(office), "admin") == (422, "submitted")


def test_who_typed_a_number_before_does_not_accept_it_from_a_file(office):
    office.put("02D", 99, by="admin")
    office.client().post(office.address("withdraw"))
    sent = send_file(office, FILE, "editor")

    page = office.client("admin").post(f"/enter/upload/{sent.pk}/", {"decision": "accept"})

    assert (page.status_code, Observation.objects.count()) == (422, 0)
    assert (
        office.client("approver").post(f"/enter/upload/{sent.pk}/", {"decision": "accept"}).status_code == 302
    )


@pytest.mark.parametrize("content", [FILE, FILE + b"people,03E,2023-24-Q4,7\n"])
def test_a_file_that_another_sends_in_again_is_not_accepted_by_the_first(office, content):
    first = send_file(office, FILE, "admin")
    office.client("admin").post(f"/enter/upload/{first.pk}/", {"decision": "withdraw"})
    sent = send_file(office, content, "editor")

    page = office.client("admin").post(f"/enter/upload/{sent.pk}/", {"decision": "accept"})

    assert (page.status_code, Observation.objects.count()) == (422, 0)


def test_the_list_offers_nobody_what_they_had_a_hand_in(office):
    office.put("02D", 99, by="admin")
    office.put("02D", 12, by="editor", seen=1)
    send(office)

    mine = BeautifulSoup(office.client("admin").get(REVIEW).content, "html.parser")
    theirs = BeautifulSoup(office.client("approver").get(REVIEW).content, "html.parser")

    assert (len(mine.select("[name=submission]")), len(theirs.select("[name=submission]"))) == (0, 1)
    assert "Your own" in mine.select_one("tbody tr").get_text()


def test_the_database_refuses_an_acceptance_by_a_hand(office):
    office.put("02D", 99, by="admin")
    grid = send(office)

    with pytest.raises(DatabaseError, match="who worked on submission"), transaction.atomic():
        Submission.objects.filter(pk=grid.pk).update(
            status="accepted", accepted_by=office.desk["admin"], accepted_at=timezone.now()
        )


def test_hands_of_every_way_are_kept_once_each(office):
    office.put("02D", 99, by="admin")
    office.put("02D", 98, by="admin", seen=1)
    office.put("02D", 97, by="colleague", seen=2)
    grid = send(office)

    assert sorted(Hand.objects.filter(submission=grid).values_list("person__username", flat=True)) == [
        "admin", "colleague", "editor",
    ]  # fmt: skip


def test_a_returned_grid_is_not_sent_again_untouched(office):
    office.put("02D", 99)
    grid = send(office)
    office.client("approver").post(f"{REVIEW}{grid.pk}/", {"decision": "return", "comment": "Look again."})

    untouched = office.client().post(office.address("submit"))
    office.put("02D", 99, seen=1, note="It is right.")
    send(office)
    page = office.client("approver").get(f"{REVIEW}{grid.pk}/").content.decode()

    assert untouched.status_code == 422
    assert "nothing was changed since" in untouched.content.decode()
    assert "No number was changed since, only what is said beside them." in page


def test_the_approver_is_told_how_many_numbers_changed_since_a_return(office):
    office.put("02D", 99)
    grid = send(office)
    office.client("approver").post(f"{REVIEW}{grid.pk}/", {"decision": "return", "comment": "Look again."})
    office.put("02D", 97, seen=1)
    send(office)

    assert (
        "1 number was changed since." in office.client("approver").get(f"{REVIEW}{grid.pk}/").content.decode()
    )


def test_a_figure_of_a_file_was_given_by_who_sent_it(office):
    sent = send_file(office, FILE.replace(b"99", b"97"), "editor")

    steps.accept(submission=sent, by=office.desk["approver"])

    assert Observation.objects.get().typed_by == office.desk["editor"]


HEAD = b"indicator_code,area_code,period,numerator,denominator,marker,note\n"
REASONED = HEAD.replace(b"note", b"note,reason_for_change")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ({"numerator": "99"}, b"people,02D,2023-24-Q4,99,,p,\n"),
        ({"numerator": "99", "marker": "p"}, b"people,02D,2023-24-Q4,99,,,\n"),
        ({"numerator": "35", "denominator": "118"}, b"outcomes,02D,2023-24-Q4,35,119,,\n"),
        ({"numerator": "35", "denominator": "118"}, b"outcomes,02D,2023-24-Q4,36,118,,\n"),
        ({"marker": "x"}, b"people,02D,2023-24-Q4,,,x,\n"),
        ({"numerator": "99", "note": "A second team."}, b"people,02D,2023-24-Q4,98,,,a second team\n"),
    ],
    ids=["marker-added", "marker-taken", "other-whole", "other-part", "marker-alone", "same-words"],
)
def test_a_part_of_a_figure_that_somebody_typed_before_is_theirs_whoever_sends_it(office, typed, sent):
    indicator = sent.split(b",")[0].decode()
    numerator = typed.pop("numerator", "")
    assert office.put("02D", numerator, by="admin", indicator=indicator, **typed).status_code == 200
    steps.withdraw(submission=the_grid(), by=office.desk["admin"])
    file = send_file(office, HEAD + sent, "editor")

    assert Hand.objects.filter(submission=file, person=office.desk["admin"]).exists()
    refused = office.client("admin").post(f"/enter/upload/{file.pk}/", {"decision": "accept"})
    assert refused.status_code == 422
    assert not Observation.objects.exists()


def test_words_of_ones_own_beside_a_number_that_stands_are_ones_own(office):
    accept(office, send_one(office, 108), "approver")
    words = "Words that admin wrote."
    assert office.put("02D", 108, by="admin", note=words).status_code == 200
    steps.withdraw(submission=the_grid(), by=office.desk["admin"])
    file = send_file(
        office, REASONED + f"people,02D,2023-24-Q4,108,,,{words},Said anew.\n".encode(), "editor"
    )

    assert Hand.objects.filter(submission=file, person=office.desk["admin"]).exists()


def test_what_stands_already_makes_nobody_a_hand(office):
    accept(office, send_one(office, 108, by="admin"), "approver")
    file = send_file(
        office, REASONED + b"people,02D,2023-24-Q4,108,,,Said by somebody else.,Said anew.\n", "editor"
    )

    assert not Hand.objects.filter(submission=file, person=office.desk["admin"]).exists()


def send_one(office, number, by="editor"):
    office.put("02D", number, by=by)
    return send(office, by=by)
