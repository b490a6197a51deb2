"""News to read and as Atom, following, the list, and leaving with and without signing in."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from dashboards.models import Subscription
from dashboards.news import following, letters
from dashboards.views import subscriptions as views
from programmes import models
from programmes.models import User
from tests.reading import LATEST, made_before

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def signed_in(client, reader):
    client.force_login(reader)
    return client


def words(response):
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize(
    "address", ["/areas/QBB/news.atom", "/programmes/ips/news.atom", "/areas/05X/news.atom"]
)
def test_a_feed_is_atom_with_an_entry_a_quarter(client, stands, address):
    models.Area.objects.update(short_name="Bure & <b>Avon</b>")

    answer = client.get(address)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    for name in ("title", "id", "updated", f"author/{ATOM}name"):
        assert feed.findtext(ATOM + name), name
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"http://127.0.0.1:8000{address}#2023-24-Q3"
    assert entry.findtext(f"{ATOM}title").startswith("2023/24 Q3: ")
    assert entry.find(f"{ATOM}link").get("href").endswith("/news/#2023-24-Q3")
    summary = BeautifulSoup(entry.findtext(f"{ATOM}summary"), "html.parser")
    assert summary.find("li")
    assert not summary.find("b")
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_an_entry_keeps_its_identifier_and_day_when_figures_are_revised(client, stands):
    first = ElementTree.fromstring(client.get("/areas/QBB/news.atom").content)
    models.DataVersion.objects.update(version=9)
    again = ElementTree.fromstring(client.get("/areas/QBB/news.atom").content)

    for name in ("id", "updated"):
        assert first.findtext(f"{ATOM}entry/{ATOM}{name}") == again.findtext(f"{ATOM}entry/{ATOM}{name}")


@pytest.mark.parametrize("address", ["/areas/QBB/news/", "/programmes/ips/news/"])
def test_the_page_says_what_the_feed_says(client, stands, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    feed = ElementTree.fromstring(client.get(page.find("link", rel="alternate")["href"]).content)
    summary = BeautifulSoup(feed.findtext(f"{ATOM}entry/{ATOM}summary"), "html.parser")

    lines = [line.get_text() for line in page.select(".news-lines li")]
    assert lines == [line.get_text() for line in summary.find_all("li")]
    assert lines


@pytest.mark.parametrize("kind", ["news/", "news.atom"])
@pytest.mark.parametrize("about", ["/areas/XYZ/", "/programmes/none/"])
def test_what_there_is_not_has_no_news(client, world, about, kind):
    assert client.get(about + kind).status_code == 404


@pytest.mark.parametrize(
    ("address", "statements"),
    [("/areas/QBB/news.atom", 4), ("/programmes/ips/news.atom", 5), ("/areas/QBB/news/", 4)],
)
def test_news_costs_what_it_says(client, stands, django_assert_num_queries, address, statements):
    made_before(client, address)
    with django_assert_num_queries(statements):
        assert client.get(address).status_code == 200


def test_a_quarter_in_which_nothing_could_be_compared_is_left_out(client, stands):
    models.Progress.objects.filter(period_id=LATEST.code).update(notes="b")
    models.Coverage.objects.filter(period_id=LATEST.code).delete()

    assert "No quarter has news yet" in words(client.get("/areas/QBB/news/"))


def test_without_news_the_page_says_so(client, world):
    assert "No quarter has news yet" in words(client.get("/areas/QBB/news/"))


def test_a_stranger_is_led_to_sign_in_and_may_read(client, stands):
    assert "Sign in to get the news by email" in words(client.get("/areas/QBB/news/"))
    assert client.post("/subscriptions/follow/", {"area": "QBB"}).status_code == 302
    assert not Subscription.objects.exists()


def test_following_and_leaving(signed_in, reader, stands):
    page = signed_in.get("/areas/QBB/news/")
    form = BeautifulSoup(page.content, "html.parser").find("form", action="/subscriptions/follow/")
    assert form.find("button").get_text() == "Follow Bure: one letter a quarter"

    said = words(signed_in.post("/subscriptions/follow/", {"area": "QBB"}, follow=True))
    assert "You follow Bure. A letter comes once a quarter" in said
    assert "Letters go to reader@example.org." in said
    assert "You follow Bure" in words(signed_in.get("/areas/QBB/news/"))

    number = Subscription.objects.get(person=reader).pk
    assert "You follow nothing yet" in words(signed_in.post(f"/subscriptions/{number}/leave/", follow=True))
    assert signed_in.post(f"/subscriptions/{number}/leave/").status_code == 404


def test_the_list_says_what_became_of_an_area(signed_in, reader):
    following.follow(person=reader, area="06X")
    following.follow(person=reader, programme="ips")

    said = words(signed_in.get("/subscriptions/"))
    assert "Ended on 30 June 2022; news of Bure South and Cam." in said
    assert "Individual Placement and Support" in said


def test_without_an_address_it_is_said_that_no_letter_can_come(signed_in, reader):
    User.objects.filter(pk=reader.pk).update(email="")

    assert "no letter can come" in words(
        signed_in.post("/subscriptions/follow/", {"area": "QBB"}, follow=True)
    )


def test_what_is_not_there_cannot_be_followed(signed_in):
    said = words(signed_in.post("/subscriptions/follow/", {"programme": "<none>"}, follow=True))

    assert "No programme has the code “<none>”." in said


def test_nobody_leaves_for_somebody_else(client, followed):
    client.force_login(User.objects.create(username="other"))

    assert client.post(f"/subscriptions/{followed.pk}/leave/").status_code == 404
    assert Subscription.objects.filter(pk=followed.pk).exists()


def test_a_letter_is_left_by_one_request_without_signing_in(followed, stands, mailoutbox, settings):
    letters.send_all()
    headers = mailoutbox[0].extra_headers
    address = headers["List-Unsubscribe"].strip("<>")
    assert address.startswith(settings.ADDRESS)
    assert address in mailoutbox[0].body
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = address.removeprefix(settings.ADDRESS)
    program = Client(enforce_csrf_checks=True)

    looked = program.get(path)
    assert "Leave the news about Bure?" in words(looked)
    assert "no-store" in looked["Cache-Control"]
    assert Subscription.objects.exists()

    left = program.post(path, {"List-Unsubscribe": "One-Click"})
    assert "You get no more letters about Bure." in words(left)
    assert not left.cookies
    assert not Subscription.objects.exists()
    assert "You get no more letters" in words(program.post(path, {"List-Unsubscribe": "One-Click"}))
    assert "You get no more letters" in words(program.get(path))


def test_a_site_that_is_closed_to_strangers_lets_them_leave_all_the_same():
    assert views.leave_by_letter.login_required is False


@pytest.mark.parametrize("token", ["1", "1:forged", "x", ":"])
def test_an_address_that_nobody_signed_leaves_nothing(client, followed, token):
    assert client.post(f"/subscriptions/leave/{followed.pk}{token}/").status_code == 404
    assert Subscription.objects.exists()


def test_the_name_of_an_area_is_text_in_the_page(client, world):
    models.Area.objects.filter(code="QBB").update(short_name="<script>alert(1)</script>")

    assert b"<script>alert" not in client.get("/areas/QBB/news/").content
