"""Funnels and small multiples: what is read, drawn and told is the same, and what cannot be is refused in words."""

from xml.etree import ElementTree

import pytest

from dashboards.charts.funnel import describe_funnel, read_funnel
from dashboards.charts.funnel_drawing import draw_funnel, ticks
from dashboards.charts.multiples import build_multiples, describe_multiples
from programmes.periods import Period
from programmes.statistics.refusals import Refused
from tests.dashboards.definitions import a_point, an_area, an_indicator

PERIOD = Period(2023, 4)
EVENTS = {"Avon": 1000, "Bure": 990, "Cam & Co": 1010, "Dee": 1300, "Exe": 700, "Fal": None}


def points_of(values, **changes):
    return [
        a_point(PERIOD, value, area=an_area(name[:3].upper(), name), **changes)
        for name, value in values.items()
    ]


def a_read(widened=False, values=EVENTS, **changes):
    points = points_of(values)
    adults = {point.area.code: 100_000.0 + place for place, point in enumerate(points)}
    links = {point.area.code: f"/areas/{point.area.code}/?a=1&b=2" for point in points}
    return read_funnel(an_indicator(**changes), points, adults, links, widened=widened)


def test_counts_are_rates_of_adults_in_their_bands():
    read = a_read()

    assert {area.area.short_name: str(area.band) for area in read.areas} == {
        "Avon": "within the limits",
        "Bure": "within the limits",
        "Cam & Co": "within the limits",
        "Dee": "above the 99.8% limit",
        "Exe": "below the 99.8% limit",
    }
    assert read.areas[0].told == "1,000 per 100,000 adults"
    assert read.left_out == ("Fal",)
    assert read.outside_plain == 2


@pytest.mark.parametrize(
    ("polarity", "dee", "exe"),
    [("high", "better", "worse"), ("low", "worse", "better"), ("none", "other", "other")],
)
def test_polarity_says_which_side_is_better(polarity, dee, exe):
    sides = {area.area.short_name: area.side for area in a_read(polarity=polarity).areas}

    assert (sides["Dee"], sides["Exe"], sides["Avon"]) == (dee, exe, "inside")


def test_shares_stand_on_their_own_denominators():
    shares = {"Avon": 0.5, "Bure": 0.51, "Cam": 0.49, "Dee": 0.62, "Exe": 0.5}
    points = [
        a_point(PERIOD, share, area=an_area(name[:3].upper(), name), numerator=share * 400, denominator=400.0)
        for name, share in shares.items()
    ]
    indicator = an_indicator(kind="ratio", unit="percent", denominator_label="people asked")

    read = read_funnel(indicator, points, {}, {}, widened=False)

    assert [area.side for area in read.areas] == ["inside", "inside", "inside", "better", "inside"]
    assert read.sized_by == "people asked"
    assert "52%" in describe_funnel(read)


def test_a_wider_funnel_leaves_fewer_outside_and_says_how_many_chance_alone_leaves():
    values = {f"A{place}": 1000 + 60 * place for place in range(-6, 7)}
    plain, wide = (a_read(widened=widened, values=values) for widened in (False, True))

    def outside(read):
        return sum(area.side != "inside" for area in read.areas)

    assert outside(wide) < outside(plain) == wide.outside_plain
    assert f"outside those of chance alone lie {outside(plain)} of 13" in describe_funnel(wide)
    assert "nearly every large area can lie outside" in describe_funnel(plain)


def test_where_no_wider_funnel_can_be_made_a_plain_one_is():
    zeroes = {f"A{place}": 0 for place in range(8)} | {"B": 1000, "C": 900}

    assert a_read(widened=True, values=zeroes).widened is False


@pytest.mark.parametrize(
    ("changes", "values", "why"),
    [
        ({"kind": "stock", "unit": "posts"}, EVENTS, "posts come and go by decision"),
        ({"unit": "wte"}, EVENTS, "come and go by decision"),
        ({"kind": "ratio", "unit": "per_network"}, EVENTS, "not a share"),
        ({}, {"Avon": 1, "Bure": 2}, "fewer than 5 areas"),
        ({}, dict.fromkeys("ABCDEF", 0), "no average"),
    ],
)
def test_what_is_no_funnel_is_refused_in_words(changes, values, why):
    with pytest.raises(Refused, match=why):
        a_read(values=values, **changes)


def test_words_say_how_many_and_which_lie_outside():
    assert describe_funnel(a_read()).startswith(
        "2023/24: 1,000 per 100,000 adults in all of them together. "
        "2 of 5 integrated care boards lie outside the 95% limits. Above: Dee (1,300). Below: Exe (700)."
    )


def test_drawing_has_a_link_for_each_area_and_escapes_its_words():
    drawing = ElementTree.fromstring(draw_funnel(a_read()))
    links = drawing.findall(".//a")

    assert [link.get("aria-label") for link in links][
        2
    ] == "Cam & Co: 1,010 per 100,000 adults, within the limits"
    assert links[0].get("href") == "/areas/AVO/?a=1&b=2"
    assert len(drawing.findall(".//polyline")) == 4
    names = [text.text for text in drawing.iter("text")]
    assert "Dee" in names
    assert "Exe" in names
    assert "Avon" not in names


def test_ticks_are_round_and_inside():
    assert ticks(0.262, 0.41, 5) == [0.3, 0.35, 0.4]
    assert ticks(3, 97) == [20, 40, 60, 80]


def test_multiples_share_one_scale():
    history = {
        period: [
            a_point(period, value, area=an_area(code, code), attainment=attained, status=status)
            for code, value, attained, status in (
                ("Y1", 10 * period.quarter, 1.0, "on_plan"),
                ("Y2", 80, 0.5, "off_plan"),
            )
        ]
        for period in Period(2023).quarters()
    }
    history[PERIOD].append(a_point(PERIOD, None, area=an_area("Y3", "Y3")))
    first, second, third = build_multiples(an_indicator(), history, PERIOD)

    end = [float(ElementTree.fromstring(each.drawing).find("circle").get("cy")) for each in (first, second)]
    assert end == [20.0, 4.0]
    assert "Y1: 10 people in 2023/24 Q1, 40 people in 2023/24 Q4" in first.drawing
    assert third.drawing == ""
    words = describe_multiples(an_indicator(), [first, second, third], PERIOD)
    assert words.startswith(
        "2023/24 Q4: 1 of 2 regions is on plan. Y1 has the largest share of its plan (100%), Y2"
    )
    assert "Without a figure: Y3." in words
