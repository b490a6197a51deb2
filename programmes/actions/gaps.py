"""Saying what is missing of an indicator: loaded with the reference files, and changed by administrators."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from programmes import permissions
from programmes.actions import audit, recompute
from programmes.actions.reference_tables import Tally
from programmes.layers import kept_layers
from programmes.models import Gap, Indicator, Source, User
from programmes.reference.rows import BlockRow

FROM_FILES = "The reference files say it anew."


class GapRefused(Exception):
    """The gap stays as it is; the message says why."""


@dataclass(frozen=True, slots=True)
class GapText:
    """What is said of a gap, by a file or by a person."""

    missing: str
    answer: str
    holder: str = ""
    url: str = ""
    unpublished_by: Source | None = None
    is_closed: bool = False


def write(
    rows: Sequence[BlockRow], tally: Tally, sources: Mapping[str, int], indicators: Mapping[str, int]
) -> None:
    """Bring the gaps into line with the files. What a person wrote stands until the file itself changes."""
    current = {(gap.indicator_id, gap.area_type): gap for gap in Gap.objects.current()}
    loaded = {
        (gap.indicator_id, gap.area_type): gap for gap in Gap.objects.exclude(digest="").order_by("version")
    }
    added: list[Gap] = []
    for row in {(row.indicator, row.area_type): row for row in rows}.values():
        key = indicators[row.indicator], row.area_type
        said = [row.missing, row.holder, row.url, row.unpublished_by or "", row.answer]
        digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
        if key in loaded and loaded[key].digest == digest:
            continue
        before = current.get(key)
        added.append(
            Gap(
                indicator_id=key[0],
                area_type=key[1],
                version=before.version + 1 if before else 1,
                missing=row.missing,
                holder=row.holder,
                url=row.url,
                unpublished_by_id=sources[row.unpublished_by] if row.unpublished_by else None,
                answer=row.answer,
                reason=FROM_FILES if before else "",
                digest=digest,
            )
        )
    Gap.objects.bulk_create(added)
    tally.count("gaps", added=len(added), left=len(rows) - len(added))


@transaction.atomic
def revise(
    *, indicator: Indicator, area_type: str, text: GapText, reason: str, by: User, seen_version: int
) -> Gap:
    """Write the next version of what is missing, or the first where `seen_version` is 0.

    Raises GapRefused when another version stands by the time it is this call's turn, when nothing would change, or
    when something that it needs is missing.
    """
    permissions.check_can_administer(by)
    # Of two people who change it at once, the second sees what the first did.
    locked = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    before = Gap.objects.current().filter(indicator=locked, area_type=area_type).first()
    _check(text, reason, before, seen_version)
    after = Gap.objects.create(
        indicator=locked,
        area_type=area_type,
        version=before.version + 1 if before else 1,
        missing=text.missing,
        holder=text.holder,
        url=text.url,
        unpublished_by=text.unpublished_by,
        answer=text.answer,
        is_closed=text.is_closed,
        reason=reason,
        recorded_by=by,
    )
    # Pages, files and the API keep what is missing by the data version.
    recompute.raise_version(*kept_layers())
    audit.note(
        by=by,
        action="gap-revise",
        subject=f"{locked.code} {area_type}",
        detail={"version": after.version, "reason": reason, "closed": text.is_closed},
        programme=locked.programme.code,
    )
    return after


def _check(text: GapText, reason: str, before: Gap | None, seen_version: int) -> None:
    if not text.missing or not text.answer:
        raise GapRefused("Say what is missing and what would fill it.")
    if text.url and text.unpublished_by:
        raise GapRefused(
            "What has an address is published: give the address, or the source that says otherwise."
        )
    standing = before.version if before else 0
    if standing != seen_version:
        raise GapRefused("Somebody changed it meanwhile. Look at what stands now before you change it.")
    if before and not reason:
        raise GapRefused("Say why it is changed.")
    if before and text == text_of(before):
        raise GapRefused("Nothing would change.")


def text_of(gap: Gap) -> GapText:
    """What is said of it."""
    return GapText(
        missing=gap.missing,
        answer=gap.answer,
        holder=gap.holder,
        url=gap.url,
        unpublished_by=gap.unpublished_by,
        is_closed=gap.is_closed,
    )
