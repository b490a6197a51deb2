"""The block of a page that carries a figure."""

import json

import pytest
from bs4 import BeautifulSoup
from django.utils.html import json_script

from dashboards.templatetags.figures import figure_json

FIGURES = [
    {},
    {"text": "</script><script>alert(1)</script>", "other": "<!-- & -->"},
    {"text": ["1,204 people – “by Q3”", "\u2028", 'a "quoted" \\ word'], "y": [0, 0.1, None, -5]},
]


@pytest.mark.parametrize("figure", FIGURES)
def test_what_was_written_is_read_again(figure):
    (block,) = BeautifulSoup(figure_json(figure, "figure-a"), "html.parser").find_all("script")

    assert (block["id"], block["type"]) == ("figure-a", "application/json")
    assert json.loads(block.string) == figure


@pytest.mark.parametrize("figure", FIGURES)
def test_it_says_what_djangos_own_says(figure):
    ours = BeautifulSoup(figure_json(figure, "a"), "html.parser").script.string
    theirs = BeautifulSoup(json_script(figure, "a"), "html.parser").script.string

    assert json.loads(ours) == json.loads(theirs)
    assert not set("<>&") & set(ours)


def test_an_id_is_escaped():
    assert 'id="&quot;&gt;"' in figure_json({}, '">')


def test_an_endless_number_is_refused():
    with pytest.raises(ValueError, match="Out of range"):
        figure_json({"y": [float("inf")]}, "a")
