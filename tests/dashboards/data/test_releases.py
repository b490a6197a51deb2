"""Releases: whole, for good, refused when they would say nothing, and compared to the row with the one before."""

import csv
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from dashboards.kept import keeping, releasing
from dashboards.kept.comparing import COMPARED
from dashboards.models import FileTable, KeptFile, Release
from programmes import doorbell
from programmes.choices import Role
from programmes.models import (
    Area,
    Coverage,
    DataVersion,
    Dirty,
    Grant,
    Indicator,
    Progress,
    Source,
    Trajectory,
    TrajectoryPoint,
    User,
)
from tests.dashboards.data.conftest import content, revise
from tests.reading import LATEST

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def _without_workbooks(monkeypatch):
    """They take long, and hold the rows of the CSV files beside them."""
    monkeypatch.setattr(releasing, "WHOLE", tuple(each for each in releasing.WHOLE if each[1] == "csv"))


def publish(**said):
    release = releasing.ask(**said)
    releasing.make(release_id=release.pk)
    release.refresh_from_db()
    return release


def rows_of(release, table):
    files = release.files.filter(table=table, format="csv").order_by("pk")
    return [row for file in files for row in csv.DictReader(StringIO(content(file).decode("utf-8-sig")))]


def change_everything():
    """Figures revised, withdrawn and added; coverage grown; a target moved, another new."""
    revise()
    Progress.objects.filter(indicator__code="cdc-sites", period="2023-24-Q4", area__code="QAA").update(
        actual=3, numerator=3, marker="", status="on_plan"
    )
    Progress.objects.filter(indicator__code="cdc-sites", period=LATEST.code, area__code="QBB").update(
        actual=None, numerator=None, marker="c"
    )
    Progress.objects.filter(indicator__code="cdc-sites", period=LATEST.code, area__code="ENG").update(rank=2)
    Coverage.objects.filter(area__code="QCC", period=LATEST.code).update(areas_covered=1)
    plan(120, 7, version=2, reason="A new settlement.")


def plan(england, avon=None, **fields):
    kept = Trajectory.objects.create(
        indicator=Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        name="Plan",
        source=Source.objects.get(slug="made"),
        **fields,
    )
    for code, value in (("ENG", england), ("QAA", avon)):
        if value is not None:
            TrajectoryPoint.objects.create(
                trajectory=kept,
                area=Area.objects.get(code=code),
                period_id="2023-24",
                value=value,
                basis="published",
                provenance="official",
            )


def slowly(before, after, compared):
    """A second opinion: what changed between two lists of rows, as a count by kind."""

    def keyed(rows):
        found = {}
        for row in rows:
            key = tuple(row[name] for name in compared.key)
            found[key, sum(1 for seen, _nth in found if seen == key)] = row
        return found

    then, now, counts = keyed(before), keyed(after), {}
    for key in then.keys() | now.keys():
        old, new = then.get(key), now.get(key)
        if old == new:
            continue
        had, has = bool(old and old[compared.number]), bool(new and new[compared.number])
        if old is None or has and not had:
            change = "added"
        elif new is None or had and not has:
            change = "withdrawn"
        elif any(old[name] != new[name] for name in compared.figure):
            change = "revised"
        else:
            change = "restated"
        counts[change] = counts.get(change, 0) + 1
    return counts


def test_a_release_has_the_files_of_every_programme_for_good():
    plan(100)
    release = publish(title="First", note="Made for a test.")

    assert (release.state, release.number, release.data_version, release.changes) == ("published", 1, 7, {})
    assert sorted(release.files.values_list("question", "table")) == [
        ("programme=cdc", "progress"),
        ("programme=ips", "coverage"),
        ("programme=ips", "progress"),
        ("programme=ips", "targets"),
    ]
    assert len(rows_of(release, "progress")) == Progress.objects.count()
    assert len(rows_of(release, "coverage")) == Coverage.objects.count()
    keeping.expire()
    assert release.files.filter(expires_at=None, state="ready").count() == 4


def test_what_changed_is_what_a_slow_reader_of_both_finds():
    plan(100)
    first = publish()
    change_everything()

    second = publish()

    for table, compared in COMPARED.items():
        expected = slowly(rows_of(first, table), rows_of(second, table), compared)
        assert second.changes[table.value] == expected, table
    assert second.changes["progress"] == {"added": 1, "revised": 3, "withdrawn": 2, "restated": 1}
    assert second.changes["targets"] == {"added": 1, "revised": 1}
    lines = rows_of(second, FileTable.CHANGES)
    assert len(lines) == sum(sum(counts.values()) for counts in second.changes.values())
    avon = next(line for line in lines if line["area"] == "QAA" and line["indicator"] == "ips-access")
    assert (avon["change"], avon["after"], avon["columns"]) == ("revised", "1234.5", "actual revision")
    gone = next(line for line in lines if line["area"] == "QBB" and line["indicator"] == "cdc-sites")
    assert (gone["change"], gone["after"], gone["marker_after"]) == ("withdrawn", "", "c")


def test_an_earlier_release_stays_as_it_was():
    first = publish()
    before = {file.reference: content(file) for file in first.files.all()}
    revise()
    publish()

    assert {file.reference: content(file) for file in first.files.all()} == before


def test_nothing_is_released_twice_nor_while_figures_wait():
    Dirty.objects.create(indicator=Indicator.objects.first(), start_year=2023)
    with pytest.raises(releasing.ReleaseRefused, match="wait to be recomputed"):
        releasing.ask()
    Dirty.objects.all().delete()
    publish()

    with pytest.raises(releasing.ReleaseRefused, match="since release 1"):
        releasing.ask()


def test_a_version_that_says_the_same_is_no_release():
    publish()
    DataVersion.objects.update(version=8)

    again = publish()

    assert (again.state, again.number) == ("failed", None)
    assert again.error == "Nothing has changed since release 1."
    assert KeptFile.objects.exclude(release__number=1).count() == 0


def test_one_release_is_made_at_a_time():
    releasing.ask()

    with pytest.raises(releasing.ReleaseRefused, match="being made already"):
        releasing.ask()


def test_a_release_whose_worker_was_killed_is_taken_up(monkeypatch):
    release = releasing.ask()
    with monkeypatch.context() as dying:
        dying.setattr(releasing, "_write_all", lambda *_given: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            releasing.make(release_id=release.pk)

    monkeypatch.setattr(doorbell, "send", lambda _task, key: releasing.make(release_id=key))
    releasing.sweep()

    release.refresh_from_db()
    assert (release.state, release.attempts) == ("published", 2)


def test_the_command_makes_the_first_and_no_second():
    said = StringIO()
    call_command("make_release", "--first", "--title", "Autumn", stdout=said)
    call_command("make_release", "--first", stdout=said)
    with pytest.raises(CommandError, match="Nothing has changed"):
        call_command("make_release", stdout=said)

    assert said.getvalue().splitlines() == [
        "Release 1, Autumn: 3 files. The first release.",
        "Release 1 is there already.",
    ]


def test_the_feed_is_atom_with_an_entry_for_each_release(client):
    publish(title="First & foremost\0", note="A <note>.\x0b")
    revise()
    publish()

    answer = client.get("/data/releases.atom")

    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    for name in ("title", "id", "updated", f"author/{ATOM}name"):
        assert feed.findtext(ATOM + name), name
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title").split(":")[0] for entry in entries] == ["Release 2", "Release 1"]
    assert entries[1].findtext(f"{ATOM}summary").startswith("A &lt;note&gt;. The first release.")
    assert "3 rows revised" in entries[0].findtext(f"{ATOM}summary")
    for entry in [feed, *entries]:
        assert entry.findtext(f"{ATOM}updated").count("T") == 1
        assert entry.find(f"{ATOM}link").get("href").startswith("http")
    assert client.get("/data/releases.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_page_of_a_release_says_what_changed(client):
    publish()
    change_everything()
    publish(note="Three boards sent figures in again.")

    page = client.get("/data/releases/2/").content.decode()

    assert "Three boards sent figures in again." in page
    assert "3 rows revised" in page
    assert 'href="/data/releases/1/"' in page
    assert "Release 2. Data version 8, as known at" in page
    assert client.get("/data/releases/3/").status_code == 404


def test_an_administrator_publishes_from_the_page(client, sent, django_capture_on_commit_callbacks):
    user = User.objects.create(username="boss")
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR, given_by="test")
    client.force_login(user)
    assert b"Publish the figures as they stand" in client.get("/data/").content

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/data/releases/make", {"title": "By hand", "note": ""})

    release = Release.objects.get()
    assert (release.title, release.made_by) == ("By hand", user)
    assert sent == [("dashboards.tasks.make_release", release.pk)]
    assert b"A release is being made" in client.get("/data/").content


def test_a_refusal_is_said_on_the_page(client):
    publish()
    user = User.objects.create(username="boss")
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR, given_by="test")
    client.force_login(user)

    answer = client.post("/data/releases/make", follow=True)

    assert b"Nothing has changed since release 1." in answer.content
