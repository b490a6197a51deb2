"""Who may do what, where: roles add up, hold below an area and beyond its end, and stop at the border."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from programmes import permissions
from programmes.actions import hands, people
from programmes.choices import Channel, Role, SubmissionStatus
from programmes.models import Programme, Submission, User
from tests import world as worlds

pytestmark = pytest.mark.django_db

TODAY = date(2024, 4, 1)
EDITOR, APPROVER, ANALYST = Role.EDITOR, Role.APPROVER, Role.ANALYST
READER, ADMINISTRATOR = Role.READER, Role.ADMINISTRATOR


def can_edit(user, *, area_id, programme):
    return permissions.reach(user, Role.EDITOR, programme=programme).covers(area_id)


@pytest.fixture
def world():
    return worlds.make_world()


@pytest.fixture
def other(world):
    fields = {
        field.name: getattr(world.programme, field.name)
        for field in Programme._meta.concrete_fields
        if not field.primary_key
    }
    return Programme.objects.create(**{**fields, "code": "other", "name": "Other", "position": 99})


def somebody(name="somebody", *grants):
    user = people.add(username=name, email=f"{name}@example.org", by="test")
    for role, area_code, programme in grants:
        people.give(user_id=user.pk, role=role, area_code=area_code, programme=programme, by="test")
    return user


@pytest.mark.parametrize(
    ("grants", "edit", "decide", "administer", "see"),
    [
        ([], False, False, False, False),
        ([(READER, "")], False, False, False, False),
        ([(ANALYST, "")], False, False, False, True),
        ([(EDITOR, "QA1")], True, False, False, True),
        ([(EDITOR, "QB1")], False, False, False, True),
        ([(APPROVER, "")], False, True, False, True),
        ([(EDITOR, "QA1"), (APPROVER, "")], True, True, False, True),
        ([(EDITOR, "QB1"), (ANALYST, "")], False, False, False, True),
        ([(ADMINISTRATOR, "")], True, True, True, True),
    ],
)
def test_roles_add_up(world, grants, edit, decide, administer, see):
    user = somebody("somebody", *[(role, area, None) for role, area in grants])
    area = world.alive("01C", TODAY)
    submission = waiting(world, by=somebody("sender"))

    assert can_edit(user, area_id=area.pk, programme=world.programme) is edit
    assert (not permissions.why_not_decide(user, submission)) is decide
    assert permissions.can_administer(user) is administer
    assert permissions.can_see_provenance(user) is see


@pytest.mark.parametrize(
    ("granted", "code", "area_type", "may"),
    [
        ("QA1", "QA1", "icb", True),
        ("QA1", "01C", "sub_icb", True),
        ("QA1", "02D", "sub_icb", False),
        ("QB1", "01C", "sub_icb", False),
        ("QB1", "02D", "sub_icb", True),
        # What lay below it before, and what a merger put there, is theirs too.
        ("QA1", "01A", "ccg", True),
        ("01A", "01C", "ccg", True),
        # What went over in part only is not.
        ("01A", "02D", "sub_icb", False),
        ("02D", "03E", "sub_icb", False),
        ("Y60", "02D", "sub_icb", True),
        ("ENG", "03E", "sub_icb", True),
        ("01C", "QA1", "icb", False),
        ("QZ9", "QA1", "icb", False),
    ],
)
def test_an_editor_stops_at_the_border(world, granted, code, area_type, may):
    user = somebody("editor", (EDITOR, granted, None))

    assert can_edit(user, area_id=world.area(code, area_type).pk, programme=world.programme) is may


def test_a_role_for_one_programme_is_none_for_another(world, other):
    user = somebody("editor", (EDITOR, "QA1", world.programme))
    area = world.alive("QA1", TODAY)

    assert can_edit(user, area_id=area.pk, programme=world.programme)
    assert not can_edit(user, area_id=area.pk, programme=other)


def test_two_areas_and_two_programmes_do_not_multiply(world, other):
    user = somebody("editor", (EDITOR, "QA1", world.programme), (EDITOR, "QB1", other))
    area = world.alive("QB1", TODAY)

    assert can_edit(user, area_id=area.pk, programme=other)
    assert not can_edit(user, area_id=area.pk, programme=world.programme)


@pytest.mark.parametrize("role", [APPROVER, ADMINISTRATOR])
def test_nobody_accepts_what_they_sent(world, role):
    user = somebody("sender", (role, "", None))

    assert permissions.why_not_decide(user, waiting(world, by=user))
    assert not permissions.why_not_decide(user, waiting(world, by=somebody("another")))


@pytest.mark.parametrize("role", [APPROVER, ADMINISTRATOR])
def test_nobody_accepts_what_they_had_a_hand_in(world, role):
    user = somebody("typist", (role, "", None))
    submission = waiting(world, by=somebody("sender"))
    hands.lay(submission, user)

    assert permissions.why_not_decide(user, submission)


def test_an_approver_of_one_programme_decides_on_no_other(world, other):
    user = somebody("approver", (APPROVER, "", other))

    assert permissions.why_not_decide(user, waiting(world, by=somebody("sender")))


@pytest.mark.parametrize("user", [AnonymousUser(), None, "editor"])
def test_a_stranger_may_nothing(world, user):
    assert not permissions.reach(user, *Role)
    assert not permissions.can_administer(user)


def test_a_closed_account_may_nothing(world):
    user = somebody("editor", (EDITOR, "QA1", None))
    people.close(user_id=user.pk, by="test")

    assert not permissions.reach(User.objects.get(pk=user.pk), *Role)


def test_djangos_own_flags_give_nothing(world):
    user = User.objects.create(username="root", is_superuser=True, is_staff=True)

    assert not permissions.reach(user, *Role)
    assert not permissions.can_administer(user)


def waiting(world, *, by):
    """A delivery that waits to be decided on."""
    return Submission.objects.create(
        channel=Channel.UPLOAD,
        status=SubmissionStatus.SUBMITTED,
        programme=world.programme,
        sent_by=by,
    )
