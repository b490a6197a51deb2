"""Which trajectories there are to choose from, and the points of the one that is chosen."""

from datetime import UTC, date, datetime

import pytest

from programmes.models import Area, Indicator, Source, Trajectory, TrajectoryPoint
from programmes.queries.targets import target_points
from programmes.queries.trajectories import trajectory_choices

MAY, JUNE, JULY = (datetime(2023, month, 1, 23, 30, tzinfo=UTC) for month in (5, 6, 7))


SPRING, SUMMER = date(2019, 4, 23), date(2022, 7, 1)


def plan(indicator, kind, version, name, made, value, published=None):
    trajectory = Trajectory.objects.create(
        indicator=Indicator.objects.get(code=indicator), kind=kind, version=version, name=name,
        reason="" if version == 1 else "Changed.", source=Source.objects.get(), digest=f"{kind}{version}",
        recorded_at=made, published_on=published,
    )  # fmt: skip
    TrajectoryPoint.objects.create(
        trajectory=trajectory, area=Area.objects.get(code="ENG"), period_id="2023-24", value=value,
        basis="published", provenance="official",
    )  # fmt: skip


@pytest.fixture
def plans(world):
    plan("ips-access", "long_term_plan", 1, "The plan", MAY, 10, SPRING)
    plan("ips-access", "long_term_plan", 2, "The plan", JULY, 20, SUMMER)
    plan("ips-access", "local_plan", 1, "Ours", JUNE, 30)
    plan("cdc-sites", "long_term_plan", 1, "Sites", JUNE, 40, SUMMER)


def test_kinds_and_versions_of_an_indicator_the_latest_first(plans, django_assert_num_queries):
    with django_assert_num_queries(1):
        national, local = trajectory_choices(["ips-access"])

    assert (national.kind, national.label) == ("long_term_plan", "National plan")
    assert national.versions == ((2, SUMMER, "The plan"), (1, SPRING, "The plan"))
    assert (local.kind, local.versions) == ("local_plan", ((1, None, "Ours"),))


def test_of_several_indicators_a_version_has_the_day_and_the_name_that_all_share(plans):
    national, _local = trajectory_choices()

    assert national.versions == ((2, SUMMER, "The plan"), (1, None, ""))
    assert trajectory_choices(["smi-employment"]) == ()


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({}, [30, 20, 40]),
        ({"as_at": MAY}, [10]),
        ({"as_at": JUNE}, [30, 10, 40]),
        ({"trajectory": ("long_term_plan", None)}, [20, 40]),
        ({"trajectory": ("long_term_plan", 1)}, [10, 40]),
        ({"trajectory": ("long_term_plan", None), "as_at": JUNE}, [10, 40]),
        ({"trajectory": ("long_term_plan", 2), "as_at": JUNE}, []),
        ({"trajectory": ("national_standard", None)}, []),
    ],
)
def test_points_of_a_day_and_of_a_trajectory(plans, asked, values):
    assert [point.value for point in target_points(**asked)] == values
