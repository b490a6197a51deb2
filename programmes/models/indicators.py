"""What is counted, and how."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from programmes.choices import (
    AreaType,
    DisclosureRule,
    IndicatorKind,
    PeriodType,
    Polarity,
    ReportedAs,
    Unit,
)
from programmes.models.calendar import ReportingPeriod
from programmes.models.programmes import Programme
from programmes.models.rules import one_of
from programmes.models.sources import Source
from programmes.querysets import IndicatorQuerySet
from programmes.results import IndicatorInfo


class Indicator(models.Model):
    """The definition of something counted. Figures are observations of it; results are computed by it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    kind = models.CharField(max_length=8, choices=IndicatorKind.choices)
    reported_as = models.CharField(
        max_length=12,
        choices=ReportedAs.choices,
        default=ReportedAs.PERIOD,
        help_text="What its figures cover; a delivery may say that its own cover something else.",
    )
    polarity = models.CharField(max_length=8, choices=Polarity.choices)
    unit = models.CharField(max_length=16, choices=Unit.choices)
    decimals = models.PositiveSmallIntegerField(default=0)
    period_type = models.CharField(max_length=8, choices=PeriodType.choices)
    numerator_label = models.CharField(max_length=200)
    denominator_label = models.CharField(max_length=200, blank=True)
    reporting_level = models.CharField(
        max_length=8,
        choices=AreaType.choices,
        help_text="The lowest level that reports; the levels above are added up unless they report too.",
    )
    adds_up = models.BooleanField(
        default=True, help_text="Whether a parent without a figure of its own is the sum of its parts."
    )
    accumulates = models.BooleanField(
        default=True,
        help_text="Whether the periods of a year add up: flows do, stocks do not, a ratio says which.",
    )
    disclosure = models.CharField(max_length=12, choices=DisclosureRule.choices)
    tolerance = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        default="0.05",
        help_text="How far below plan is still near plan: 0.05 is 5%.",
    )
    change_limit = models.DecimalField(
        max_digits=5,
        decimal_places=4,
        default="0.5",
        help_text="A larger change than this asks for an explanation.",
    )
    not_above = models.CharField(
        max_length=80,
        blank=True,
        help_text="A number of the same programme that this one is normally not above, as in "
        "ips-job-outcomes.denominator: where it is far above, an explanation is asked for.",
    )
    first_period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(
        null=True,
        blank=True,
        help_text="The last day that it was collected for; empty while it goes on.",
    )
    end_reason = models.TextField(
        blank=True, help_text="Why it ended, and where that is said; empty while it goes on."
    )

    counts = models.TextField(help_text="What it counts.")
    why = models.TextField(help_text="Why it matters.")
    caveat = models.TextField(blank=True, help_text="What a reader must know before using it.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="indicators")

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            one_of("polarity", Polarity, "programmes_indicator_has_a_known_polarity"),
            one_of("reported_as", ReportedAs, "programmes_indicator_is_reported_in_a_known_way"),
            one_of("unit", Unit, "programmes_indicator_has_a_known_unit"),
            one_of("period_type", PeriodType, "programmes_indicator_has_a_known_period_type"),
            one_of("disclosure", DisclosureRule, "programmes_indicator_has_a_known_disclosure_rule"),
            one_of("reporting_level", AreaType, "programmes_indicator_has_a_known_reporting_level"),
            models.CheckConstraint(
                name="programmes_indicator_tolerance_is_a_part",
                condition=Q(tolerance__gte=0, tolerance__lt=1),
            ),
            models.CheckConstraint(
                name="programmes_indicator_flows_accumulate_and_stocks_do_not",
                condition=Q(kind=IndicatorKind.RATIO)
                | Q(kind=IndicatorKind.FLOW, accumulates=True)
                | Q(kind=IndicatorKind.FLOW, accumulates=False, reported_as=ReportedAs.ROLLING_YEAR)
                | Q(kind=IndicatorKind.STOCK, accumulates=False),
            ),
            models.CheckConstraint(
                name="programmes_indicator_rolling_year_does_not_add_up",
                condition=~Q(reported_as=ReportedAs.ROLLING_YEAR)
                | Q(kind=IndicatorKind.FLOW, accumulates=False),
            ),
            models.CheckConstraint(
                # Two years to date, each to the nearest five, would tell of the count under five between them.
                name="programmes_indicator_year_to_date_builds_up",
                condition=~Q(reported_as=ReportedAs.YEAR_TO_DATE)
                | Q(accumulates=True, period_type=PeriodType.QUARTER) & ~Q(disclosure=DisclosureRule.MHSDS),
            ),
            models.CheckConstraint(
                name="programmes_indicator_ends_on_a_day_with_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="programmes_indicator_ratio_names_its_denominator",
                # One that is published without its two counts has none, and then nothing is made of it.
                condition=Q(kind=IndicatorKind.RATIO) & ~Q(denominator_label="")
                | Q(kind=IndicatorKind.RATIO, adds_up=False, accumulates=False)
                | ~Q(kind=IndicatorKind.RATIO),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def definition(self) -> IndicatorInfo:
        """The definition as a value, of a row that was read by `Indicator.objects.defined()`."""
        return IndicatorInfo.of(self, timezone.localdate())


class IndicatorBreak(models.Model):
    """A period from which an indicator is counted differently, in every area, and why."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="breaks")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()

    class Meta:
        ordering = ["indicator", "period"]
        constraints = [
            models.UniqueConstraint(
                name="programmes_indicatorbreak_once_a_period", fields=["indicator", "period"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} from {self.period}"
