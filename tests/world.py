"""A small made world, for tests of everything that reads areas and figures.

England, one region, two ICBs. The CCGs 01A and 01B merged into 01C in April 2020; in July 2022 all CCGs became sub-ICB
locations and 01C gave a quarter of itself to 02D. The STP QA1 went over whole to the ICB QA1, QB1 to QB1.

    E ─ Y60 ─┬ QA1 (STP, then ICB) ─ 01A 01B │ 01C      → 01C (three quarters)
             └ QB1 (STP, then ICB) ─ 02D, 03E           → 02D (itself and a quarter of 01C), 03E
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from programmes.models import (
    Area,
    AreaParent,
    AreaSuccession,
    Edition,
    Indicator,
    Observation,
    Population,
    Programme,
    ReportingPeriod,
    Source,
    Submission,
    Trajectory,
    TrajectoryPoint,
)
from programmes.periods import Period

BEGIN, MERGER, TURN, EDITION_ON = date(2017, 4, 1), date(2020, 4, 1), date(2022, 7, 1), date(2024, 4, 1)
BEFORE_MERGER, BEFORE_TURN = date(2020, 3, 31), date(2022, 6, 30)
RECORDED = datetime(2024, 5, 1, 9, tzinfo=UTC)

LIVES = [
    ("ENG", "england", BEGIN, None),
    ("Y60", "region", BEGIN, None),
    ("QA1", "stp", BEGIN, BEFORE_TURN),
    ("QB1", "stp", BEGIN, BEFORE_TURN),
    ("QA1", "icb", TURN, None),
    ("QB1", "icb", TURN, None),
    ("01A", "ccg", BEGIN, BEFORE_MERGER),
    ("01B", "ccg", BEGIN, BEFORE_MERGER),
    ("01C", "ccg", MERGER, BEFORE_TURN),
    ("02D", "ccg", BEGIN, BEFORE_TURN),
    ("03E", "ccg", BEGIN, BEFORE_TURN),
    ("01C", "sub_icb", TURN, None),
    ("02D", "sub_icb", TURN, None),
    ("03E", "sub_icb", TURN, None),
]
PARENTS = {
    "Y60": [("region", "ENG", "england")],
    "QA1": [("stp", "Y60", "region"), ("icb", "Y60", "region")],
    "QB1": [("stp", "Y60", "region"), ("icb", "Y60", "region")],
    "01A": [("ccg", "QA1", "stp")],
    "01B": [("ccg", "QA1", "stp")],
    "01C": [("ccg", "QA1", "stp"), ("sub_icb", "QA1", "icb")],
    "02D": [("ccg", "QB1", "stp"), ("sub_icb", "QB1", "icb")],
    "03E": [("ccg", "QB1", "stp"), ("sub_icb", "QB1", "icb")],
}
SUCCESSIONS = [
    ("01A", "ccg", "01C", "ccg", MERGER, "1"),
    ("01B", "ccg", "01C", "ccg", MERGER, "1"),
    ("01C", "ccg", "01C", "sub_icb", TURN, "0.75"),
    ("01C", "ccg", "02D", "sub_icb", TURN, "0.25"),
    ("02D", "ccg", "02D", "sub_icb", TURN, "1"),
    ("03E", "ccg", "03E", "sub_icb", TURN, "1"),
    ("QA1", "stp", "QA1", "icb", TURN, "1"),
    ("QB1", "stp", "QB1", "icb", TURN, "1"),
]
ADULTS = {"01C": 300_000, "02D": 200_000, "03E": 100_000}


def ended(period: str | None) -> dict[str, object]:
    """The columns of an indicator whose last period this was; of one that goes on where there is none."""
    if period is None:
        return {"ended_on": None, "end_reason": ""}
    return {"ended_on": Period.parse(period).ends_on, "end_reason": "It was made up to here."}


def last_of(indicator: Indicator) -> Period:
    """The last period of an indicator that ended."""
    assert indicator.ended_on is not None
    quarterly = indicator.period_type == "quarter"
    return Period.containing(indicator.ended_on, quarterly=quarterly)


@dataclass
class World:
    """What was made, by the names tests use."""

    source: Source
    programme: Programme
    areas: dict[tuple[str, str], Area]
    submission: Submission
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def area(self, code: str, area_type: str) -> Area:
        return self.areas[code, area_type]

    def alive(self, code: str, day: date) -> Area:
        """The life of this code on the day."""
        return next(area for (name, _), area in self.areas.items() if name == code and area.valid_on(day))

    def indicator(
        self, code: str = "people", *, until: str | None = "2023-24-Q4", **changes: object
    ) -> Indicator:
        """An indicator of quarterly counts, reported by the lowest areas until a period; `changes` are fields."""
        fields: dict[str, object] = {
            "programme": self.programme,
            "name": f"Indicator {code}",
            "short_name": code,
            "position": len(self.indicators) + 1,
            "kind": "flow",
            "polarity": "high",
            "unit": "people",
            "period_type": "quarter",
            "numerator_label": "People",
            "reporting_level": "sub_icb",
            "disclosure": "none",
            "first_period_id": "2019-20-Q1",
            **ended(until),
            "counts": "People.",
            "why": "It matters.",
            "source": self.source,
            **changes,
        }
        if fields["kind"] == "stock":
            fields["accumulates"] = False
        self.indicators[code] = Indicator.objects.create(code=code, **fields)
        return self.indicators[code]

    def observe(
        self,
        indicator: Indicator,
        area: Area,
        period: str,
        numerator: float | str | None = None,
        denominator: float | str | None = None,
        **fields: object,
    ) -> Observation:
        """One reported figure; without a number, `marker` says why (not available, unless told)."""
        if numerator is None:
            fields.setdefault("marker", "x")
        fields.setdefault("recorded_at", RECORDED)
        return Observation.objects.create(
            indicator=indicator,
            area=area,
            period_id=period,
            numerator=None if numerator is None else Decimal(str(numerator)),
            denominator=None if denominator is None else Decimal(str(denominator)),
            **{"submission": self.submission, **fields},
        )

    def publish_to_date(self) -> Submission:
        """The delivery of a publication whose figures count from April on."""
        made = Submission.objects.get(pk=self.submission.pk)
        made.pk, made._state.adding, made.reported_as = None, True, "year_to_date"
        made.save()
        return made

    def plan(
        self, indicator: Indicator, points: dict[tuple[str, str], float], *, version: int = 1, **fields
    ) -> Trajectory:
        """A trajectory: {(area code, period): value}, for areas alive in the edition."""
        basis = fields.setdefault("basis", "published")
        fields.setdefault("provenance", "official" if basis == "published" else "derived")
        trajectory = Trajectory.objects.create(
            indicator=indicator,
            kind=fields.pop("kind", "long_term_plan"),
            version=version,
            name="Plan",
            reason="" if version == 1 else "Changed.",
            source=self.source,
            digest=str(version),
            recorded_at=fields.pop("recorded_at", RECORDED),
        )
        TrajectoryPoint.objects.bulk_create(
            TrajectoryPoint(
                trajectory=trajectory,
                area=self.alive(code, EDITION_ON),
                period_id=period,
                value=Decimal(str(value)),
                **fields,
            )
            for (code, period), value in points.items()
        )
        return trajectory


def make_calendar(first_year: int = 2015, last_year: int = 2026) -> None:
    """Every year and quarter, due four weeks after its end."""
    from datetime import timedelta

    rows = []
    for start_year in range(first_year, last_year + 1):
        year = Period(start_year)
        for period in [year, *year.quarters()]:
            end = period.ends_on
            rows.append(
                ReportingPeriod(
                    code=period.code,
                    period_type="quarter" if period.is_quarter else "year",
                    starts_on=period.starts_on,
                    ends_on=end,
                    opens_on=end + timedelta(days=1),
                    due_on=end + timedelta(days=28),
                    closes_on=end + timedelta(days=56),
                )
            )
    ReportingPeriod.objects.bulk_create(rows)


def make_world() -> World:
    """The world of the docstring, without any figures."""
    make_calendar()
    source = Source.objects.create(slug="made", title="Made for tests", licence="None")
    Edition.objects.create(code="2024", name="April 2024", on=EDITION_ON)
    areas = {
        (code, area_type): Area.objects.create(
            code=code,
            area_type=area_type,
            name=f"Area {code}",
            short_name=f"Area {code}",
            valid_from=born,
            valid_to=died,
            source=source,
        )
        for code, area_type, born, died in LIVES
    }
    for code, links in PARENTS.items():
        for area_type, parent, parent_type in links:
            child = areas[code, area_type]
            AreaParent.objects.create(
                child=child,
                parent=areas[parent, parent_type],
                valid_from=child.valid_from,
                valid_to=child.valid_to,
            )
    AreaSuccession.objects.bulk_create(
        AreaSuccession(
            predecessor=areas[old, old_type],
            successor=areas[new, new_type],
            on=on,
            share=Decimal(share),
            basis="whole" if share == "1" else "population",
            source=source,
        )
        for old, old_type, new, new_type, on, share in SUCCESSIONS
    )
    for code, people in ADULTS.items():
        Population.objects.create(
            area=areas[code, "sub_icb"], year=2020, age_band="18+", people=people, source=source
        )
    programme = Programme.objects.create(
        code="ips",
        name="Individual Placement and Support",
        short_name="IPS",
        promise="A promise.",
        promise_source=source,
        description="Described.",
        coverage_meaning="A team takes referrals.",
        coverage_provenance="official",
        position=1,
    )
    submission = Submission.objects.create(
        channel="ingest", status="accepted", programme=programme, accepted_at=RECORDED, source=source
    )
    return World(source, programme, areas, submission)
