"""The pages of a site without any data. No other test is in this module: the made world is made once for a module."""

import pytest

from tests.dashboards.pages.conftest import words


@pytest.mark.parametrize(
    "address",
    ["/", "/programmes/", "/map/", "/compare/", "/targets/", "/targets/file/", "/completeness/"],
)
def test_before_anything_is_loaded_the_page_says_so(db, read, address):
    assert "Nothing is loaded yet" in words(read(address, status=503))
