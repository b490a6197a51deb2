"""The chart for print: every known figure has its place, and a missing one is a gap."""

from xml.etree import ElementTree

from dashboards.packs.figures import HEIGHT, QUARTERS_SHOWN, WIDTH, draw_figure, recent
from programmes.periods import Period
from tests.dashboards.definitions import a_point, a_series, an_indicator

SVG = "{http://www.w3.org/2000/svg}"


def drawn(series):
    return ElementTree.fromstring(draw_figure(series))


def words(picture):
    return [text.text for text in picture.iter(f"{SVG}text")]


def test_each_known_figure_has_a_dot_inside_the_drawing():
    picture = drawn(a_series([300, 295, 250, 400], plan=300))

    dots = list(picture.iter(f"{SVG}circle"))
    heights = [float(dot.get("cy")) for dot in dots]
    assert len(dots) == 4
    assert heights == sorted(heights, reverse=True)
    assert all(
        0 < float(dot.get("cx")) < WIDTH and 0 < y < HEIGHT for dot, y in zip(dots, heights, strict=True)
    )
    assert "Actual, 2021/22 Q4" in words(picture)
    assert "1,245" in words(picture)
    assert "Plan, 2021/22 Q4" in words(picture)


def test_missing_figure_is_a_gap_with_its_marker():
    picture = drawn(a_series([9.0, None, 7.0], indicator=an_indicator(kind="stock")))

    assert len(list(picture.iter(f"{SVG}circle"))) == 2
    joined = [line for line in picture.iter(f"{SVG}line") if line.get("stroke-width") == "2.5"]
    assert joined == []
    assert "[x]" in words(picture)


def test_year_to_date_begins_again_each_april():
    picture = drawn(a_series([10, 10, 10, 10, 20, 20], plan=10))

    plans = list(picture.iter(f"{SVG}polyline"))
    assert len(plans) == 2


def test_forecast_is_drawn_at_the_end_of_its_year_and_said():
    series = a_series([10, 10], plan=10)
    last = a_point(
        Period(2021, 2), 10.0, year_to_date=20.0, target_to_date=20.0, target_year=40.0, forecast=39.0,
        forecast_low=35.0, forecast_high=44.0,
    )  # fmt: skip
    after = [a_point(Period(2021, q), None, marker="w", target_to_date=10.0 * q) for q in (3, 4)]
    series = type(series)(series.indicator, series.area, (series.points[0], last, *after))

    picture = drawn(series)

    assert "Forecast [f]" in words(picture)
    assert "35 to 44" in words(picture)
    diamond = next(picture.iter(f"{SVG}path")).get("d")
    assert float(diamond[1:].split()[0]) > max(float(dot.get("cx")) for dot in picture.iter(f"{SVG}circle"))


def test_without_a_figure_there_is_no_drawing():
    assert draw_figure(a_series([None, None])) == ""


def test_only_the_last_years_are_drawn():
    indicator = an_indicator(first_period=Period(2015, 1))

    series = a_series([1.0] * 30, indicator=indicator)

    assert len(recent(series)) <= QUARTERS_SHOWN
    assert recent(series)[-1].period == Period(2022, 2)


def test_zeros_alone_can_be_drawn():
    assert "nan" not in draw_figure(a_series([0, 0, 0])).lower()
