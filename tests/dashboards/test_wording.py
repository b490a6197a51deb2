"""Every member of every enumeration has its word."""

import pytest

from dashboards import wording
from programmes import choices

TOTAL = [
    (wording.STATUS_TAGS, choices.Status),
    (wording.PROVENANCE_TAGS, choices.Provenance),
    (wording.RUN_STATE_TAGS, choices.RunState),
    (wording.RUN_SCOPE_WORDS, choices.RunScope),
    (wording.FACT_KIND_WORDS, choices.FactKind),
    (wording.BASIS_WORDS, choices.Basis),
    (wording.TARGET_BASIS_WORDS, choices.TargetBasis),
    (wording.TRAJECTORY_KIND_WORDS, choices.TrajectoryKind),
    (wording.SUCCESSION_WORDS, choices.SuccessionBasis),
    (wording.MARKER_WORDS, choices.Marker),
    (wording.AREA_TYPE_WORDS, choices.AreaType),
]


@pytest.mark.parametrize(("words", "enumeration"), TOTAL, ids=lambda value: getattr(value, "__name__", ""))
def test_every_member_has_its_word(words, enumeration):
    assert set(words) == set(enumeration)


def test_every_marker_in_place_of_a_number_has_its_words_in_prose():
    assert set(wording.MISSING_WORDS) == set(choices.MISSING_MARKERS)


def test_markers_come_with_their_words_in_one_order():
    assert [letter for letter, _words in wording.marker_words({"e", "c", "w", "?"})] == ["c", "w", "e"]
    assert [letter for letter, _words in wording.marker_words()] == choices.Marker.values
    assert all(words for _letter, words in wording.marker_words())


def test_no_two_statuses_share_a_word_and_no_two_judgements_a_colour():
    assert len({tag.text for tag in wording.STATUS_TAGS.values()}) == len(wording.STATUS_TAGS)
    judgements = [choices.Status.ON_PLAN, choices.Status.NEAR_PLAN, choices.Status.OFF_PLAN]
    assert len({wording.STATUS_TAGS[status].colour for status in judgements}) == 3
