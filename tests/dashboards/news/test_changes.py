"""What may be said of a change: which way is good, how many must stand behind it, what is never spoken of."""

import pytest

from dashboards.news.changes import LEAST, LEAST_SHARE, VERDICTS, Change, Verdict, change_of, in_order
from dashboards.news.words import BUNDLED, sentence
from dashboards.presenters.methods import METHODS
from programmes.choices import Status, Unit
from programmes.periods import Period
from programmes.statistics.comparison import Comparison
from tests.dashboards.definitions import a_point, an_indicator

NOW, BEFORE = Period(2023, 3), Period(2023, 2)


def changed(before, now, *, of=None, **indicator):
    """The change between two points, each a figure, or a figure with what else stands in its row."""

    def point(said, period):
        actual, fields = said if isinstance(said, tuple) else (said, {})
        return a_point(period, actual, **fields)

    return change_of(an_indicator(**indicator), point(now, NOW), point(before, BEFORE))


@pytest.mark.parametrize(
    ("polarity", "kind", "before", "now", "verdict"),
    [
        ("high", "flow", 100, 200, Verdict.BETTER),
        ("high", "flow", 200, 100, Verdict.WORSE),
        ("low", "flow", 100, 200, Verdict.WORSE),
        ("low", "flow", 200, 100, Verdict.BETTER),
        ("none", "flow", 100, 200, Verdict.HIGHER),
        ("none", "flow", 200, 100, Verdict.LOWER),
        ("high", "flow", 100, 110, Verdict.SAME),
        ("high", "stock", 100, 102, Verdict.BETTER),
        ("low", "stock", 100, 102, Verdict.WORSE),
        ("none", "stock", 100, 102, Verdict.HIGHER),
        ("high", "stock", 3, 0, Verdict.WORSE),
    ],
)
def test_what_is_good_is_said_by_polarity(polarity, kind, before, now, verdict):
    assert changed(before, now, polarity=polarity, kind=kind).figure == verdict


@pytest.mark.parametrize(
    ("unit", "decimals", "before", "now", "verdict"),
    [
        ("sites", 0, 6, 7, Verdict.BETTER),
        ("sites", 0, 0, 1, Verdict.BETTER),
        ("sites", 0, 169, 170, Verdict.SAME),
        ("posts", 0, 100, 101, Verdict.SAME),
        ("posts", 0, 100, 98, Verdict.WORSE),
        ("wte", 1, 60.4, 60.3, Verdict.SAME),
        ("wte", 1, 5.2, 6.1, Verdict.SAME),
        ("wte", 1, 5.2, 6.2, Verdict.BETTER),
        # As they are shown, 5.2 and 6.2 lie one apart, though what was counted lies a little nearer.
        ("wte", 1, 5.24, 6.16, Verdict.BETTER),
        ("per_network", 2, 0.87, 0.91, Verdict.SAME),
        ("per_network", 2, 0.87, 0.92, Verdict.BETTER),
    ],
)
def test_a_level_is_judged_only_when_it_moved_enough_to_be_told(unit, decimals, before, now, verdict):
    kind = "ratio" if unit == "per_network" else "stock"

    assert changed(before, now, kind=kind, unit=unit, decimals=decimals).figure == verdict


def test_the_page_of_methods_says_how_far_a_level_must_move():
    [told] = [" ".join(each.paragraphs) for each in METHODS if each.anchor == "news"]

    assert f"by 1 or more (of practitioners per network, by {LEAST[Unit.PER_NETWORK]})" in told
    assert f"by {LEAST_SHARE * 100:.0f}% or more of the figure before" in told


def share(numerator, denominator):
    return numerator / denominator, {"numerator": numerator, "denominator": denominator}


@pytest.mark.parametrize(
    ("before", "now", "disclosure", "verdict"),
    [
        (share(30, 100), share(60, 100), "mhsds", Verdict.BETTER),
        (share(30, 100), share(35, 100), "mhsds", Verdict.SAME),
        (share(10, 40), share(60, 100), "mhsds", Verdict.TOO_SMALL),
        (share(5, 50), share(30, 50), "mhsds", Verdict.BETTER),
        (share(5, 20), share(18, 20), "none", Verdict.BETTER),
        (share(60, 100), share(105, 100), "mhsds", Verdict.NOT_COMPARED),
        (share(60, 100), (0.5, {"numerator": None, "denominator": 100.0}), "none", Verdict.NOT_COMPARED),
    ],
)
def test_shares_are_told_apart_only_beyond_chance(before, now, disclosure, verdict):
    said = changed(before, now, kind="ratio", unit="percent", disclosure=disclosure)

    assert said.figure == verdict


@pytest.mark.parametrize(
    ("before", "now", "disclosure", "verdict"),
    [
        (5, 45, "mhsds", Verdict.TOO_SMALL),
        (5, 50, "mhsds", Verdict.BETTER),
        (5, 45, "published", Verdict.TOO_SMALL),
        (5, 45, "none", Verdict.BETTER),
        (0, 0, "none", Verdict.SAME),
    ],
)
def test_rounded_counts_need_fifty_behind_them(before, now, disclosure, verdict):
    assert changed(before, now, disclosure=disclosure).figure == verdict


def test_a_change_is_given_in_percent_only_on_fifty_or_more():
    assert changed(49, 490).share is None
    assert changed(50, 100).share == 1
    assert changed(share(60, 100), share(90, 100), kind="ratio", unit="percent").share is None


HIDDEN = (None, {"marker": "c"})


@pytest.mark.parametrize(("before", "now"), [(HIDDEN, 200), (200, HIDDEN), (HIDDEN, HIDDEN), (None, None)])
def test_what_is_confidential_is_never_spoken_of(before, now):
    assert changed(before, now) is None


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        (None, 200, Verdict.FIRST),
        (200, None, Verdict.MISSING),
        (200, (300, {"notes": "b"}), Verdict.NOT_COMPARED),
        ((200, {"basis": "rebased"}), 300, Verdict.NOT_COMPARED),
        (200, (300, {"provenance": "demonstration"}), Verdict.NOT_COMPARED),
    ],
)
def test_what_cannot_be_compared_is_not(before, now, verdict):
    assert changed(before, now).figure == verdict


def test_nothing_is_compared_over_a_break():
    assert changed(100, 300, breaks=((NOW, "Counted anew."),)).figure == Verdict.NOT_COMPARED
    assert changed(100, 300, breaks=((BEFORE, "Counted anew."),)).figure == Verdict.BETTER


def planned(status, target=100.0, actual=100.0):
    return actual, {"status": status, "target_to_date": target}


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        ("off_plan", "on_plan", Verdict.BETTER),
        ("near_plan", "on_plan", Verdict.BETTER),
        ("on_plan", "near_plan", Verdict.WORSE),
        ("near_plan", "off_plan", Verdict.WORSE),
        ("on_plan", "on_plan", None),
        ("no_target", "on_plan", None),
        ("on_plan", "no_data", None),
        ("not_due", "off_plan", None),
    ],
)
def test_which_way_a_status_moved(before, now, verdict):
    assert changed(planned(before), planned(now)).status == verdict


def test_a_status_on_few_rounded_numbers_is_not_told():
    moved = planned("on_plan", 40.0), planned("off_plan", 45.0)

    assert changed(*moved, disclosure="mhsds").status is None
    assert changed(*moved, disclosure="none").status == Verdict.WORSE


def test_status_comes_first_and_what_went_wrong_before_what_went_well():
    doubled, quadrupled = changed(100, 200, code="a"), changed(100, 400, code="b")
    same, fell = changed(100, 101, code="c"), changed(planned("on_plan"), planned("off_plan"), code="d")
    rose = changed(planned("off_plan"), planned("on_plan"), code="e")

    assert in_order([same, doubled, rose, quadrupled, fell]) == (fell, rose, quadrupled, doubled, same)


def test_the_word_is_in_the_sentence_with_the_figures_behind_it():
    both = changed(planned("on_plan", 100, 400), (100.0, {"status": "off_plan", "target_to_date": 200.0}))

    assert sentence(both) == (
        "ips-access: worse. Off plan: 100 people in 2023/24 to 31 December 2023, "
        "200 people planned by then; on plan at the end of 2023/24 Q2. "
        "Worse by itself: 100 people in 2023/24 Q3, "
        "down from 400 people in 2023/24 Q2 (−75%). Higher is better."
    )


def test_low_is_good_is_said():
    assert sentence(changed(400, 100, polarity="low")).endswith("(−75%). Lower is better.")
    assert "better" not in sentence(changed(400, 100, polarity="none"))


def test_every_comparison_has_its_verdict():
    assert set(VERDICTS) == set(Comparison)


def test_every_verdict_is_told_alone_or_with_others():
    assert set(BUNDLED) | {Verdict.BETTER, Verdict.WORSE, Verdict.HIGHER, Verdict.LOWER} == set(Verdict)


def test_standing_words_do_not_fail_for_any_status():
    for before in Status.values:
        for now in Status.values:
            said = changed(planned(before), planned(now))
            assert isinstance(said, Change)
            assert sentence(said)
