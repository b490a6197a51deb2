"""A small made world for the reading side: results as the engine would store them, and nothing behind them.

England has two regions, three boards (Avon, Bure, Cam) and four locations; the location Bure South was made
on 1 July 2022 from all of the CCG Old Bure and a quarter of the CCG Old Cam, whose rest became Cam.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from dashboards.page_store import PAGES
from programmes import models
from programmes.periods import Period

MERGER = date(2022, 7, 1)
FIRST = date(2017, 4, 1)
QUARTERS = tuple(Period.between(Period(2021, 1), Period(2023, 4)))
LATEST = Period(2023, 3)

AREAS = (
    # code, type, short name, parent, tile, first day, last day
    ("ENG", "england", "England", None, None, FIRST, None),
    ("Y01", "region", "North", "ENG", (1, 2), FIRST, None),
    ("Y02", "region", "South", "ENG", (1, 1), FIRST, None),
    ("QAA", "icb", "Avon", "Y01", (1, 3), MERGER, None),
    ("QBB", "icb", "Bure", "Y01", (2, 3), MERGER, None),
    ("QCC", "icb", "Cam", "Y02", (2, 2), MERGER, None),
    ("01A", "sub_icb", "Avon", "QAA", None, MERGER, None),
    ("02B", "sub_icb", "Bure North", "QBB", None, MERGER, None),
    ("03B", "sub_icb", "Bure South", "QBB", None, MERGER, None),
    ("04C", "sub_icb", "Cam", "QCC", None, MERGER, None),
    ("05X", "ccg", "Old Bure", None, None, FIRST, date(2022, 6, 30)),
    ("06X", "ccg", "Old Cam", None, None, FIRST, date(2022, 6, 30)),
)
ADULTS = {"ENG": 1000, "Y01": 700, "Y02": 300, "QAA": 400, "QBB": 300, "QCC": 300}
ADULTS |= {"01A": 400, "02B": 100, "03B": 200, "04C": 300}
OLD = {"QAA": 100, "QBB": 150, "QCC": 90}
"""People of 65 and over in the boards, which with one network each make them more or less alike."""


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The world, made once for a module; each test's own changes are undone after it, and all of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_world()
        yield
        transaction.set_rollback(True)


@transaction.atomic
def make_world() -> None:
    """Reference rows and results of two programmes, `ips` with three indicators and `cdc` with one."""
    source = models.Source.objects.create(
        slug="made", title="Made for tests", publisher="Nobody", licence="None"
    )
    models.Edition.objects.create(code="2023", name="Areas of April 2023", on=date(2024, 4, 1))
    areas = _make_areas(source)
    _make_calendar()
    _make_definitions(source)
    _make_services(source, areas)
    _make_results(areas)
    models.DataVersion.objects.update_or_create(pk=1, defaults={"version": 7})


def _make_areas(source: models.Source) -> dict[str, models.Area]:
    areas: dict[str, models.Area] = {}
    for number, (code, area_type, short_name, parent, tile, first, last) in enumerate(AREAS):
        area = models.Area.objects.create(
            code=code,
            area_type=area_type,
            name=short_name if area_type == "england" else f"NHS {short_name} {area_type}",
            short_name=short_name,
            tile_label=short_name[:6].upper() if tile else "",
            tile_column=tile[0] if tile else None,
            tile_row=tile[1] if tile else None,
            valid_from=first,
            valid_to=last,
            source=source,
        )
        areas[code] = area
        models.AreaCode.objects.create(area=area, code=f"E{number:08d}", valid_from=first, valid_to=last)
        if parent:
            models.AreaParent.objects.create(child=area, parent=areas[parent], valid_from=first)
        if code in ADULTS:
            for band, people in (("18+", ADULTS[code]), ("all", 2 * ADULTS[code])):
                models.Population.objects.create(
                    area=area, year=2020, age_band=band, people=people, source=source
                )
    _make_likenesses(source, areas)
    for before, after, share, basis in (
        ("05X", "03B", "1", "whole"),
        ("06X", "03B", "0.25", "population"),
        ("06X", "04C", "0.75", "population"),
    ):
        models.AreaSuccession.objects.create(
            predecessor=areas[before],
            successor=areas[after],
            on=MERGER,
            share=Decimal(share),
            basis=basis,
            source=source,
        )
    return areas


def _make_likenesses(source: models.Source, areas: dict[str, models.Area]) -> None:
    """What boards are grouped by."""
    for code, old in OLD.items():
        for band, people in (("0-17", 100), ("65+", old)):
            models.Population.objects.create(
                area=areas[code], year=2020, age_band=band, people=people, source=source
            )
        for key, value in (("networks", 2), ("mental-health-need", 500), ("registered", 500)):
            models.AreaWeight.objects.create(area=areas[code], key=key, value=value, source=source)


def _make_calendar() -> None:
    for year in range(2021, 2024):
        for period in (Period(year), *Period(year).quarters()):
            models.ReportingPeriod.objects.create(
                code=period.code,
                period_type="quarter" if period.is_quarter else "year",
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                opens_on=period.ends_on,
                due_on=period.ends_on,
                closes_on=period.ends_on,
            )


def _make_definitions(source: models.Source) -> None:
    for position, (code, name) in enumerate(
        (("ips", "Individual Placement and Support"), ("cdc", "Diagnostic centres")), 1
    ):
        programme = models.Programme.objects.create(
            code=code,
            name=name,
            short_name=code.upper(),
            promise=f"{name} everywhere.",
            promise_source=source,
            description=f"About {name}.",
            coverage_meaning="A service is live there.",
            coverage_provenance="demonstration",
            position=position,
        )
        models.Fact.objects.create(
            programme=programme,
            code=f"{code}-2023-24",
            label="Promised by 2023/24",
            when="2023/24",
            kind="target",
            value=Decimal(55000),
            unit="people",
            provenance="official",
            source=source,
            position=1,
        )
    for position, (programme, code, kind, unit, period_type) in enumerate(
        (
            ("ips", "ips-access", "flow", "people", "quarter"),
            ("ips", "ips-specialists", "stock", "wte", "quarter"),
            ("ips", "smi-employment", "ratio", "percent", "quarter"),
            ("cdc", "cdc-sites", "stock", "sites", "quarter"),
        ),
        1,
    ):
        models.Indicator.objects.create(
            programme=models.Programme.objects.get(code=programme),
            code=code,
            name=code.replace("-", " ").capitalize(),
            short_name=code,
            position=position,
            kind=kind,
            polarity="high",
            unit=unit,
            period_type=period_type,
            accumulates=kind == "flow",
            numerator_label="People",
            denominator_label="People asked" if kind == "ratio" else "",
            reporting_level="sub_icb",
            disclosure="none",
            first_period_id=QUARTERS[0].code,
            ended_on=QUARTERS[-1].ends_on,
            end_reason="It was made up to here.",
            counts="People.",
            why="It matters.",
            source=source,
        )
    models.IndicatorBreak.objects.create(
        indicator=models.Indicator.objects.get(code="ips-access"),
        period_id="2022-23-Q1",
        note="Counted anew.",
    )


def _make_services(source: models.Source, areas: dict[str, models.Area]) -> None:
    programme = models.Programme.objects.get(code="ips")
    for code, wave, opened_on, served in (
        ("first", 1, date(2021, 4, 1), ["01A"]),
        ("second", 2, date(2023, 1, 1), ["05X"]),
    ):
        service = models.Service.objects.create(
            programme=programme,
            code=code,
            name=f"The {code} service",
            wave=wave,
            opened_on=opened_on,
            provenance="derived",
            source=source,
        )
        for area in served:
            models.ServiceArea.objects.create(service=service, area=areas[area])


def _make_results(areas: dict[str, models.Area]) -> None:
    indicators = {indicator.code: indicator for indicator in models.Indicator.objects.all()}
    progress = []
    for period in QUARTERS:
        for code, area in areas.items():
            for indicator in indicators.values():
                progress.append(_progress(indicator, area, period, ADULTS.get(code, 100)))
    models.Progress.objects.bulk_create(row for row in progress if row)
    programme = models.Programme.objects.get(code="ips")
    models.Coverage.objects.bulk_create(
        _coverage(programme, area, period)
        for period in QUARTERS
        for area in areas.values()
        if area.code in ADULTS
    )


def _progress(
    indicator: models.Indicator, area: models.Area, period: Period, people: int
) -> models.Progress | None:
    """A figure that grows with people and time; Bure North has no latest figure, nobody has later ones."""
    gone = area.valid_to is not None and period.ends_on > area.valid_to
    if gone:
        return None
    nothing = period > LATEST or (area.code == "02B" and period == LATEST)
    basis = "rebased" if area.valid_from > period.starts_on else "reported"
    if area.area_type in ("england", "region"):
        basis = "rolled_up"
    grown = people * (1 + QUARTERS.index(period)) / 10
    ratio = indicator.kind == "ratio"
    done = period.quarters_done if indicator.kind == "flow" else 1
    to_date = None if nothing else (0.4 if ratio else grown * done)
    target = None if ratio else people * 1.1 * done
    attainment = None if to_date is None or target is None else to_date / target
    return models.Progress(
        indicator=indicator,
        area=area,
        period_id=period.code,
        basis=basis,
        provenance="demonstration" if indicator.code == "ips-access" else "official",
        marker=("w" if period > LATEST else "x") if nothing else "",
        notes="" if nothing else ("b" if basis == "rebased" else ""),
        status=_status(attainment, period),
        numerator=None if nothing else (40.0 if ratio else grown),
        denominator=100.0 if ratio and not nothing else None,
        actual=None if nothing else (0.4 if ratio else grown),
        year_to_date=to_date,
        target_to_date=target,
        target_year=None if target is None else people * 4.4,
        target_basis="" if ratio else "published",
        target_provenance="" if ratio else "official",
        attainment=attainment,
        variance=None if to_date is None or target is None else to_date - target,
        required_per_period=None,
        rank=1 if area.area_type == "icb" and not nothing else None,
        rank_of=3 if area.area_type == "icb" and not nothing else None,
        reporting=1,
        reporting_expected=1,
        revision=1 if basis == "reported" and not nothing else None,
        digest=0,
    )


def _status(attainment: float | None, period: Period) -> str:
    if attainment is None:
        return "not_due" if period > LATEST else "no_data"
    return "on_plan" if attainment >= 1 else "near_plan" if attainment >= 0.95 else "off_plan"


def _coverage(programme: models.Programme, area: models.Area, period: Period) -> models.Coverage:
    total = {"ENG": 4, "Y01": 3, "Y02": 1, "QBB": 2}.get(area.code, 1)
    covered = {"ENG": 2, "Y01": 2, "QAA": 1, "QBB": 1, "01A": 1, "03B": 1}.get(area.code, 0)
    return models.Coverage(
        programme=programme,
        area=area,
        period_id=period.code,
        areas_covered=covered,
        areas_total=total,
        population_covered=ADULTS[area.code] * covered / total,
        population_total=ADULTS[area.code],
        services=covered,
        provenance="demonstration",
        digest=0,
    )


def made_before(client: Client, *addresses: str) -> None:
    """As in a process that has made these pages before: it remembers what changes seldom, and no page is kept."""
    for address in addresses:
        client.get(address)
    cache.clear()
    PAGES.clear()
