"""Similar areas: distances worked out by hand, the same distances by numpy, and groupings that are refused."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from programmes.statistics.refusals import Refused
from programmes.statistics.similar import Grouping, Variable, distances, grouping_from, standardised

FIXTURE = Path(__file__).parents[3] / "fixtures" / "similar_areas.toml"


def variable(name, weight=1.0, transformation="none", levels=("icb",)):
    return Variable(name, f"people:{name}", "", levels, transformation, weight, "A reason.")


def grouping(*variables):
    return Grouping("Ours", "1", "Why.", variables)


def amounts(**areas):
    return {code: {f"people:{name}": value for name, value in held.items()} for code, held in areas.items()}


def test_two_variables_are_weighed_against_each_other():
    # Each variable has mean 2 and standard deviation 1, so that a difference of 2 is 2 standard deviations.
    world = amounts(A={"x": 1, "y": 1}, B={"x": 3, "y": 1}, C={"x": 1, "y": 3}, D={"x": 3, "y": 3})

    found = distances(grouping(variable("x", 3), variable("y", 1)), "icb", world, "A")

    assert list(found) == ["C", "B", "D"]
    assert found == pytest.approx({"C": 1.0, "B": np.sqrt(3), "D": 2.0})


def test_distances_agree_with_numpy_on_many_areas():
    random = np.random.default_rng(5)
    values = np.column_stack([random.lognormal(10, 1, 60), random.uniform(0.1, 0.3, 60)])
    values[0, 0] = 1e9
    world = {f"A{n:02d}": {"people:x": x, "people:y": y} for n, (x, y) in enumerate(values)}
    capped = np.minimum(values, values.mean(0) + 5 * values.std(0))
    capped[:, 0] = np.sqrt(capped[:, 0])
    scaled = (capped - capped.mean(0)) / capped.std(0)
    expected = np.sqrt(((scaled - scaled[7]) ** 2 * [2, 1]).sum(1) / 3)

    found = distances(grouping(variable("x", 2, "square-root"), variable("y")), "icb", world, "A07")

    assert [found[f"A{n:02d}"] for n in range(60) if n != 7] == pytest.approx(np.delete(expected, 7))
    assert list(found.values()) == sorted(found.values())


def test_value_far_above_all_others_is_capped_at_five_standard_deviations():
    plain = [float(n % 3) for n in range(60)]
    mean, deviation = np.mean([*plain, 1e6]), np.std([*plain, 1e6])
    capped = np.array([*plain, mean + 5 * deviation])

    assert standardised([*plain, 1e6])[-1] == pytest.approx(((capped - capped.mean()) / capped.std())[-1])


def test_nearness_is_not_mutual():
    world = amounts(A={"x": 0}, B={"x": 1}, C={"x": 5})

    assert next(iter(distances(grouping(variable("x")), "icb", world, "C"))) == "B"
    assert next(iter(distances(grouping(variable("x")), "icb", world, "B"))) == "A"


def test_equal_distances_are_in_the_order_of_codes():
    world = amounts(B={"x": 2}, A={"x": 0}, M={"x": 1})

    assert list(distances(grouping(variable("x")), "icb", world, "M")) == ["A", "B"]


def test_area_that_lacks_a_variable_is_left_out_and_has_no_similar_areas():
    world = amounts(A={"x": 0, "y": 1}, B={"x": 1}, C={"x": 2, "y": 2})
    both = grouping(variable("x"), variable("y"))

    assert list(distances(both, "icb", world, "A")) == ["C"]
    assert distances(both, "icb", world, "B") == {}


def test_level_is_compared_by_its_own_variables_alone():
    both = grouping(variable("x", levels=("icb", "sub_icb")), variable("y"))

    assert [each.name for each in both.at("sub_icb")] == ["x"]
    assert list(distances(both, "sub_icb", amounts(A={"x": 0}, B={"x": 1}), "A")) == ["B"]
    assert distances(both, "region", amounts(A={"x": 0}, B={"x": 1}), "A") == {}


def test_variable_in_which_areas_do_not_differ_adds_nothing():
    world = amounts(A={"x": 1, "y": 7}, B={"x": 2, "y": 7}, C={"x": 4, "y": 7})
    alone = distances(grouping(variable("x")), "icb", world, "A")

    found = distances(grouping(variable("x"), variable("y")), "icb", world, "A")

    assert found == pytest.approx({code: far / np.sqrt(2) for code, far in alone.items()})


def test_share_of_nothing_is_not_known():
    share = Variable("Share", "people:x", "people:y", ("icb",), "none", 1.0, "A reason.")

    assert share.value({"people:x": 1, "people:y": 0}) is None
    assert share.value({"people:y": 4}) is None


@pytest.mark.parametrize(("values", "transformation"), [([1], "none"), ([-1, 4], "square-root")])
def test_values_that_cannot_be_standardised_are_refused(values, transformation):
    with pytest.raises(Refused):
        standardised(values, transformation)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"transformation": "cube"}, "cube"),
        ({"weight": 0}, "weight 0"),
        ({"levels": []}, "no kind of area"),
    ],
)
def test_faulty_grouping_is_refused_by_name(wrong, words):
    sound = {"name": "Adults", "numerator": "people:18+", "levels": ["icb"], "transformation": "none"}
    told = {
        "name": "Ours",
        "version": "1",
        "why": "Why.",
        "variable": [{**sound, "weight": 1, "why": "", **wrong}],
    }

    with pytest.raises(ValueError, match=words):
        grouping_from(told)


def test_grouping_without_a_version_is_refused():
    with pytest.raises(ValueError, match="version"):
        grouping_from({"name": "Ours", "why": "Why.", "variable": []})


def test_our_grouping_is_sound_and_no_variable_is_a_result():
    ours = grouping_from(tomllib.loads(FIXTURE.read_text()))

    assert set(ours.levels) == {"icb", "sub_icb"}
    assert all(each.why for each in ours.variables)
    amounts_used = {part for each in ours.variables for part in (each.numerator, each.denominator) if part}
    assert all(part.startswith(("people:", "weight:")) for part in amounts_used)
