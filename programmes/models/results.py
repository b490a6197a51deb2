"""What the engine computed: the only tables the reading side sees.

Both are rewritten from observations, trajectories and services at any time, so they carry no database-level
foreign keys: checking three of them on every row would double the time of a full recompute.
"""

from django.db import models

from programmes.choices import Basis, Layer, Provenance, Status, TargetBasis
from programmes.models.areas import Area
from programmes.models.calendar import ReportingPeriod
from programmes.models.indicators import Indicator
from programmes.models.programmes import Programme
from programmes.querysets import ResultManager


class Progress(models.Model):
    """One indicator in one area over one period: what happened, what was planned, and how the two compare.

    Everything here is publishable: it was computed after disclosure control. A missing number is NULL and
    `marker` says why; `notes` holds markers that stand beside a number, as in "rb". A rate or ratio is in
    `actual`; a percentage is stored as a fraction.
    """

    pk = models.CompositePrimaryKey("layer", "indicator_id", "period_id", "area_id")
    layer = models.CharField(max_length=16, choices=Layer.choices, default=Layer.OFFICIAL)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    basis = models.CharField(max_length=12, choices=Basis.choices)
    provenance = models.CharField(max_length=16, choices=Provenance.choices)
    marker = models.CharField(max_length=1)
    notes = models.CharField(max_length=8)
    status = models.CharField(max_length=12, choices=Status.choices)
    target_basis = models.CharField(max_length=16, choices=TargetBasis.choices, blank=True)
    target_provenance = models.CharField(max_length=16, choices=Provenance.choices, blank=True)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    actual = models.FloatField(null=True)
    year_to_date = models.FloatField(null=True)
    target_to_date = models.FloatField(null=True)
    target_year = models.FloatField(null=True)
    attainment = models.FloatField(null=True)
    variance = models.FloatField(null=True)
    required_per_period = models.FloatField(null=True)
    forecast = models.FloatField(
        null=True,
        help_text="The year's outturn as forecast from this period and those before it; NULL where none is made.",
    )
    forecast_low = models.FloatField(
        null=True, help_text="Eight in ten outturns should lie between this and forecast_high."
    )
    forecast_high = models.FloatField(null=True)
    rank = models.SmallIntegerField(null=True)
    rank_of = models.SmallIntegerField(null=True)
    reporting = models.SmallIntegerField(null=True)
    reporting_expected = models.SmallIntegerField(null=True)
    revision = models.SmallIntegerField(null=True)
    digest = models.BigIntegerField(
        help_text="A fingerprint of the row, by which the engine finds what changed."
    )

    objects = ResultManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["layer", "area", "indicator", "period"], name="programmes_progress_of_an_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.period_id}"


class Coverage(models.Model):
    """How much of an area a programme's live services serve on the last day of a period.

    Counted in sub-ICB locations of the current edition, and beside it in the people aged 18 and over who live
    there. NULL where no list says what was live then.
    """

    pk = models.CompositePrimaryKey("layer", "programme_id", "period_id", "area_id")
    layer = models.CharField(max_length=16, choices=Layer.choices, default=Layer.OFFICIAL)
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    areas_covered = models.SmallIntegerField(null=True)
    areas_total = models.SmallIntegerField()
    population_covered = models.FloatField(null=True)
    population_total = models.FloatField()
    services = models.SmallIntegerField(null=True)
    provenance = models.CharField(max_length=16, choices=Provenance.choices)
    digest = models.BigIntegerField(
        help_text="A fingerprint of the row, by which the engine finds what changed."
    )

    objects = ResultManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["layer", "area", "programme", "period"], name="programmes_coverage_of_an_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.area_id} {self.period_id}"
