"""The pages behind /enter/, before a quarter that is open again, as each of several people."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from programmes.models import PeriodReopening
from tests.programmes.entry.conftest import PERIOD, Desk, desk, made_desk

__all__ = ["desk", "made_desk"]


class Office:
    """A desk with pages: clients who are signed in, and short ways of asking."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def client(self, name: str = "editor") -> Client:
        client = Client()
        client.force_login(self.desk[name])
        return client

    def address(self, page: str = "", area: str = "QB1") -> str:
        return f"/enter/ips/{PERIOD}/{page}?area={area}"

    def put(self, area: str, numerator: object = "", *, by: str = "editor", seen: int = 0, **said: Any):
        """Save one cell as the script of the page does."""
        body = {
            "indicator": "people",
            "area": self.desk.life(area),
            "numerator": str(numerator),
            "version": seen,
            **said,
        }
        address = self.address("cell")
        return self.client(by).put(address, json.dumps(body), content_type="application/json")

    def key(self, area: str, indicator: str = "people") -> str:
        return f"{indicator}.{self.desk.life(area)}"

    def post(self, area: str, *, by: str = "editor", page: str = "", version: int = 0, **fields: str):
        """Post the form of the grid with something typed into one cell."""
        key = self.key(area, fields.pop("indicator", "people"))
        data = {f"version.{key}": version, f"was.{key}": '["","","","","",""]'}
        data |= {f"{name}.{key}": value for name, value in fields.items()}
        return self.client(by).post(self.address(page), data)


def open_again(desk: Desk) -> None:
    """The quarter stays open whatever the day on which tests run."""
    PeriodReopening.objects.create(
        period=desk.period,
        programme_code="ips",
        reason="Tests.",
        until=date(2199, 3, 31),
        opened_by=desk["admin"],
    )


@pytest.fixture
def office(desk: Desk) -> Office:
    open_again(desk)
    return Office(desk)
