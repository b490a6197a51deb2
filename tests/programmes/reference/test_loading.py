"""Loading: all or nothing, twice as good as once, and every fault told by its place."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from programmes.actions import reference
from programmes.models import Area, AuditEvent, Dirty, Fact, Indicator, Programme, Trajectory, TrajectoryPoint
from programmes.reference.places import LoadReport, ReferenceFaulty
from programmes.reference.reading import read
from tests.programmes.reference.conftest import TODAY, Rewrite


def test_first_load_writes_everything_and_marks_everything(loaded: LoadReport) -> None:
    assert loaded.of("areas").added == 461
    assert Dirty.objects.filter(indicator=None).count() == Programme.objects.count() == 6
    assert Dirty.objects.filter(programme=None, start_year=None).count() == Indicator.objects.count() == 27
    assert AuditEvent.objects.get(action="reference-load").actor == "a test"


def test_second_load_changes_nothing(loaded: LoadReport, fixtures: Path) -> None:
    marks, events = Dirty.objects.count(), AuditEvent.objects.count()

    again = reference.load(fixtures, by="a test")

    assert not again.changed_anything
    assert all(kind.left for kind in again.kinds)
    assert (Dirty.objects.count(), AuditEvent.objects.count()) == (marks, events)


def test_changed_name_is_changed_in_place(loaded: LoadReport, copied: Path, rewrite: Rewrite) -> None:
    rewrite("areas/stp.csv", "QJK,Devon STP,Devon,", "QJK,Devon STP,Devonshire,")

    report = reference.load(copied, by="a test")

    assert (report.of("areas").added, report.of("areas").changed) == (0, 1)
    assert Area.objects.get(code="QJK", area_type="stp").short_name == "Devonshire"


def test_fact_that_left_the_file_leaves_the_table(loaded: LoadReport, copied: Path, rewrite: Rewrite) -> None:
    rewrite("programmes/ips.toml", 'code = "wave-1-areas"', 'code = "first-wave-areas"')

    report = reference.load(copied, by="a test")

    assert (report.of("facts").added, report.of("facts").removed) == (1, 1)
    assert not Fact.objects.filter(code="wave-1-areas").exists()


def test_changed_plan_without_a_reason_is_refused(loaded: LoadReport, copied: Path, rewrite: Rewrite) -> None:
    rewrite("programmes/ips.toml", "value = 44000\nprovenance", "value = 45000\nprovenance")

    with (
        pytest.raises(ReferenceFaulty, match="ips-access is not version 1: say why in `reason`"),
        transaction.atomic(),
    ):
        reference.load(copied, by="a test")


def test_changed_plan_with_a_reason_is_the_next_version(
    loaded: LoadReport, copied: Path, rewrite: Rewrite
) -> None:
    Dirty.objects.all().delete()
    rewrite("programmes/ips.toml", "value = 44000\nprovenance", "value = 45000\nprovenance")
    rewrite(
        "programmes/ips.toml",
        "Shares of people are whole, and what we worked out is called so.",
        "Found it",
    )

    reference.load(copied, by="a test")

    plan = Trajectory.objects.current().get(indicator__code="ips-access", kind="long_term_plan")
    assert (plan.version, plan.reason) == (2, "Found it")
    assert TrajectoryPoint.objects.get(trajectory=plan, area__code="ENG", period="2022-23").value == Decimal(
        45000
    )
    assert [mark.indicator.code for mark in Dirty.objects.all()] == ["ips-access"]


def test_changed_service_without_a_reason_is_refused(
    loaded: LoadReport, copied: Path, rewrite: Rewrite
) -> None:
    rewrite("programmes/iapt-ltc.toml", 'areas = ["02T"]', 'areas = ["02T", "02V"]')

    with pytest.raises(ReferenceFaulty, match="differs from revision 1: say why"), transaction.atomic():
        reference.load(copied, by="a test")


def test_life_that_only_the_database_has_is_refused(
    loaded: LoadReport, copied: Path, rewrite: Rewrite
) -> None:
    rewrite("areas/england.csv", "2013-04-01", "2014-04-01")
    rewrite("areas/gss_codes.csv", "ENG,E92000001,2013-04-01", "ENG,E92000001,2014-04-01")

    with pytest.raises(ReferenceFaulty, match="ENG has a life in the database that began on 2013-04-01"):
        reference.load(copied, by="a test")


def test_wrong_row_is_named_and_nothing_is_loaded(loaded: LoadReport, copied: Path, rewrite: Rewrite) -> None:
    before = Area.objects.count(), Fact.objects.count()
    rewrite("areas/stp.csv", "QJK,Devon STP,Devon,", "QJK,Devon STP,Devonshire,")
    rewrite("areas/population.csv", "ENG,2022-07-01,2020,56550138", 'ENG,2022-07-01,2020,"56,550,138"')

    with pytest.raises(ReferenceFaulty) as refusal:
        reference.load(copied, by="a test")

    [fault] = refusal.value.faults
    assert str(fault).startswith("areas/population.csv, line 2, all: “56,550,138” is not a whole number")
    assert (Area.objects.count(), Fact.objects.count()) == before
    assert not Area.objects.filter(short_name="Devonshire").exists()


FAULTS = [
    (
        "areas/stp.csv",
        "Devon STP,Devon,2017-04-01",
        "Devon STP,Devon,1.4.2017",
        "valid_from: “1.4.2017” is not a date",
    ),
    ("areas/stp.csv", "QJK,Devon STP,", "qjk,Devon STP,", "“qjk” is not an area code"),
    ("areas/stp.csv", "QJK,Devon STP,Devon,", "QJK,Devon STP,,", "“short_name” is missing"),
    ("areas/stp.csv", "QJK,Devon STP,", "QJK,Devon STP,one more,", "the row has 7 cells; the heading has 6"),
    ("areas/stp.csv", "code,name,", "kode,name,", "the column is missing from the heading"),
    ("areas/icb.csv", "Devon,DEVON,2,2,2022-07-01", "Devon,DEVON,2,2,2022-06-01", "QJK is still alive then"),
    (
        "areas/gss_codes.csv",
        "QJK,E54000037,2017-04-01",
        "QJK,E5400003,2017-04-01",
        "“E5400003” is not a GSS code",
    ),
    ("areas/parents.csv", "Y56,ENG,2017-04-01", "Y99,ENG,2017-04-01", "Y99 has no row in the area files"),
    (
        "areas/succession.csv",
        "2022-07-01,01Y,15M,0.12888874",
        "2022-07-01,01Y,15M,0.12",
        "the shares of 01Y sum to",
    ),
    (
        "areas/succession.csv",
        "01Y,15M,0.12888874,population",
        "01Y,15M,0.12888874,guess",
        "“guess” is not known here",
    ),
    ("areas/succession.csv", "02Q,02Q,1,whole", "02Q,02Q,0.5,whole", "the whole is a share of 1"),
    (
        "areas/population.csv",
        "ENG,2022-07-01,2020,56550138",
        "ENG,2022-07-01,2020,56550139",
        "0-17 and 18+ sum to",
    ),
    (
        "programmes/cdc.toml",
        'indicator = "cdc-sites"\nkind',
        'indicator = "cdc-site"\nkind',
        "there is no indicator “cdc-site”",
    ),
    ("programmes/cdc.toml", 'code = "over-90-open"', "code = over-90-open", "this is not TOML"),
    (
        "programmes/cdc.toml",
        'code = "open-2022-04"',
        'code = "over-90-open"',
        "this code is already taken by",
    ),
    (
        "programmes/cdc.toml",
        'label = "Centres announced',
        'lable = "Centres announced',
        "“lable” is not known here",
    ),
    (
        "programmes/cdc.toml",
        'promise_source = "nhse-2022-06-cdc"',
        'promise_source = "nobody"',
        "no source “nobody”",
    ),
    (
        "programmes/pcmhp.toml",
        'accumulates = false\nunit = "per_network"',
        'accumulates = 3\nunit = "per_network"',
        "“3” is neither yes nor no",
    ),
    ("programmes/iapt-ltc.toml", 'areas = ["02T"]', 'areas = ["02Z"]', "02Z has no row in the area files"),
    (
        "sources.toml",
        'url = "https://www.england.nhs.uk/allocations/"',
        'url = "england"',
        "is not a web address",
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), FAULTS, ids=[fault[3] for fault in FAULTS])
def test_fault_is_told_with_its_file_and_line(
    copied: Path, rewrite: Rewrite, name: str, old: str, new: str, told: str
) -> None:
    line = (copied / name).read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    rewrite(name, old, new)

    with pytest.raises(ReferenceFaulty) as refusal:
        read(copied, TODAY)

    places = [fault.place for fault in refusal.value.faults if told in str(fault)]
    assert (name, line) in {(place.file, place.line) for place in places}, str(refusal.value)


def test_plan_without_the_weight_to_share_it_by_is_refused(copied: Path, rewrite: Rewrite) -> None:
    rewrite("areas/weights.csv", "registered,QE1,2022-07-01,1870895,nhse-allocations-2025-26\n", "")

    with pytest.raises(ReferenceFaulty, match="cdc.toml, line .* it cannot be shared out: QE1 has no weight"):
        read(copied, TODAY)


def test_two_editions_of_one_day_are_refused(copied: Path, rewrite: Rewrite) -> None:
    rewrite("areas/editions.csv", ",2026-04-01,", ",2024-04-01,")

    with pytest.raises(ReferenceFaulty, match="areas/editions.csv, line 3: this is already told by"):
        read(copied, TODAY)


def test_ratio_without_a_denominator_is_refused(copied: Path, rewrite: Rewrite) -> None:
    rewrite(
        "programmes/talking-therapies.toml",
        'denominator_label = "people who completed a course in the year"\n',
        "",
    )

    with pytest.raises(ReferenceFaulty, match="a ratio names its denominator"):
        read(copied, TODAY)


def test_file_in_another_encoding_is_told_with_its_line(copied: Path) -> None:
    path = copied / "areas/stp.csv"
    path.write_bytes(path.read_bytes().replace(b"QJK,Devon", b"QJK,D\xe9von"))

    with pytest.raises(ReferenceFaulty, match=r"areas/stp.csv, line \d+: the file is not UTF-8"):
        read(copied, TODAY)


def test_all_faults_are_told_at_once(copied: Path, rewrite: Rewrite) -> None:
    rewrite("areas/stp.csv", "QJK,Devon STP,Devon,", "QJK,Devon STP,,")
    rewrite("programmes/ips.toml", 'indicator = "ips-job-outcomes"', 'indicator = "nothing"')
    rewrite("areas/parents.csv", "Y56,ENG,2017-04-01", "Y99,ENG,2017-04-01")

    with pytest.raises(ReferenceFaulty) as refusal:
        read(copied, TODAY)

    assert {fault.place.file for fault in refusal.value.faults} >= {
        "areas/stp.csv",
        "areas/parents.csv",
        "programmes/ips.toml",
    }


def test_a_service_that_closes_before_it_opens_is_refused(copied: Path) -> None:
    path = copied / "programmes" / "iapt-ltc.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("opened_on = 2017-01-01", "opened_on = 2017-01-01\nclosed_on = 2016-12-31", 1),
        encoding="utf-8",
    )

    with pytest.raises(ReferenceFaulty, match="closes before it opens"):
        read(copied, TODAY)
