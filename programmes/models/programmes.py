"""What was promised: programmes, and the figures that were named when they were announced."""

from django.db import models
from django.urls import reverse

from programmes.choices import FactKind, Provenance
from programmes.models.rules import one_of
from programmes.models.sources import Source


class Programme(models.Model):
    """A nationally defined piece of work that is rolled out area by area."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    promise = models.TextField(help_text="What was promised, in one sentence.")
    promise_source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="promises")
    description = models.TextField()
    coverage_meaning = models.TextField(help_text="What it means that an area is covered, in one sentence.")
    coverage_provenance = models.CharField(max_length=16, choices=Provenance.choices)
    has_every_service = models.BooleanField(
        default=True,
        help_text="No where only some services have names: where none of them is, nobody knows whether one was.",
    )
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("coverage_provenance", Provenance, "programmes_programme_has_a_known_provenance"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("programme", kwargs={"programme": self.code})


class Fact(models.Model):
    """One figure that was said or counted about a programme, for a date, with where it was read.

    Facts are what the programme's page lists under “What was promised”. Those that belong to an indicator's
    series are also loaded as trajectory points or observations; the fact keeps the words.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="facts")
    code = models.SlugField(max_length=80)
    label = models.CharField(max_length=300)
    when = models.CharField(
        max_length=40, help_text="The date or period it is about, as written in the source."
    )
    kind = models.CharField(max_length=10, choices=FactKind.choices)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    provenance = models.CharField(max_length=16, choices=Provenance.choices)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="facts", null=True, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["programme", "position"]
        constraints = [
            one_of("kind", FactKind, "programmes_fact_has_a_known_kind"),
            one_of("provenance", Provenance, "programmes_fact_has_a_known_provenance"),
            models.UniqueConstraint(
                name="programmes_fact_code_once_a_programme", fields=["programme", "code"]
            ),
            models.CheckConstraint(
                name="programmes_fact_official_names_its_source",
                condition=~models.Q(provenance=Provenance.OFFICIAL) | models.Q(source__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label
