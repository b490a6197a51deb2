"""What holds for every address of the API: who may read, how often, and how it refuses."""

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as RedisIsAway

from dashboards import counting
from dashboards.api import endpoints
from programmes.models import User

PROBLEM = "application/problem+json; charset=utf-8"
PATHS = ("progress", "coverage", "targets", "areas", "programmes", "openapi.json", "docs")


def get(path, client=None, **headers):
    return (client or Client()).get(f"/api/v1/{path}", headers=headers)


@pytest.mark.parametrize("path", ["nothing", "", "programmes/", "progress/ENG"])
def test_an_address_that_there_is_not_is_a_problem_too(path):
    answer = get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["title"] == "There is nothing here"


@pytest.mark.parametrize("path", [*PATHS, "nothing"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_failure_of_ours_says_nothing_of_the_inside(monkeypatch):
    def fails():
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr(endpoints, "all_programmes", fails)
    answer = get("progress", Client(raise_request_exception=False))

    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert b"secret" not in answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_too_many_parameters_are_a_problem_too(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5

    answer = get("progress?" + "&".join(f"area=QA{letter}" for letter in "ABCDEFG"))

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


@pytest.mark.parametrize("path", [*PATHS, "progress?format=csv", "progress?format=jsonl", "progress?x=1"])
def test_head_has_the_headers_of_get_and_nothing_else(path):
    get_answer, head = get(path), Client().head(f"/api/v1/{path}")
    body = b"".join(head.streaming_content) if head.streaming else head.content
    unlike = {"RateLimit", "Content-Length", "Content-Disposition"}

    assert (head.status_code, body) == (get_answer.status_code, b"")
    # The page for people carries a token of its own each time.
    if path != "docs":
        assert {name: value for name, value in head.items() if name not in unlike} == {
            name: value for name, value in get_answer.items() if name not in unlike
        }


@pytest.mark.parametrize("path", [*PATHS, "progress?format=csv", "progress?programme=ips&limit=2"])
def test_what_one_has_already_is_304(path):
    first = get(path)
    again = get(path, **{"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "no-cache" in again["Cache-Control"]


def test_an_answer_is_compressed_for_those_who_can_read_it():
    answer = get("progress", **{"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert get("progress", **{"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["progress", "progress?x=1", "nothing", "progress?format=csv"])
def test_pages_of_other_sites_may_read(path):
    answer = get(path, origin="https://elsewhere.example")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert {"ETag", "Link", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))


def test_a_browser_that_asks_whether_it_may_ask_may():
    asks = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    answer = Client().options("/api/v1/progress", headers=asks)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]


def test_no_other_page_may_be_read_by_other_sites():
    assert "Access-Control-Allow-Origin" not in Client().get("/methods/")


# --- How much may be asked ------------------------------------------------------------------------------------


@pytest.fixture
def minute(settings, monkeypatch):
    """Three requests a minute, and a minute in which twenty seconds have gone; its clock can be moved."""
    clock = [60.0 * 1000 + 20]
    settings.API_PER_MINUTE = 3
    monkeypatch.setattr(counting, "time", lambda: clock[0])
    return clock


def test_more_than_may_be_asked_is_429_until_the_minute_is_over(minute):
    answers = [get("programmes") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert answers[0]["RateLimit"] == '"minute";r=2;t=40'
    assert (answers[3]["Retry-After"], answers[3]["RateLimit"]) == ("40", '"minute";r=0;t=40')
    assert answers[3]["Content-Type"] == PROBLEM
    minute[0] += 40
    assert get("programmes").status_code == 200


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:3::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_each_address_is_counted_by_itself(one, other, together, minute):
    for _ in range(3):
        Client(REMOTE_ADDR=one).get("/api/v1/programmes")

    assert Client(REMOTE_ADDR=other).get("/api/v1/programmes").status_code == (429 if together else 200)


def test_who_has_signed_in_may_ask_more_wherever_they_are(minute):
    client = Client()
    client.force_login(User.objects.create(username="clerk", password=make_password(None)))
    for _ in range(3):
        get("programmes")

    assert get("programmes").status_code == 429
    assert get("programmes", client)["RateLimit"] == '"minute";r=14;t=40'


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("progress?indicator=ips-access&as_at=2024-03-31", 20),
        ("progress?indicator=ips-access&kind=local_plan", 20),
        ("coverage?programme=ips&as_at=2024-03-31", 20),
        ("targets?as_at=2024-03-31", 1),
        ("progress?indicator=ips-access", 1),
    ],
)
def test_rows_that_are_computed_count_as_several(path, cost, minute, settings):
    settings.API_PER_MINUTE = 100

    assert get(path)["RateLimit"] == f'"minute";r={100 - cost};t=40'


def test_nobody_is_kept_out_while_nothing_can_be_counted(minute, monkeypatch):
    def away(*args, **kwargs):
        raise RedisIsAway

    monkeypatch.setattr(cache, "incr", away)

    assert [get("programmes").status_code for _ in range(5)] == [200] * 5


def test_without_a_limit_nothing_is_said_of_one(settings):
    settings.API_PER_MINUTE = 0

    assert "RateLimit" not in get("programmes")


# --- Who it is for ------------------------------------------------------------------------------------------


def test_answers_to_strangers_do_not_depend_on_cookies():
    assert "Cookie" not in get("progress").get("Vary", "")


@pytest.mark.parametrize("path", ["progress", "nothing", "openapi.json"])
def test_a_closed_site_refuses_strangers_in_its_own_form(path, settings):
    settings.PUBLIC = False

    answer = get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404 if path == "nothing" else 401, PROBLEM)


def test_a_closed_site_lets_no_other_cache_keep_its_answers(settings):
    settings.PUBLIC = False
    client = Client()
    client.force_login(User.objects.create(username="clerk", password=make_password(None)))

    assert get("progress", client)["Cache-Control"] == "private, no-cache"


def test_whoever_needs_a_second_step_is_told_and_not_led_away(settings, monkeypatch):
    settings.TOTP_ROLES = ["reader"]
    monkeypatch.setattr("rollout.middleware.holds", lambda *args: True)
    client = Client()
    client.force_login(User.objects.create(username="clerk", password=make_password(None)))

    answer = get("progress", client)

    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
