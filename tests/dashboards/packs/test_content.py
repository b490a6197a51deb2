"""A pack says what the area's page says, marks what is made up, and shows nothing withheld."""

from html import unescape

import pytest
from bs4 import BeautifulSoup

from dashboards.charts.progress_words import describe_progress
from programmes.models import Area, DataVersion, Indicator, Progress
from programmes.queries import progress
from tests.dashboards.pages.conftest import words
from tests.reading import LATEST


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return words(BeautifulSoup(response.content, "html.parser"))


@pytest.mark.parametrize("code", ["QBB", "Y01", "01A"])
def test_every_programme_stands_where_the_page_says(client, pack_of, code):
    page = page_of(client, f"/areas/{code}/")
    pack = pack_of(code)

    assert len(pack.overview.rows) == len(pack.programmes) == 2
    for row in pack.overview.rows:
        assert row[1] in page
    assert pack.summary in page


def test_printed_page_shows_all_of_the_pack(client, pack_of):
    page = unescape(page_of(client, "/areas/QBB/pack/"))

    pack = pack_of("QBB")
    for each in pack.programmes:
        assert each.finding in page
        for asked, answer in each.facts:
            assert f"{asked} {answer}" in page
        for row in each.table.rows:
            assert " ".join(row) in page
        assert each.figure_words in page
        assert all(note in page for note in each.notes)
    assert pack.warning in page
    assert pack.as_at_words in page


def test_words_of_a_chart_are_those_of_the_page(pack_of):
    pack = pack_of("QBB")

    series = progress.series_of_area("QBB", ["ips-access"])["ips-access"]
    assert pack.programmes[0].figure_words == describe_progress(series)


def test_made_up_figures_are_marked(pack_of):
    pack = pack_of("QBB")

    made_up, official = pack.programmes
    assert (made_up.made_up, official.made_up) == ("Demonstration", "")
    assert pack.has_made_up
    assert "demonstration" in pack.overview.rows[0][0]
    assert "demonstration" not in pack.overview.rows[1][0]


def test_table_of_some_made_up_figures_says_which(pack_of):
    Progress.objects.filter(indicator__code="ips-access", period=LATEST.code).update(provenance="official")

    one = pack_of("QBB").programmes[0]

    assert one.made_up == "Partly demonstration"
    assert [row[0].endswith("(demonstration)") for row in one.table.rows][:2] == [False, True]


def test_withheld_figure_is_its_marker_everywhere(pack_of):
    row = Progress.objects.filter(indicator__code="ips-access", area__code="QBB", period=LATEST.code)
    nothing = dict.fromkeys(("actual", "numerator", "year_to_date", "attainment", "variance"))
    row.update(**nothing, marker="c", status="no_data", target_to_date=77.0)

    one = pack_of("QBB").programmes[0]

    assert one.table.rows[0] == (LATEST.label, "[c]", "[c]", "77", "[c]", "Not known")
    assert ("c", "confidential: a count too small to show") in one.markers
    known = dict(zip(one.chart.periods, one.chart.lines[0][1], strict=True))
    assert known.get(LATEST.label) is None
    assert "2023/24 Q2" in one.figure_words


def test_programme_that_is_not_counted_here_has_a_line_and_no_page(pack_of):
    Progress.objects.filter(indicator__code="cdc-sites", area__code="01A").delete()
    Indicator.objects.filter(code="cdc-sites").update(reporting_level="icb")
    DataVersion.objects.update(version=9)

    pack = pack_of("01A")

    assert [one.code for one in pack.programmes] == ["ips"]
    assert "not for this one" in pack.overview.rows[1][1]


def test_programme_without_any_figure_has_a_line_and_no_page(pack_of):
    nothing = dict.fromkeys(("actual", "numerator", "year_to_date", "attainment", "variance"))
    Progress.objects.filter(indicator__code="ips-access", area__code="QBB").update(
        **nothing, marker="c", status="no_data"
    )

    pack = pack_of("QBB")

    assert [one.code for one in pack.programmes] == ["cdc"]
    assert pack.overview.rows[0][1] == "No figure to show in any period"


def test_slide_ends_with_the_year_of_the_last_value(pack_of):
    """A year to date that a missing quarter makes unknown is said in words; a chart of nothing is not drawn."""
    Progress.objects.filter(
        indicator__code="ips-access", area__code="QBB", period__code__startswith="2023"
    ).update(year_to_date=None, attainment=None)

    one = pack_of("QBB").programmes[0]

    assert one.chart.periods[-1] == "2022/23 Q4"
    assert ("Year to date", "Not known, as a quarter of the year has no figure.") in one.facts


def test_area_that_is_gone_is_shown_as_it_reported(client, pack_of):
    pack = pack_of("05X", is_gone=True)

    assert pack.area.is_gone
    assert "as they were reported" in page_of(client, "/areas/05X/pack/")
    assert pack.programmes[0].table.rows[0][0].startswith("2022/23 Q1")


def test_name_from_the_database_is_text_and_never_markup(client, pack_of):
    Area.objects.filter(code="QBB").update(name="<script>alert(1)</script>")

    assert b"<script>alert" not in client.get("/areas/QBB/pack/").content
