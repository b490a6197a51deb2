"""What others send, read: texts keep what can be kept, and what is no number and no day is none."""

from __future__ import annotations

import doctest
import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes import untrusted
from programmes.untrusted import NotReadable, TooLarge, day, is_kept, plain_object, text, whole_number
from tests.untrusted.values import HOSTILE, NUMBERS

ANYTHING = st.text(st.characters(codec=None, categories=None)) | st.sampled_from(HOSTILE)


def test_the_examples_hold():
    assert doctest.testmod(untrusted).failed == 0


@given(said=ANYTHING)
def test_a_text_can_always_be_kept(said):
    found = text(said)

    assert is_kept(found)
    assert "\r" not in found
    assert found.encode().decode() == found
    assert unicodedata.is_normalized("NFC", found)
    assert text(found) == found


@given(said=st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], codec="utf-8"), max_size=50))
def test_words_stay_as_they_were_said(said):
    assert text(said) == unicodedata.normalize("NFC", said).strip()


@pytest.mark.parametrize("hidden", ["\0", "\x01", "\x1f", "\x7f", "\ud800", "\ufffe", "\uffff"])
def test_what_cannot_be_kept_is_seen_and_not_passed_over(hidden):
    assert text(f"1{hidden}4") == "1\ufffd4"


def test_a_text_is_cut_where_nobody_would_type_on():
    assert text("x" * 1_000_000, 2000) == "x" * 2000


@given(number=st.integers(0, 2**63 - 1))
def test_a_whole_number_is_read_from_digits_and_from_json(number):
    assert whole_number(str(number)) == whole_number(number) == number


@pytest.mark.parametrize(
    "said",
    [2**63, str(2**63), "9" * 5000, -1, "-1", 1.0, 1e999, True, None, "", "1 ", "\u0663", "\u00b2", [1]],
)
def test_what_is_no_whole_number_is_none(said):
    assert whole_number(said) is None


@pytest.mark.parametrize("said", NUMBERS)
def test_no_number_is_too_much_to_look_at(said):
    found = whole_number(said)

    assert found is None or str(found) == said.lstrip("0") or found == 0


@pytest.mark.parametrize("most", [5, 9999])
def test_a_whole_number_has_a_largest(most):
    assert whole_number(str(most), most) == most
    assert whole_number(str(most + 1), most) is None


@given(wanted=st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_written(wanted):
    assert day(wanted.isoformat()) == wanted


@pytest.mark.parametrize(
    "said",
    [
        "0000-00-00",
        "0001-01-01",
        "1899-12-31",
        "2200-01-01",
        "9999-12-31",
        "9999-12-32",
        "2023-02-29",
        "20240331",
    ]
    + [
        "2024-W01-1",
        "1000000000-01-01",
        "",
        "2024-03-31T00:00",
        "\u0662\u0660\u0662\u0664-\u0660\u0663-\u0663\u0661",
    ],
)
def test_what_is_no_day_of_any_period_is_none(said):
    assert day(said) is None


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False)
)


@given(said=st.dictionaries(st.text(max_size=5), PLAIN, max_size=5))
def test_an_object_of_json_is_read_as_it_is(said):
    assert plain_object(json.dumps(said).encode()) == said


@given(body=st.binary(max_size=40) | st.text(alphabet='{}[]",:0e9-aN\\u', max_size=40).map(str.encode))
def test_any_bytes_are_an_object_or_refused(body):
    found: object
    try:
        found = plain_object(body)
    except NotReadable as refusal:
        found = str(refusal)

    assert isinstance(found, dict) or found.endswith(".")


def test_an_object_has_a_largest_size():
    body = json.dumps({"note": "x" * 100_000}).encode()

    with pytest.raises(TooLarge, match="More than 100 kB"):
        plain_object(body)
