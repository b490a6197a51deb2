"""Where a programme is live: sites and teams, the areas they serve, and since when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from programmes.choices import Layer, Provenance
from programmes.deliveries import ServiceEntry
from programmes.models.areas import Area
from programmes.models.programmes import Programme
from programmes.models.rules import one_of
from programmes.models.sources import Source
from programmes.querysets import LayeredQuerySet, ServiceQuerySet


class Service(models.Model):
    """One site or team of a programme, as known at the nth revision in its layer. Rows are inserted, never updated.

    It is live from `opened_on`; where no source gives an opening day, from `listed_on`, the day of the first list
    that shows it. From `closed_on` on it is not.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="services")
    code = models.SlugField(max_length=80)
    revision = models.PositiveSmallIntegerField(default=1)
    revision_reason = models.TextField(blank=True)
    name = models.CharField(max_length=200)
    wave = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    listed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer served."
    )
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    offers = models.TextField(blank=True, help_text="What it offers: conditions, tests, opening hours.")
    provenance = models.CharField(max_length=16, choices=Provenance.choices)
    layer = models.CharField(max_length=16, choices=Layer.choices, default=Layer.OFFICIAL)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="services")
    recorded_at = models.DateTimeField(default=timezone.now)
    areas = models.ManyToManyField(Area, through="ServiceArea", related_name="services")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "code", "revision"]
        constraints = [
            one_of("provenance", Provenance, "programmes_service_has_a_known_provenance"),
            one_of("layer", Layer, "programmes_service_has_a_known_layer"),
            models.CheckConstraint(
                name="programmes_service_made_up_is_demonstration",
                condition=Q(provenance=Provenance.DEMONSTRATION, layer=Layer.DEMONSTRATION)
                | ~Q(provenance=Provenance.DEMONSTRATION) & Q(layer=Layer.OFFICIAL),
            ),
            models.UniqueConstraint(
                name="programmes_service_one_of_each_revision",
                fields=["programme", "code", "layer", "revision"],
            ),
            models.CheckConstraint(
                name="programmes_service_later_revisions_say_why",
                condition=Q(revision=1) | ~Q(revision_reason=""),
            ),
            models.CheckConstraint(
                name="programmes_service_is_known_from_some_date",
                condition=Q(opened_on__isnull=False) | Q(listed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="programmes_service_closes_after_it_opens",
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gt=F("opened_on")),
            ),
            models.CheckConstraint(
                name="programmes_service_place_has_both_coordinates",
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def entry(self) -> ServiceEntry:
        """What it says as a value, with the areas it serves. One statement unless `served` was fetched before."""
        areas = tuple(sorted(link.area_id for link in self.served.all()))
        return ServiceEntry(areas=areas, **ServiceEntry.values_of(self))


class ServiceList(models.Model):
    """The list of a day, as far as it says which services there are. Rows are inserted and never updated.

    It makes known which services its areas had from its day on: those on this list and on the lists before it. One
    that left no opening day open makes known the time before it too.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="service_lists")
    on = models.DateField()
    is_national = models.BooleanField(help_text="It speaks for the whole of England, not for its areas only.")
    has_every_opening = models.BooleanField(
        help_text="Every service known there by its day has an opening day."
    )
    layer = models.CharField(max_length=16, choices=Layer.choices, default=Layer.OFFICIAL)
    recorded_at = models.DateTimeField(default=timezone.now)
    areas = models.ManyToManyField(Area, related_name="+", blank=True)

    objects = LayeredQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "on", "id"]
        constraints = [one_of("layer", Layer, "programmes_servicelist_has_a_known_layer")]

    def __str__(self) -> str:
        return f"List of {self.on}"


class ServiceArea(models.Model):
    """The service serves the area."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="served")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="served_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="programmes_servicearea_told_once", fields=["service", "area"]),
        ]

    def __str__(self) -> str:
        return f"{self.service} serves {self.area}"
