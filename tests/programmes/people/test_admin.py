"""Django's administration pages show everything and change nothing."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from programmes.actions import people
from programmes.choices import Role
from programmes.models import AuditEvent, Observation, Progress, ReportingPeriod, Submission, Trajectory, User
from tests import world as worlds

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def chief():
    """A national administrator who is Django's superuser as well: nobody could have more."""
    user = people.add(username="chief", email="chief@example.org", by="test")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    people.give(user_id=user.pk, role=Role.ADMINISTRATOR, by="test")
    return User.objects.get(pk=user.pk)


@pytest.fixture
def within(client, chief):
    client.force_login(chief)
    return client


def page(model, view, *keys):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=keys)


def test_everything_of_ours_is_there_and_nothing_else():
    ours = set(apps.get_app_config("programmes").get_models())

    assert ours - set(REGISTERED) == {model for model in ours if model._meta.is_composite_pk}
    assert set(REGISTERED) <= ours
    assert {Observation, Submission, Trajectory, AuditEvent, User} <= set(REGISTERED)
    assert Progress not in REGISTERED


def test_every_one_refuses_to_add_change_and_delete(rf, chief):
    request = rf.get("/admin/")
    request.user = chief
    for model, model_admin in admin.site._registry.items():
        assert model_admin.get_model_perms(request) == {
            "add": False,
            "change": False,
            "delete": False,
            "view": True,
        }, model
        assert not model_admin.get_actions(request), model
        assert not model_admin.inlines, model


@pytest.mark.slow
def test_every_page_of_every_one_is_shown_or_refused(within, chief):
    world = worlds.make_world()
    world.observe(world.indicator(), world.area("01C", "sub_icb"), "2023-24-Q1", 5)
    wrong = {}
    for model in REGISTERED:
        row = model._default_manager.order_by("pk").first()
        key = row.pk if row else 1
        said = [
            within.get(page(model, "changelist")).status_code,
            within.get(page(model, "add")).status_code,
            within.post(page(model, "add"), {}).status_code,
            within.get(page(model, "change", key)).status_code if row else 200,
            within.post(page(model, "change", key), {}).status_code if row else 403,
            within.get(page(model, "delete", key)).status_code if row else 403,
            within.post(page(model, "delete", key), {"post": "yes"}).status_code if row else 403,
        ]
        delete_all = {"action": "delete_selected", "_selected_action": [key], "post": "yes"}
        within.post(page(model, "changelist"), delete_all)
        if said != [200, 403, 403, 200, 403, 403, 403] or (
            row and not model._default_manager.filter(pk=key).exists()
        ):
            wrong[model._meta.label] = said

    assert wrong == {}


def test_a_password_is_not_even_shown(within, chief):
    shown = within.get(page(User, "change", chief.pk)).content.decode()

    assert "field-username" in shown
    assert "field-password" not in shown
    assert chief.password not in shown


@pytest.mark.parametrize("role", [Role.READER, Role.ANALYST, Role.APPROVER])
def test_others_are_kept_out_whatever_djangos_flags_say(client, role):
    user = people.add(username="other", email="other@example.org", by="test")
    people.give(user_id=user.pk, role=role, by="test")
    User.objects.filter(pk=user.pk).update(is_superuser=True, is_staff=True)
    client.force_login(User.objects.get(pk=user.pk))

    assert client.get("/admin/").status_code == 403
    assert client.get(page(Observation, "changelist")).status_code == 403
    assert client.get("/admin/login/").status_code == 403


def test_strangers_are_led_to_the_sites_own_door(client):
    asked = client.get("/admin/login/?next=/admin/programmes/")

    assert asked["Location"] == "/accounts/login/?next=/admin/programmes/"
    assert client.post("/admin/login/", {"username": "chief", "password": "any"}).status_code == 302
    assert client.get("/admin/").status_code == 302


def test_djangos_own_account_pages_lead_to_the_sites(within):
    assert within.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert within.get("/admin/logout/").status_code in (302, 405)
    assert within.get("/admin/login/")["Location"] == "/admin/"


@pytest.mark.parametrize("year", ["99999999", "0", "-1", "many", ""])
@pytest.mark.parametrize(
    ("model", "field"), [(User, "date_joined"), (Observation, "recorded_at"), (ReportingPeriod, "ends_on")]
)
def test_a_condition_that_no_column_can_hold_is_answered_like_any_that_makes_no_sense(
    within, model, field, year
):
    answer = within.get(f"{page(model, 'changelist')}?{field}__year={year}")

    assert answer.status_code in {200, 302, 400}
    if answer.status_code == 302:
        assert answer["Location"].endswith("?e=1")
