"""Pages: every row once and in order, by whatever column, forwards and back."""

import pytest

from dashboards.dictionary import PROGRESS_COLUMNS
from dashboards.question import Question
from dashboards.targets.counts import count_rows
from dashboards.targets.paging import NotAPlace, Place, read_page
from programmes.periods import Period

SIZE = 70
SOME = {"indicator": ("ips-access", "smi-employment"), "area_type": ("icb", "sub_icb")}
SORTS = [way + column.name for column in PROGRESS_COLUMNS for way in ("", "-")]


def identity(row):
    return row["indicator"], row["area"], row["period"]


def page(question, size=SIZE, **place):
    return read_page(question, size, count_rows(question), **place)


def forwards(question, size=SIZE):
    counts = count_rows(question)
    pages = [read_page(question, size, counts)]
    while pages[-1].following:
        place = Place.read(pages[-1].following, question.sort)
        pages.append(read_page(question, size, counts, after=place))
    return pages


@pytest.mark.parametrize("sort", ["", *SORTS])
def test_pages_hold_every_row_once_and_in_order(sort):
    question = Question(sort=sort, **SOME)

    pages = forwards(question)
    walked = [row for each in pages for row in each.rows]

    whole = page(question, 1000).rows
    assert [identity(row) for row in walked] == [identity(row) for row in whole]
    assert len({identity(row) for row in walked}) == len(walked) > 2 * SIZE
    assert [each.seen for each in pages] == [place * SIZE for place in range(len(pages))]


@pytest.mark.parametrize("sort", ["", "actual", "-attainment", "-rank", "status", "provenance", "forecast"])
def test_the_way_back_shows_the_same_pages(sort):
    question = Question(sort=sort, **SOME)
    pages = forwards(question)

    back = [pages[-1]]
    while back[-1].preceding:
        back.append(page(question, before=Place.read(back[-1].preceding, sort)))

    assert [each.rows for each in reversed(back)] == [each.rows for each in pages]
    assert [each.seen for each in reversed(back)] == [each.seen for each in pages]


@pytest.mark.parametrize("name", ["actual", "attainment", "rank", "period_start"])
def test_numbers_and_dates_sort_by_value_and_missing_ones_last(name):
    for sort, downwards in ((name, False), (f"-{name}", True)):
        values = [row[name] for each in forwards(Question(sort=sort, **SOME)) for row in each.rows]
        present = [value for value in values if value is not None]

        assert present == sorted(present, reverse=downwards)
        assert values[len(present) :] == [None] * (len(values) - len(present))
    if name != "period_start":
        assert None in values


def test_a_late_page_is_one_statement_without_an_offset(django_assert_num_queries):
    place = Place.read(forwards(Question())[1].following, "")
    counts = count_rows(Question())

    with django_assert_num_queries(1) as asked:
        read_page(Question(), 50, counts, after=place)

    assert "OFFSET" not in asked[0]["sql"].upper()


@pytest.mark.parametrize("text", ["x", "WyIiLDEsW11d:abc", "a:b:c", "\0"])
def test_what_we_did_not_write_is_no_place(text):
    with pytest.raises(NotAPlace):
        Place.read(text, "")


def test_a_place_in_another_order_is_no_place():
    first = page(Question(sort="actual"))

    with pytest.raises(NotAPlace):
        Place.read(first.following, "-actual")


@pytest.mark.parametrize("size", [3, 7, 19, 20, 21, 400])
def test_pages_of_every_size_cross_from_one_indicator_to_the_next(size):
    question = Question(area_type=("icb", "region"), period=(Period(2022, 4), Period(2023, 1)))
    pages = forwards(question, size)
    back = [pages[-1]]
    while back[-1].preceding:
        back.append(page(question, size, before=Place.read(back[-1].preceding, "")))

    walked = [identity(row) for each in pages for row in each.rows]
    assert walked == [identity(row) for row in page(question, 1000).rows]
    assert len(walked) == count_rows(question).rows == 40
    assert [each.rows for each in reversed(back)] == [each.rows for each in pages]
