"""Which instant a text means, at one moment of an afternoon in spring, and how it is read by pages and by the API."""

from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from dashboards.api.answers import Asked
from dashboards.instants import NotAnInstant, StillToCome, passed_instant
from dashboards.parameters import AS_AT, Refusal
from dashboards.query_strings import QueryString

NOW = datetime(2025, 3, 31, 15, 20, 7, tzinfo=UTC)
"""In London it is 16:20: clocks went forward the day before."""
NEARLY_MIDNIGHT = datetime(2025, 3, 31, 23, 30, tzinfo=UTC)
"""In London it is 00:30 of 1 April."""

MEANT = {
    "2025-03-30": "2025-03-30T22:59:59.999999+00:00",
    "2025-03-31": "2025-03-31T15:20:07+00:00",
    "2025-01-31": "2025-01-31T23:59:59.999999+00:00",
    "2024-03-31": "2024-03-31T22:59:59.999999+00:00",
    "2024-03-30": "2024-03-30T23:59:59.999999+00:00",
    "2024-10-27": "2024-10-27T23:59:59.999999+00:00",
    "2024-10-26": "2024-10-26T22:59:59.999999+00:00",
    "2024-02-29": "2024-02-29T23:59:59.999999+00:00",
    "2024-03-31T00:30": "2024-03-31T00:30:00+00:00",
    "2024-03-31T01:30": "2024-03-31T01:30:00+00:00",
    "2024-03-31T02:30": "2024-03-31T01:30:00+00:00",
    "2024-10-27T01:30": "2024-10-27T00:30:00+00:00",
    "2024-10-27T02:30:15": "2024-10-27T02:30:15+00:00",
    "2024-10-27T01:30:00Z": "2024-10-27T01:30:00+00:00",
    "2024-07-01T12:00:00-05:00": "2024-07-01T17:00:00+00:00",
    "2025-03-31T16:20:07+01:00": "2025-03-31T15:20:07+00:00",
}
"""What each text means, at NOW."""
TO_COME = ("2025-04-01", "2025-03-31T16:20:08", "2025-03-31T15:20:08Z", "9999-12-31")
NEITHER = (
    "soon",
    "2024-02-30",
    "2024-03-31T25:00",
    "2024-03-31T09:30+99:00",
    "31/03/2024",
    "0001-01-01T00:00+14:00",
)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time."""

    def put(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    put(NOW)
    return put


def by_the_api(text):
    return Asked(RequestFactory().get("/", {"as_at": text}), [AS_AT]).one("as_at")


def by_a_page(text):
    notices = []
    found = QueryString({"as_at": [text]}, [AS_AT], notices).one("as_at")
    if notices:
        raise ValueError(*notices)
    return found


@pytest.mark.parametrize("read", [passed_instant, by_a_page, by_the_api])
@pytest.mark.parametrize("text", MEANT)
def test_page_and_api_mean_the_same_instant(text, read, clock):
    assert read(text).astimezone(UTC).isoformat() == MEANT[text]


@pytest.mark.parametrize("text", TO_COME)
def test_what_is_to_come_is_refused_with_today(text, clock):
    with pytest.raises(StillToCome) as refusal:
        passed_instant(text)
    assert refusal.value.today == date(2025, 3, 31)
    with pytest.raises(Refusal, match="still to come"):
        by_the_api(text)
    with pytest.raises(ValueError, match="still to come.* What is known now is shown instead"):
        by_a_page(text)


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_no_instant_is_refused(text, clock):
    with pytest.raises(NotAnInstant, match="neither a date"):
        passed_instant(text)
    with pytest.raises(Refusal):
        by_the_api(text)
    with pytest.raises(ValueError, match="What is known now is shown instead"):
        by_a_page(text)


def test_today_is_the_day_in_london(clock):
    clock(NEARLY_MIDNIGHT)

    assert passed_instant("2025-04-01") == NEARLY_MIDNIGHT
    assert passed_instant("2025-03-31") == datetime(2025, 3, 31, 22, 59, 59, 999999, tzinfo=UTC)


def test_the_hour_that_comes_twice_has_passed_once_it_passed_first(clock):
    clock(datetime(2024, 10, 27, 1, 10, tzinfo=UTC))

    assert passed_instant("2024-10-27T01:30").astimezone(UTC) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    with pytest.raises(StillToCome):
        passed_instant("2024-10-27T01:30Z")


def test_a_plus_that_arrived_as_a_blank_is_one(clock):
    assert passed_instant("2024-07-01T12:00:00 01:00") == datetime(2024, 7, 1, 11, tzinfo=UTC)
    assert by_the_api("2024-07-01T12:00:00 01:00") == datetime(2024, 7, 1, 11, tzinfo=UTC)
