"""What each programme began with: every number that was promised stands on its page, with its source, for everybody."""

import pytest
from bs4 import BeautifulSoup

from programmes.actions import recompute
from programmes.models import Fact, Programme
from tests.england import reference_loaded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BEGINNINGS = [
    ("ips", "28 areas", "New areas to which IPS was extended"),
    ("ips", "80%", "eight out of ten"),
    ("ips", "20,000 people a year", "People accessing IPS in the year"),
    ("ips", "55,000 people a year", "People accessing IPS in the year"),
    ("ips", "£6,000 a person", "over 18 months: up to"),
    ("ips", "", "hundreds"),
    ("ips", "10%", "almost 10%"),
    ("ips", "7.9%", "The same in England as a whole"),
    ("ips", "853 people", "People supported by one IPS service"),
    ("ips", "678 people", "people helped into work or kept in it"),
    ("workforce", "2,000 posts", "child and adolescent services"),
    ("workforce", "2,900 posts", "adult talking therapies"),
    ("workforce", "4,800 posts", "crisis care"),
    ("workforce", "1,000,000 people", "More people treated"),
    ("workforce", "19,000 staff", "Of these, filled by people employed by the NHS"),
    ("workforce", "19,000 staff", "Growth of 19,000 staff reached"),
    ("pcmhp", "2 practitioners per network", "for every group of practices"),
    ("pcmhp", "2,500 practitioners", "Practitioners in all: up to"),
    ("pcmhp", "500 practitioners", "almost"),
    ("cdc", "90 centres", "Centres open: over"),
    ("cdc", "160 centres", "Centres open: up to"),
    ("cdc", "1,000,000 tests", "Tests so far: over"),
    ("cdc", "9,000,000 tests a year", "Additional tests a year: up to"),
    ("iapt-ltc", "£31,000,000", "Investment in the first services"),
    ("iapt-ltc", "£20,000,000", "Further money that areas could apply for"),
    ("iapt-ltc", "22 services", "Early implementer services"),
    ("iapt-ltc", "30 groups", "Clinical commissioning groups they cover"),
    ("iapt-ltc", "30,000 people over two years", "offered integrated therapies over two years"),
    ("iapt-ltc", "", "diabetes, respiratory and cardiovascular disease first"),
]
"""The programme, the number as its page prints it, and words of what it counts."""


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The programmes as they are shipped, without any figures."""
    with django_db_blocker.unblock(), reference_loaded():
        for programme in Programme.objects.all():
            recompute.recompute_slice(dirty=recompute.Slice(programme_id=programme.pk))
        yield


@pytest.fixture(scope="module")
def promised(loaded, django_db_blocker):
    """The rows of what was promised on the page of each programme, as a stranger reads them."""
    from django.test import Client

    rows = {}
    with django_db_blocker.unblock():
        for programme in {programme for programme, _, _ in BEGINNINGS}:
            page = BeautifulSoup(Client().get(f"/programmes/{programme}/").content, "html.parser")
            rows[programme] = [
                " ".join(row.get_text(" ").split()) for row in page.select("#promised tbody tr")
            ]
    return rows


@pytest.mark.parametrize(("programme", "number", "words"), BEGINNINGS)
def test_a_number_stands_on_its_page_with_its_source(promised, programme, number, words):
    [row, *_] = [row for row in promised[programme] if words in row and number in row] or [""]

    assert row, f"{number} {words} is not on the page of {programme}"
    sources = [
        fact.source.title
        for fact in Fact.objects.filter(programme__code=programme, source__isnull=False).select_related(
            "source"
        )
    ]
    assert "Recalled" in row or any(source in row for source in sources), row


def test_what_was_claimed_is_never_multiplied(client):
    page = client.get("/programmes/ips/").content.decode()

    assert "£6,000 a person" in page
    assert "× £6,000" not in page
    assert "it is multiplied with no number of people here" in page
