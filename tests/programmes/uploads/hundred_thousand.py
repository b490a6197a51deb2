"""A file of a hundred thousand rows on the real areas of England, five hundred of them bad."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.utils import timezone

from programmes.models import Area, Indicator, PeriodReopening, Programme, ReportingPeriod, User

ROWS, BAD = 100_000, 500
COPIES = 24


def prepare(opener: User) -> None:
    """More indicators like one that is there, and every quarter open."""
    like = Indicator.objects.get(code="ips-access")
    Indicator.objects.bulk_create(
        Indicator(
            **{
                field.attname: getattr(like, field.attname)
                for field in Indicator._meta.concrete_fields
                if field.attname not in {"id", "code", "position"}
            },
            code=f"copy-{number}",
            position=100 + number,
        )
        for number in range(COPIES)
    )
    PeriodReopening.objects.bulk_create(
        PeriodReopening(
            period=period,
            programme_code="ips",
            reason="Late.",
            until=timezone.localdate() + timedelta(days=1),
            opened_by=opener,
        )
        for period in ReportingPeriod.objects.filter(period_type="quarter")
    )


def content() -> bytes:
    """The file: smooth figures, and every two-hundredth row bad in one of five ways."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["indicator_code", "area_code", "period", "numerator", "note"])
    spoil = [
        lambda row: [row[0], "99Z", *row[2:]],
        lambda row: [*row[:3], "many", row[4]],
        lambda row: [*row[:3], "-4", row[4]],
        lambda row: [*row[:2], "2031-32-Q1", *row[3:]],
        lambda row: [*row[:3], "12.5", row[4]],
    ]
    every = ROWS // BAD
    for number, row in enumerate(_rows()):
        rows.writerow(spoil[number // every % len(spoil)](row) if number % every == 0 else row)
        if number == ROWS - 1:
            return written.getvalue().encode()
    raise AssertionError("There are too few areas and periods for so many rows.")


def _rows():
    areas = list(Area.objects.filter(area_type__in=["sub_icb", "ccg"]).order_by("code", "valid_from"))
    periods = list(
        ReportingPeriod.objects.filter(period_type="quarter", code__gte="2017-18", code__lt="2025").order_by(
            "starts_on"
        )
    )
    for number in range(COPIES):
        for period in periods:
            for place, area in enumerate(areas):
                if area.valid_on(period.ends_on):
                    yield [f"copy-{number}", area.code, period.code, 41 + place % 7, ""]


def programme() -> Programme:
    return Programme.objects.get(code="ips")
