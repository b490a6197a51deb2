"""Every rule that the database holds about news and those who follow, tested as a refusal."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from dashboards.models import Bulletin, Letter, Subscription
from programmes.models import Area, Programme


def following(person, **what):
    return Subscription(person=person, **what)


CASES = {
    "dashboards_bulletin_is_of_a_quarter": lambda _: Bulletin(period_id="2023-24"),
    "dashboards_subscription_is_to_an_area_or_a_programme": lambda followed: following(followed.person),
    "dashboards_subscription_is_to_an_area_or_a_programme ": lambda followed: following(
        followed.person, area=Area.objects.get(code="QAA"), programme=Programme.objects.get(code="ips")
    ),
    "dashboards_subscription_to_an_area_once": lambda followed: following(
        followed.person, area=followed.area
    ),
    "dashboards_subscription_to_a_programme_once": lambda followed: following(
        Subscription.objects.create(
            person=followed.person, programme=Programme.objects.get(code="ips")
        ).person,
        programme=Programme.objects.get(code="ips"),
    ),
    "dashboards_letter_once_a_quarter": lambda followed: Letter(
        subscription=followed,
        bulletin=Letter.objects.create(subscription=followed, bulletin=Bulletin.objects.get()).bulletin,
    ),
}
"""A row that each of them refuses, beside an area that is followed and a quarter that stands."""


@pytest.mark.parametrize("name", CASES)
def test_refused(followed, stands, name):
    row = CASES[name](followed)

    with pytest.raises(IntegrityError, match=name.strip()), transaction.atomic():
        row.save(force_insert=True)


def test_every_constraint_has_its_refusal():
    models = apps.get_app_config("dashboards").get_models()
    ours = [model for model in models if model.__module__ == "dashboards.models_news"]

    assert {rule.name for model in ours for rule in model._meta.constraints} == {
        name.strip() for name in CASES
    }
