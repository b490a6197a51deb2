from datetime import date

from programmes.queries import areas


def codes(refs):
    return [ref.code for ref in refs]


def test_areas_of_a_type_are_those_of_the_current_edition_by_name():
    assert codes(areas.areas_of_type("icb")) == ["QAA", "QBB", "QCC"]
    assert codes(areas.areas_of_type("ccg")) == []


def test_areas_of_a_day_are_those_alive_then():
    assert codes(areas.areas_of_type("ccg", on=date(2021, 1, 1))) == ["05X", "06X"]
    assert codes(areas.areas_of_type("icb", on=date(2021, 1, 1))) == []


def test_current_edition_names_its_day():
    assert areas.current_edition().on == date(2024, 4, 1)


def test_profile_tells_family_people_and_what_it_came_from(django_assert_num_queries):
    areas.current_edition()

    with django_assert_num_queries(1):
        profile = areas.area_profile("03b")

    assert profile.area.short_name == "Bure South"
    assert codes(profile.ancestors) == ["ENG", "Y01", "QBB"]
    assert [(step.area.code, step.share) for step in profile.came_from] == [("05X", 1.0), ("06X", 0.25)]
    assert (profile.adults, profile.people, profile.population_year) == (200, 400, 2020)


def test_profile_of_a_board_lists_its_locations():
    assert codes(areas.area_profile("QBB").children) == ["02B", "03B"]


def test_profile_is_found_by_gss_code():
    assert areas.area_profile("E00000003").area.code == "QAA"


def test_profile_of_an_area_that_is_gone_says_what_it_became():
    profile = areas.area_profile("06X")

    assert profile.valid_to == date(2022, 6, 30)
    assert [(step.area.code, step.share) for step in profile.became] == [("04C", 0.75), ("03B", 0.25)]


def test_profile_of_nothing_is_none():
    assert areas.area_profile("ZZZ") is None
