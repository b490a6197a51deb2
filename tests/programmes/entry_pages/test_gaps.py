"""Saying what is not known: by the reference files, and by administrators on a page."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from programmes import memory
from programmes.actions import gaps as actions
from programmes.actions.gaps import FROM_FILES, GapRefused, GapText
from programmes.actions.reference_tables import Tally
from programmes.models import AuditEvent, DataVersion, Gap
from programmes.queries.gaps import gaps
from programmes.reference.places import Place
from programmes.reference.rows import BlockRow
from programmes.results import SourceRef

LIST = "/enter/gaps/"
PAGE = "/enter/gaps/people/icb/"
SAID = GapText(missing="Every quarter.", answer="Counts by board.")


def block(missing: str = "Every quarter.", **said: object) -> BlockRow:
    values = {"indicator": "people", "area_type": "icb", "missing": missing, "holder": "", "url": ""}
    values |= {"unpublished_by": None, "answer": "Counts by board.", **said}
    return BlockRow(place=Place("programmes/ips.toml", 1), values=values)


def write(office, *rows: BlockRow) -> Tally:
    world, tally = office.desk.world, Tally()
    # Loading the files raises the data version at its end, by which what was read is forgotten.
    memory.forget()
    actions.write(
        rows, tally, {world.source.slug: world.source.pk}, {"people": world.indicators["people"].pk}
    )
    return tally


def revise(office, text: GapText, *, reason: str = "", seen: int = 0, by: str = "admin") -> Gap:
    people = office.desk.world.indicators["people"]
    return actions.revise(
        indicator=people, area_type="icb", text=text, reason=reason, by=office.desk[by], seen_version=seen
    )


def said(**others: object) -> dict[str, object]:
    return {"missing": "Every quarter.", "answer": "Counts by board.", "version": 0, **others}


def test_what_the_files_say_is_written_once(office):
    assert write(office, block()).counts()[0].added == 1
    assert write(office, block()).counts()[0].added == 0

    [gap] = gaps()
    assert (gap.indicator, gap.area_type, gap.missing, gap.last_known) == (
        "people",
        "icb",
        "Every quarter.",
        "",
    )


def test_what_a_person_wrote_stands_until_the_file_itself_changes(office):
    write(office, block())
    revise(office, GapText(missing="Since 2023.", answer="Later files."), reason="Found some.", seen=1)

    write(office, block())
    assert gaps()[0].missing == "Since 2023."

    write(office, block("Since 2024."))
    assert gaps()[0].missing == "Since 2024."
    versions = Gap.objects.order_by("version").values_list("version", "reason")
    assert list(versions) == [(1, ""), (2, "Found some."), (3, FROM_FILES)]


def test_a_closed_gap_is_shown_no_more_and_kept(office):
    write(office, block())

    revise(office, GapText("Every quarter.", "Counts by board.", is_closed=True), reason="They came.", seen=1)

    assert gaps() == ()
    assert Gap.objects.count() == 2
    assert AuditEvent.objects.get(action="gap-revise").detail["closed"] is True


def test_a_change_raises_the_version_by_which_pages_are_kept(office):
    before = DataVersion.objects.get().version

    revise(office, SAID)

    assert DataVersion.objects.get().version == before + 1


@pytest.mark.parametrize(
    ("text", "reason", "seen", "words"),
    [
        (GapText("", "Counts."), "Because.", 1, "Say what is missing"),
        (GapText("Something.", ""), "Because.", 1, "Say what is missing"),
        (SAID, "Because.", 1, "Nothing would change"),
        (GapText("Other.", "Counts."), "", 1, "Say why"),
        (GapText("Other.", "Counts."), "Because.", 0, "meanwhile"),
    ],
)
def test_what_cannot_be_said_is_refused_and_changes_nothing(office, text, reason, seen, words):
    write(office, block())

    with pytest.raises(GapRefused, match=words):
        revise(office, text, reason=reason, seen=seen)

    assert Gap.objects.count() == 1


def test_published_there_and_published_nowhere_are_not_said_together(office):
    text = GapText("Some.", "Counts.", url="https://example.org/", unpublished_by=office.desk.world.source)

    with pytest.raises(GapRefused, match="What has an address is published"):
        revise(office, text)


def test_only_administrators_may_say_it(office):
    with pytest.raises(PermissionDenied):
        revise(office, SAID, by="editor")
    assert not Gap.objects.exists()


@pytest.mark.parametrize("page", [LIST, PAGE])
def test_only_administrators_see_the_pages(office, page):
    answers = {
        name: office.client(name).get(page).status_code
        for name in ("editor", "approver", "analyst", "reader", "admin")
    }

    assert answers.pop("admin") == 200
    assert set(answers.values()) == {403}


def test_a_gap_is_said_changed_and_closed_on_its_page(office):
    client = office.client("admin")

    first = client.post(PAGE, said())
    assert first.status_code == 302
    assert "Version 1 stands" in client.get(PAGE).content.decode()
    second = client.post(PAGE, said(missing="Since 2023.", reason="Found some.", version=1))
    third = client.post(PAGE, said(missing="Since 2023.", reason="Came.", is_closed="on", version=2))

    assert (second.status_code, third.status_code) == (302, 302)
    listed = client.get(LIST).content.decode()
    assert "Since 2023." in listed
    assert "No more" in listed
    assert "Found some." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("others", "words", "status"),
    [
        ({"missing": ""}, "This field is required", 422),
        ({"missing": "x" * 2001}, "at most 2000 characters", 422),
        ({"url": "no address"}, "Enter a valid URL", 422),
        ({"version": 7}, "meanwhile", 409),
        ({"version": ""}, "Load this page again", 422),
        ({"url": "https://example.org", "unpublished_by": "made"}, "published", 422),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(office, others, words, status):
    answer = office.client("admin").post(PAGE, said(holder="Somebody of note", **others))

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Somebody of note" in answer.content.decode()
    assert not Gap.objects.exists()


def test_another_figure_is_chosen_by_name(office):
    client = office.client("admin")

    assert client.get(LIST, {"indicator": "people", "area_type": "icb"})["Location"] == PAGE
    assert client.get(LIST, {"indicator": "nothing", "area_type": "icb"}).status_code == 422
    assert client.get("/enter/gaps/nothing/icb/").status_code == 404
    assert client.get("/enter/gaps/people/village/").status_code == 404


def test_it_stands_in_the_api_and_on_both_pages(office):
    source = office.desk.world.source
    revise(office, GapText("Every quarter.", "Counts by board.", unpublished_by=source))
    actions.revise(
        indicator=office.desk.world.indicators["people"],
        area_type="england",
        text=GapText("England as well.", "Any count.", holder="A registry", url="https://example.org/counts"),
        reason="",
        by=office.desk["admin"],
        seen_version=0,
    )
    client = office.client("reader")

    england, board = client.get("/api/v1/gaps?programme=ips").json()["rows"]
    assert (england["missing"], england["url"]) == ("England as well.", "https://example.org/counts")
    assert (board["area_type"], board["unpublished_by"]) == ("icb", SourceRef.of(source).title)
    assert client.get("/api/v1/gaps?programme=cdc").status_code in (200, 422)
    programme, home = (client.get(address).content.decode() for address in ("/programmes/ips/", "/"))
    assert "Published nowhere" in programme
    assert "integrated care boards" in programme
    assert "Published by A registry, and not loaded here" in home
    assert "Every quarter." not in home
