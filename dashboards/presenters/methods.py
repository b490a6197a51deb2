"""How each figure is made and what each word means: the texts of the pages about the figures themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from dashboards.presenters.cards import programme_href
from dashboards.presenters.leads import API, method_href
from dashboards.wording import PROVENANCE_TAGS, STATUS_TAGS, Tag, marker_words
from programmes.results import ProgrammeInfo
from programmes.statistics.forecast import LEAST_ERRORS


@dataclass(frozen=True, slots=True)
class Method:
    """One step of the way a number travels."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in a list, with the way to how it is made in full."""

    code: str
    name: str
    counts: str
    href: str


@dataclass(frozen=True, slots=True)
class ProgrammeMethods:
    """A programme's indicators, and what its coverage means."""

    name: str
    href: str
    coverage_meaning: str
    coverage_tag: Tag
    indicators: tuple[IndicatorLine, ...]


METHODS = (
    Method(
        "travels",
        "How a figure comes to these pages",
        (
            "A figure is typed, sent in by file, or read from a published file. What was typed or sent in counts once "
            "a second person has accepted it. Nothing is overwritten: a correction is a new revision with its reason, "
            "and any earlier day can be shown as it was.",
            "Then it is worked in, always in the same order: small counts are withheld, figures are carried to the "
            "areas of today, added up, and compared with the plan. A change is on these pages within seconds; until "
            "then the foot of every page says that it is being worked in.",
            "Every figure leads to how it is made, to its rows, and to where it comes from: what was added up, what "
            "was carried from earlier areas, and which version of which plan it is measured against. Those whose "
            "role reaches to its area also see who entered it, who accepted it, when and why.",
        ),
    ),
    Method(
        "to-date",
        "Year to date, and the plan at the same point",
        (
            "NHS years run from April to March. A count builds up from April, and is compared with what was planned "
            "by then, never with the whole year’s target. Where only that is published, the plan within the year and "
            "between years is a straight line of ours, and England’s figures measured against it say so; below England "
            "it is a part of what is marked as our share of the national figure.",
            "When one quarter of a year is missing, the year to date is not known from then on: missing is not zero. "
            "A publication may count from April on. Its year to date stands as published, rounded no further and never "
            "split; a quarter is that less the one before ([e]), and not known ([x]) where that is missing or higher.",
        ),
    ),
    Method(
        "forecast",
        "Forecast of the year’s end",
        (
            "Four simple methods each say, from the last eight quarters, what the quarters left will be: like the "
            "latest; further along the straight line through the first and the last of the eight; like the same "
            "quarter a year before, with last year’s growth added; like the mean of the last four. They are put "
            "together, and each counts the more the less it was off lately among the areas of the same level: in "
            "proportion to 1 over the square of its typical error. What they expect together is added to the year to "
            "date; for a level, such as staff in post, it is what is expected at the end of March. A share that builds "
            "up is taken over the whole year, with as many counted in each quarter left as in the mean of the last "
            "four.",
            "Beside it stands an interval: as wide as eight in ten of the last four forecasts as far ahead, each made "
            "a quarter after the one before it, for all areas of the same level, would have needed to hold what came "
            "of them. Where an area’s own figures leap, its interval is wider in proportion. A level of which fewer "
            f"than {LEAST_ERRORS} such forecasts can be judged, as England by itself, goes by those of all "
            "levels together, for its interval and for how much each method counts.",
            "A forecast is marked [f]. It is made of figures that may be shown, and of nothing that came after its "
            "quarter: the forecast of an earlier quarter is the one that could have been made then. A year is likely "
            "to arrive, or to fall short, when the whole interval lies on one side of the target; else it is too "
            "close to call.",
            "None is made after the fourth quarter, of figures that are counted once a year, with fewer than eight "
            "quarters, with a gap or a change of definition among the last eight, where nothing has been counted yet, "
            "or before four forecasts as far ahead, one from each season, can be set beside what came of them: with "
            "one quarter left of the year that takes twelve quarters of the indicator, with three left fourteen. Nor "
            f"is one made where fewer than {LEAST_ERRORS} forecasts of all levels can be judged.",
            "The methods are the naive, drift, seasonal naive and mean methods of Hyndman and Athanasopoulos "
            "(Forecasting: Principles and Practice, 2021); simple combinations of such methods are hard to beat "
            "(M-competitions: Makridakis and Hibon, 2000; Makridakis and others, 2020). To count by the square of "
            "past errors is from Bates and Granger (1969). A typical error is the geometric mean, over the last four "
            "quarters that have come and over each number of quarters ahead, of the middle area’s error (Fildes, "
            "1992). The interval is a split conformal one (Lei and others, 2018). An area’s error is measured by the "
            "mean change from quarter to quarter of its last eight, and a tenth of the mean of its last four.",
            "The few numbers fixed here were chosen on half of the areas. The command backtest_forecasts sets every "
            "past forecast of the other half beside what came of it, and beside the straight line: how often its "
            "interval held, and how far off it was. An area’s own past errors were tried in place of those of its "
            "level, and were no better: eight years of quarters are short.",
        ),
    ),
    Method(
        "deciding",
        "What it takes, what if, change on the year before, and funnels",
        (
            "What it takes is what is missing to the year’s target, over the quarters left; it is set beside the best "
            "quarter seen so far. What if is the same the other way round: a pace that you choose, added up to March "
            "and, where that is not enough, counted on until the target is reached. Neither is a forecast.",
            "An area’s change is its year to date (of a level or a share that does not add up, its latest figure) "
            "against the same point a year before. It is slow where it went less than half as far forward as the area "
            "in the middle. No percentage is made of a rounded figure under 50, and nothing is compared across a "
            "change of definition. Of a wave of services the middle of its areas is told, never a sum.",
            "A funnel sets areas of every size against the figure of all of them together, with the limits that "
            "chance alone keeps 95% and 99.8% of areas within: of a share those of the normal distribution, of a "
            "count for each 100,000 adults those of Poisson’s. Large areas lie outside those nearly always; the wider "
            "limits add the spread between areas that chance does not explain (Spiegelhalter, 2005).",
        ),
    ),
    Method(
        "coverage",
        "Coverage",
        (
            "A programme covers a sub-ICB location on a day if a service that is live that day serves it. The "
            "coverage of a larger area is the share of its sub-ICB locations that are covered and, beside it, the "
            "share of its adults who live in them (mid-2020 estimates).",
            "A service that serves an area is counted for everything in that area. Where no source gives a service’s "
            "opening day it counts from the day of the first list that shows it, up to its closing day.",
            "Where services are known from lists, a list makes known its own quarter and later ones, for the areas it "
            "speaks for. Before the first list nothing is claimed, unless it gives the opening day of every service; "
            "what a later list adds leaves the earlier quarters as they were. Where a service that counts was made "
            "up, or only a made-up list says what there was, the coverage is marked Demonstration.",
        ),
    ),
    Method(
        "completeness",
        "Completeness",
        (
            "Completeness sets the figures that came in of an area for a period beside those that were wanted of it. "
            "A figure that was said to be missing, with its reason, has come in too. In means by the due date, late "
            "after it. Figures read from published files count as in.",
        ),
    ),
    Method(
        "areas",
        "Areas that merge and split",
        (
            "Pages show all years on one set of areas. Figures of areas that are gone are carried to the areas that "
            "came after, by the share of each that went there; such figures are marked, and the join shows as a "
            "break. “As reported” shows instead the figures as they were sent, by the areas of the day.",
            "A carried figure needs all of its parts: when one predecessor has no figure, the sum has none. Where "
            "small numbers are withheld, what is carried in part is the rounded figure, not the count behind it. "
            "Published figures are carried as sums of whole areas alone: else the cell is not available.",
        ),
    ),
    Method(
        "adding-up",
        "Adding up",
        (
            "An area without a figure of its own is the sum of the areas in it, where the indicator adds up and all "
            "of them have a figure. An area’s own figure is not replaced by such a sum, unless it would give away a "
            "small number below it.",
        ),
    ),
    Method(
        "small-numbers",
        "Small numbers",
        (
            "Before anything else is computed, small counts are withheld. Under the rule of the Mental Health "
            "Services Data Set, below England a count under 5 is confidential and any other is rounded to the "
            "nearest 5. Shares, ranks and differences are made from the figures that may be shown.",
            "Rounding alone would not be enough. If two areas with 4 people each made a total of 8, shown as 10, "
            "anybody could tell that the total is at least 8 and so that both have 4. So a withheld count enters no "
            "total: 2 stands in for it, whatever it is, here for a total of 4, which is withheld as well. With "
            "another count under 5 in its place every figure on this site would be the same, on every day.",
            "A total with such a stand-in is marked as estimated and rounded to the nearest 5, England’s too. Where "
            "nothing is withheld, England is exact; where something is, England ends in 0 or 5, and may be a few "
            "people off for each withheld count. A total that an area reported of its own is replaced by such a sum "
            "where something in it is, or has been, withheld. Where also a part is missing there is no sum: the "
            "area’s total is then shown if it is larger by 5 or more than what is shown of its parts, so that each "
            "withheld count may still be anything, and is confidential if not.",
            "Figures that were rounded and suppressed by their publisher are shown as published.",
        ),
    ),
    Method(
        "demonstration",
        "What is made up",
        (
            "Nothing, unless you ask for it. A demonstration has figures and services beside the official ones that a "
            "program made up out of national totals, and what its demonstration accounts enter. They are a layer of "
            "their own, seen only where the address says layer=demonstration, and marked there. No official figure "
            "depends on one of them.",
        ),
    ),
    Method(
        "news",
        "News of a quarter",
        (
            "A quarter is told once its figures stand: its due date is past, and nothing that was sent in waits to be "
            "accepted, at the longest until the quarter closes. Each figure is set beside that of the quarter before; "
            "yearly figures are told with the last quarter, beside the year before.",
            "A change is called better or worse, by which direction is good, only with enough behind it. Shares are "
            "told apart by the 95% limits of their difference (Newcombe, method 10), counts of people by Byar’s limits "
            "of each. What is counted in full, such as posts and sites, has no such limits; as it is shown, it must "
            "have moved by 1 or more (of practitioners per network, by 0.05) and by 2% or more of the figure before, "
            "and else is little changed. Rounded figures need 50 behind them, and so does a change of status; "
            "otherwise they are too small to say. Nothing is compared across a break, and what is confidential in "
            "either quarter is not spoken of.",
            "Whoever follows an area that is gone gets the news of the areas that it became.",
        ),
    ),
)

API_LINKS = (
    ("The API’s pages", f"{API}/docs", "Every address, its parameters and the columns it answers with."),
    ("OpenAPI description", f"{API}/openapi.json", "The same for programs."),
    ("Programmes", f"{API}/programmes", "What the programmes are."),
    ("Indicators", f"{API}/indicators", "What is counted, and how."),
    ("Areas", f"{API}/areas", "Areas with their codes and parents."),
)


def present_programme_methods(programmes: Iterable[ProgrammeInfo]) -> list[ProgrammeMethods]:
    """Every indicator, under its programme."""
    return [
        ProgrammeMethods(
            name=programme.name,
            href=programme_href(programme.code),
            coverage_meaning=programme.coverage_meaning,
            coverage_tag=PROVENANCE_TAGS[programme.coverage_provenance],  # type: ignore[index]
            indicators=tuple(
                IndicatorLine(each.code, each.name, each.counts, method_href(each.code))
                for each in programme.indicators
            ),
        )
        for programme in programmes
    ]


def present_marker_words() -> list[tuple[str, str]]:
    """Every marker with its words."""
    return list(marker_words())


def present_tags() -> list[tuple[str, list[Tag]]]:
    """Every tag with its meaning, by what it is about."""
    return [
        ("Status against the plan", list(STATUS_TAGS.values())),
        ("How far a figure may be trusted as fact", list(PROVENANCE_TAGS.values())),
    ]


def present_files(programmes: Sequence[ProgrammeInfo]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """For each programme: its name, its page, and its files as (what, address)."""
    return [
        (
            programme.name,
            reverse("programme", kwargs={"programme": programme.code}),
            [
                ("Progress, every area and period", f"{API}/progress?programme={programme.code}&format=csv"),
                ("Coverage", f"{API}/coverage?programme={programme.code}&format=csv"),
                ("What was promised", f"{API}/facts?programme={programme.code}&format=csv"),
                ("Services", f"{API}/services?programme={programme.code}&format=csv"),
            ],
        )
        for programme in programmes
    ]
