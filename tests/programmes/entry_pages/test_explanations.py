"""An explanation belongs to the number it explained; and nothing that is said is cut."""

import json

import pytest

from programmes.actions import upload_reading, uploads
from programmes.models import DraftCell, Observation, Submission

WHY = "A second team opened."


@pytest.fixture
def odd(office):
    """The office, where 100 stood last quarter, so that 300 and 500 are asked about."""
    world = office.desk.world
    world.observe(world.indicators["people"], world.area("02D", "sub_icb"), "2023-24-Q3", 100)
    return office


def answered(answer):
    """Whether what was asked is answered."""
    problems = [each for each in answer.json()["cell"]["problems"] if each["severity"] == "warning"]
    assert problems
    return all(each["answered"] for each in problems)


def put(office, number, explanation="", *, seen, **said):
    return office.put("02D", number, explanation=explanation, seen=seen, **said)


def test_another_number_asks_again(odd):
    first = put(odd, 300, WHY, seen=0)
    second = put(odd, 500, WHY, seen=1)

    assert (answered(first), answered(second)) == (True, False)
    assert "said about another figure" in second.json()["cell"]["problems"][0]["message"]
    assert odd.client().post(odd.address("submit")).status_code == 422


def test_another_number_is_explained_in_words_of_its_own(odd):
    put(odd, 300, WHY, seen=0)

    assert answered(put(odd, 500, "A third team opened.", seen=1))


@pytest.mark.parametrize(
    "again", ["a SECOND team, opened", "  A second\nteam opened!", "A second team opened"]
)
def test_words_said_before_are_the_same_in_another_writing(odd, again):
    put(odd, 300, WHY, seen=0)

    assert not answered(put(odd, 500, again, seen=1))


def test_a_number_that_comes_back_is_explained_by_what_explained_it(odd):
    put(odd, 300, WHY, seen=0)
    put(odd, 500, WHY, seen=1)

    assert answered(put(odd, 300, WHY, seen=2))


def test_another_marker_asks_again(odd):
    put(odd, 300, WHY, seen=0)

    assert not answered(put(odd, 300, WHY, seen=1, marker="p"))


def test_another_denominator_asks_again(office):
    world = office.desk.world
    world.observe(world.indicators["outcomes"], world.area("02D", "sub_icb"), "2023-24-Q3", 10, 100)
    ask = {"indicator": "outcomes", "explanation": WHY}

    first = office.put("02D", 50, denominator="100", **ask)
    second = office.put("02D", 50, denominator="90", seen=1, **ask)

    assert (answered(first), answered(second)) == (True, False)


@pytest.mark.parametrize("empty", [".", "...", "123", "- -", "ab", "1 a 2 b", "\u200b\u200b\u200b"])
def test_fewer_than_three_letters_explain_nothing(odd, empty):
    answer = put(odd, 300, empty, seen=0)

    assert not answered(answer)


def test_letters_of_any_script_explain(odd):
    assert answered(put(odd, 300, "Ail dîm", seen=0))


def test_the_note_that_stood_explains_no_new_number(odd):
    world = odd.desk.world
    world.observe(world.indicators["people"], world.area("02D", "sub_icb"), "2023-24-Q4", 104, note=WHY)

    answer = put(odd, 500, WHY, seen=0, note=WHY, reason="Late returns.")

    assert not answered(answer)


def test_a_note_of_an_earlier_revision_explains_no_new_number(odd):
    world = odd.desk.world
    people, area = world.indicators["people"], world.area("02D", "sub_icb")
    world.observe(people, area, "2023-24-Q4", 104, note=WHY)
    world.observe(people, area, "2023-24-Q4", 105, revision=2, revision_reason="Late.")

    assert not answered(put(odd, 500, WHY, seen=0, reason="Late returns."))


def test_a_withdrawn_grid_keeps_what_was_said_of_its_numbers(odd):
    put(odd, 300, WHY, seen=0)
    odd.client().post(odd.address("withdraw"))
    odd.put("03E", 7)

    taken_over = DraftCell.objects.latest("pk") and DraftCell.objects.filter(area__code="02D").latest("pk")
    assert answered(put(odd, 300, WHY, seen=taken_over.version, note="As before."))
    assert not answered(put(odd, 500, WHY, seen=taken_over.version + 1))


def test_an_explanation_of_another_number_is_not_published(odd):
    put(odd, 300, WHY, seen=0)
    put(odd, 104, WHY, seen=1)
    odd.client().post(odd.address("submit"))
    grid = Submission.objects.filter(channel="grid").latest("pk")

    page = odd.client("approver").get(f"/enter/review/{grid.pk}/").content.decode()
    odd.client("approver").post(f"/enter/review/{grid.pk}/", {"decision": "accept"})

    assert f"<strong>Explanation:</strong> {WHY}" not in page
    assert "The explanation is not published with this figure" in page
    assert Observation.objects.get(submission=grid).note == ""


def test_the_approver_sees_the_explanation_beside_old_and_new(odd):
    put(odd, 300, WHY, seen=0)
    odd.client().post(odd.address("submit"))
    grid = Submission.objects.filter(channel="grid").latest("pk")

    page = odd.client("approver").get(f"/enter/review/{grid.pk}/").content.decode()

    row = page[page.index("<strong>300</strong>") :]
    assert row.index(">100<") < row.index(f"<strong>Explanation:</strong> {WHY}") < row.index("</tr>")


def test_the_form_without_scripts_asks_again(odd):
    odd.post("02D", numerator="300", explanation=WHY)
    was = json.dumps(["300", "", "", "", WHY, ""], separators=(",", ":"))
    key = odd.key("02D")
    data = {f"version.{key}": 1, f"was.{key}": was, f"numerator.{key}": "500", f"explanation.{key}": WHY}

    answer = odd.client().post(odd.address("submit"), data)

    assert answer.status_code == 422
    assert "said about another figure" in answer.content.decode()


def test_the_turned_grid_asks_again(odd):
    put(odd, 300, WHY, seen=0)
    key = f"{odd.key('02D')}.2023-24-Q4"
    address = "/enter/ips/by-quarter/people/?area=QB1"
    data = {f"version.{key}": 1, f"was.{key}": "", f"numerator.{key}": "500", f"explanation.{key}": WHY}

    odd.client("admin").post(address, data)

    page = odd.client("admin").get(address).content.decode()
    assert DraftCell.objects.get().numerator == 500
    assert "said about another figure" in page


def send_in(office, *lines):
    heading = "indicator_code,area_code,period,numerator,note,reason_for_change"
    content = "\n".join((heading, *lines)).encode()
    upload = uploads.receive(
        programme=office.desk.world.programme,
        content=content,
        file_name="figures.csv",
        by=office.desk["editor"],
    )
    upload_reading.read(upload_id=upload.pk)
    return Submission.objects.get(pk=upload.pk)


@pytest.mark.parametrize("note", [WHY, "a second team opened", ".", "123"])
def test_a_prefilled_note_answers_nothing_in_a_file(odd, note):
    world = odd.desk.world
    world.observe(world.indicators["people"], world.area("02D", "sub_icb"), "2023-24-Q4", 104, note=WHY)

    asked = send_in(odd, f"people,02D,2023-24-Q4,500,{note},Late returns.")

    assert list(asked.issues.values_list("row", "code")) == [(2, "change-on-last-quarter")]
    assert asked.rows_changed == 0


def test_a_note_of_its_own_answers_in_a_file(odd):
    world = odd.desk.world
    world.observe(world.indicators["people"], world.area("02D", "sub_icb"), "2023-24-Q4", 104, note=WHY)

    good = send_in(odd, "people,02D,2023-24-Q4,500,A third team opened.,Late returns.")

    assert (good.rows_changed, good.rows_refused) == (1, 0)


def test_words_that_explained_a_number_in_a_grid_explain_no_other_in_a_file(odd):
    put(odd, 300, WHY, seen=0)

    asked = send_in(odd, f"people,02D,2023-24-Q4,500,{WHY},")

    assert asked.rows_refused == 1


@pytest.mark.parametrize("field", ["note", "explanation", "reason"])
def test_what_is_too_long_for_a_cell_is_refused_with_its_length(office, field):
    refused = office.put("02D", 41, **{field: "a" * 2001})
    kept = office.put("02D", 41, **{field: "a" * 2000})

    assert refused.status_code == 422
    assert "has 2,001 characters, and at most 2,000 are kept" in refused.json()["problems"][0]["message"]
    assert kept.status_code == 200
    assert len(getattr(DraftCell.objects.get(), field)) == 2000


def test_what_is_too_long_in_a_form_stays_in_its_field(office):
    long = "b" * 2500

    page = office.post("02D", numerator="41", note=long)

    assert page.status_code == 422
    assert "The note has 2,500 characters" in page.content.decode()
    assert long in page.content.decode()
    assert not DraftCell.objects.exists()


@pytest.mark.parametrize(("line", "column"), [("{},", "note"), ("Fine words.,{}", "reason_for_change")])
def test_what_is_too_long_in_a_file_is_refused_by_row_and_column(office, line, column):
    sent = send_in(office, "people,02D,2023-24-Q4,41," + line.format("c" * 2001), "people,03E,2023-24-Q4,7,,")

    assert list(sent.issues.values_list("row", "column", "code")) == [(2, column, "too-long")]
    assert (sent.rows_new, sent.rows_refused) == (1, 1)


@pytest.mark.parametrize("where", ["whole", "cell", "many"])
def test_a_comment_that_is_too_long_is_refused_and_stays_on_the_page(office, where):
    office.put("02D", 41)
    office.client().post(office.address("submit"))
    grid, long = Submission.objects.filter(channel="grid").latest("pk"), "d" * 2001
    said = {"decision": "return", "submission": [grid.pk]}
    said["comment" if where != "cell" else f"comment.{grid.cells.get().pk}"] = long
    address = "/enter/review/" if where == "many" else f"/enter/review/{grid.pk}/"

    page = office.client("approver").post(address, said)

    grid.refresh_from_db()
    assert (page.status_code, grid.status) == (422, "submitted")
    assert "has 2,001 characters" in page.content.decode()
    assert long in page.content.decode()


def test_no_field_lets_a_browser_cut_what_is_pasted(office):
    world = office.desk.world
    world.plan(world.indicators["people"], {("QB1", "2023-24"): 300})
    client = office.client("admin")
    addresses = (
        office.address(),
        "/enter/periods/",
        "/enter/targets/people/",
        "/enter/people/add/",
        "/data/",
    )

    assert [where for where in addresses if b"maxlength" in client.get(where).content] == []


def test_a_reason_to_open_a_period_that_is_too_long_is_refused_with_its_length(office):
    said = {"programme": "ips", "period": "2022-23-Q4", "until": "2199-01-31", "reason": "e" * 600}

    page = office.client("admin").post("/enter/periods/", said)

    assert page.status_code == 422
    assert "it has 600" in page.content.decode()
    assert "e" * 600 in page.content.decode()
