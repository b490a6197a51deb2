"""Every column that holds words of ours says which."""

import re

import pytest

from dashboards import column_words
from dashboards.dictionary import COVERAGE_COLUMNS, PROGRESS_COLUMNS
from dashboards.kept.comparing import CHANGE_COLUMNS
from dashboards.target_columns import TARGET_COLUMNS
from programmes.choices import Marker

OPEN = {"programme", "indicator", "area", "period", "shared_by", "table"}
"""Codes that are too many to list, or made by what is loaded."""


@pytest.mark.parametrize("columns", [PROGRESS_COLUMNS, COVERAGE_COLUMNS, TARGET_COLUMNS, CHANGE_COLUMNS])
def test_columns_of_words_have_a_list_and_no_others(columns):
    listed = {column.name for column in columns if column.words}

    assert listed == {column.name for column in columns if column.kind in ("code", "marker")} - OPEN
    assert all(meaning for column in columns if column.words for _word, meaning in column.words.meanings)


def test_every_marker_stands_either_instead_of_a_number_or_beside_one():
    instead, beside = column_words.INSTEAD.values, column_words.BESIDE.values

    assert sorted([*instead, *beside]) == sorted(Marker.values)
    assert re.fullmatch(column_words.INSTEAD.pattern, "c")
    assert not re.fullmatch(column_words.INSTEAD.pattern, "cx")
    assert re.fullmatch(column_words.BESIDE.pattern, "pe")
    assert not re.fullmatch(column_words.BESIDE.pattern, "pc")
