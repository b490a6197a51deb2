"""What is typed is read alike with JavaScript and without, and as in a file."""

import pytest

from programmes.models import DraftCell

MARKS = [
    ("n/a", "x"),
    ("-", "x"),
    ("—", "x"),
    ("Not available", "x"),
    ("not applicable", "z"),
    ("suppressed", "c"),
]
NO_NUMBERS = [
    ("12 34", "groups of three"),
    ("1\x004", "not a number"),
    ("#DIV/0!", "error of the spreadsheet"),
]


@pytest.mark.parametrize(("typed", "marker"), MARKS)
def test_a_mark_means_the_same_with_the_script_and_without(office, typed, marker):
    assert office.put("02D", typed).json()["cell"]["marker"] == marker

    office.post("03E", numerator=typed, page="")

    assert list(DraftCell.objects.values_list("numerator", "marker")) == [(None, marker)] * 2


@pytest.mark.parametrize(("typed", "words"), NO_NUMBERS)
def test_what_is_no_number_is_refused_with_the_script_and_without(office, typed, words):
    answer = office.put("02D", typed)
    page = office.post("02D", numerator=typed)

    assert answer.status_code == 422
    assert words in answer.json()["problems"][0]["message"]
    assert words in page.content.decode()
    assert not DraftCell.objects.exists()


def test_the_noise_of_a_binary_fraction_is_not_typed(office):
    answer = office.put("QB1", "7.300000000000001", indicator="posts")

    assert answer.json()["cell"]["numerator"] == "7.3"


@pytest.fixture
def related(office):
    """People are normally not more than those supported."""
    people = office.desk.world.indicators["people"]
    people.not_above = "outcomes.denominator"
    people.save(update_fields=["not_above"])


def test_access_far_above_people_supported_is_asked_about(office, related):
    office.put("02D", "20", indicator="outcomes", denominator="60")
    answer = office.put("02D", "300")

    problems = answer.json()["cell"]["problems"]
    assert [problem["code"] for problem in problems] == ["far-above-related"]
    assert problems[0]["message"].startswith("300 People, beside 60 People supported here")
    unsent = office.post("02D", numerator="300", page="submit", version=1)
    assert unsent.status_code == 422
    assert "beside 60 People supported" in unsent.content.decode()
    explained = office.put("02D", "300", seen=1, explanation="Two teams closed in April.")
    assert explained.json()["cell"]["problems"][0]["answered"]


def test_access_near_people_supported_elsewhere_is_not_asked_about(office, related):
    office.put("02D", "20", indicator="outcomes", denominator="60")

    assert office.put("02D", "90").json()["cell"]["problems"] == []
    assert office.put("03E", "300").json()["cell"]["problems"] == []
