"""The files that are shipped, loaded as they were published."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from programmes.actions import published
from programmes.choices import SubmissionStatus
from programmes.ingest.layouts import NotThisLayout
from programmes.models import AuditEvent, Dirty, Observation, Service, ServiceArea, ServiceList, Submission
from programmes.periods import Period
from tests.england import FIXTURES
from tests.programmes.ingest.spreadsheets import xlsx

THERAPIES = FIXTURES / "published" / "talking_therapies_ltc_annual_2017-18_2024-25.csv"
CENTRES = FIXTURES / "published" / "cdc_sites_2025-10-28.csv"

pytestmark = [pytest.mark.usefixtures("england"), pytest.mark.slow]


def _therapies(content: bytes | None = None, **options) -> published.Ingested:
    return published.ingest(
        content=content or THERAPIES.read_bytes(),
        file_name=options.pop("file_name", THERAPIES.name),
        layout="talking-therapies-annual",
        by="tests",
        **options,
    )


def _centres() -> published.Ingested:
    return published.ingest(
        content=CENTRES.read_bytes(), file_name=CENTRES.name, layout="cdc-sites", by="tests"
    )


def _current(indicator: str, **where):
    return Observation.objects.filter(indicator__code=indicator, **where).current()


def test_england_reads_as_published():
    _therapies()

    england = _current("iapt-ltc-referrals", area__code="ENG").values_list("period_id", "numerator")
    assert {period: int(value) for period, value in england} == {
        "2017-18": 314_532, "2018-19": 368_204, "2019-20": 418_177, "2020-21": 223_019,
        "2021-22": 261_352, "2022-23": 272_775, "2023-24": 291_741, "2024-25": 295_588,
    }  # fmt: skip


def test_courses_and_outcomes_of_everybody_read_as_published():
    _therapies()

    def england(indicator):
        figures = _current(indicator, area__code="ENG", period__in=["2017-18", "2020-21", "2024-25"])
        rows = figures.order_by("period_id").values_list("numerator", "denominator")
        return [tuple(map(int, filter(None, row))) for row in rows]

    assert [courses for (courses,) in england("tt-completed-courses")] == [554_709, 634_649, 670_419]
    assert england("tt-referrals")[0] == (1_439_957,)
    assert england("tt-reliable-recovery")[0] == (250_395, 517_393)
    assert england("tt-reliable-improvement")[:2] == [(368_518, 554_709), (433_327, 634_649)]
    board = _current("tt-completed-courses", area__code="QHM", area__area_type="icb", period="2022-23").get()
    assert int(board.numerator) == 33_635
    places = _current("tt-reliable-improvement", area__code="00L", period="2017-18").get()
    assert (int(places.numerator), int(places.denominator)) == (2905, 4285)


def test_every_area_of_every_year_finds_its_life():
    _therapies()

    counted = (
        _current("iapt-ltc-referrals")
        .order_by("period_id", "area__area_type")
        .values_list("period_id", "area__area_type")
        .annotate(Count("pk"))
    )
    found = {(period, level): number for period, level, number in counted}
    ccgs = [found[f"{year}-{year % 100 + 1}", "ccg"] for year in range(2017, 2022)]
    assert ccgs == [207, 195, 191, 135, 106]
    assert [found["2017-18", "stp"], found["2018-19", "stp"], found["2022-23", "icb"]] == [44, 42, 42]
    assert [found["2017-18", "region"], found["2018-19", "region"], found["2019-20", "region"]] == [4, 5, 7]


def test_what_was_withheld_stays_withheld():
    _therapies()

    assert _current("iapt-ltc-referrals", marker="c", numerator=None).count() == _printed_withheld(7)
    assert _current("iapt-ltc-recovery", marker="c", numerator=None).count() == _printed_withheld(9, 11)


def _printed_withheld(*columns: int) -> int:
    """How many rows about areas print a `*` in one of the columns."""
    rows = csv.reader(THERAPIES.read_text().splitlines())
    withheld = [
        row
        for row in rows
        if row[5] == "Long term condition" and "COMMISSIONING HUB" not in row[3] and row[2] != "UNKNOWN"
        if any(row[column] == "*" for column in columns)
    ]
    assert withheld
    return len(withheld)


def test_what_is_no_area_is_refused_by_name_and_kept_with_the_submission():
    submission = _therapies().submissions[0]

    assert submission.issues.count() == 70
    hub = submission.issues.get(row=489)
    assert (hub.column, hub.value, hub.code) == ("OrgCode", "13Q", "area-commissioning-hub")
    assert "NATIONAL COMMISSIONING HUB 1" in hub.message


def test_a_submission_goes_its_whole_way():
    submission, other = Submission.objects.filter(
        pk__in=[each.pk for each in _therapies().submissions]
    ).order_by("pk")

    assert {submission.status, other.status} == {SubmissionStatus.ACCEPTED}
    assert [event.status for event in submission.events.all()] == ["submitted", "accepted"]
    assert (submission.rows_read, submission.rows_refused, submission.rows_new) == (2532, 70, 2462)
    assert (other.programme.code, other.rows_new) == ("talking-therapies", 4924)
    actions = AuditEvent.objects.filter(actor="tests").values_list("action", flat=True)
    assert {"submission-submitted", "submission-accepted", "observations-record"} <= set(actions)


def test_the_same_file_twice_changes_nothing():
    _therapies()
    before = Observation.objects.count()
    Dirty.objects.all().delete()

    again = _therapies()

    assert (again.recorded.new, again.recorded.changed, again.recorded.same) == (0, 0, 7386)
    assert Observation.objects.count() == before
    assert not Dirty.objects.exists()


def test_a_changed_figure_is_a_revision_with_its_reason_and_marks_its_year():
    _therapies()
    Dirty.objects.all().delete()

    changed = _therapies(
        THERAPIES.read_bytes().replace(b"NULL,295588,", b"NULL,295600,"), reason="Restated in March."
    )

    assert (changed.recorded.new, changed.recorded.changed) == (0, 1)
    figure = _current("iapt-ltc-referrals", area__code="ENG", period="2024-25").get()
    assert (figure.revision, int(figure.numerator), figure.revision_reason) == (
        2,
        295_600,
        "Restated in March.",
    )
    assert [(mark.indicator.code, mark.start_year) for mark in Dirty.objects.all()] == [
        ("iapt-ltc-referrals", 2024)
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_the_encoding_makes_no_difference(encoding):
    _therapies()

    again = _therapies(THERAPIES.read_text().encode(encoding))

    assert again.recorded.same == 7386


def test_a_year_file_without_a_period_takes_the_year_it_is_told():
    heading, *rows = [line.split(",", 1) for line in THERAPIES.read_text().splitlines()]
    content = "\n".join([heading[1], *(row[1] for row in rows if row[0] == "2024-25")]).encode()
    _therapies()

    told = _therapies(content, file_name="annual.csv", period=Period(2024))

    assert (told.recorded.new, told.recorded.changed, told.recorded.same) == (0, 0, 300)


def test_a_dry_run_counts_and_changes_nothing():
    dry = _therapies(dry_run=True)

    assert dry.recorded.new == 7386
    assert not Observation.objects.exists()
    assert not Submission.objects.exists()


def test_a_file_with_refusals_may_be_sent_back_whole():
    back = _therapies(accept_good=False)

    assert not back.accepted
    assert not Observation.objects.exists()
    assert set(Submission.objects.values_list("status", flat=True)) == {SubmissionStatus.RETURNED}


def test_another_layout_leaves_no_trace():
    with pytest.raises(NotThisLayout):
        _therapies(CENTRES.read_bytes())

    assert not Submission.objects.exists()


def test_170_centres_stand_in_42_boards():
    _centres()

    services = Service.objects.filter(programme__code="cdc").current()
    assert services.count() == 170
    assert set(services.values_list("opened_on", flat=True)) == {None}
    assert {str(day) for day in services.values_list("listed_on", flat=True)} == {"2025-10-28"}
    served = ServiceArea.objects.filter(service__in=services)
    assert set(served.values_list("area__area_type", flat=True)) == {"icb"}
    assert served.values("area").distinct().count() == 42


def test_centres_are_counted_by_board_and_add_up():
    _centres()

    counted = _current("cdc-sites", period="2025-26-Q3")
    assert counted.filter(area__area_type="icb").aggregate(total=Sum("numerator"))["total"] == 170
    assert counted.get(area__code="ENG").numerator == 170
    assert not counted.filter(illustrative=True).exists()


def test_the_same_list_twice_changes_nothing():
    _centres()

    assert _centres().recorded.written == 0


def test_a_later_list_makes_no_site_younger():
    _centres()

    later = published.ingest(
        content=CENTRES.read_bytes(), file_name="cdc_sites_2025-12-01.csv", layout="cdc-sites", by="tests"
    )

    assert Service.objects.filter(programme__code="cdc").count() == 170
    assert later.recorded.new == 0


def test_the_command_lists_refusals_and_ends_well():
    out, err = StringIO(), StringIO()

    call_command("ingest", str(THERAPIES), "--format", "talking-therapies-annual", stdout=out, stderr=err)

    assert "2,532 rows read, 70 refused; 7,386 new, 0 changed, 0 as before." in out.getvalue()
    assert "row 489, column OrgCode (“13Q”): 13Q (NATIONAL COMMISSIONING HUB 1)" in err.getvalue()
    assert "and 50 more; list them with --all" in err.getvalue()


@pytest.mark.parametrize(
    ("file", "options", "said"),
    [
        (CENTRES, ["--format", "talking-therapies-annual"], "no column OrgType"),
        (Path("nowhere.csv"), ["--format", "cdc-sites"], "cannot be read"),
        (THERAPIES, ["--format", "talking-therapies-annual", "--no-accept-good"], "sent back as a whole"),
        (THERAPIES, ["--format", "talking-therapies-annual", "--period", "2024"], "--period"),
        (CENTRES, ["--format", "cdc-sites", "--listed-on", "yesterday"], "--listed-on"),
    ],
)
def test_the_command_says_what_was_not_done(file, options, said):
    with pytest.raises(CommandError, match=said):
        call_command("ingest", str(file), *options, stdout=StringIO(), stderr=StringIO())


def test_a_list_without_a_day_says_how_to_give_it_on_the_command_line(tmp_path):
    path = tmp_path / "centres.csv"
    path.write_bytes(CENTRES.read_bytes())
    err = StringIO()

    with pytest.raises(CommandError, match="no row"):
        call_command("ingest", path, "--format", "cdc-sites", stderr=err, stdout=StringIO())
    assert "--listed-on 2025-10-28" in err.getvalue()

    call_command("ingest", path, "--format", "cdc-sites", "--listed-on", "28/10/2025", stdout=StringIO())
    assert ServiceList.objects.get().on == date(2025, 10, 28)


def test_the_command_line_reads_files_as_the_pages_do(tmp_path):
    path = tmp_path / "cdc_sites_2025-10-28.csv"
    path.write_text('name,icb\n"A centre,QHM\n')
    with pytest.raises(CommandError, match="A quote opens on line 2 and is never closed"):
        call_command("ingest", str(path), "--format", "cdc-sites")

    path.write_bytes(
        xlsx(("Cover", [["Our list"]]), ("Sites", [["Of 28 October"], ["name", "icb"], ["A centre", "QHM"]]))
    )
    said = StringIO()
    call_command("ingest", str(path), "--format", "cdc-sites", stdout=said, stderr=StringIO())

    assert "The sheet Sites was read. Not read: Cover." in said.getvalue()
    assert "The heading was found on row 2" in said.getvalue()
    assert Service.objects.filter(name="A centre").exists()
