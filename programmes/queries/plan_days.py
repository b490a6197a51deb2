"""When a target was published: the day from which it is in force, whenever it was loaded here."""

from __future__ import annotations

from django.db.models import Case, DateField, F, When

from programmes.choices import Provenance, TargetBasis

PUBLISHED_ON = Case(
    When(source__isnull=False, then=F("source__published_on")),
    When(provenance=Provenance.RECALLED, then=None),
    When(basis=TargetBasis.SET_HERE, then=None),
    default=F("trajectory__published_on"),
    output_field=DateField(),
)
"""Of a point: the day of its own source; of what was worked out from the plan, that of the plan.

None where no day is known: of what was found in no source, and of what somebody set without naming one.
"""

NAMED_SOURCE = Case(
    When(source__isnull=False, then=F("source__title")),
    When(provenance=Provenance.RECALLED, then=None),
    default=F("trajectory__source__title"),
)
"""Of a point: the title of the source that it was read in or worked out from; none of what was found in no source."""

NAMED_ADDRESS = Case(
    When(source__isnull=False, then=F("source__url")),
    When(provenance=Provenance.RECALLED, then=None),
    default=F("trajectory__source__url"),
)
"""Of a point: the address of that source."""
