"""Control charts: NHS England's conformance series, the rules by their definitions, and properties."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.choices import Polarity
from programmes.statistics.control import (
    WHY_NEVER,
    Assurance,
    SeriesKind,
    Variation,
    assurance_of,
    control_chart,
)
from programmes.statistics.control_limits import ProcessLimits, as_written, process_limits
from programmes.statistics.control_rules import Rule, Side
from programmes.statistics.refusals import Refused
from tests.programmes.statistics.conformance import CONFLICT, SERIES, STEP, VARIATION

HIGH, LOW, NONE = Polarity.HIGH, Polarity.LOW, Polarity.NONE
COLOURS = {
    Variation.IMPROVEMENT_HIGH: "b",
    Variation.IMPROVEMENT_LOW: "b",
    Variation.CONCERN_HIGH: "o",
    Variation.CONCERN_LOW: "o",
    Variation.NEITHER_HIGH: "p",
    Variation.NEITHER_LOW: "p",
    Variation.COMMON_CAUSE: ".",
    None: ".",
}
FIFTEEN = [20, 24, 20, 26, 22, 16, 18, 16, 31, 28, 34, 26, 30, 19, 18]
# NHSDigital/fdp-react-design-system, SPCChart/test-data/"Data - For testing.csv", and the test beside it.
TWENTY_FOUR = [55, 60, 51, 50, 51, 60, 50, 51, 52, 52, 60, 50, 60, 50, 49, 45, 51, 45, 44, 43, 40, 35, 30, 25]
series = st.lists(st.integers(-30, 30), min_size=13, max_size=40)


def chart_of(figures, polarity=HIGH, **asked):
    return control_chart(figures, SeriesKind.PER_PERIOD, polarity, **asked)


@pytest.mark.parametrize("published", SERIES, ids=lambda each: each.name)
def test_the_conformance_series_have_their_published_colours(published):
    chart = chart_of(
        published.values(),
        published.polarity,
        recalculate_at=published.recalculate_at,
        baseline=published.baseline,
    )

    assert "".join(COLOURS[point.variation] for point in chart.points) == published.colours
    assert chart.variation == chart.points[-1].variation


def test_where_no_direction_is_good_a_conflict_is_shown_on_its_side_of_the_mean():
    points = chart_of([int(figure) for figure in CONFLICT.split()], NONE).points

    assert [points[at].variation for at in (3, 7, 13)] == [
        Variation.NEITHER_HIGH,
        Variation.NEITHER_LOW,
        Variation.NEITHER_HIGH,
    ]


def test_limits_of_the_published_fifteen_points():
    last = chart_of(FIFTEEN).points[-1]

    assert [round(line, 2) for line in (last.mean, last.lower, last.upper)] == [23.20, 8.76, 37.64]


def test_limits_of_the_published_twenty_four_points():
    points = chart_of(TWENTY_FOUR).points

    last = points[-1]
    assert [last.mean, last.upper, last.lower] == pytest.approx(
        [48.29166667, 61.24471014, 35.33862319], abs=1e-8
    )
    assert [last.upper_two_sigma, last.lower_two_sigma] == pytest.approx(
        [56.92702898550725, 39.65630434782608]
    )
    assert [point.at + 1 for point in points if (Rule.OUTSIDE, Side.LOW) in point.broken] == [22, 23, 24]
    assert [point.at + 1 for point in points if (Rule.TREND, Side.LOW) in point.broken] == [
        17,
        *range(18, 25),
    ]
    assert [point.at + 1 for point in points if (Rule.SHIFT, Side.HIGH) in point.broken] == list(range(1, 16))


@pytest.mark.parametrize(("count", "is_plain"), [(0, True), (1, True), (12, True), (13, False)])
def test_thirteen_figures_are_needed(count, is_plain):
    chart = chart_of(FIFTEEN[:count], target=20)

    assert (chart.variation is None) == (chart.assurance is None) == is_plain
    assert bool(chart.why_not) == is_plain
    assert all((point.upper is None) == is_plain for point in chart.points)


def test_a_plain_line_keeps_its_mean_and_its_target():
    chart = chart_of(FIFTEEN[:10], target=40)

    assert chart.points[0].mean == 22.1
    assert chart.target == 40
    assert chart.why_not == "Limits need 13 figures, and there are 10."


@pytest.mark.parametrize("kind", sorted(WHY_NEVER))
def test_running_and_rolling_totals_are_refused_in_words(kind):
    chart = control_chart(FIFTEEN * 2, kind, HIGH, target=40)

    assert chart.why_not == WHY_NEVER[kind]
    assert chart.variation is chart.assurance is None
    assert all(point.mean is None for point in chart.points)


@pytest.mark.parametrize("kind", sorted(set(SeriesKind) - set(WHY_NEVER)))
def test_figures_of_their_own_periods_are_charted(kind):
    assert control_chart(FIFTEEN, kind, HIGH).variation == Variation.COMMON_CAUSE


# The three published charts (VARIATION 45, 25, 5), in SPC-Charts-XmR-Testing.md under "Summary icons".
@pytest.mark.parametrize(
    ("latest", "polarity", "variation"),
    [
        (45, HIGH, "improvement, high"),
        (45, LOW, "concern, high"),
        (45, NONE, "special cause, high"),
        (25, HIGH, "common cause"),
        (25, LOW, "common cause"),
        (25, NONE, "common cause"),
        (5, HIGH, "concern, low"),
        (5, LOW, "improvement, low"),
        (5, NONE, "special cause, low"),
    ],
)
def test_the_latest_figure_decides_the_variation(latest, polarity, variation):
    figures = [*(int(figure) for figure in VARIATION.split()), latest]

    assert chart_of(figures, polarity).variation == variation


# The published step with targets of 40, 30 and 10 and none; recalculated, the limits are those after the step.
@pytest.mark.parametrize(
    ("target", "polarity", "recalculate_at", "assurance"),
    [
        (40, HIGH, (), "fail"),
        (30, HIGH, (), "hit or miss"),
        (10, HIGH, (), "pass"),
        (40, LOW, (), "pass"),
        (30, LOW, (), "hit or miss"),
        (10, LOW, (), "fail"),
        (30, NONE, (), None),
        (None, HIGH, (), None),
        (15, HIGH, (), "hit or miss"),
        (15, HIGH, (15,), "pass"),
    ],
)
def test_assurance(target, polarity, recalculate_at, assurance):
    figures = [int(figure) for figure in STEP.split()]

    assert chart_of(figures, polarity, target=target, recalculate_at=recalculate_at).assurance == assurance


# NHSRplotthedots, tests/testthat/test-ptd_calculate_assurance_type.R: a target of 4.
@pytest.mark.parametrize(
    ("lower", "upper", "high", "low"),
    [(1, 3, "fail", "pass"), (5, 7, "pass", "fail"), (1, 5, "hit or miss", "hit or miss")],
)
def test_the_published_assurance(lower, upper, high, low):
    limits = ProcessLimits(*(Fraction(line) for line in ((lower + upper) // 2, lower, upper, lower, upper)))

    assert [assurance_of(4, limits, polarity) for polarity in (HIGH, LOW)] == [high, low]


def test_a_target_exactly_on_a_limit_is_not_beyond_it():
    figures = [10, 20] * 7
    upper = chart_of(figures).points[0].upper

    assert upper == 41.6
    assert chart_of(figures, target=41.6).assurance == Assurance.HIT_OR_MISS
    assert chart_of(figures, target=41.61).assurance == Assurance.FAIL


# NHSRplotthedots, tests/testthat/test-ptd_spc_standard.R: two points near opposite limits are no special cause.
def test_two_of_three_on_opposite_sides_are_ordinary():
    assert {point.variation for point in chart_of([*([1, -1] * 7), 5.5, -5.5]).points[-2:]} <= {
        Variation.COMMON_CAUSE
    }


def test_figures_are_taken_as_written_and_a_point_on_the_mean_breaks_a_run():
    ones = [0.1, 0.3] * 4 + [0.2] + [0.3] * 3 + [0.2] + [0.3] * 3 + [0.1] * 6

    chart = chart_of(ones)

    assert chart.points[0].mean == 0.2
    assert all((Rule.SHIFT, Side.HIGH) not in point.broken for point in chart.points)
    assert (Rule.SHIFT, Side.LOW) in chart.points[-1].broken


def test_figures_all_alike_are_ordinary():
    chart = chart_of([0.1] * 20, target=0.1)

    assert {point.variation for point in chart.points} == {Variation.COMMON_CAUSE}
    assert chart.assurance == Assurance.HIT_OR_MISS


def test_a_missing_period_is_skipped_as_if_it_did_not_exist():
    gapped = chart_of([*FIFTEEN[:4], None, *FIFTEEN[4:], None])
    whole = chart_of(FIFTEEN)

    assert [point.at for point in gapped.points] == [0, 1, 2, 3, *range(5, 16)]
    assert [point.upper for point in gapped.points] == [point.upper for point in whole.points]
    assert gapped.variation == whole.variation


def test_a_recalculation_in_a_gap_starts_at_the_next_figure():
    step = [int(figure) for figure in STEP.split()]

    assert [
        point.upper for point in chart_of([*step[:15], None, *step[15:]], recalculate_at=(15,)).points
    ] == [point.upper for point in chart_of(step, recalculate_at=(15,)).points]


def test_a_section_too_short_for_limits_says_so_and_keeps_the_others():
    chart = chart_of([*FIFTEEN, 50, 51, 52], target=20, recalculate_at=(15,))

    assert chart.why_not == "Limits need 13 figures, and since the last recalculation there are 3."
    assert chart.variation is chart.assurance is None
    assert chart.points[0].upper is not None
    assert [(point.mean, point.upper, point.variation) for point in chart.points[-3:]] == [
        (51, None, None)
    ] * 3


def test_only_the_baseline_counts_beside_a_recalculation():
    step = [int(figure) for figure in STEP.split()]

    assert chart_of(step, baseline=15, recalculate_at=(10,)) == chart_of(step, baseline=15)
    assert chart_of(step, baseline=15).points[-1].upper == chart_of(step[:15]).points[-1].upper


@pytest.mark.parametrize("baseline", [0, 5, 12, 16])
def test_an_impossible_baseline_is_refused(baseline):
    with pytest.raises(Refused, match="a baseline needs 13 figures"):
        chart_of(FIFTEEN, baseline=baseline)


def test_more_or_fewer_figures_may_be_asked_for():
    assert chart_of(FIFTEEN, least=16).why_not == "Limits need 16 figures, and there are 15."
    assert chart_of(FIFTEEN[:5], least=5).points[0].upper is not None
    assert chart_of(FIFTEEN, baseline=10, least=10).points[-1].mean == 22.1


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(figure):
    with pytest.raises(Refused):
        chart_of([*FIFTEEN, figure])


def test_limits_of_one_figure_are_refused():
    with pytest.raises(Refused, match="two figures"):
        process_limits([as_written(1)])


def by_definition(figures):
    """Which rules each figure breaks, as the rules are written: every window is tried."""
    values = [Fraction(figure) for figure in figures]
    n = len(values)
    mean = sum(values) / n
    sigma3 = Fraction("2.66") * sum(abs(b - a) for a, b in zip(values, values[1:], strict=False)) / (n - 1)
    found = [set() for _ in values]
    for side, sign in ((Side.HIGH, 1), (Side.LOW, -1)):
        out = [sign * (value - mean) for value in values]
        for at in range(n):
            if out[at] > sigma3:
                found[at].add((Rule.OUTSIDE, side))
        for start in range(n - 5):
            six = range(start, start + 6)
            if all(out[at] > 0 for at in six):
                for at in six:
                    found[at].add((Rule.SHIFT, side))
            if all(sign * (values[at + 1] - values[at]) > 0 for at in six[:-1]):
                for at in six:
                    found[at].add((Rule.TREND, side))
        for start in range(n - 2):
            three = range(start, start + 3)
            beyond = [at for at in three if sigma3 * 2 / 3 < out[at] <= sigma3]
            if len(beyond) >= 2 and all(out[at] > 0 for at in three):
                for at in beyond:
                    found[at].add((Rule.TWO_OF_THREE, side))
    return found


@settings(max_examples=40)
@given(series | st.lists(st.integers(0, 3), min_size=13, max_size=60))
def test_the_rules_are_those_that_every_window_shows(figures):
    chart = chart_of(figures)

    assert [set(point.broken) for point in chart.points] == by_definition(figures)


@settings(max_examples=20)
@given(series)
def test_the_other_polarity_mirrors_the_variation(figures):
    mirrored = {"b": "o", "o": "b", ".": "."}

    for high, low in zip(chart_of(figures, HIGH).points, chart_of(figures, LOW).points, strict=True):
        sides = {side for _, side in high.broken}
        if len(sides) < 2:
            assert COLOURS[low.variation] == mirrored[COLOURS[high.variation]]
        else:
            assert COLOURS[low.variation] == COLOURS[high.variation] == "b"


@settings(max_examples=20)
@given(series, st.integers(-1_000, 1_000))
def test_adding_a_constant_moves_the_chart_and_changes_no_judgement(figures, constant):
    here, there = (
        chart_of(figures, target=5),
        chart_of([each + constant for each in figures], target=5 + constant),
    )

    assert (here.variation, here.assurance) == (there.variation, there.assurance)
    for point, moved in zip(here.points, there.points, strict=True):
        assert moved.upper == pytest.approx(point.upper + constant)
        assert moved.broken == point.broken


@settings(max_examples=20)
@given(series)
def test_figures_upside_down_turn_the_chart(figures):
    here, there = chart_of(figures, HIGH, target=7), chart_of([-each for each in figures], LOW, target=-7)

    assert here.assurance == there.assurance
    assert [COLOURS[point.variation] for point in here.points] == [
        COLOURS[point.variation] for point in there.points
    ]
    assert there.points[0].lower == pytest.approx(-here.points[0].upper)
