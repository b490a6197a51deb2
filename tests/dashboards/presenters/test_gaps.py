"""What is not known, in words."""

from dataclasses import replace
from datetime import date

import pytest

from dashboards.presenters.gaps import held, last_known, present_gaps
from programmes.results import GapInfo, SourceRef

DAY = date(2026, 11, 28)
SOURCE = SourceRef(title="An answer", publisher="Parliament", url="", licence="")
GAP = GapInfo(
    "ips", "ips-access", "People reached", "icb", "Every quarter.", "", "", "", None, "Counts by board."
)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "never"),
        ("2021-22-Q3", "2021/22 Q3, 4 years ago"),
        ("2024-25", "2024/25, 1 year ago"),
        ("2025-26", "2025/26"),
        ("2026-27", "2026/27"),
    ],
)
def test_the_last_known_figure_says_how_old_it_is(code, told):
    assert last_known(code, DAY) == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Looked for and not found"),
        ({"holder": "NHS England"}, "NHS England has them; looked for and not found"),
        ({"url": "https://example.org"}, "Published by somebody else, and not loaded here"),
        (
            {"url": "https://example.org", "holder": "NHS England"},
            "Published by NHS England, and not loaded here",
        ),
        ({"unpublished_by": SOURCE}, "Published nowhere"),
        ({"unpublished_by": SOURCE, "holder": "Trusts"}, "Published nowhere; Trusts has them"),
    ],
)
def test_what_was_not_found_is_not_said_to_be_published_nowhere(changes, told):
    assert held(replace(GAP, **changes)) == told


def test_levels_of_which_the_same_is_said_share_a_row():
    every = [
        replace(GAP, area_type="england"),
        replace(GAP, area_type="region"),
        GAP,
        replace(GAP, area_type="sub_icb", last_known="2020-21"),
    ]

    first, second = present_gaps(every, DAY)

    assert first.levels == "England, NHS regions and integrated care boards"
    assert (second.levels, second.last_known) == ("sub-ICB locations", "2020/21, 5 years ago")
    assert present_gaps([], DAY) == []
