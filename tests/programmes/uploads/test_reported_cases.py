"""Cases that people reported, each tried from outside: over HTTP, and as they sent it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from dashboards.api.docs import ROOM
from programmes.actions import upload_reading
from programmes.models import Upload
from tests.england import FIXTURES, reference_loaded
from tests.programmes.uploads.conftest import person

NETWORK_HEADING = (
    "Data_source,CENSUS_YEAR,CENSUS_MONTH,PCN_CODE,PCN_NAME,SUB_ICB_CODE,SUB_ICB_NAME,ICB_CODE,ICB_NAME,"
    "COMM_REGION_CODE,COMM_REGION_NAME,STAFF_GROUP,STAFF_ROLE,DETAILED_STAFF_ROLE,FTE,UNIQUE_IDENTIFIER"
)
NETWORK_ROW = (
    "NWRS,2025,{month},U12345,Test PCN,84H,NHS NENC ICB - 84H,QHM,NENC,Y63,NEY,Direct Patient Care,"
    "Mental Health Practitioner,,{wte},{key}"
)
SITES = """name,address,postcode,longitude,latitude,icb,open_12_hours_7_days,services
Alnwick CDC,"Hexham, NE46 1QJ",NE46 1QJ,-2.09,54.97,QHM,Yes,"Imaging"
Rotherham New CDC,"Rotherham",S60 2UD,-1.35,53.43,QF7,No,"Imaging"
"""


@pytest.fixture(scope="module")
def _reference(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), reference_loaded():
        yield


@pytest.fixture
def england(_reference, db):
    """England as the reference data has it."""


def words_of(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser").find("main")
    return " ".join(page.get_text(" ").split())


def send(client, by, content, *, name, programme):
    """A file sent in by somebody and read as a worker does: its upload, its address, the words of its page."""
    client.force_login(by)
    said = {"programme": programme, "file": SimpleUploadedFile(name, content)}
    address = client.post("/enter/upload/", said)["Location"]
    upload = Upload.objects.latest("pk")
    upload_reading.read(upload_id=upload.pk)
    return upload, address, words_of(client, address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Herefordshire and Worcestershire", "Herefordshire & Worcestershire"),
        ("St Helens", "St. Helens"),
        ("Hull", "Kingston upon Hull"),
        ("Bath and North East Somerset", "Bath & North East Somerset"),
    ],
)
def test_both_ways_of_writing_a_name_lead_to_the_same_page(england, client, one, other):
    first = [
        re.findall(r'href="(/areas/\w+/)', client.get("/areas/", {"q": text}, follow=True).content.decode())[
            :1
        ]
        for text in (one, other)
    ]

    assert first[0]
    assert first[0] == first[1]


def test_a_sum_of_months_of_which_one_cannot_be_read_is_no_figure(england, client):
    rows = [("6", "0.8", "id0"), ("6", "1.0", "id1"), ("JUNE", "0.5", "id2")]
    lines = [NETWORK_ROW.format(month=month, wte=wte, key=key) for month, wte, key in rows]
    content = "\n".join([NETWORK_HEADING, *lines]).encode()

    upload, _, said = send(
        client, person("national", "administrator"), content, name="network.csv", programme="pcmhp"
    )

    assert not upload.figures.exists()
    assert "0 new" in said


@pytest.mark.parametrize("name", ["cdc_sites_2026-11-15.csv", "cdc_sites_2025-12-20.csv"])
def test_the_second_person_sees_every_site_of_a_list_by_name(england, client, name):
    sender = person("sender", "administrator")
    _, address, _ = send(client, sender, SITES.encode(), name=name, programme="cdc")
    client.post(address, {"decision": "send", "reason": "Opened."})
    client.force_login(person("second", "approver"))

    said = words_of(client, address)

    assert "Alnwick CDC" in said
    assert "Rotherham New CDC" in said
    assert "NE46 1QJ" in said


@pytest.mark.parametrize("name", ["file", "as_at", "only_if_new"])
def test_our_examples_in_r_read_codes_as_text(name):
    example = (FIXTURES.parent / ROOM / f"{name}.R").read_text()

    for read in re.findall(r"read\.csv\((?:[^()]|\([^()]*\))*\)", example):
        assert "colClasses = types" in read
    assert re.search(r'area\s*=\s*"character"', example)
