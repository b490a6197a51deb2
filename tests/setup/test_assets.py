"""Web assets: what is served asks no other host, and nothing of it is missing."""

import importlib.machinery
import importlib.util
import json
import re

import pytest


@pytest.fixture(scope="module")
def vendor(checkout):
    return checkout / "static" / "vendor"


@pytest.fixture(scope="module")
def assets(checkout):
    path = str(checkout / "script" / "assets")
    loader = importlib.machinery.SourceFileLoader("assets", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("assets", loader))
    loader.exec_module(module)
    return module


def test_no_asset_has_a_source_map_or_asks_another_host(vendor):
    style = (vendor / "nhsuk" / "nhsuk-frontend.min.css").read_text()

    assert "@font-face" not in style
    assert not re.search(r"url\((https?:)?//", style)
    for path in [*vendor.rglob("*.css"), *vendor.rglob("*.js")]:
        assert "sourceMappingURL=" not in path.read_text(), path


def test_every_icon_of_the_style_sheet_is_there(vendor):
    style = (vendor / "nhsuk" / "nhsuk-frontend.min.css").read_text()
    named = set(re.findall(r"url\(([^)\"']+\.svg)\)", style))

    assert named
    for icon in named:
        assert (vendor / "nhsuk" / icon).is_file(), icon


def test_the_licensed_font_and_the_logo_stay_behind(vendor):
    assert "Frutiger" not in (vendor / "nhsuk" / "nhsuk-frontend.min.css").read_text()
    assert {path.suffix for path in (vendor / "nhsuk").rglob("*") if path.is_file()} == {
        ".css",
        ".js",
        ".svg",
    }


def test_plotly_style_rules_come_in_the_order_in_which_plotly_inserts_them(assets):
    script = """x;var t={"X,X div":'font:"A";',"X a:hover":"color:red;",Y:"top:0;","Y p":"margin:0;"};for(k in t)y"""

    assert assets.plotly_style(script).splitlines() == [
        ".plotly-notifier p{margin:0;}",
        ".plotly-notifier{top:0;}",
        ".js-plotly-plot .plotly a:hover{color:red;}",
        '.js-plotly-plot .plotly,.js-plotly-plot .plotly div{font:"A";}',
    ]


def test_a_plotly_that_keeps_its_rules_elsewhere_stops_the_set_up(assets):
    with pytest.raises(SystemExit, match="no longer keeps its style rules"):
        assets.plotly_style("var nothing = {}")


def test_no_rule_of_plotly_is_lost(assets, vendor):
    script = (vendor / "plotly" / "plotly-basic.min.js").read_text()
    table = assets.STYLE_TABLE.search(script)[1]

    rules = (vendor / "plotly" / "plotly.css").read_text().splitlines()

    assert len(rules) == len(re.findall(r"""[\w"]:["'](?=[\w-]+:)""", "{" + table)) > 50
    assert all(rule.count("{") == rule.count("}") == 1 for rule in rules)


def test_a_style_sheet_that_asks_another_host_stops_the_set_up(assets):
    with pytest.raises(SystemExit, match="still asks another host"):
        assets.refuse_if_other_hosts_are_asked("a{background:url(https://fonts.example/x)}")


def test_versions_are_exact_and_locked_without_addresses(checkout):
    wanted = json.loads((checkout / "package.json").read_text())["dependencies"]
    locked = json.loads((checkout / "package-lock.json").read_text())["packages"]

    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert locked[f"node_modules/{name}"]["version"] == version
        assert "resolved" not in locked[f"node_modules/{name}"]
