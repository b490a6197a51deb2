"""Funnels: the published limits and bands, the wider funnel the long way, and properties."""

import math

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from programmes.statistics.dispersion import (
    dispersion_of_ratios,
    dispersion_of_shares,
    truncated,
    wider_limits_of_ratio,
    wider_limits_of_share,
    winsorised,
)
from programmes.statistics.funnel import (
    FunnelBand,
    expected_at_limits,
    rate_band,
    rate_funnel,
    share_band,
    share_funnel,
    share_limits,
)
from programmes.statistics.refusals import Refused

# The published numbers are those of PHEindicatormethods, tests/testthat/testdata_funnel_*.csv.
AVERAGE = 0.80642448
BANDS = {
    "H": FunnelBand.FAR_ABOVE,
    "h": FunnelBand.ABOVE,
    ".": FunnelBand.WITHIN,
    "l": FunnelBand.BELOW,
    "L": FunnelBand.FAR_BELOW,
}
# Events, people, directly standardised rate per 100,000; bands of the standardised and of the crude rates.
RATES = [
    (2419, 264102, 907.6174266, "HH"),
    (2337, 259711, 948.5620216, "HH"),
    (2291, 289247, 799.9690496, "HH"),
    (2242, 265029, 852.5637927, "HH"),
    (2218, 284649, 868.5358183, "HH"),
    (2159, 293578, 769.6242217, "HH"),
    (2130, 286718, 752.3254955, "hH"),
    (2111, 307381, 710.2689402, ".."),
    (2105, 274145, 815.3530325, "HH"),
    (2083, 297424, 717.7035916, "h"),
    (2078, 272628, 755.8016993, "HH"),
    (2062, 269656, 825.9742848, "HH"),
    (2061, 294692, 702.2972468, ".h"),
    (2033, 277710, 785.6210132, "HH"),
    (2033, 259213, 743.6763018, "hH"),
    (2010, 285516, 781.8323058, "Hh"),
    (2004, 269449, 772.6781064, "HH"),
    (2002, 290888, 652.3391553, "L."),
    (1977, 287112, 648.4969973, "L."),
    (1944, 286492, 727.5777428, ".."),
    (1932, 287012, 625.6551186, "L."),
    (1922, 291277, 688.5582424, ".."),
    (1912, 289859, 662.4465438, "l."),
    (1881, 289653, 627.1624732, "L."),
    (1844, 282519, 657.1114147, "l."),
    (1835, 274220, 724.8456714, ".."),
    (1833, 280271, 659.7820553, "l."),
    (1825, 284206, 654.7053631, "L."),
    (1816, 274508, 624.4435507, "L."),
    (1809, 288384, 646.7588823, "Ll"),
    (1798, 287072, 703.1689982, ".l"),
    (1754, 282744, 567.9922764, "LL"),
    (1746, 289208, 617.7750715, "LL"),
    (1709, 287736, 610.8327232, "LL"),
    (1694, 296175, 608.5089462, "LL"),
    (1688, 303255, 662.3775859, "lL"),
    (1649, 285959, 667.6454503, "lL"),
    (1553, 274661, 604.1141693, "LL"),
    (1332, 281425, 469.5645784, "LL"),
    (0, 297820, None, "-L"),
]
shares = st.lists(
    st.integers(20, 5_000).flatmap(lambda of: st.tuples(st.integers(1, of), st.just(of))),
    min_size=4,
    max_size=40,
)


@pytest.mark.parametrize(
    ("people", "low", "high", "far_low", "far_high"),
    [
        (1, 3.204264, 100, 0, 100),
        (18, 62.390093, 98.894803, 51.864359, 100),
        (102, 72.974925, 88.309971, 68.553233, 92.731663),
        (1008, 78.203374, 83.081521, 76.796814, 84.488082),
        (110000, 80.408963, 80.875933, 80.274317, 81.010578),
    ],
)
def test_the_published_limits_of_a_share(people, low, high, far_low, far_high):
    found = [*share_limits(AVERAGE, people), *share_limits(AVERAGE, people, 0.998)]

    assert [100 * limit for limit in found] == pytest.approx([low, high, far_low, far_high], abs=2e-6)


@pytest.mark.parametrize(
    ("numerator", "denominator", "band"),
    [
        (35078.4880, 41980, "H"),
        (26789.2380, 33012, "h"),
        (36850.0492, 45449, "h"),
        (34502.0685, 42485, "h"),
        (50050.7443, 61921, "."),
        (18550.7595, 22905, "."),
        (30277.5312, 37828, "l"),
        (24803.6256, 31824, "L"),
        (70670.2858, 93122, "L"),
    ],
)
def test_the_published_bands_of_shares(numerator, denominator, band):
    assert share_band(numerator, denominator, AVERAGE) == BANDS[band]


@pytest.mark.parametrize(
    ("events", "low", "high", "far_low", "far_high"),
    [
        (1, 5.571644585, 0.025317898, 9.233410143, 0.001000547),
        (2, 7.224687515, 0.242209467, 11.22886836, 0.04540199),
        (9, 17.08479966, 4.11537405, 22.65737951, 2.452425215),
        (10, 18.39035799, 4.795387629, 24.13397235, 2.960519925),
        (100, 121.6268111, 81.36400699, 134.9243187, 71.92139974),
        (716, 770.4222128, 664.5083011, 802.60414, 636.1521174),
    ],
)
def test_the_published_expected_events_at_the_lines(events, low, high, far_low, far_high):
    found = [*expected_at_limits(events), *expected_at_limits(events, 0.998)]

    # The publisher's own search stops after about six digits.
    assert found == pytest.approx([low, high, far_low, far_high], rel=1e-6, abs=2e-7)


def test_the_published_bands_of_crude_rates():
    funnel = rate_funnel([(events, people) for events, people, _, _ in RATES])

    assert [point.band for point in funnel.points] == [BANDS[bands[-1]] for _, _, _, bands in RATES]


def test_a_lower_line_lies_where_chance_leaves_one_in_forty_below():
    funnel = rate_funnel([(50, 1_000), (2_000, 40_000)], multiplier=1)
    low = next(line for line in funnel.lines if line.confidence == 0.95 and line.side == -1)

    for people, rate in low.points:
        assert stats.poisson.cdf(round(rate * people), people * funnel.average) == pytest.approx(0.025)


def test_every_funnel_has_four_lines_as_wide_as_its_areas():
    for funnel in (rate_funnel([(50, 1_000), (2_000, 40_000)]), share_funnel([(50, 100), (400, 1_000)])):
        assert [(line.confidence, line.side) for line in funnel.lines] == [
            (0.95, -1),
            (0.95, 1),
            (0.998, -1),
            (0.998, 1),
        ]
        widest = max(point.denominator for point in funnel.points)
        assert all(line.points[-1][0] >= widest * (1 - 1e-12) for line in funnel.lines)


@settings(max_examples=20)
@given(shares)
def test_bands_agree_with_the_lines_and_the_stricter_lines_are_further_out(counts):
    funnel = share_funnel(counts)

    for point in funnel.points:
        low, high = share_limits(funnel.average, point.denominator)
        far_low, far_high = share_limits(funnel.average, point.denominator, 0.998)
        assert far_low <= low <= funnel.average <= high <= far_high
        assert (point.band == FunnelBand.WITHIN) == (low <= point.value <= high)


@settings(max_examples=20)
@given(shares)
def test_the_wider_funnel_of_shares_the_long_way(counts):
    found = dispersion_of_shares(counts)

    part, whole = numpy.array(counts, dtype=float).T
    centre = part.sum() / whole.sum()
    error = 1 / (2 * numpy.sqrt(whole))
    z = (numpy.arcsin(numpy.sqrt(part / whole)) - numpy.arcsin(numpy.sqrt(centre))) / error
    z = numpy.clip(z, numpy.quantile(z, 0.1), numpy.quantile(z, 0.9))
    phi, weight, n = (z**2).mean(), 1 / error**2, len(counts)
    between = (n * phi - (n - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    assert found.ratio == pytest.approx(phi, abs=1e-9)
    assert found.between == pytest.approx(max(between, 0), abs=1e-12)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=20, max_size=50))
def test_the_wider_funnel_of_ratios_the_long_way(counts):
    found = dispersion_of_ratios(counts)

    observed, expected = numpy.array(counts, dtype=float).T
    z = numpy.sqrt(expected) * numpy.log(observed / expected)
    group = numpy.floor(stats.rankdata(z) * 10 / (len(z) + 1))
    stays = (group > 0) & (group < 9)
    n, weight = stays.sum(), expected[stays]
    phi = (z[stays] ** 2).sum() / n
    between = (n * phi - (n - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())
    assert found.ratio == pytest.approx(phi)
    assert found.between == pytest.approx(max(between, 0))


@settings(max_examples=20)
@given(shares)
def test_a_wider_funnel_never_bands_what_a_plain_one_on_its_scale_does_not(counts):
    found = dispersion_of_shares(counts)
    alone = dispersion_of_shares([(50, 100)] * 5)

    assert alone.between == 0
    for _, of in counts:
        low, high = wider_limits_of_share(found, of, 0.95)
        far_low, far_high = wider_limits_of_share(found, of, 0.998)
        assert 0 <= far_low <= low <= found.centre + 1e-12
        assert found.centre - 1e-12 <= high <= far_high <= 1


def test_large_areas_that_differ_lie_outside_a_plain_funnel_and_inside_a_wider_one():
    counts = [(of * share // 100, of) for of in (40_000, 50_000, 60_000) for share in (40, 45, 50, 55, 60)]

    plain = [point.band for point in share_funnel(counts).points]
    wide = share_funnel(counts, widened=True)

    assert plain.count(FunnelBand.WITHIN) == 3
    assert {point.band for point in wide.points} == {FunnelBand.WITHIN}
    assert wide.dispersion.between > 0


def test_large_areas_whose_rates_differ_lie_inside_a_wider_funnel():
    counts = [
        (people // share, people) for people in range(100_000, 112_000, 1_000) for share in (60, 80, 100)
    ]

    wide = rate_funnel(counts, widened=True)

    assert {point.band for point in wide.points} == {FunnelBand.WITHIN}
    assert rate_funnel(counts).points[0].band == FunnelBand.FAR_ABOVE
    low, high = wider_limits_of_ratio(wide.dispersion, 1_000, 0.95)
    assert low * high == pytest.approx(1)


def test_extremes_are_pulled_in_or_left_out():
    assert winsorised([5] * 9 + [50])[-1] == pytest.approx(9.5)
    assert 9 not in truncated([*range(9), 50])


def test_an_area_without_events_is_left_out_or_refused():
    others = [(events, 100) for events in range(90, 110)]

    assert math.isfinite(dispersion_of_ratios([(0, 100), *others]).ratio)
    with pytest.raises(Refused, match="no events at all"):
        dispersion_of_ratios([(0, 100)] * 5 + others)


@pytest.mark.parametrize(
    "asked",
    [
        lambda: share_funnel([]),
        lambda: share_funnel([(5, 4)]),
        lambda: rate_funnel([]),
        lambda: rate_funnel([(0, 100), (0, 50)]),
        lambda: rate_funnel([(1, 0)]),
        lambda: rate_band(-1, 5, 1),
        lambda: share_funnel([(1, 2)], widened=True),
    ],
)
def test_impossible_funnels_are_refused(asked):
    with pytest.raises(Refused):
        asked()


def test_one_area_stands_on_its_own_average():
    assert share_funnel([(1, 2)]).points[0].band == FunnelBand.WITHIN
    assert rate_funnel([(30, 2_000)]).points[0].band == FunnelBand.WITHIN
