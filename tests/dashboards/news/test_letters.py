"""One letter a subscription and quarter: when it goes, what stands in it, and leaving."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default as modern

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from dashboards.models import Bulletin, Letter
from dashboards.news import bulletins, following, letters
from programmes import models
from programmes.models import User
from tests.reading import LATEST

DUE = LATEST.ends_on
AFTER = DUE + timedelta(days=1)


def say(*, where, **values):
    """Results of the latest quarter say something else."""
    models.Progress.objects.filter(period_id=LATEST.code, **where).update(**values)


def test_a_quarter_stands_when_it_is_past_its_due_date_and_not_before(world):
    assert bulletins.publish(today=DUE) == bulletins.LOOKED_BACK
    assert LATEST.code not in {each.period_id for each in bulletins.latest()}

    assert bulletins.publish(today=AFTER) == 1
    assert bulletins.latest()[0].period_id == LATEST.code
    assert bulletins.publish(today=AFTER) == 0


def test_the_past_of_a_new_site_is_told_in_no_letter(followed, mailoutbox):
    bulletins.publish(today=DUE)
    assert letters.send_all() == 0

    bulletins.publish(today=AFTER)
    assert [letters.send_all(), letters.send_all()] == [1, 0]
    assert mailoutbox[0].subject == "News about Bure: 2023/24 Q3"


def test_a_quarter_without_any_figure_has_no_news(world):
    bulletins.publish(today=date(2024, 6, 1))

    assert bulletins.latest()[0].period_id == LATEST.code


def test_no_quarter_stands_while_something_is_recomputed(world):
    models.Dirty.objects.create(indicator=models.Indicator.objects.first(), start_year=2023)

    assert bulletins.publish(today=AFTER) == 0


def test_a_grid_that_waits_holds_the_news_back_until_the_quarter_closes(world):
    closes = AFTER + timedelta(days=20)
    models.ReportingPeriod.objects.filter(pk=LATEST.code).update(closes_on=closes)
    models.Submission.objects.create(
        channel="grid",
        status="submitted",
        programme=models.Programme.objects.first(),
        period_id=LATEST.code,
        area_code="QAA",
    )

    def newest(day):
        bulletins.publish(today=day)
        return bulletins.latest()[0].period_id

    assert newest(closes) != LATEST.code
    assert newest(closes + timedelta(days=1)) == LATEST.code


def test_one_letter_a_quarter_however_often_it_runs(followed, stands, mailoutbox):
    assert [letters.send_all() for _ in range(3)] == [1, 0, 0]
    assert len(mailoutbox) == Letter.objects.count() == 1


def test_who_follows_after_a_quarter_stood_waits_for_the_next(reader, world):
    Bulletin.objects.create(period_id=LATEST.code, stands_at=timezone.now() - timedelta(days=1))
    following.follow(person=reader, area="QBB")

    assert letters.send_all() == 0


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_nobody_is_written_to_without_an_address_or_an_account(followed, stands, change):
    User.objects.update(**change)

    assert letters.send_all() == 0


def test_where_there_is_nothing_to_tell_no_letter_goes(followed, stands, mailoutbox):
    models.Progress.objects.filter(period_id=LATEST.code).delete()
    models.Coverage.objects.filter(period_id=LATEST.code).delete()

    assert [letters.send_all(), letters.send_all()] == [0, 0]
    assert Letter.objects.get().was_sent is False


def test_a_letter_that_could_only_say_that_nothing_can_be_compared_is_not_sent(followed, stands):
    say(where={"area__code": "QBB"}, notes="b")
    models.Coverage.objects.filter(period_id=LATEST.code).delete()

    assert letters.send_all() == 0


def test_after_a_long_silence_only_the_latest_quarter_with_anything_to_tell_is_told(
    followed, stands, mailoutbox
):
    later = timezone.now() + timedelta(days=2)
    before = Bulletin.objects.create(period_id=LATEST.previous().code, stands_at=later)
    after = Bulletin.objects.create(period_id=LATEST.next().code, stands_at=later)

    assert [letters.send_all(), letters.send_all()] == [1, 0]
    assert mailoutbox[0].subject.endswith("2023/24 Q3")
    assert dict(Letter.objects.values_list("bulletin", "was_sent")) == {
        before.pk: False,
        stands.pk: True,
        after.pk: False,
    }


class Unsendable(EmailBackend):
    """A mail server that refuses one person's letters."""

    def send_messages(self, messages):
        if "reader@example.org" in messages[0].to:
            raise OSError("refused")
        return super().send_messages(messages)


def test_a_letter_that_fails_keeps_back_no_other_and_goes_another_time(followed, stands, settings):
    other = User.objects.create(username="other", email="other@example.org")
    following.follow(person=other, programme="ips")
    was = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Unsendable"

    assert letters.send_all() == 1
    assert not Letter.objects.filter(subscription=followed).exists()

    settings.EMAIL_BACKEND = was
    assert letters.send_all() == 1
    assert [letter.to for letter in mail.outbox] == [["other@example.org"], ["reader@example.org"]]


class Killed(BaseException):
    """What no worker survives."""


def test_killed_while_sending_nothing_is_noted_and_the_next_run_sends(
    followed, stands, mailoutbox, monkeypatch
):
    def die(_message):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(letters.EmailMessage, "send", die)
        with pytest.raises(Killed):
            letters.send_all()

    assert not Letter.objects.exists()
    assert [letters.send_all(), letters.send_all()] == [1, 0]


def test_the_letter_is_plain_text_and_says_which_way_things_went(followed, stands, mailoutbox):
    say(
        where={"area__code": "QBB", "indicator__code": "cdc-sites"},
        notes="",
        basis="reported",
        status="on_plan",
    )
    models.Progress.objects.filter(
        area__code="QBB", indicator__code="cdc-sites", period_id=LATEST.previous().code
    ).update(notes="", basis="reported", status="off_plan")
    letters.send_all()
    letter = mailoutbox[0]
    parsed = message_from_bytes(letter.message().as_bytes(), policy=modern)

    assert parsed.get_content_type() == "text/plain"
    assert letter.subject == "News about Bure: 2023/24 Q3"
    assert "cdc-sites: better. On plan: 330 sites at 31 December 2023" in letter.body
    assert "[demonstration]" in letter.body
    assert "/areas/QBB/cdc/" in letter.body
    assert "<" not in letter.body
    assert "&" not in letter.body


def test_the_same_letter_has_the_same_identifier(followed, stands, mailoutbox):
    letters.send_all()
    Letter.objects.all().delete()
    letters.send_all()

    assert len({letter.extra_headers["Message-ID"] for letter in mailoutbox}) == 1


def test_the_letter_of_an_area_that_is_gone_is_of_its_successors(reader, stands, mailoutbox):
    following.follow(person=reader, area="06X")
    letters.send_all()

    assert (
        "Old Cam (06X) ended on 30 June 2022 and became Bure South (03B) and Cam (04C)." in mailoutbox[0].body
    )
    assert "This is their news." in mailoutbox[0].body
    assert "INDIVIDUAL PLACEMENT AND SUPPORT IN CAM" in mailoutbox[0].body


def test_an_area_that_merges_while_it_is_followed_is_told_of_under_its_heir(followed, stands, mailoutbox):
    source = models.Source.objects.get()
    old, heir = models.Area.objects.get(code="QBB"), models.Area.objects.get(code="QAA")
    models.AreaSuccession.objects.create(
        predecessor=old, successor=heir, on=date(2024, 4, 1), share=1, basis="whole", source=source
    )
    models.Area.objects.filter(pk=old.pk).update(valid_to=date(2024, 3, 31))
    letters.send_all()

    assert "Bure (QBB) ended on 31 March 2024 and became Avon (QAA). This is its news." in mailoutbox[0].body
    assert "/areas/QAA/ips/" in mailoutbox[0].body
    assert "/areas/QBB/" not in mailoutbox[0].body


def test_a_programmes_letter_names_the_boards_that_moved(reader, stands, mailoutbox):
    following.follow(person=reader, programme="ips")
    models.Progress.objects.filter(
        area__area_type="icb", indicator__code="ips-access", period_id=LATEST.previous().code
    ).update(status="off_plan")
    say(where={"area__area_type": "icb", "indicator__code": "ips-access"}, status="on_plan")
    letters.send_all()

    assert (
        "Boards that changed status in ips-access: better. 3 boards: Avon (now on plan), Bure (now on plan) and "
        "Cam (now on plan). [demonstration]"
    ) in mailoutbox[0].body


def test_what_is_confidential_is_in_no_letter(followed, stands, mailoutbox):
    say(where={"indicator__code": "cdc-sites"}, actual=None, marker="c", status="no_data")
    letters.send_all()

    assert "cdc-sites" not in mailoutbox[0].body


def test_following_twice_is_once(reader, world):
    assert following.follow(person=reader, area="QBB") == following.follow(person=reader, area="qbb")
    assert following.follow(person=reader, programme="ips") == following.follow(
        person=reader, programme="ips"
    )
    with pytest.raises(following.NotFollowed, match="XYZ"):
        following.follow(person=reader, area="XYZ")


def test_nobody_follows_more_than_they_could_read(reader, world, monkeypatch):
    monkeypatch.setattr(following, "MOST", 1)
    following.follow(person=reader, area="QBB")

    assert following.follow(person=reader, area="QBB")
    with pytest.raises(following.NotFollowed, match="Leave one of them first"):
        following.follow(person=reader, area="QAA")
