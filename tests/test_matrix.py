"""The matrix: every address of the site, by every method, as everybody. What is written in tests/matrix.txt must hold.

A new address must be written down there, or this fails. What nobody may do by a method needs no line: without one,
405 is expected for all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from dashboards.kept import keeping, making
from dashboards.models import Release
from dashboards.news import following
from dashboards.page_store import PAGES
from dashboards.question import Question
from programmes.actions import people, steps, upload_reading, uploads
from programmes.actions.cells import CellToSave, save_cell, save_many
from programmes.choices import Role
from programmes.entry_results import CellEntry
from programmes.models import (
    Area,
    Grant,
    Indicator,
    Programme,
    ReportingPeriod,
    Source,
    Submission,
    Trajectory,
    Upload,
    User,
)
from programmes.queries import addresses
from programmes.views import cells
from tests import reading

WRITTEN = Path(__file__).with_name("matrix.txt")
EVERYBODY = ("stranger", "reader", "analyst", "editor", "neighbour", "approver", "administrator")
GRANTS = {
    "reader": (Role.READER, ""),
    "analyst": (Role.ANALYST, ""),
    "editor": (Role.EDITOR, "QAA"),
    "neighbour": (Role.EDITOR, "QBB"),
    "approver": (Role.APPROVER, ""),
    "administrator": (Role.ADMINISTRATOR, ""),
}
METHODS = ("GET", "POST", "PUT", "DELETE")
OTHERS = ("GET", "POST")
"""Pages of Django's administration and of allauth know no other methods: they take them for one of these."""
NOBODY_MAY = ("405",) * len(EVERYBODY)
WRITES = re.compile(r'\s*(?:insert into|update|delete from) "?(?:programmes|dashboards)_', re.IGNORECASE)
PERIOD, SENT = "2023-24-Q3", "2023-24-Q2"

GRID = "/enter/<slug:programme>/<period:period>/"
TURNED = "/enter/<slug:programme>/by-quarter/<slug:indicator>/"
QUERIES = dict.fromkeys((GRID, TURNED, f"{GRID}cell", f"{GRID}submit", f"{GRID}withdraw"), "?area=QAA")
"""What stands behind an address in its query."""


@dataclass(frozen=True)
class Line:
    """One line of the table: by this method, this address answers so to everybody, in their order.

    An answer is a status; with a plus behind it, something was written.
    """

    method: str
    route: str
    answers: tuple[str, ...]


def written() -> list[Line]:
    """The lines of the table. One answer stands for everybody's."""
    lines = []
    for text in WRITTEN.read_text().splitlines():
        if not text or text.startswith("#"):
            continue
        methods, route, *said = text.split()
        assert len(said) in (1, len(EVERYBODY)), text
        said = said if len(said) > 1 else said * len(EVERYBODY)
        lines += [Line(method, route, tuple(said)) for method in methods.split(",")]
    return lines


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every address of the URL conf, as it is written there."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield route


def line_for(method: str, route: str, lines: list[Line]) -> Line | None:
    """What is written about an address: by its own name, or else by a pattern with stars."""
    of_method = [line for line in lines if line.method == method]
    exact = [line for line in of_method if line.route == route]
    starred = [line for line in of_method if "*" in line.route and _matches(route, line.route)]
    return (exact or starred or [None])[0]


def _is_about(line: Line, route: str) -> bool:
    return line.route == route or _matches(route, line.route)


def _matches(route: str, pattern: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]+"), route) is not None


def methods_of(route: str) -> tuple[str, ...]:
    """The methods by which an address is tried."""
    return OTHERS if route.startswith(("/admin/", "/accounts/")) else METHODS


def address(route: str, values: dict[str, str]) -> str:
    """The address with something real in each of its places."""

    def value(found: re.Match[str]) -> str:
        return values[found["name"]]

    plain = re.sub(
        r"<(?:\w+:)?(?P<name>\w+)>", value, re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", route)
    )
    return re.sub(r"[\^$]", "", plain)


@dataclass
class World:
    """What stands in the places of addresses, and what is sent to those that need it."""

    values: dict[str, str]
    forms: dict[tuple[str, str], Any]


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """The world, made once for a module and undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """What stands in the world; each test's own changes are undone after it."""
    return made_world


def make_world() -> World:
    """A small made world with an account for each role, an open quarter, and a grid that waits to be accepted."""
    reading.make_world()
    hashed = make_password("seven otters on a raft")
    for name, (role, area_code) in {**GRANTS, "bystander": (Role.READER, "")}.items():
        user = people.add(username=name, email=f"{name}@example.org", by="test")
        User.objects.filter(pk=user.pk).update(password=hashed)
        people.give(user_id=user.pk, role=role, area_code=area_code, by="test")
    bystander = User.objects.get(username="bystander")
    editor = User.objects.get(username="editor")
    today = timezone.localdate()
    ReportingPeriod.objects.filter(code__in=[PERIOD, SENT]).update(
        opens_on=today, due_on=today, closes_on=today + timedelta(20)
    )
    ReportingPeriod.objects.exclude(code__in=[PERIOD, SENT]).update(closes_on=today - timedelta(20))
    typed = list(addresses.address("ips", PERIOD, "QAA").grid(editor).cells)
    all_unavailable = {f"marker.{cells.key_of(cell)}": "x" for cell in typed}
    all_unavailable |= {f"version.{cells.key_of(cell)}": "0" for cell in typed}
    values = {
        "programme": "ips",
        "code": "QAA",
        "area": "QAA",
        "indicator": "ips-access",
        "area_type": "icb",
        "period": PERIOD,
        "submission_id": str(_sent(editor).pk),
        "upload_id": str(_uploaded(editor).pk),
        **_kept(editor),
        **_followed(editor),
        "form": "csv",
        "user_id": str(bystander.pk),
        "grant_id": str(bystander.grants.get().pk),
        "object_id": "0",
        "content_type_id": "1",
        "app_label": "programmes",
        "url": "nothing/",
        "key": "none",
        "uidb36": "1",
    }
    forms = {
        ("POST", "/enter/people/add/"): {"username": "newcomer", "email": "newcomer@example.org"},
        ("POST", "/enter/people/<int:user_id>/address/"): {"email": "moved@example.org"},
        ("POST", "/enter/people/<int:user_id>/give/"): {"role": "analyst"},
        ("POST", "/enter/periods/"): {
            "programme": "ips",
            "period": "2022-23-Q4",
            "reason": "A late return.",
            "until": (today + timedelta(5)).isoformat(),
        },
        ("POST", "/enter/gaps/<slug:indicator>/<slug:area_type>/"): {
            "missing": "Every quarter.",
            "answer": "Counts by board.",
            "version": "0",
        },
        ("POST", "/enter/targets/<slug:indicator>/"): {
            f"target.{_planned().pk}.2023-24": "120",
            "reason": "A new settlement.",
            "version": "1",
        },
        ("POST", "/subscriptions/follow/"): {"programme": "ips"},
        ("POST", "/data/make/"): {"programme": "ips", "format": "csv"},
        ("POST", "/areas/<code>/pack/make"): {"format": "pdf"},
        ("POST", "/enter/review/"): {"submission": values["submission_id"], "decision": "accept"},
        ("POST", "/enter/review/<int:submission_id>/"): {"decision": "accept"},
        ("POST", "/enter/upload/<int:upload_id>/"): {"decision": "withdraw"},
        ("POST", GRID): all_unavailable,
        ("POST", f"{GRID}submit"): all_unavailable,
        ("POST", TURNED): {f"{field}.{PERIOD}": said for field, said in all_unavailable.items()},
        ("PUT", f"{GRID}cell"): {
            "indicator": typed[0].indicator,
            "area": typed[0].area_id,
            "marker": "x",
            "version": 0,
        },
    }
    place = addresses.address("ips", PERIOD, "QAA")
    save_many(place=place, cells=(), by=editor)
    return World(values, forms)


def _planned() -> Area:
    """The area of which a target can be changed, in a plan that stands."""
    Trajectory.objects.create(
        indicator=Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        name="Plan",
        source=Source.objects.get(slug="made"),
    )
    return Area.objects.get(code="QAA")


def _sent(editor: User) -> Submission:
    """A whole grid that the editor handed over."""
    place = addresses.address("ips", SENT, "QAA")
    for cell in place.grid(editor).cells:
        typed = CellToSave(cell.indicator, cell.area_id, CellEntry(marker="x"), 0)
        save_cell(place=place, cell=typed, by=editor)
    submission = place.under_way()
    steps.submit(submission=submission, by=editor)
    return submission


def _uploaded(editor: User) -> Upload:
    """A file that the editor sent in, read."""
    upload = uploads.receive(
        programme=Programme.objects.get(code="ips"),
        content=b"indicator_code,area_code,period,numerator\nips-access,QAA,2023-24-Q3,5\n",
        file_name="figures.csv",
        by=editor,
    )
    upload_reading.read(upload_id=upload.pk)
    return upload


def _kept(editor: User) -> dict[str, str]:
    """A file that the editor asked for, made, and a release."""
    file = keeping.ask(question=Question(programme=("cdc",)), form="csv", by=keeping.Owner(person=editor))
    making.make(file_id=file.pk)
    file.refresh_from_db()
    fields = {"published_at": timezone.now(), "data_version": 7}
    release = Release.objects.create(number=1, title="First", state="published", **fields)
    return {"reference": file.reference, "file_name": file.file_name, "number": str(release.number)}


def _followed(editor: User) -> dict[str, str]:
    """An area that the editor follows, and the signature under which a letter lets them leave."""
    subscription = following.follow(person=editor, area="QAA")
    token = following.leave_address(subscription).rstrip("/").rpartition("/")[2]
    return {"subscription_id": str(subscription.pk), "token": token}


def client_of(name: str, **kwargs: bool) -> Client:
    """The browser of somebody who has signed in, or of a stranger."""
    client = Client(raise_request_exception=False, **kwargs)
    if name != "stranger":
        client.force_login(User.objects.get(username=name))
    return client


def answer(client: Client, method: str, route: str, world: World) -> str:
    """How an address answers. Whatever was done is undone: in the database, the cache and the browser."""
    cache.clear()
    PAGES.clear()
    cookies, wrote = client.cookies.output(header=""), []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            wrote.append(sql)
        return execute(sql, params, many, context)

    where, sent = address(route, world.values) + QUERIES.get(route, ""), world.forms.get((method, route), {})
    with transaction.atomic(), connection.execute_wrapper(look):
        if method == "POST":
            said = client.post(where, sent)
        elif sent:
            said = client.generic(method, where, json.dumps(sent), content_type="application/json")
        else:
            said = client.generic(method, where)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return f"{said.status_code}{'+' if wrote else ''}"


def unwritten(lines: list[Line]) -> list[str]:
    """The addresses that no line is about."""
    return [
        route for route in routes() if not any(line_for(method, route, lines) for method in methods_of(route))
    ]


def test_every_address_is_written_down():
    assert unwritten(written()) == [], "Write these addresses into tests/matrix.txt"


@pytest.mark.parametrize("route", ["/map/", "/enter/audit/", "/api/v1/progress", "/admin/programmes/*/add/"])
def test_an_address_that_is_not_written_down_is_found(route):
    assert unwritten([line for line in written() if line.route != route])


def test_nothing_is_written_down_that_is_not_there():
    known = list(routes())

    assert [line.route for line in written() if not any(_is_about(line, route) for route in known)] == []


def test_no_name_leads_to_two_places():
    ours = [
        entry.name
        for urlconf in ("dashboards.urls", "programmes.urls")
        for entry in import_module(urlconf).urlpatterns
        if not isinstance(entry, URLResolver)
    ]

    assert [name for name in set(ours) if ours.count(name) > 1] == []


def test_no_answer_is_written_down_twice():
    lines = [(line.method, line.route) for line in written()]

    assert len(lines) == len(set(lines))


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_address_answers_as_it_is_written(name, world):
    lines, column, client, wrong = written(), EVERYBODY.index(name), client_of(name), []
    for route in routes():
        for method in methods_of(route):
            line = line_for(method, route, lines)
            expected = (line.answers if line else NOBODY_MAY)[column]
            said = answer(client, method, route, world)
            if said != expected:
                wrong.append(f"{method} {route}: {said}, not {expected}")

    assert wrong == []


@pytest.mark.slow
def test_nothing_behind_the_door_for_writing_is_done_without_a_token(world):
    client = client_of("administrator", enforce_csrf_checks=True)
    before = set(Grant.objects.values_list("pk", flat=True))
    doors = {
        line.route: line.method
        for line in written()
        if line.route.startswith("/enter/") and line.method != "GET"
    }

    assert {route: answer(client, method, route, world) for route, method in doors.items()} == dict.fromkeys(
        doors, "403"
    )
    assert set(Grant.objects.values_list("pk", flat=True)) == before
