"""Who hears of an area or a programme once a quarter, which quarters there is news of, and what was sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils import timezone

from programmes.models import Area, Programme, ReportingPeriod


class Bulletin(models.Model):
    """That the figures of a quarter stand, so that there is news of it. Written once, and never taken back."""

    period = models.OneToOneField(
        ReportingPeriod, on_delete=models.PROTECT, related_name="+", help_text="A quarter."
    )
    stands_at = models.DateTimeField(default=timezone.now, help_text="Since when its figures stand.")

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.CheckConstraint(
                name="dashboards_bulletin_is_of_a_quarter",
                condition=Contains(Cast("period", models.TextField()), "-Q"),
            )
        ]

    def __str__(self) -> str:
        return f"News of {self.period_id}"


class Subscription(models.Model):
    """Somebody who has an account follows one life of an area, or a programme.

    When the area is gone, they hear of the areas of today that it became. Leaving deletes the row.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subscriptions"
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    followed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["followed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="dashboards_subscription_is_to_an_area_or_a_programme",
                condition=Q(area__isnull=False, programme__isnull=True)
                | Q(area__isnull=True, programme__isnull=False),
            ),
            models.UniqueConstraint(
                name="dashboards_subscription_to_an_area_once",
                fields=["person", "area"],
                condition=Q(area__isnull=False),
            ),
            models.UniqueConstraint(
                name="dashboards_subscription_to_a_programme_once",
                fields=["person", "programme"],
                condition=Q(programme__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.area or self.programme}"


class Letter(models.Model):
    """That the news of a quarter was told to a subscriber, or passed over, once."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="letters")
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="+")
    was_sent = models.BooleanField(
        default=True, help_text="No where there was nothing to tell, or a later quarter was told instead."
    )
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                name="dashboards_letter_once_a_quarter", fields=["subscription", "bulletin"]
            )
        ]

    def __str__(self) -> str:
        return f"Letter of {self.bulletin_id} to {self.subscription_id}"
