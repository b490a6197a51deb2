"""Areas live and die: their codes, their parents, what became of them, and how many people live in them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programmes.area_history import Dated
from programmes.choices import AreaType, SuccessionBasis
from programmes.models.rules import CodeRange, PointRange, ends_after_start, one_life_at_a_time, one_of
from programmes.models.sources import Source
from programmes.querysets import AreaQuerySet, DatedQuerySet, EditionQuerySet


class Edition(models.Model):
    """A geography edition: the set of areas alive on one date.

    Results of all years are shown on the current one: the newest whose day has come.
    """

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    on = models.DateField(
        unique=True,
        help_text="The areas of this edition are those alive on this date, the first on which it is current.",
    )
    note = models.TextField(blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return self.name


class Area(Dated, models.Model):
    """One life of one area code, from its first day to its last.

    The STP called QHM ended on 30 June 2022 and the integrated care board called QHM began the day after:
    two lives, two rows. Two lives of one code never overlap.
    """

    code = models.CharField("ODS code", max_length=8)
    area_type = models.CharField(max_length=8, choices=AreaType.choices)
    name = models.CharField(max_length=200, help_text="The official name.")
    short_name = models.CharField(max_length=100, help_text="The name people use, as in “Northumberland”.")
    other_names = models.CharField(
        max_length=200,
        blank=True,
        help_text="Other names under which people look for it, with semicolons between.",
    )
    tile_label = models.CharField(max_length=8, blank=True, help_text="At most six letters, for a map tile.")
    tile_column = models.SmallIntegerField(null=True, blank=True)
    tile_row = models.SmallIntegerField(null=True, blank=True, help_text="Counted from the south.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The last day, included; empty while alive.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="areas")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code", "valid_from"]
        indexes = [models.Index(fields=["area_type", "valid_from"])]
        constraints = [
            one_of("area_type", AreaType, "programmes_area_has_a_known_type"),
            ends_after_start("valid_from", "valid_to", "programmes_area_ends_after_it_starts"),
            models.CheckConstraint(
                name="programmes_area_code_is_capitals_and_digits",
                condition=Q(code__regex=r"^[A-Z0-9]{2,8}$"),
            ),
            models.CheckConstraint(
                name="programmes_area_tile_has_both_coordinates",
                condition=Q(tile_column__isnull=True, tile_row__isnull=True)
                | Q(tile_column__isnull=False, tile_row__isnull=False),
            ),
            one_life_at_a_time(CodeRange(F("code")), "programmes_area_lives_of_one_code_do_not_overlap"),
        ]

    def __str__(self) -> str:
        return f"{self.short_name} ({self.code})"

    def get_absolute_url(self) -> str:
        """Its page; an area that is gone has one too."""
        return reverse("area", kwargs={"code": self.code})


class AreaCode(models.Model):
    """A GSS code an area had between two dates: GSS codes change whenever a border moves."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField("GSS code", max_length=9)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["area", "valid_from"]
        indexes = [models.Index(fields=["code"])]
        constraints = [
            ends_after_start("valid_from", "valid_to", "programmes_areacode_ends_after_it_starts"),
            models.CheckConstraint(
                name="programmes_areacode_is_a_gss_code", condition=Q(code__regex=r"^E[0-9]{8}$")
            ),
            one_life_at_a_time(PointRange(F("area_id")), "programmes_areacode_one_code_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.code


class AreaParent(models.Model):
    """Between two dates, the child lay in the parent."""

    child = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="child_links")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["child", "valid_from"]
        constraints = [
            ends_after_start("valid_from", "valid_to", "programmes_areaparent_ends_after_it_starts"),
            models.CheckConstraint(
                name="programmes_areaparent_is_not_its_own_parent", condition=~Q(child=F("parent"))
            ),
            one_life_at_a_time(PointRange(F("child_id")), "programmes_areaparent_one_parent_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.child} in {self.parent}"


class AreaSuccession(models.Model):
    """On a date, a share of the predecessor became part of the successor.

    Many-to-many: a merger is several rows with one successor, a split several with one predecessor. The shares
    of one predecessor add up to 1; the database checks this when the transaction commits.
    """

    predecessor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="succeeded_by")
    successor = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="succeeds")
    on = models.DateField(help_text="The first day of the successor.")
    share = models.DecimalField(
        max_digits=9,
        decimal_places=8,
        help_text="The part of the predecessor that went to this successor: 0 to 1.",
    )
    basis = models.CharField(max_length=12, choices=SuccessionBasis.choices, default=SuccessionBasis.WHOLE)
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="successions")

    class Meta:
        ordering = ["on", "predecessor", "successor"]
        constraints = [
            one_of("basis", SuccessionBasis, "programmes_areasuccession_has_a_known_basis"),
            models.CheckConstraint(
                name="programmes_areasuccession_share_is_a_part", condition=Q(share__gt=0, share__lte=1)
            ),
            models.CheckConstraint(
                name="programmes_areasuccession_whole_means_all",
                condition=~Q(basis=SuccessionBasis.WHOLE) | Q(share=1),
            ),
            models.UniqueConstraint(
                name="programmes_areasuccession_told_once", fields=["predecessor", "successor", "on"]
            ),
            models.CheckConstraint(
                name="programmes_areasuccession_is_another_area", condition=~Q(predecessor=F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} on {self.on}"


class Population(models.Model):
    """How many people of an age band lived in an area in the middle of a year."""

    ALL_AGES: ClassVar[str] = "all"
    ADULTS: ClassVar[str] = "18+"

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    year = models.SmallIntegerField()
    age_band = models.CharField(max_length=8, help_text="all, 0-17, 18+, 18-64, 65+ …")
    people = models.PositiveIntegerField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="populations")

    class Meta:
        ordering = ["area", "year", "age_band"]
        constraints = [
            models.UniqueConstraint(
                name="programmes_population_one_figure_each", fields=["area", "year", "age_band"]
            ),
            models.CheckConstraint(
                name="programmes_population_age_band_is_written_as_a_band",
                condition=Q(age_band__regex=r"^(all|[0-9]+\+|[0-9]+-[0-9]+)$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.age_band} {self.year}"


class AreaWeight(models.Model):
    """A published weight of an area by which a national figure may be shared out (need, adults)."""

    MENTAL_HEALTH_NEED: ClassVar[str] = "mental-health-need"
    ADULTS: ClassVar[str] = "adults"

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="weights")
    key = models.SlugField(help_text="mental-health-need, networks, adults …")
    value = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="weights")

    class Meta:
        ordering = ["key", "area"]
        constraints = [
            models.UniqueConstraint(name="programmes_areaweight_one_value_each", fields=["area", "key"]),
            models.CheckConstraint(name="programmes_areaweight_is_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.area}"
