"""The current edition is the newest whose day has come; the next one is made by files only."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from programmes.actions import reference
from programmes.engine.geography import Geography
from programmes.models import Trajectory, TrajectoryPoint
from programmes.queries import areas
from programmes.stored_areas import area_history
from tests.programmes.reference.conftest import Rewrite

BEFORE, FIRST = date(2027, 3, 31), date(2027, 4, 1)
MERGED = ("QR1", "QUY")
LOCATIONS = ("11M", "15C")


@pytest.fixture
def with_2027(copied: Path, rewrite: Rewrite) -> Path:
    """The shipped files with a made-up edition, in which two boards become one."""
    icb = (copied / "areas/icb.csv").read_text(encoding="utf-8").splitlines()
    for line in icb:
        if line.startswith(tuple(f"{code}," for code in MERGED)):
            rewrite("areas/icb.csv", line, line.replace(",2022-07-01,,", ",2022-07-01,2027-03-31,"))
    gss = (copied / "areas/gss_codes.csv").read_text(encoding="utf-8").splitlines()
    parents = (copied / "areas/parents.csv").read_text(encoding="utf-8").splitlines()
    for name, lines in (("gss_codes", gss), ("parents", parents)):
        for line in lines:
            of_board = line.startswith(tuple(f"{code}," for code in MERGED)) and line.endswith(",")
            in_board = line.endswith(tuple(f",{code},2022-07-01," for code in MERGED))
            if of_board or in_board:
                rewrite(f"areas/{name}.csv", f"{line}\n", f"{line}2027-03-31\n")
    for name, added in {
        "editions": ["2027,A made-up edition,2027-04-01,Made up for a test."],
        "icb_2026": ["X1X1X,NHS Made Up Integrated Care Board,Made Up,MADEUP,3,3,2027-04-01,,ods-icb-2026"],
        "gss_codes": ["X1X1X,E54009999,2027-04-01,"],
        "parents": ["X1X1X,Y58,2027-04-01,", *(f"{code},X1X1X,2027-04-01," for code in LOCATIONS)],
        "succession": [f"2027-04-01,{code},X1X1X,1,whole,,ods-icb-2026" for code in MERGED],
        "weights": [f"{key},X1X1X,2027-04-01,1000,ods-icb-2026" for key in KEYS],
    }.items():
        with (copied / f"areas/{name}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in added)
    return copied


KEYS = ("mental-health-need", "registered", "networks")


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *moment: day)


@pytest.mark.django_db
def test_an_edition_becomes_the_current_one_when_its_day_has_come(
    with_2027: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, BEFORE)
    reference.load(with_2027, by="a test")
    last = areas.current_edition(), {ref.code for ref in areas.areas_of_type("icb")}
    on(monkeypatch, FIRST)
    first = areas.current_edition(), {ref.code for ref in areas.areas_of_type("icb")}

    assert last[0]
    assert first[0]
    assert (last[0].code, first[0].code) == ("2026", "2027")
    assert (len(last[1]), len(first[1])) == (36, 35)
    assert last[1] - first[1] == set(MERGED)
    assert first[1] - last[1] == {"X1X1X"}
    geography = Geography(area_history())
    assert geography.edition_on == FIRST.toordinal()
    profile = areas.area_profile("X1X1X")
    assert profile
    assert {ref.code for ref in profile.children} == set(LOCATIONS)


@pytest.mark.django_db
def test_plans_are_shared_out_on_the_new_areas_when_loaded_again(
    with_2027: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, BEFORE)
    reference.load(with_2027, by="a test")
    early = Trajectory.objects.current().get(indicator__code="ips-access", kind="long_term_plan")
    on(monkeypatch, FIRST)
    reference.load(with_2027, by="a test")
    again = reference.load(with_2027, by="a test")

    late = Trajectory.objects.current().get(indicator__code="ips-access", kind="long_term_plan")
    assert (early.version, late.version) == (1, 2)
    assert late.reason == "Shared out on the areas of 1 April 2027."
    assert not again.changed_anything
    of_england = TrajectoryPoint.objects.filter(area__area_type="england").order_by("period")
    told = ("period", "value", "basis", "provenance", "note", "source")
    assert [*of_england.filter(trajectory=early).values_list(*told)] == [
        *of_england.filter(trajectory=late).values_list(*told)
    ]
    assert late.points.filter(area__code="X1X1X").exists()
    assert not late.points.filter(area__code__in=MERGED, area__area_type="icb").exists()
