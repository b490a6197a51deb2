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
