"""Each page asks the database a fixed number of times, however much there is, in a process that made one before."""

import pytest

from programmes import models
from tests.reading import FIRST, made_before

STATEMENTS = {
    "/": 7,
    "/programmes/": 4,
    "/programmes/ips/": 13,
    "/areas/": 2,
    "/areas/?q=Bure": 1,
    "/areas/QBB/": 5,
    "/areas/QBB/ips/": 14,
    "/areas/05X/": 3,
    "/status/": 5,
    "/methods/": 3,
    "/data/": 2,
}


@pytest.mark.parametrize("address", STATEMENTS)
def test_page_costs_what_it_says(world, client, django_assert_num_queries, address):
    made_before(client, address)
    with django_assert_num_queries(STATEMENTS[address]):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/programmes/ips/", "/areas/", "/areas/QBB/", "/areas/QBB/ips/"])
def test_more_areas_do_not_mean_more_statements(world, client, django_assert_num_queries, address):
    source = models.Source.objects.get()
    region = models.Area.objects.get(code="Y02")
    for number in range(20):
        code = f"QX{chr(65 + number)}"
        names = {"code": code, "name": f"NHS {code}", "short_name": code}
        area = models.Area.objects.create(area_type="icb", valid_from=FIRST, source=source, **names)
        models.AreaParent.objects.create(child=area, parent=region, valid_from=FIRST)

    made_before(client, address)
    with django_assert_num_queries(STATEMENTS[address]):
        client.get(address)


def test_page_that_stands_costs_one_statement(world, client, django_assert_num_queries):
    first = client.get("/areas/QBB/")

    with django_assert_num_queries(1):
        again = client.get("/areas/QBB/")
    with django_assert_num_queries(1):
        unchanged = client.get("/areas/QBB/", headers={"if-none-match": first["ETag"]})

    assert again.content == first.content
    assert unchanged.status_code == 304
