"""Who may do what, where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from programmes.choices import Role
from programmes.models.programmes import Programme
from programmes.models.rules import one_of


class Grant(models.Model):
    """A role given to a person: for an area and everything below it, or everywhere; for a programme, or all.

    The area is named by its ODS code, not by one life of it, so that a grant outlives a change of boundaries.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    area_code = models.CharField(max_length=8, blank=True, help_text="ODS code; empty for everywhere.")
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        related_name="grants",
        null=True,
        blank=True,
        help_text="Empty for all.",
    )
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["user", "role", "area_code"]
        constraints = [
            one_of("role", Role, "programmes_grant_has_a_known_role"),
            models.CheckConstraint(
                name="programmes_grant_of_an_editor_names_an_area",
                condition=~Q(role=Role.EDITOR) | ~Q(area_code=""),
            ),
            models.UniqueConstraint(
                name="programmes_grant_given_once",
                fields=["user", "role", "area_code", "programme"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} {self.area_code or 'everywhere'}"
