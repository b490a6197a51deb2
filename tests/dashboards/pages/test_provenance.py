"""Where a figure comes from: for everybody its way, for some also the people and the exact counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from programmes import models
from programmes.actions import people
from programmes.choices import Role
from programmes.models import User
from tests.dashboards.pages.conftest import words
from tests.reading import made_before

AVON = "/provenance/ips-access/QAA/2023-24-Q3/"
EXACT = "1237.5"
STATEMENTS = {
    AVON: 5,
    "/provenance/ips-access/ENG/2023-24-Q3/": 6,
    "/provenance/ips-access/QBB/2021-22-Q3/": 6,
    "/provenance/ips-access/03B/2021-22-Q3/": 6,
}


@pytest.fixture
def entered(world):
    """Avon's figure as it was entered by one and accepted by another, in two revisions, with exact counts."""
    for name, role, area in (
        ("typist", Role.EDITOR, "QAA"),
        ("second", Role.APPROVER, ""),
        ("analyst", Role.ANALYST, ""),
        ("neighbour", Role.EDITOR, "QBB"),
        ("reader", Role.READER, ""),
    ):
        user = people.add(username=name, email=f"{name}@example.org", by="test")
        people.give(user_id=user.pk, role=role, area_code=area, by="test")
    by = {user.username: user for user in User.objects.all()}
    for revision, reason in ((1, ""), (2, "One was counted twice.")):
        sent = models.Submission.objects.create(
            channel="upload",
            status="accepted",
            programme=models.Programme.objects.get(code="ips"),
            file_name="quarter.csv",
            sent_by=by["typist"],
            accepted_by=by["second"],
            accepted_at=timezone.now(),
        )
        models.Observation.objects.create(
            indicator=models.Indicator.objects.get(code="ips-access"),
            area=models.Area.objects.get(code="QAA"),
            period_id="2023-24-Q3",
            revision=revision,
            revision_reason=reason,
            numerator=Decimal(EXACT) + revision,
            submission=sent,
        )
    return by


def read_as(user):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(AVON).content.decode()


def parts(soup):
    return [words(row) for row in soup.select("section[aria-labelledby=parts] tbody tr")]


def test_reported_figure_says_so_and_leads_to_method_rows_and_file(world, read):
    page = read(AVON)

    assert words(page.select_one(".rollout-figure")) == "440 people 2023/24 Q3"
    assert "Reported by Avon itself, for this period." in words(page)
    assert [link["href"] for link in page.select("main > .rollout-chart__links a")] == [
        "/methods/ips-access/",
        "/targets/?programme=ips&indicator=ips-access&area=QAA&period=2023-24-Q3",
        "/api/v1/progress?indicator=ips-access&area=QAA&period=2023-24-Q3&format=csv",
        "/areas/QAA/ips/",
    ]
    assert parts(page) == []


def test_row_is_told_in_full(world, read):
    row = words(read(AVON).select_one("section[aria-labelledby=row]"))

    assert "In the period 440 people Year to date 1,320 people Planned by then 1,320 people" in row
    assert (
        "Difference from plan 0 Status Near plan Rank 1st of 3 How it came about As reported by the area"
        in row
    )
    assert "Areas that reported 1 of 1 Revision 1" in row


def test_sum_leads_to_each_of_its_parts(world, read):
    page = read("/provenance/ips-access/ENG/2023-24-Q3/")

    assert "Added up from the 2 areas that lay directly in England on 31 December 2023." in words(page)
    assert parts(page) == [
        "North NHS region, Y01 770 people Added up from the areas below",
        "South NHS region, Y02 330 people Added up from the areas below",
    ]
    assert [link["href"] for link in page.select("section[aria-labelledby=parts] tbody a")] == [
        "/provenance/ips-access/Y01/2023-24-Q3/",
        "/provenance/ips-access/Y02/2023-24-Q3/",
    ]


def test_carried_figure_names_the_areas_before_it_with_their_shares(world, read):
    page = read("/provenance/ips-access/03B/2021-22-Q3/")

    assert "Bure South was not there, as it is today, on 31 December 2021." in words(page)
    assert [row.rsplit(" As ")[0] for row in parts(page)] == [
        "Old Bure clinical commissioning group, 05X All of it 30 people",
        "Old Cam clinical commissioning group, 06X 25.0% 30 people",
    ]
    assert page.select_one("a[href='/provenance/ips-access/05X/2021-22-Q3/?boundaries=reported']")
    assert "[b] Break in the series" in words(page)


def test_missing_figure_says_why(world, read):
    page = read("/provenance/ips-access/02B/2023-24-Q3/")

    assert words(page.select_one(".rollout-figure")) == "[x] Not available, 2023/24 Q3"
    assert "Bure North was to report this itself. Not available: no figure came in." in words(page)


def test_target_in_force_has_its_version_its_source_and_how_it_was_made(world, read):
    plan = models.Trajectory.objects.create(
        indicator=models.Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        name="The plan",
        source=models.Source.objects.get(),
        published_on=date(2019, 4, 23),
    )
    plan.points.create(
        area=models.Area.objects.get(code="QAA"),
        period_id="2023-24",
        value=1760,
        basis="shared_out",
        shared_by="adults",
        provenance="derived",
    )
    models.Progress.objects.filter(indicator=plan.indicator, area__code="QAA").update(
        target_basis="shared_out"
    )

    models.Progress.objects.filter(area__code="QAA").update(
        target_basis="shared_out", target_provenance="derived"
    )

    section = read(AVON).select_one("section[aria-labelledby=target]")

    assert (
        "is our share of the national figure. Within the year it follows a straight line, which is ours."
        in words(section)
    )
    assert "2023/24 1,760 people Our share of the national figure, by the adults who live there" in words(
        section
    )
    assert "National plan: The plan, version 1" in words(section)
    assert section.select_one("a[href='/methods/ips-access/#plan-long_term_plan-1']")
    assert "Published on 23 April 2019; recorded here on" in words(section)


def test_source_of_a_plan_does_not_vouch_for_a_figure_that_is_only_recalled(world, read):
    plan = models.Trajectory.objects.create(
        indicator=models.Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        name="The plan",
        source=models.Source.objects.get(),
    )
    plan.points.create(
        area=models.Area.objects.get(code="QAA"),
        period_id="2023-24",
        value=1760,
        basis="published",
        provenance="recalled",
    )

    row = words(read(AVON).select_one("section[aria-labelledby=target] tbody tr"))

    assert row.endswith("Recalled")


@pytest.mark.parametrize("who", ["typist", "second", "analyst"])
def test_those_who_may_see_who_entered_and_who_accepted_each_revision(entered, who):
    text = read_as(entered[who])

    for said in ("typist", "second", "One was counted twice.", "quarter.csv", "1,238.5", "1,239.5"):
        assert said in text


@pytest.mark.parametrize("who", [None, "reader", "neighbour"])
def test_strangers_and_neighbours_see_neither_people_nor_exact_counts(entered, who):
    text = read_as(entered.get(who))

    for hidden in ("typist", "One was counted twice.", "quarter.csv", "1,238", "1238", "1,239", "1239"):
        assert hidden not in text
    assert "440" in text


def test_person_who_set_a_target_is_named_to_those_who_may_see_it(entered):
    plan = models.Trajectory.objects.create(
        indicator=models.Indicator.objects.get(code="ips-access"),
        kind="long_term_plan",
        name="The plan",
        source=models.Source.objects.get(),
        recorded_by=people.add(username="planner", email="planner@example.org", by="test"),
    )
    plan.points.create(
        area=models.Area.objects.get(code="QAA"),
        period_id="2023-24",
        value=1,
        basis="published",
        provenance="official",
    )

    assert "by planner" in read_as(entered["analyst"])
    assert "planner" not in read_as(entered["reader"])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/provenance/nothing/QAA/2023-24-Q3/", "There is no indicator called “nothing”"),
        ("/provenance/ips-access/ZZZ/2023-24-Q3/", "There is no area with the code “ZZZ”"),
        (
            "/provenance/ips-access/QAA/1950-51-Q1/",
            "There is no figure of ips-access for Avon in “1950-51-Q1”",
        ),
        ("/provenance/ips-access/QAA/yesterday/", "There is no figure of ips-access for Avon in “yesterday”"),
    ],
)
def test_what_is_not_there_is_answered_in_words(world, read, address, said):
    assert said in words(read(address, status=404).h1)


def test_gss_code_leads_to_the_same_figure(world, read):
    gss = models.AreaCode.objects.get(area__code="QAA").code

    assert words(read(AVON.replace("QAA", gss)).select_one(".rollout-figure")) == "440 people 2023/24 Q3"


@pytest.mark.parametrize("address", STATEMENTS)
def test_page_costs_what_it_says(world, client, django_assert_num_queries, address):
    made_before(client, address)
    with django_assert_num_queries(STATEMENTS[address]):
        assert client.get(address).status_code == 200


def test_page_of_those_who_may_see_people_costs_a_fixed_number_too(entered, django_assert_num_queries):
    client = Client()
    client.force_login(entered["typist"])
    made_before(client, AVON)

    with django_assert_num_queries(12):
        client.get(AVON)
