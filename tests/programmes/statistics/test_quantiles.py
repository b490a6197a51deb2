"""Quantiles against an independent library, and their limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from programmes.statistics.quantiles import chi_square_quantile, poisson_limits, z_of
from programmes.statistics.refusals import Refused

DEGREES = [0.5, 1, 2, 4, 7, 20, 30, 100, 433, 2_000, 20_000, 200_000]
PROBABILITIES = [1e-6, 0.001, 0.025, 0.1, 0.5, 0.8, 0.975, 0.999, 0.999999]


@pytest.mark.parametrize("degrees", DEGREES)
@pytest.mark.parametrize("probability", PROBABILITIES)
def test_chi_square_agrees_with_an_independent_library(degrees, probability):
    found = chi_square_quantile(probability, degrees)

    assert found == pytest.approx(stats.chi2.ppf(probability, degrees), rel=1e-11)


# No further out than limits go: there the library's own tails are good to five digits only.
@pytest.mark.parametrize("probability", [0.001, 0.025, 0.5, 0.975, 0.999])
def test_a_million_events_are_as_accurate(probability):
    found = chi_square_quantile(probability, 2_000_000)

    assert found == pytest.approx(stats.chi2.ppf(probability, 2_000_000), rel=1e-11)


# FunnelPlotR, tests/testthat/test-poisson_limits.R: limits over the count, at 95% and 99.8%.
@pytest.mark.parametrize(
    ("events", "low95", "high95", "low998", "high998"),
    [
        (15, 0.5596924, 1.649348, 0.3862650, 2.082907),
        (20, 0.6108260, 1.544419, 0.4479107, 1.902094),
        (30, 0.6746958, 1.427562, 0.5289724, 1.702771),
    ],
)
def test_poisson_limits_as_published(events, low95, high95, low998, high998):
    assert [limit / events for limit in poisson_limits(events)] == pytest.approx([low95, high95], abs=1e-6)
    assert [limit / events for limit in poisson_limits(events, 0.998)] == pytest.approx(
        [low998, high998], abs=1e-6
    )


@given(st.integers(0, 200), st.sampled_from([0.8, 0.95, 0.998]))
def test_poisson_limits_leave_the_tails_they_say(events, confidence):
    lower, upper = poisson_limits(events, confidence)

    tail = (1 - confidence) / 2
    assert stats.poisson.cdf(events, upper) == pytest.approx(tail)
    if events:
        assert stats.poisson.sf(events - 1, lower) == pytest.approx(tail)
    else:
        assert lower == 0


def test_z_of_the_two_levels():
    assert [round(z_of(level), 6) for level in (0.95, 0.998)] == [1.959964, 3.090232]


@pytest.mark.parametrize("confidence", [95, 1, 0.2, -0.95, float("nan")])
def test_a_confidence_that_is_no_fraction_is_refused(confidence):
    with pytest.raises(Refused, match="such as 0.95"):
        z_of(confidence)


@pytest.mark.parametrize(("probability", "degrees"), [(0, 1), (1, 1), (0.5, 0), (0.5, -2)])
def test_impossible_quantiles_are_refused(probability, degrees):
    with pytest.raises(Refused):
        chi_square_quantile(probability, degrees)


def test_a_count_below_nothing_is_refused():
    with pytest.raises(Refused, match="below nothing"):
        poisson_limits(-1)
