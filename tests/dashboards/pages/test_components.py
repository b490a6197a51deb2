"""Our partials have the markup of NHS.UK frontend: compared with the official macros, tag by tag."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.template.loader import render_to_string
from jinja2 import ChainableUndefined, Environment, PackageLoader

from dashboards import wording
from dashboards.tables import ServiceTable, ShortAreaTable
from programmes.choices import Status

OFFICIAL = Environment(
    loader=PackageLoader("nhsuk_frontend_jinja"), undefined=ChainableUndefined, autoescape=True
)


class NameForm(forms.Form):
    login = forms.CharField(label="Name", help_text="As you were given it.")


def official(component, macro, **params):
    source = (
        f'{{% from "nhsuk/components/{component}/macro.jinja" import {macro} %}}{{{{ {macro}(params) }}}}'
    )
    return shape(OFFICIAL.from_string(source).render(params=params))


def ours(template, **context):
    return shape(render_to_string(f"_components/{template}.html", context))


def shape(html):
    """The elements of a piece of HTML: name, classes, roles and words, without what only scripts read."""
    soup = BeautifulSoup(html, "html.parser")
    return [_element(each) for each in soup.children if isinstance(each, Tag)]


def _element(tag):
    kept = (
        "href",
        "role",
        "scope",
        "aria-label",
        "aria-current",
        "aria-labelledby",
        "rel",
        "for",
        "type",
        "name",
    )
    attributes = {name: tag[name] for name in kept if name in tag.attrs}
    own = re.sub(r"\s+", " ", "".join(tag.find_all(string=True, recursive=False))).strip()
    children = [_element(each) for each in tag.children if isinstance(each, Tag)]
    return tag.name, sorted(tag.get("class", [])), attributes, own, children


@pytest.mark.parametrize("tag", wording.STATUS_TAGS.values(), ids=lambda tag: tag.text)
def test_tag(tag):
    assert ours("tag", tag=tag) == official("tag", "tag", text=tag.text, classes=f"nhsuk-tag--{tag.colour}")


def test_breadcrumb():
    crumbs = [("England", "/"), ("South", "/areas/Y02/")]
    items = [{"text": text, "href": href} for text, href in crumbs]

    assert ours("breadcrumb", crumbs=crumbs) == official("breadcrumb", "breadcrumb", items=items)


def test_summary_list():
    rows = [("ODS code", "QHM"), ("People", "3,000,432")]
    params = [{"key": {"text": key}, "value": {"text": value}} for key, value in rows]

    assert ours("summary_list", rows=rows) == official("summary-list", "summaryList", rows=params)


def test_warning_callout():
    theirs = official("warning-callout", "warningCallout", heading="Not a fact", html="<p>Made up.</p>")

    assert ours("warning", heading="Not a fact", text="Made up.") == theirs


def test_notices_are_inset_text():
    theirs = official("inset-text", "insetText", html="<p>One.</p>", attributes={"role": "status"})

    assert ours("notices", notices=["One."]) == theirs


def test_table_has_the_official_elements(rf, db):
    table = ShortAreaTable([], caption="Areas").ordered(rf.get("/"))
    html = render_to_string("django_tables2/table.html", {"table": table}, request=rf.get("/"))
    head = [{"text": "Area"}] + [
        {"text": each, "format": "numeric"} for each in ("To date", "Of plan", "Covered")
    ]

    [(_, _, _, _, [mine])] = shape(html)
    [theirs] = official("tables", "table", caption="Areas", head=head, rows=[])

    assert mine[0] == theirs[0] == "table"
    assert set(theirs[1]) <= set(mine[1])
    assert mine[4][0][1] == theirs[4][0][1]
    assert [cell[1:3] for cell in mine[4][1][4][0][4]] == [cell[1:3] for cell in theirs[4][1][4][0][4]]


def test_pagination(rf):
    request = rf.get("/")
    blank = {
        "name": "A",
        "areas": (),
        "since": "",
        "wave": "",
        "provenance": wording.STATUS_TAGS[Status.ON_PLAN],
    }
    table = ServiceTable([blank] * 3, caption="Services", prefix="s-").ordered(
        rf.get("/?s-page=2"), per_page=1
    )
    html = render_to_string("_components/pagination.html", {"table": table}, request=request)
    items = [{"number": page, "href": f"?s-page={page}#s-table", "current": page == 2} for page in (1, 2, 3)]

    [mine] = shape(html)
    [theirs] = official(
        "pagination",
        "pagination",
        previous={"href": "?s-page=1#s-table"},
        next={"href": "?s-page=3#s-table"},
        items=items,
        landmarkLabel="Pages of Services",
    )

    assert mine == theirs


def test_error_summary_and_field_lead_to_one_another():
    form = NameForm({"login": ""})
    summary = ours("form_errors", form=form)
    theirs = official(
        "error-summary",
        "errorSummary",
        titleText="There is a problem",
        errorList=[{"text": "Name: This field is required.", "href": "#id_login"}],
    )
    field = ours("field", field=form["login"])
    official_field = official(
        "input",
        "input",
        label={"text": "Name"},
        hint={"text": "As you were given it."},
        errorMessage={"text": "This field is required."},
        id="id_login",
        name="login",
    )

    assert summary == theirs
    assert field == official_field


def test_details_of_a_chart_use_official_classes(rf):
    details = official("details", "details", summaryText="More", text="x")
    classes = {name for element in details for name in _classes(element)}
    html = render_to_string(
        "_components/chart_card.html",
        {
            "card": {
                "key": "k",
                "title": "T",
                "words": "W",
                "table": ShortAreaTable([], caption="c"),
                "links": (),
            }
        },
        request=rf.get("/"),
    )

    assert classes <= {
        name for tag in BeautifulSoup(html, "html.parser").find_all() for name in tag.get("class", [])
    }


def _classes(element):
    yield from element[1]
    for child in element[4]:
        yield from _classes(child)
