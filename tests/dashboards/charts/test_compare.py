"""Areas over time: one picked out, each named at its end, and the same in words."""

from dashboards.charts import theme
from dashboards.compare.chart import ROOM, ROW, Line, build_compare_figure, describe_compare
from tests.dashboards.definitions import a_series, an_area, an_indicator

NAMES = {"QAA": "Avon", "QBB": "Bure", "QCC": "Cam and the Isle of Something"}
NAMES |= {f"QX{n}": "Humber and North Yorkshire" for n in range(9)}


def a_line(code, values):
    return Line(an_area(code, NAMES.get(code, code)), a_series(values).points, tuple(values))


def test_first_area_is_picked_out_and_lies_on_top(valid):
    figure = valid(build_compare_figure(an_indicator(), [a_line("QAA", [1, 2]), a_line("QBB", [3, 4])]))

    assert [trace["name"] for trace in figure["data"]] == ["Bure", "Avon"]
    assert [trace["line"]["color"] for trace in figure["data"]] == [theme.OTHERS, theme.ACTUAL]


def test_every_line_is_named_at_its_end_and_no_name_covers_another(valid):
    lines = [a_line("QCC", [1, 5])] + [a_line(f"QX{n}", [1, 5]) for n in range(9)]
    figure = valid(build_compare_figure(an_indicator(), lines))
    labels = sorted(figure["layout"]["annotations"], key=lambda each: -each["y"])
    room = figure["layout"]["height"] - ROOM
    pixels = [each["y"] / 5 * room for each in labels]

    assert [each["text"] for each in labels].count("Humber and") == 9
    assert [each["text"] for each in labels].count("North Yorkshire") == 9
    assert [each["text"] for each in labels if each["font"]["color"] == theme.ACTUAL] == [
        "Cam and the",
        "Isle of …",
    ]
    assert all(above - below >= ROW - 0.01 for above, below in zip(pixels, pixels[1:], strict=False))


def test_missing_figures_are_gaps_and_the_empty_ends_are_left_out(valid):
    lines = [a_line("QAA", [None, 1, None, 3, None]), a_line("QBB", [None, None, 2, 2, None])]
    figure = valid(build_compare_figure(an_indicator(), lines))

    assert figure["data"][1]["y"] == [1, None, 3]
    assert figure["data"][1]["connectgaps"] is False


def test_ratios_far_from_nothing_are_shown_near_and_words_say_so(valid):
    ratio = an_indicator(kind="ratio", unit="percent")
    near, far = [a_line("QAA", [0.5, 0.52])], [a_line("QAA", [0.5, 0.1])]

    assert valid(build_compare_figure(ratio, near))["layout"]["yaxis"]["range"][0] > 0.4
    assert "range" not in valid(build_compare_figure(ratio, far))["layout"]["yaxis"]
    assert "does not begin at 0" in describe_compare(ratio, near)
    assert "does not begin at 0" not in describe_compare(ratio, far)


def test_words_tell_both_ends_with_who_is_highest_and_lowest():
    told = describe_compare(
        an_indicator(), [a_line("QAA", [1, 20]), a_line("QBB", [3, 4]), a_line("QCC", [2, 50])]
    )

    assert "In 2021/22 Q1: Avon 1.0; the others from 2.0 (Cam" in told
    assert "In 2021/22 Q2: Avon 20.0; the others from 4.0 (Bure) to 50.0 (Cam" in told


def test_nothing_to_draw_says_so():
    empty = [a_line("QAA", [None, None])]

    assert build_compare_figure(an_indicator(), empty) is None
    assert "None of these areas has a figure" in describe_compare(an_indicator(), empty)
    assert "Avon has no figure" in describe_compare(an_indicator(), [*empty, a_line("QBB", [1, None])])
