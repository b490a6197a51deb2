"""What became of the rows of a file: placed, refused and left aside are together all that were read."""

from dataclasses import fields

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from programmes.actions import upload_reading
from programmes.ingest import checks, judging, opening
from programmes.ingest.formats import LAYOUTS
from programmes.ingest.judging import Ground
from programmes.ingest.readers import NotReadable
from programmes.ingest.rows import Known
from programmes.models import Upload
from programmes.results import IndicatorInfo
from tests.programmes.ingest import made
from tests.programmes.ingest.test_monthly_files import MENTAL, NETWORK, TALKING
from tests.programmes.uploads.conftest import line, table

AREA = st.sampled_from(["00L", "E38000130", "QHM", "99Z", "", "UNKNOWN", "all"])
NUMBER = st.sampled_from(["5", "12.5", "", "*", "n/a", "12 34", "-3", "#REF!", "7.300000000000001"])
DAY = st.sampled_from(["2023-04-01", "2023-05-01", "2023-06-01", "01/06/2023", "soon", "2031-04-01", ""])
WORD = st.sampled_from(["Mental Health Practitioner", "Care Coordinator", ""])
MEASURE = st.sampled_from(["M272", "MHS116", "MHS116a", "M001"])
LEVEL = st.sampled_from(["SubICB", "England", "Provider", "ICB", "CCG", "planet", ""])
ANNUAL = (
    "ReportingPeriod,OrgType,OrgCode,OrgName,VariableType,VariableA,Count_ReferralsReceived,Count_AtCaseness,"
    "Count_Recovery\n"
)


class Everywhere(IndicatorInfo):
    """An indicator that areas of all these levels report."""

    levels = ("sub_icb", "icb", "england")


INDICATORS = {
    code: Everywhere(**{each.name: getattr(one, each.name) for each in fields(one)})
    for code, one in made.INDICATORS.items()
}
TEMPLATE = "indicator,area,period,numerator,denominator,marker,note\n"


def cells(*each):
    """Rows of these cells, now and then one too many or one too few."""
    whole = st.tuples(*each).map(list)
    return st.lists(
        st.one_of(whole, whole, whole, whole.map(lambda row: [*row, "x"]), whole.map(lambda row: row[:-1]))
    )


FILES = {
    "figures": (
        TEMPLATE,
        cells(
            st.sampled_from(["ips-access", "pcmhp-wte-networks", "nothing"]),
            AREA,
            st.sampled_from(["2023-24-Q1", "2023/24 Q2", "2031-32-Q1", "Q4"]),
            *[NUMBER] * 2, st.sampled_from(["", "x", "n/a"]), st.sampled_from(["", "Late."]),
        ),
    ),
    "talking-therapies-monthly": (
        TALKING,
        cells(DAY, DAY, LEVEL, AREA, *[st.just("Name")] * 3, MEASURE, st.just("Count"), NUMBER),
    ),
    "mhsds-monthly": (MENTAL, cells(DAY, DAY, *[st.just("a")] * 2, AREA, *[st.just("b")] * 3, MEASURE, *[NUMBER] * 2)),
    "network-workforce": (
        NETWORK,
        cells(
            st.just("x"), st.sampled_from(["2023", "23", ""]), st.sampled_from(["6", "7", "June"]),
            *[st.just("a")] * 2, AREA, *[st.just("b")] * 6, WORD, WORD, NUMBER, st.sampled_from(["id1", "id2", ""]),
        ),
    ),
    "talking-therapies-annual": (
        ANNUAL,
        cells(
            st.sampled_from(["2023-24", "202324", "never"]), LEVEL, AREA, st.just("Name"),
            st.sampled_from(["Long Term Condition Status", "Total"]), st.just("Long term condition"), *[NUMBER] * 3,
        ),
    ),
    "cdc-sites": ("name,icb,longitude,latitude\n", cells(WORD, AREA, NUMBER, NUMBER)),
}  # fmt: skip


@pytest.mark.parametrize("layout", FILES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_row_of_every_layout_is_placed_refused_or_left_aside(layout, data):
    heading, rows = FILES[layout]
    lines = data.draw(rows)
    content = (heading + "".join(",".join(row) + "\n" for row in lines)).encode()
    try:
        table = opening.read(content, opening.Limits(), [LAYOUTS[layout]])
    except NotReadable:
        reject()  # a file without a row is refused as a whole
    known = Known(made.AREAS, INDICATORS, file_name="cdc_sites_2023-10-28.csv")
    found = checks.gather(layout, table, known)
    allowed = data.draw(st.sets(st.sampled_from([made.LOCATION, made.ENGLAND, made.BOARD])))
    ground = Ground({}, allowed.__contains__, lambda _: "", rules_apply=False)
    good = [one.figure.key for one in judging.judge(found, known, ground)]

    counted = found.findings(good)

    assert counted.rows_read == len(table.rows)
    assert counted.rows_placed + counted.rows_refused + sum(counted.left_aside.values()) == counted.rows_read
    if good and not counted.rows_refused and layout != "cdc-sites":
        assert counted.rows_placed
    assert counted.rows_refused == len({issue.row for issue in counted.issues} - {None})
    if not found.found.figures and not found.found.services:
        assert counted.rows_placed == 0


def page_of(client, user, content, name="figures.csv"):
    """The page of a file that was sent in and read."""
    client.force_login(user)
    client.post("/enter/upload/", {"programme": "ips", "file": SimpleUploadedFile(name, content)})
    key = Upload.objects.latest("pk").pk
    upload_reading.read(upload_id=key)
    soup = BeautifulSoup(client.get(f"/enter/upload/{key}/").content, "html.parser")
    return " ".join(soup.find("main").get_text(" ").split())


def test_the_page_says_what_became_of_the_rows_and_the_four_add_up(world, editor, client):
    rows = [line("01C", 12), line("01C", "n/a", period="2023-24-Q2"), line("02D", 5), line(), line()]

    said = page_of(client, editor, table(*rows))

    assert "5 rows: 2 placed, 1 refused, 2 left aside (rows left empty)." in said
