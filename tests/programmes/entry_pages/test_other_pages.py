"""The rules, the periods, completeness."""

from programmes.checks.rules import RULES
from programmes.models import PeriodReopening


def test_every_rule_is_listed(office):
    text = office.client().get("/enter/checks/").content.decode()

    assert all(f'id="{rule.code}"' in text for rule in RULES)


def test_only_administrators_open_periods(office):
    assert office.client().get("/enter/periods/").status_code == 403
    assert office.client("admin").get("/enter/periods/").status_code == 200


def test_closed_period_is_opened_with_a_reason(office):
    said = {"programme": "ips", "period": "2022-23-Q4", "until": "2199-01-31"}
    client = office.client("admin")

    refused = client.post("/enter/periods/", said)
    assert refused.status_code == 422
    client.post("/enter/periods/", {**said, "reason": "A late return."})

    assert PeriodReopening.objects.filter(period_id="2022-23-Q4", reason="A late return.").exists()


def test_period_is_not_opened_until_a_day_gone_by(office):
    said = {"programme": "ips", "period": "2022-23-Q4", "until": "2020-01-31", "reason": "Late."}

    page = office.client("admin").post("/enter/periods/", said)

    assert page.status_code == 422
    assert "still to come" in page.content.decode()


def test_completeness_is_for_everybody(office, client):
    world = office.desk.world
    world.observe(
        world.indicators["people"], world.alive("02D", office.desk.period.ends_on), "2023-24-Q4", 40
    )

    page = client.get("/completeness/")
    text = page.content.decode()

    assert page.status_code == 200
    assert "Area QB1 (QB1)" in text
    assert "1 of 5" in text
    assert "2023/24 Q4" in text


def test_completeness_says_what_it_could_not_show(office, client):
    text = client.get("/completeness/?programme=nope&period=2010-11-Q1").content.decode()

    assert "There is no programme “nope”" in text
    assert "Nothing was collected for 2010/11 Q1" in text
