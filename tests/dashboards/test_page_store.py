"""The store of pages: bounded, whatever is put into it."""

import gzip
import random
import threading

from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from dashboards.page_store import BESIDE, LARGEST, MOST_BYTES, PAGES, Page, PageStore


def page(size: int = 0) -> Page:
    return Page(bytes(size), ())


def test_a_page_is_stored_compressed():
    kept = Page.of(HttpResponse("one line of many\n" * 10_000, headers={"X-Robots-Tag": "noindex"}))

    assert kept.size < 3000
    assert gzip.decompress(kept.packed) == b"one line of many\n" * 10_000
    assert dict(kept.headers)["X-Robots-Tag"] == "noindex"


def test_the_store_of_a_process_is_bounded():
    assert (PAGES.most_bytes, PAGES.largest) == (MOST_BYTES, LARGEST)
    assert LARGEST < MOST_BYTES <= 64 * 1024 * 1024


def test_a_page_that_is_too_large_is_not_kept():
    store = PageStore(most_bytes=100_000, largest=10_000)
    store.keep("just", page(10_000 - BESIDE))
    store.keep("above", page(10_001 - BESIDE))

    assert (len(store), store.get("above")) == (1, None)


def test_those_go_that_nobody_asked_for_the_longest():
    store = PageStore(most_bytes=3 * BESIDE, largest=BESIDE)
    for etag in "abc":
        store.keep(etag, page())
    store.get("a")
    store.keep("d", page())

    assert [etag for etag in "abcd" if store.get(etag)] == ["a", "c", "d"]


def test_the_same_page_twice_counts_once():
    store = PageStore()
    for size in (5000, 7000):
        store.keep("a", page(size))

    assert (len(store), store.size) == (1, 7000 + BESIDE)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6000), st.booleans())))
def test_it_never_holds_more_than_fits_and_knows_how_much(steps):
    store = PageStore(most_bytes=12_000, largest=6000)
    for number, size, is_asked in steps:
        if is_asked:
            store.get(str(number))
        else:
            store.keep(str(number), page(size))
        kept = [found for each in range(10) if (found := store.get(str(each)))]
        assert store.size == sum(each.size for each in kept) <= store.most_bytes
        assert len(store) == len(kept)


def test_threads_at_once_lose_count_of_nothing():
    store = PageStore(most_bytes=40 * BESIDE, largest=4 * BESIDE)

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(500):
            store.keep(str(chance.randrange(60)), page(chance.randrange(2000)))
            store.get(str(chance.randrange(60)))

    threads = [threading.Thread(target=work, args=[seed]) for seed in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    kept = [found for number in range(60) if (found := store.get(str(number)))]
    assert store.size == sum(each.size for each in kept) <= store.most_bytes
