"""Finding areas however people write their names."""

import pytest

from programmes.models import Area
from programmes.queries import areas, search
from programmes.snapshot import one_snapshot


def codes(refs):
    return [ref.code for ref in refs]


@pytest.fixture
def renamed():
    """Areas with names that people write in many ways."""

    def rename(code, short_name, **changes):
        Area.objects.filter(code=code).update(short_name=short_name, **changes)

    rename("QAA", "Bath and North East Somerset, Swindon and Wiltshire", tile_label="BSW")
    rename("QCC", "Herefordshire and Worcestershire", tile_label="HW")
    rename("02B", "St Helens")
    rename("03B", "Hull", other_names="Kingston upon Hull; City of Hull")
    rename("04C", "Stoke on Trent")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Herefordshire and Worcestershire", "Herefordshire & Worcestershire"),
        ("Herefordshire and Worcestershire", "herefordshire&worcestershire"),
        ("Herefordshire and Worcestershire", "NHS Herefordshire and Worcestershire ICB"),
        ("Herefordshire and Worcestershire", "HW"),
        ("Bath and North East Somerset", "Bath & North East Somerset"),
        ("Bath and North East Somerset", "Bath and N.E. Somerset"),
        ("Bath and North East Somerset", "Bath & NE Somerset"),
        ("Bath and North East Somerset", "bsw"),
        ("Bath and North East Somerset", "Swindon, Wilts"),
        ("St Helens", "St. Helens"),
        ("St Helens", "St Helen\u2019s"),
        ("St Helens", "Saint Helens"),
        ("St Helens", "ST HELEN'S"),
        ("Hull", "Kingston upon Hull"),
        ("Hull", "Kingston-upon-Hull"),
        ("Hull", "City of Hull"),
        ("Hull", "Kingston upon Hull, City of"),
        ("Stoke on Trent", "Stoke-on-Trent"),
        ("Stoke on Trent", "Stoke\u00a0on\u00a0Trent"),
    ],
)
def test_two_ways_of_writing_a_name_find_the_same_place(renamed, one, other):
    found = codes(search.find_areas(one))

    assert found
    assert codes(search.find_areas(other))[:1] == found[:1]


@pytest.mark.parametrize("text", ["&", ".", "'", "\ud800", "\0", "\u200b", "   ", "()", "%", "_", "\\"])
def test_text_without_a_letter_finds_nothing(text):
    assert search.find_areas(text) == ()


def test_common_words_alone_find_what_has_them(renamed):
    assert set(codes(search.find_areas("and"))) == {"QAA", "QCC"}
    assert search.find_areas("the of") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("QBB", "QBB"),
        ("qbb", "QBB"),
        ("E00000008", "03B"),
        ("Bure South", "03B"),
        ("bure nor", "02B"),
        ("Old Bure", "03B"),
        ("05X", "03B"),
        ("  ", None),
        ("nowhere", None),
        ("bure\0", "QBB"),
    ],
)
def test_find_leads_to_the_area_of_today(text, found):
    results = search.find_areas(text)

    assert (results[0].code if results else None) == found


def test_find_of_a_split_area_leads_to_both_parts(django_assert_num_queries):
    areas.current_edition()

    with one_snapshot(), django_assert_num_queries(1):
        assert set(codes(search.find_areas("Old Cam"))) == {"03B", "04C"}


def test_similar_codes_help_a_typing_slip():
    assert "QAA" in codes(search.similar_codes("QAB"))
    assert codes(search.similar_codes("Avonn"))[0] in ("QAA", "01A")
