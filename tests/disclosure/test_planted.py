"""Odd exact numbers are planted among what was reported; nothing that anybody may read contains one in any form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client

from dashboards.files.formats import FORMATS
from dashboards.kept import keeping, making, releasing
from dashboards.kept.forms import PACK_FORMS
from dashboards.models import FileTable
from dashboards.question import Question
from programmes import models
from programmes.actions import recompute
from programmes.actions.recompute import Slice
from programmes.queries.programmes import all_programmes
from tests.disclosure.walk import Values, Walk, addresses, public_routes, text_of
from tests.reading import LATEST, QUARTERS, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIRST_DAY = datetime(2024, 5, 1, 9, tzinfo=UTC)
SMALL = ("3.141", "2.718")
LARGE = ("1237.5", "1411.5", "7306.25")
# What leaves report, in turn, with its denominator; the second of a pair is a revision a day later.
REPORTED = (
    [("3.141", "7306.25")],
    [("1237.5", "1411.5")],
    [("2.718", "3.141"), ("3.141", "1237.5")],
    [("7306.25", "7306.25"), ("1411.5", "7306.25")],
)


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker):
    """The small world of the reading side with results of planted figures, through the engine."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        models.Progress.objects.all().delete()
        for indicator in models.Indicator.objects.all():
            indicator.disclosure = "mhsds"
            indicator.save()
            plant(indicator)
            recompute.recompute_slice(dirty=Slice(indicator_id=indicator.pk))
        all_programmes()
        yield
        transaction.set_rollback(True)


def plant(indicator: models.Indicator) -> None:
    """Every location that lived reports an odd figure for every quarter that is over."""
    submission = models.Submission.objects.create(
        channel="ingest", status="accepted", programme=indicator.programme, accepted_at=FIRST_DAY,
        source=models.Source.objects.get(slug="made"),
    )  # fmt: skip
    leaves = models.Area.objects.filter(area_type__in=["ccg", "sub_icb"]).order_by("code")
    for period in QUARTERS[: QUARTERS.index(LATEST) + 1]:
        alive = [area for area in leaves if area.valid_on(period.ends_on)]
        for area, told in zip(alive, REPORTED, strict=False):
            for revision, (numerator, denominator) in enumerate(told, 1):
                models.Observation.objects.create(
                    indicator=indicator, area=area, period_id=period.code, revision=revision,
                    numerator=Decimal(numerator), submission=submission,
                    denominator=Decimal(denominator) if indicator.denominator_label else None,
                    revision_reason="Late returns." if revision > 1 else "",
                    recorded_at=FIRST_DAY + timedelta(revision - 1),
                )  # fmt: skip


def forms_of(number: str) -> list[str]:
    """A number as it may be written: with fewer places, with commas, without its point, as a share of a hundred."""
    value = Decimal(number)
    written = {number, *(f"{value:.{places}f}" for places in (1, 2)), number.replace(".", "")}
    if value >= 100:
        written |= {f"{value:,}", f"{value:,.1f}", *(f"{whole}" for whole in (int(value), int(value) + 1))}
        written |= {f"{whole:,}" for whole in (int(value), int(value) + 1)}
    return sorted(written)


FORMS = [form for number in SMALL + LARGE for form in forms_of(number)]
PLANTED = re.compile(
    r"(?<![\d.,#])(?:0\.0*)?(?:" + "|".join(re.escape(form) for form in FORMS) + r")(?![\d]|[.,]\d)"
)


def planted_in(text: str) -> list[str]:
    """The planted numbers in a text. Looking for each as it is first is much the faster."""
    return PLANTED.findall(text) if any(form in text for form in FORMS) else []


VALUES = {
    "programme": ["ips", "cdc"],
    "code": ["ENG", "Y01", "03B", "05X"],
    "area": ["ENG", "03B"],
    "indicator": ["ips-access", "smi-employment"],
    "period": ["2021-22-Q4", "2023-24-Q3"],
    "token": ["nobody-was-given-this"],
}
DAYS = [(FIRST_DAY + timedelta(days)).date().isoformat() for days in (1, 2)]
"""At the beginning of each some figures were in: of the first day, and of both."""


@pytest.fixture(scope="module")
def values(world) -> Values:
    """What stands in the places of addresses: with a kept file in every format, and a release."""
    files = []
    asked = [(form, Question(programme=("ips",)), FileTable.PROGRESS) for form in FORMATS]
    asked += [(form, Question(area=("QBB",)), FileTable.PACK) for form in PACK_FORMS]
    for form, question, table in asked:
        file = keeping.ask(question=question, form=form, by=keeping.Owner(visitor="anybody"), table=table)
        making.make(file_id=file.pk)
        file.refresh_from_db()
        files.append((file.reference, file.file_name))
    models.Dirty.objects.all().delete()
    release = releasing.ask(title="First")
    releasing.make(release_id=release.pk)
    release.refresh_from_db()
    return {
        **VALUES,
        "number": [str(release.number)],
        "/data/<reference>/": [(reference,) for reference, _ in files],
        "/data/<reference>/<file_name>": files,
    }


@pytest.fixture(scope="module")
def everything() -> list[tuple[str, str]]:
    """What the walk read, once for all tests here."""
    return []


@pytest.fixture
def read(everything, values) -> list[tuple[str, str]]:
    if not everything:
        everything.extend(Walk(values, DAYS))
    return everything


def test_nothing_that_anybody_may_read_contains_a_planted_number(read):
    found = [(where, number) for where, text in read for number in planted_in(text)]

    assert found == []


def test_the_walk_comes_everywhere_and_sees_the_figures(read, values):
    walked = {where.split("?")[0] for where, _ in read}

    missed = [route for route in public_routes() if not walked & set(addresses(route, values))]
    assert missed == []
    assert len(read) > 100
    files = dict.fromkeys(addresses("/data/<reference>/<file_name>", values), "")
    files |= {where: text for where, text in read if where in files}
    packs = {where: text for where, text in files.items() if where.endswith(tuple(PACK_FORMS))}
    assert [where for where in files.keys() - packs.keys() if "1240" not in files[where]] == []
    assert len(packs) == len(PACK_FORMS)
    assert all("Bure" in text for text in packs.values())
    assert sum("1,240" in text or "1240" in text for _, text in read) > 20, "a planted figure, rounded"


@pytest.mark.parametrize("number", SMALL + LARGE)
def test_a_planted_number_would_be_found_in_every_form(number):
    for form in forms_of(number):
        assert planted_in(f'{{"actual": {form}}}')
        assert planted_in(f"<td>{form}</td>")
    assert not planted_in(f"{number}9")


def test_an_address_of_which_nothing_is_known_is_not_passed_over():
    with pytest.raises(AssertionError, match="say how to walk this"):
        list(addresses("/nowhere/<slug:unheard_of>/", VALUES))


def test_an_answer_of_an_unknown_kind_is_not_passed_over():
    answer = Client().get("/healthz")
    answer.headers["Content-Type"] = "application/octet-stream"

    with pytest.raises(AssertionError, match="say how to walk this"):
        text_of("/healthz", answer)
