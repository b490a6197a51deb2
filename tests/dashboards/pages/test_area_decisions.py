"""What an area's pages say for a decision: heading, beside whom, by which target, who reported, and why."""

from decimal import Decimal

import pytest
from django.utils import timezone

from programmes import models
from programmes.queries.areas import areas_of_type
from programmes.queries.comparison import SimilarArea
from tests.dashboards.pages.conftest import words
from tests.reading import FIRST


@pytest.fixture
def alike(monkeypatch):
    """The other boards are like every area; what makes areas alike is tried elsewhere."""

    def others(code, *, count=5):
        return tuple(SimilarArea(area, 0.5) for area in areas_of_type("icb") if area.code != code)

    monkeypatch.setattr("dashboards.views.area.similar_areas", others)


def test_page_begins_with_where_all_programmes_stand(world, read):
    assert words(read("/areas/QBB/").select_one(".rollout-answer")) == "On plan: IPS and CDC."


def test_row_tells_landing_and_what_it_takes(world, read):
    row = {"indicator__code": "ips-access", "area__code": "QBB", "period_id": "2023-24-Q3"}
    models.Progress.objects.filter(**row).update(forecast=1300, forecast_low=1250, forecast_high=1310)

    sentence = words(read("/areas/QBB/").select(".rollout-rows > li")[0])

    assert "heading for 1,250 to 1,310 people [f] of 1,320: likely to fall short" in sentence
    assert (
        "420 more people in the one quarter left; its best quarter so far was 330: out of reach" in sentence
    )


def test_row_tells_the_place_among_similar_areas(world, alike, read):
    page = read("/areas/QBB/")

    assert "of 3 similar areas" in words(page.select(".rollout-rows > li")[0])
    assert "Most like it by our grouping: Avon ; Cam ." in words(page.main)


def test_areas_like_it_are_compared_on_its_page_of_a_programme(world, alike, read):
    card = read("/areas/QBB/ips/").select_one("[aria-labelledby=similar-title]")

    assert sorted(row.th.get_text() for row in card.select("tbody tr")) == ["Avon", "Bure", "Cam"]
    assert words(card.select_one(".rollout-table__row--chosen th")) == "Bure"
    assert "The integrated care boards most like Bure by our grouping are Avon and Cam." in words(card)
    assert "/compare/?area=QBB&peers=similar&programme=ips&indicator=ips-access" in [
        link["href"] for link in card.select("a")
    ]


def test_without_limits_there_is_no_sign_and_the_page_says_why(world, read):
    assert read("/areas/QBB/").select(".rollout-sign") == []
    page = read("/areas/QBB/ips/")
    assert (
        "Whether its changes are more than chance cannot be said. Limits need 13 figures, and there are 11."
        in words(page)
    )
    card = page.select_one("[aria-labelledby=control-title]")
    assert "A plain line." in words(card)
    assert "/methods/#chance" in [link["href"] for link in card.select("a")]
    assert read("/methods/").find(id="chance")


def test_another_indicator_is_one_link_away(world, read):
    link = read("/areas/QBB/ips/").find("a", string="ips-specialists")

    assert link["href"] == "?indicator=ips-specialists#change"
    assert "Ips specialists: change or chance" in words(
        read("/areas/QBB/ips/" + link["href"].partition("#")[0])
    )


def test_pace_of_an_area_can_be_tried_and_a_wrong_one_is_said(world, read):
    tried = read("/areas/QBB/ips/?rate=1,000").select_one("#what-if")
    wrong = read("/areas/QBB/ips/?rate=1,5&boundaries=reported")

    assert "With 1,000 people in the quarter left" in words(tried)
    assert "Bure’s best quarter so far was" in words(tried)
    assert tried.select_one("[name=rate]")["value"] == "1000"
    assert "“1,5” is not a number" in words(wrong)
    assert wrong.select_one("#what-if [name=boundaries]")["value"] == "reported"


def test_area_that_is_gone_has_no_quarters_to_come(world, read):
    assert read("/areas/05X/ips/?rate=5").select_one("#what-if") is None


def test_target_in_force_and_the_one_before_are_told(world, read):
    indicator = models.Indicator.objects.get(code="ips-access")
    board = models.Area.objects.get(code="QBB")
    for version, value, reason in ((1, 1200, ""), (2, 1320, "Raised.")):
        plan = models.Trajectory.objects.create(
            indicator=indicator,
            kind="long_term_plan",
            version=version,
            name="The plan",
            reason=reason,
            source=models.Source.objects.get(),
        )
        models.TrajectoryPoint.objects.create(
            trajectory=plan,
            area=board,
            period_id="2023-24",
            value=Decimal(value),
            basis="published",
            provenance="official",
        )

    section = words(read("/areas/QBB/ips/").select_one("[aria-labelledby=in-force]"))

    assert "ips-access: 1,320 people for 2023/24" in section
    assert "National plan: The plan, version 2" in section
    assert "1,200 people by version 1" in section


def test_who_reported_is_told_of_the_areas_below(world, read):
    page = read("/areas/QBB/ips/")

    section = words(page.select_one("[aria-labelledby=within]"))
    assert "Who reported for 2023/24 Q3" in section
    assert "1 of 2 sub-ICB locations reported their figure" in section
    assert "Nothing came in (1) Bure North" in section


def test_what_was_published_beside_a_figure_explains_it(world, read):
    submission = models.Submission.objects.create(
        channel="ingest",
        status="accepted",
        programme=models.Programme.objects.get(code="ips"),
        accepted_at=timezone.now(),
        source=models.Source.objects.get(),
    )
    models.Observation.objects.create(
        indicator=models.Indicator.objects.get(code="ips-access"),
        area=models.Area.objects.get(code="QBB"),
        period_id="2023-24-Q3",
        numerator=Decimal(330),
        note="A second team began in October.",
        submission=submission,
    )

    section = words(read("/areas/QBB/ips/").select_one("[aria-labelledby=notes]"))

    assert "ips-access, 2023/24 Q3 A second team began in October." in section
    assert "ips-access, from 2022/23 Q1 Counted anew." in section


def test_sites_with_a_position_are_on_a_map_and_in_a_list(world, read):
    first = models.Service.objects.get(code="first")
    moved = {"code": "there", "name": "The service there", "longitude": -2.6, "latitude": 51.4}
    site = models.Service.objects.create(
        programme=first.programme, provenance="official", source=first.source, opened_on=FIRST, **moved
    )
    models.ServiceArea.objects.create(service=site, area=models.Area.objects.get(code="01A"))

    section = read("/areas/QAA/ips/").select_one("[aria-labelledby=services-title]")

    assert section.select_one("svg.rollout-places title").get_text() == "The service there"
    assert words(section.select_one("ol")) == "The service there"
    assert read("/areas/QBB/ips/").select(".rollout-places") == []
