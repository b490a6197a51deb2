"""Where nobody set boards a target: no map of status, no ranks, and words for it wherever rows stand."""

import pytest

from dashboards.files.cover import cover_of
from dashboards.question import Question
from dashboards.wording import SHARE_SAID
from programmes.models import Progress
from tests.dashboards.pages.conftest import words

SHARES = "/map/?programme=ips&show=status&period=2023-24-Q2"


@pytest.fixture
def shares(world):
    """Boards with shares of England’s target and no other, as the engine would write them."""
    boards = Progress.objects.filter(indicator__code="ips-access", area__area_type="icb")
    boards.exclude(attainment=None).update(
        status="below_share", target_basis="shared_out", target_provenance="derived", rank=None, rank_of=None
    )


@pytest.mark.parametrize("show", ["status", "attainment"])
def test_a_map_of_targets_shows_the_figure_and_says_why(shares, read, show):
    page = read(f"/map/?programme=ips&show={show}&period=2023-24-Q2")

    assert "Nobody set integrated care boards a target for 2023/24 Q2" in words(page.main)
    assert "England’s is" in words(page.main)
    assert page.select_one("#map-show option[selected]")["value"] == "rate"
    assert "per 100,000 adults" in words(page.select_one("#map-title"))
    assert not page.select(".rollout-tile--off_plan")


def test_tables_legends_and_filters_say_what_a_share_is(shares, read):
    assert SHARE_SAID in words(read(SHARES).select_one("caption"))
    overview = read("/?programme=ips")
    card = next(each for each in overview.select(".rollout-card") if "/programmes/ips/" in str(each))
    assert SHARE_SAID in words(overview.select_one("caption"))
    assert "Furthest behind" not in words(card)
    targets = read("/targets/?indicator=ips-access&area_type=icb")
    assert SHARE_SAID in words(targets.select_one("caption"))
    offered = {each["value"] for each in targets.select("[name=status][value], [name=status] option")}
    assert {"above_share", "near_share", "below_share"} <= offered


def test_what_was_set_needs_no_such_words(world, read):
    assert SHARE_SAID not in words(read("/targets/?indicator=ips-access&area_type=icb").main)


def test_the_cover_of_a_file_says_what_a_share_is(shares):
    asked = Question(indicator=("ips-access",), area_type=("icb",))
    others = Question(indicator=("ips-access",), area_type=("region",))

    assert cover_of(asked, base="https://example.org").beside_shares == SHARE_SAID
    assert cover_of(others, base="https://example.org").beside_shares == ""
