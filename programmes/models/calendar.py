"""The calendar: every period that figures may be about, and when they are wanted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from programmes.choices import PeriodType
from programmes.letter_kinds import ReminderKind
from programmes.models.rules import one_of
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


class PeriodReopening(models.Model):
    """A closed period opened again for a programme until a day, with a reason; or, without a day, closed again.

    Rows are inserted and never changed: of several, the last one holds.
    """

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reopenings")
    programme_code = models.SlugField()
    reason = models.TextField(blank=True)
    until = models.DateField(
        null=True,
        blank=True,
        help_text="The last day on which figures may be entered; empty where the reopening is ended.",
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="programmes_periodreopening_says_why",
                condition=~Q(reason="") | Q(until__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} of {self.programme_code} until {self.until or 'now'}"


class Reminder(models.Model):
    """That a person was reminded, once, of figures due for a programme and period."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="+")
    programme_code = models.SlugField()
    kind = models.CharField(max_length=8, choices=ReminderKind.choices)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            one_of("kind", ReminderKind, "programmes_reminder_has_a_known_kind"),
            models.UniqueConstraint(
                name="programmes_reminder_sent_once", fields=["user", "period", "programme_code", "kind"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.programme_code} {self.period_id}, {self.kind}"
