"""Reading environment variables: strictly, and with sentences that help."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from rollout.environment import Environment


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("off", False)]
)
def test_flags_are_yes_or_no(said, meant):
    assert Environment({"X": said}).flag("X", default=not meant) is meant


@pytest.mark.parametrize("said", ["", "   "])
def test_an_empty_flag_is_as_good_as_none(said):
    assert Environment({"X": said}).flag("X", default=True) is True


def test_a_mistyped_flag_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"X is 'flase'\. Write 1 for yes or 0 for no"):
        Environment({"X": "flase"}).flag("X")


@pytest.mark.parametrize("said", ["-1", "1.5", "ten", "²"])
def test_a_number_is_whole_and_not_below_nought(said):
    with pytest.raises(ImproperlyConfigured, match="Write a whole number"):
        Environment({"X": said}).number("X", 5)


def test_lists_are_written_with_commas():
    assert Environment({"X": " a.org, ,b.org "}).words("X") == ["a.org", "b.org"]


def test_a_missing_variable_is_explained():
    with pytest.raises(ImproperlyConfigured, match=r"X is not set\. It opens the door\..*example\.env"):
        Environment({"X": " "}).required("X", "It opens the door.")
