"""Layouts are known by their headings, in the spelling of any year."""

import pytest

from programmes.ingest.formats import CDC_SITES, LAYOUTS, TALKING_THERAPIES_ANNUAL
from programmes.ingest.layouts import NotThisLayout

OF_2017_18 = [
    "OrgType", "OrgCode", "OrgName", "VariableType", "VariableA", "VariableB", "CountReferralsReceived",
    "CountFirstTreatment", "CountFinishedCourseTreatment", "CountAtCaseness", "CountNotAtCaseness",
    "CountRecovery", "PercentageRecovery",
]  # fmt: skip
OF_2024_25 = [
    "OrgType", "OrgCode", "OrgName", "VariableType", "VariableA", "VariableB", "Count_ReferralsReceived",
    "Count_AccessingServices", "Count_FinishedCourseTreatment", "Count_AtCaseness", "Count_NotAtCaseness",
    "Count_Recovery", "Percentage_Recovery",
]  # fmt: skip


@pytest.mark.parametrize("heading", [OF_2017_18, OF_2024_25], ids=["2017-18", "2024-25"])
def test_talking_therapies_is_one_layout_in_both_spellings(heading):
    places = TALKING_THERAPIES_ANNUAL.places(heading)

    assert heading[places["referrals"]].replace("_", "") == "CountReferralsReceived"
    assert heading[places["at_caseness"]].replace("_", "") == "CountAtCaseness"
    assert heading[places["recovery"]].replace("_", "") == "CountRecovery"
    assert "period" not in places


@pytest.mark.parametrize("again", ["NAME", " name", "n\u200bame", "Name*"])
def test_two_columns_of_one_name_are_refused(again):
    with pytest.raises(
        NotThisLayout, match="Two columns are called name, and nobody can know which is meant"
    ):
        CDC_SITES.places(["name", "icb", again])


def test_two_columns_of_a_name_that_nobody_reads_do_no_harm():
    assert CDC_SITES.places(["name", "comment", "icb", "comment"]) == {"name": 0, "icb": 2}


def test_another_layout_is_refused_with_what_is_missing_and_what_is_there():
    with pytest.raises(NotThisLayout, match="no column OrgType.*It has: name, icb"):
        TALKING_THERAPIES_ANNUAL.places(["name", "icb"])


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=str)
def test_every_layout_names_its_columns_once(layout):
    names = [column.name for column in layout.columns]

    assert len(names) == len(set(names))
    assert layout.places([column.spellings[0] for column in layout.columns]).keys() == set(names)
