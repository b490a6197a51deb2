"""A query string read strictly and forgivingly: the same values, and the same sentence about what is none."""

import pytest

from dashboards.parameters import AS_AT, BOUNDARIES, PERIOD, PROGRESS, Refusal, choice
from dashboards.query_strings import MOST_VALUES, QueryString
from programmes.choices import Layer
from programmes.periods import Period

WRONG = {
    "period": ("2023", "“2023” is not a period"),
    "version": ("0", "“0” is not a whole number from 1 to 9999"),
    "status": ("good", "There is no status “good”"),
    "boundaries": ("1974", "There is no kind of boundaries “1974”"),
    "kind": ("a{b}", "There is no trajectory “a{b}”"),
    "as_at": ("2999-01-01", "“2999-01-01” is still to come"),
    "sort": ("colour", "There is no column to sort by “colour”"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_refused_strictly_is_said_in_the_same_words_by_a_page(name):
    text, said = WRONG[name]
    notices = []

    with pytest.raises(Refusal) as refusal:
        QueryString({name: [text]}, PROGRESS)
    forgiving = QueryString({name: [text]}, PROGRESS, notices)

    assert refusal.value.parameter == name
    assert refusal.value.allowed
    assert refusal.value.detail.startswith(said)
    assert str(refusal.value).startswith(f"{name}: {said}")
    assert len(notices) == 1
    assert notices[0].startswith(said)
    assert forgiving.one(name) is None


def test_values_mean_the_same_both_ways():
    given = {"period": ["2023-24,2022-23-Q4", "2023-24"], "layer": ["official"], "area": ["qhm"]}

    for query in (QueryString(given, PROGRESS), QueryString(given, PROGRESS, [])):
        assert query.several("period") == (Period(2023), Period(2022, 4))
        assert query.one("layer") == Layer.OFFICIAL
        assert query.several("area") == ("QHM",)


def test_a_page_leaves_names_to_others_and_takes_the_last_of_two_values():
    given = {"colour": ["red"], "boundaries": [*BOUNDARIES], "as_at": [" 2024-03-31 "], "period": [""]}
    notices = []

    query = QueryString(given, PROGRESS, notices)

    assert query.one("boundaries") == BOUNDARIES[-1]
    assert query.one("as_at") == AS_AT.read("2024-03-31")
    assert query.several("period") == ()
    assert notices == []


@pytest.mark.parametrize("given", [{"colour": ["red"]}, {"sort": ["actual", "-actual"]}, {"period": [""]}])
def test_what_a_page_forgives_is_refused_strictly(given):
    with pytest.raises(Refusal):
        QueryString(given, PROGRESS)


def test_a_page_uses_so_many_values_of_one_parameter_and_says_so():
    notices = []
    letters = choice("letter", "", [str(number) for number in range(2 * MOST_VALUES)], several=True)

    query = QueryString({"letter": [",".join(letters.allowed)]}, [letters], notices)

    assert len(query.several("letter")) == MOST_VALUES
    assert str(MOST_VALUES) in notices[0]


def test_only_strictly_has_a_value_to_be_in_the_writing_of_the_description():
    assert PERIOD.read("2022/23 Q4", strict=False) == Period(2022, 4)
    with pytest.raises(Refusal):
        PERIOD.read("2022/23 Q4")
