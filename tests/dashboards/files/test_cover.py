"""What a file says of itself."""

from datetime import UTC, datetime

import pytest

from dashboards.files.cover import citation, cover_of
from dashboards.question import Question
from programmes.choices import Layer
from programmes.models import Progress
from programmes.periods import Period
from tests.dashboards.files.test_lines import BASE

pytestmark = pytest.mark.usefixtures("world")


def described(**selected):
    return dict(cover_of(Question(**selected), base=BASE).described)


@pytest.mark.parametrize(
    ("selected", "said"),
    [
        (
            {"programme": ("cdc", "ips")},
            {"Programme": "Individual Placement and Support; and Diagnostic centres"},
        ),
        ({"indicator": ("cdc-sites", "gone")}, {"Indicator": "Cdc sites and gone"}),
        ({"area": ("ENG", "ZZZ")}, {"Area": "England (ENG) and ZZZ"}),
        ({"within": ("Y01",)}, {"Everything inside": "NHS North region (Y01)"}),
        ({"area_type": ("icb", "region")}, {"Area type": "integrated care boards and NHS regions"}),
        ({"period": (Period(2022, 1), Period(2023))}, {"Period": "2022/23 Q1 and 2023/24"}),
        ({"first": Period(2022, 1), "last": Period(2023)}, {"From": "2022/23 Q1", "To": "2023/24"}),
        ({"kind": "local_plan", "version": 2}, {"Measured against": "The area's own plan, version 2"}),
        ({"status": ("on_plan", "off_plan")}, {"Status": "On plan and Off plan"}),
        ({"basis": ("rolled_up",)}, {"Basis": "added up from the areas below"}),
        ({"layer": Layer.DEMONSTRATION}, {"Figures": "Demonstration: made-up figures are among them"}),
        ({"as_at": datetime(2024, 7, 1, 8, 5, tzinfo=UTC)}, {"As known at": "1 July 2024, 9:05am"}),
        ({"sort": "-attainment"}, {"Sorted by": "Attainment, highest first"}),
        ({"sort": "area_name"}, {"Sorted by": "Area name"}),
        ({}, {}),
    ],
)
def test_what_was_selected_is_said_in_words(selected, said):
    assert described(**selected) == said


@pytest.mark.parametrize("boundaries", ["today", "reported"])
def test_boundaries_are_said_in_words(boundaries):
    assert boundaries not in ("", described(boundaries=boundaries)["Boundaries"])


def test_a_cover_counts_what_its_file_holds():
    cover = cover_of(Question(indicator=("ips-access",)), base=BASE, reference=f"{BASE}/data/r/")

    assert cover.rows == Progress.objects.filter(indicator__code="ips-access").count()
    assert (cover.title, cover.stem) == (
        "Ips access: progress against targets",
        "rollout-progress-ips-access",
    )
    assert (cover.data_version, cover.reference) == (7, f"{BASE}/data/r/")
    assert "".join(letter for letter, _ in cover.markers) == "cxzwpreb"
    assert cover.has_made_up
    assert cover.warning


def test_an_empty_selection_has_a_cover_too():
    cover = cover_of(Question(indicator=("gone",)), base=BASE)

    assert (cover.rows, cover.markers, cover.sources, cover.warning) == (0, (), (), "")


def test_a_name_is_no_longer_than_a_disk_likes():
    stem = cover_of(Question(area=tuple(f"A{n:03}" for n in range(200))), base=BASE).stem

    assert stem.startswith("rollout-progress-a000-a001-")
    assert len(stem) <= 80


def test_a_cover_is_read_in_a_handful_of_statements(django_assert_num_queries):
    cover_of(Question(area=("QAA",)), base=BASE)
    with django_assert_num_queries(6):
        cover_of(Question(programme=("ips",), area=("QAA",), within=("QBB",)), base=BASE)


def test_a_citation_says_what_is_known_and_where():
    where, when = f"{BASE}/data/2026-CDR5A271/", datetime(2024, 7, 1, 8, 5, tzinfo=UTC)

    assert citation("Targets", version=7, as_at=when, address=where, release=3) == (
        f"Rollout. Targets. Release 3. Data version 7, as known at 1 July 2024, 9:05am. {where}"
    )
    assert citation("Targets", version=0, as_at=None, address=where) == f"Rollout. Targets. {where}"
