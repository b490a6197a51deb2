"""A forecast with a pencil: its weights, its interval, why there is none, and where a year is landing."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.choices import Polarity, Unit
from programmes.periods import Period
from programmes.statistics import forecast
from programmes.statistics.amounts import NOUNS
from programmes.statistics.landing import Landing, describe_landing, landing_of
from programmes.statistics.refusals import Refused

figures = st.lists(st.floats(0, 1e6), min_size=8, max_size=8)


@given(figures, st.integers(1, 3))
def test_eight_weights_say_the_same_as_the_smoothing(eight, steps):
    by_weights = sum(weight * figure for weight, figure in zip(forecast.weights(steps), eight, strict=True))

    assert forecast.quarters_ahead(eight, steps)[-1] == pytest.approx(max(by_weights, 0), rel=1e-9, abs=1e-6)


@given(st.floats(0, 1e6))
def test_what_never_moves_is_expected_to_stay(level):
    assert forecast.quarters_ahead([level] * 8, 3) == pytest.approx([level] * 3)


def test_growth_is_expected_to_go_on_and_to_slow_down():
    before = [100 + 10 * quarter for quarter in range(8)]

    first, second, third = forecast.quarters_ahead(before, 3)

    assert 170 < first < second < third
    assert second - first > third - second


@given(figures)
def test_a_fall_never_ends_below_nothing(eight):
    assert min(forecast.quarters_ahead(sorted(eight, reverse=True), 3)) >= 0


def test_an_outturn_holds_the_year_to_date_and_what_is_expected():
    eight = [40, 44, 38, 45, 50, 47, 52, 55]

    assert forecast.flow_outturn(eight, 2) == pytest.approx(52 + 55 + sum(forecast.quarters_ahead(eight, 2)))
    assert forecast.level_outturn(eight, 2) == forecast.quarters_ahead(eight, 2)[-1]
    tens, hundreds = [10] * 8, [100, 100, 100, 100, 100, 100, 100, 300]
    # This year 10 of 300 so far; three quarters of 150, at a ratio that has just fallen.
    ahead = forecast.quarters_ahead([0.1] * 7 + [10 / 300], 3)
    assert forecast.ratio_outturn(tens, hundreds, 1) == pytest.approx((10 + 150 * sum(ahead)) / 750)


def test_other_than_eight_quarters_are_refused():
    with pytest.raises(Refused, match="8 quarters, and these are 7"):
        forecast.quarters_ahead([1] * 7, 1)


@pytest.mark.parametrize(("count", "rank"), [(20, 17), (24, 20), (25, 21), (99, 80), (4, 4)])
def test_margin_is_of_rank_eight_tenths_of_one_more_than_there_are(count, rank):
    assert forecast.rank_of_margin(count) == rank


def test_no_margin_is_made_of_fewer_than_twenty_errors():
    assert forecast.margin([0.5] * 19) is None
    assert forecast.margin([0.5] * 20) == 0.5


NINE = [40, 42, 41, 43, 45, 44, 47, 49, 50]


@pytest.mark.parametrize(
    ("quarters", "period", "breaks", "said"),
    [
        (NINE, Period(2024), [], "once a year"),
        (NINE, Period(2024, 4), [], "The year is over"),
        ([*NINE, None], Period(2024, 2), [], "no figure for 2024/25 Q2"),
        ([], Period(2024, 2), [], "no figure for 2024/25 Q2"),
        (NINE[:7], Period(2024, 2), [], "needs 8 quarters, and there are 7"),
        ([*NINE[:4], None, *NINE[:4]], Period(2024, 2), [], "among the last 8 has no figure"),
        (NINE, Period(2024, 2), [Period(2023, 1)], "counted differently since 2023/24 Q1"),
        (NINE, Period(2024, 2), [Period(2022, 3)], "too few earlier forecasts"),
        (NINE, Period(2024, 2), [Period(2022, 4)], "counted differently since 2022/23 Q4"),
        ([0] * 8, Period(2024, 2), [], "Nothing was counted"),
        ([None, *NINE[:8]], Period(2024, 2), [], "too few earlier forecasts"),
    ],
)
def test_why_there_is_no_forecast(quarters, period, breaks, said):
    assert said in forecast.why_refused(quarters, period, breaks)


def row(low, high, target, to_date=100.0):
    return SimpleNamespace(forecast_low=low, forecast_high=high, target_year=target, year_to_date=to_date)


HIGH, LOW = Polarity.HIGH, Polarity.LOW
SHORT = "Heading for 580 to 1,690 people [f] of 1,800: likely to fall short."
CLOSE = "Heading for 28.1% to 31.0% [f] against 30.0%: too close to call."


@pytest.mark.parametrize(
    ("point", "polarity", "adds_up", "landing"),
    [
        (row(158, 169, 180), HIGH, True, Landing.SHORT),
        (row(158, 180, 180), HIGH, True, Landing.CLOSE),
        (row(180, 190, 180), HIGH, True, Landing.LIKELY),
        (row(180, 190, 100), HIGH, True, Landing.THERE),
        (row(90, 110, 100), HIGH, False, Landing.CLOSE),
        (row(None, None, 100), HIGH, True, Landing.THERE),
        (row(None, None, 180), HIGH, True, Landing.REFUSED),
        (row(158, 180, 180), LOW, True, Landing.LIKELY),
        (row(158, 181, 180), LOW, True, Landing.CLOSE),
        (row(181, 190, 180), LOW, True, Landing.OVER),
        (row(181, 190, 99), LOW, True, Landing.LOST),
        (row(181, 190, 180), Polarity.NONE, True, Landing.NOT_JUDGED),
        (row(181, 190, None), HIGH, True, Landing.NOT_JUDGED),
    ],
)
def test_where_a_year_is_landing(point, polarity, adds_up, landing):
    assert landing_of(point, polarity, is_flow=adds_up) == landing


@pytest.mark.parametrize(
    ("point", "unit", "polarity", "said"),
    [
        (row(580, 1690, 1800), Unit.PEOPLE, HIGH, SHORT),
        (row(12.2, 12.4, 12, 9), Unit.PEOPLE, HIGH, "Heading for 12 people [f] of 12: likely to arrive."),
        (row(0.281, 0.31, 0.3, 0.2), Unit.PERCENT, HIGH, CLOSE),
        (row(40, 60, 50), Unit.PEOPLE, LOW, "Already over: 100 people against at most 50 for the year."),
        (row(140, 160, 120), Unit.PEOPLE, LOW, "Heading for 140 to 160 people [f] of at most 120: likely to be over."),
        (row(140, 160, 90), Unit.PEOPLE, HIGH, "Already there: 100 people against 90 for the year."),
        (row(140, 160, None), Unit.PEOPLE, HIGH, "Heading for 140 to 160 people [f]."),
        (row(140, 160, 150), Unit.PEOPLE, Polarity.NONE, "Heading for 140 to 160 people [f] against 150."),
        (row(None, None, 150), Unit.PEOPLE, HIGH, "A gap."),
    ],
)  # fmt: skip
def test_landing_in_a_sentence(point, unit, polarity, said):
    described = describe_landing(point, NOUNS[unit], polarity, is_flow=True, why_refused="A gap.")

    assert described == said
