"""The calendar: every period that figures may be about, and when they are wanted."""

from django.db import models
from django.db.models import F, Q

from programmes.choices import PeriodType
from programmes.periods import Period


class ReportingPeriod(models.Model):
    """A financial year or a quarter, with the dates between which its figures may come in."""

    code = models.CharField(primary_key=True, max_length=10)
    period_type = models.CharField(max_length=8, choices=PeriodType.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day, included.")
    opens_on = models.DateField(help_text="The first day on which figures may be entered.")
    due_on = models.DateField(help_text="The day by which figures are wanted.")
    closes_on = models.DateField(help_text="The last day on which figures may be entered.")

    class Meta:
        ordering = ["starts_on", "ends_on"]
        constraints = [
            models.CheckConstraint(
                name="programmes_reportingperiod_code_fits_its_type",
                condition=Q(period_type=PeriodType.YEAR, code__regex=r"^\d{4}-\d{2}$")
                | Q(period_type=PeriodType.QUARTER, code__regex=r"^\d{4}-\d{2}-Q[1-4]$"),
            ),
            models.CheckConstraint(
                name="programmes_reportingperiod_dates_in_order",
                condition=Q(ends_on__gt=F("starts_on"))
                & Q(opens_on__gt=F("starts_on"))
                & Q(due_on__gte=F("opens_on"))
                & Q(closes_on__gte=F("due_on")),
            ),
            models.UniqueConstraint(
                name="programmes_reportingperiod_once_in_the_calendar", fields=["starts_on", "ends_on"]
            ),
        ]

    def __str__(self) -> str:
        return self.period.label

    @property
    def period(self) -> Period:
        """The period as a value."""
        return Period.parse(self.code)
