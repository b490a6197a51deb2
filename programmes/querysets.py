"""Chainable questions to one table. They restrict and annotate; they never format and never loop."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from programmes.layers import layer_in_hand, layers_read
from programmes.periods import Period


class IndicatorQuerySet(models.QuerySet):
    """Indicators."""

    def defined(self) -> Self:
        """These with all that `definition` needs: their programmes, sources, breaks, and how far they run.

        No further statement.
        """
        breaks = self.model._default_manager.filter(pk=OuterRef("pk"), breaks__isnull=False)
        mark = JSONObject(period="breaks__period_id", note="breaks__note")
        marks = ArraySubquery(breaks.order_by("breaks__period").values(mark=mark))
        return self.select_related("programme", "source").annotate(
            break_marks=marks, last_target=Subquery(_last_target()), is_counted_now=Exists(_figures_of_now())
        )

    def collected(self, starts_on: object, ends_on: object) -> Self:
        """Those that are collected for a period, by its first and last day: dates, or expressions of them."""
        goes_on = Q(ended_on__isnull=True) | Q(ended_on__gte=ends_on)
        return self.filter(goes_on, first_period__starts_on__lte=starts_on)


def _last_target() -> models.QuerySet:
    """The code of the last period that a plan in force names, of the indicator of the query around it."""
    plans = apps.get_model("programmes", "Trajectory")._default_manager.current()
    points = plans.filter(indicator=OuterRef("pk")).order_by().values("indicator")
    return points.values(last=Max("points__period"))


def _figures_of_now() -> models.QuerySet:
    """The figures of the period that has not ended yet: a list of sites, for one, is counted on its own day."""
    today = timezone.localdate()
    now = [Period.containing(today, quarterly=quarterly).code for quarterly in (True, False)]
    figures = apps.get_model("programmes", "Observation")._default_manager.in_hand()
    return figures.filter(indicator=OuterRef("pk"), period__in=now)


def valid_on(day: object, path: str = "") -> Q:
    """That something holds on a day (a date, or an expression of one); `path` leads to it, as in `area__`.

    Both days of it are included; without an end it still holds.
    """
    holds_still = Q(**{f"{path}valid_to__isnull": True}) | Q(**{f"{path}valid_to__gte": day})
    return holds_still & Q(**{f"{path}valid_from__lte": day})


class DatedQuerySet(models.QuerySet):
    """Rows that hold between two dates, both included; an empty end means still."""

    def on(self, day: date) -> Self:
        """The rows that hold on this day."""
        return self.filter(valid_on(day))


class EditionQuerySet(models.QuerySet):
    """Editions of areas."""

    def begun(self, day: date) -> Self:
        """Those whose day had come, the newest first: the first of them is the current one."""
        return self.filter(on__lte=day).order_by("-on")


class AreaQuerySet(DatedQuerySet):
    """Areas, each row one life of a code."""

    def of_type(self, *area_types: str) -> Self:
        """Areas of any of these types."""
        return self.filter(area_type__in=area_types)


class RevisedQuerySet(models.QuerySet):
    """Rows that are replaced by a later revision of the same thing, never updated."""

    identity: tuple[str, ...] = ()
    revision = "revision"

    def current(self) -> Self:
        """The latest revision of each."""
        return self.filter(~Exists(self._later()))

    def as_at(self, instant: datetime) -> Self:
        """The revision of each that a reader would have seen at this instant."""
        later = self._later().filter(recorded_at__lte=instant)
        return self.filter(~Exists(later), recorded_at__lte=instant)

    def _later(self) -> models.QuerySet:
        same = {field: OuterRef(field) for field in self.identity}
        return self.model._base_manager.filter(**same, **{f"{self.revision}__gt": OuterRef(self.revision)})


class LayeredQuerySet(RevisedQuerySet):
    """Rows that belong to a layer, of which only those count that belong to the one in hand.

    Revisions are numbered in each layer. In the demonstration, which is made of both, the row that came last stands.
    """

    revision = "pk"

    def in_hand(self) -> Self:
        """The rows that count in the layer in hand."""
        return self.filter(layer__in=layers_read())

    def current(self) -> Self:
        """The latest revision of each in the layer in hand."""
        return super().current().in_hand()

    def as_at(self, instant: datetime) -> Self:
        """The revision of each that a reader of the layer in hand would have seen at this instant."""
        return super().as_at(instant).in_hand()

    def _later(self) -> models.QuerySet:
        return super()._later().filter(layer__in=layers_read())


class ObservationQuerySet(LayeredQuerySet):
    """Reported figures, each row one revision."""

    identity = ("indicator", "area", "period")


class ServiceQuerySet(LayeredQuerySet):
    """Sites and teams, each row one revision."""

    identity = ("programme", "code")


class ResultManager(models.Manager):
    """The results of the layer in hand, and of no other."""

    def get_queryset(self) -> models.QuerySet:
        """Those of one layer: nobody reads the other by mistake."""
        return super().get_queryset().filter(layer=layer_in_hand())


class GapQuerySet(RevisedQuerySet):
    """What is missing, each row one version."""

    identity = ("indicator", "area_type")
    revision = "version"


class TrajectoryQuerySet(RevisedQuerySet):
    """Published paths, each row one version."""

    identity = ("indicator", "kind")
    revision = "version"
