"""Accepting and returning."""

from programmes.models import DraftCell, Observation, Submission


def _sent(office, numerator="41"):
    office.post("02D", numerator=numerator, page="submit")
    return Submission.objects.filter(channel="grid").latest("pk")


def test_change_stands_beside_todays_figure(office):
    sent = _sent(office)

    text = office.client("approver").get(f"/enter/review/{sent.pk}/").content.decode()

    assert "Area 02D" in text
    assert "<strong>41</strong>" in text
    assert "Accept these figures" in text


def test_accepted_figures_are_recorded(office):
    sent = _sent(office)

    answer = office.client("approver").post(f"/enter/review/{sent.pk}/", {"decision": "accept"})

    assert answer.status_code == 302
    assert Observation.objects.get(submission=sent).numerator == 41


def test_returned_with_a_comment_on_a_cell(office):
    sent = _sent(office)
    cell = DraftCell.objects.get()

    office.client("approver").post(
        f"/enter/review/{sent.pk}/",
        {"decision": "return", f"comment.{cell.pk}": "Is this the whole quarter?"},
    )

    text = office.client().get(office.address()).content.decode()
    assert "Is this the whole quarter?" in text
    assert "Returned" in office.client().get("/enter/").content.decode()


def test_returning_needs_words(office):
    sent = _sent(office)

    page = office.client("approver").post(f"/enter/review/{sent.pk}/", {"decision": "return"})

    assert page.status_code == 422
    assert "Say what is to be mended" in page.content.decode()


def test_own_figures_are_not_ones_own_to_accept(office):
    sent = _sent(office)

    page = office.client().post(f"/enter/review/{sent.pk}/", {"decision": "accept"})

    assert page.status_code == 422
    assert not Observation.objects.filter(submission=sent).exists()


def test_several_are_accepted_at_once(office):
    sent = _sent(office)

    office.client("approver").post("/enter/review/", {"submission": [sent.pk], "decision": "accept"})

    sent.refresh_from_db()
    assert sent.status == "accepted"


def test_several_are_returned_only_with_a_comment(office):
    sent = _sent(office)
    client = office.client("approver")

    page = client.post("/enter/review/", {"submission": [sent.pk], "decision": "return"})
    assert page.status_code == 422
    client.post("/enter/review/", {"submission": [sent.pk], "decision": "return", "comment": "Look again."})

    sent.refresh_from_db()
    assert sent.status == "returned"


def test_nothing_chosen_is_said(office):
    page = office.client("approver").post("/enter/review/", {"decision": "accept"})

    assert page.status_code == 422


def test_history_says_who_and_why(office):
    sent = _sent(office)
    office.client("approver").post(f"/enter/review/{sent.pk}/", {"decision": "accept"})

    text = office.client().get("/enter/history/people/02D/2023-24-Q4/").content.decode()

    assert "approver" in text
    assert "editor" in text
    assert "<strong>41</strong>" in text


def test_history_of_nothing_is_not_found(office):
    assert office.client().get("/enter/history/nope/02D/2023-24-Q4/").status_code == 404


def test_correction_asks_why_and_becomes_a_revision(office):
    sent = _sent(office)
    office.client("approver").post(f"/enter/review/{sent.pk}/", {"decision": "accept"})

    unexplained = office.post("02D", numerator="44", page="submit")
    assert unexplained.status_code == 422
    assert "accepted before" in unexplained.content.decode()
    office.post("02D", numerator="44", reason="Late returns.", page="submit", version=1)
    again = Submission.objects.filter(channel="grid", status="submitted").get()
    office.client("approver").post(f"/enter/review/{again.pk}/", {"decision": "accept"})

    latest = Observation.objects.get(submission=again)
    assert (latest.numerator, latest.revision, latest.revision_reason) == (44, 2, "Late returns.")
