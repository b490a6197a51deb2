"""Loading the reference files: the only writer of areas, calendar, programmes, indicators and national plans.

All or nothing, and twice is as good as once: what stands is compared with what the files say, and only the
difference is written, in one transaction, with the marks that make the engine compute what hangs on it.
"""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from programmes.actions import audit, recompute, reference_areas, reference_programmes
from programmes.actions.recompute import Slice
from programmes.actions.reference_tables import Tally
from programmes.layers import kept_layers
from programmes.reference.places import LoadReport
from programmes.reference.reading import read


def load(directory: Path, *, by: audit.Actor) -> LoadReport:
    """Bring the database into line with the files, with plans shared out on the areas of today.

    ReferenceFaulty tells every fault of the files at once; nothing is written then.
    """
    reference = read(directory, timezone.localdate())
    tally = Tally()
    with transaction.atomic():
        reference_areas.write(reference, tally)
        tally.raise_faults()
        reference_programmes.write(reference, tally)
        tally.raise_faults()
        report = LoadReport(tally.counts())
        if report.changed_anything:
            audit.note(by=by, action="reference-load", subject="reference files", detail=report.as_detail())
            _mark(tally)
            # Pages keep names and sentences by the data version, and these may have changed.
            recompute.raise_version(*kept_layers())
    return report


def _mark(tally: Tally) -> None:
    """What has to be computed again: everything after a change of areas, else what the change touches."""
    if tally.geography_changed:
        recompute.mark_everything()
    elif tally.indicators or tally.programmes:
        recompute.mark(
            [
                *(Slice(indicator_id=indicator) for indicator in sorted(tally.indicators)),
                *(Slice(programme_id=programme) for programme in sorted(tally.programmes)),
            ]
        )
