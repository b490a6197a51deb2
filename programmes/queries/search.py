"""Finding areas by what people type: codes, names, labels of tiles, names of areas that are gone.

People write names in many ways: `&` for and, `St.` or Saint for St, Herts for Hertfordshire, with and without
apostrophes, hyphens and commas. Names and what is typed are brought to one way of writing, and compared as words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from programmes.area_history import AreaVersion
from programmes.choices import AreaType
from programmes.memory import remembered_by_geography
from programmes.queries.areas import similar_to
from programmes.results import AreaRef
from programmes.stored_areas import area_history

SAME = {
    "saint": "st",
    "upon": "on",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
    "ne": "north east",
    "nw": "north west",
    "se": "south east",
    "sw": "south west",
    "beds": "bedfordshire",
    "berks": "berkshire",
    "bucks": "buckinghamshire",
    "cambs": "cambridgeshire",
    "derbys": "derbyshire",
    "glos": "gloucestershire",
    "hants": "hampshire",
    "herts": "hertfordshire",
    "iow": "isle of wight",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "lincs": "lincolnshire",
    "northants": "northamptonshire",
    "notts": "nottinghamshire",
    "oxon": "oxfordshire",
    "staffs": "staffordshire",
    "wilts": "wiltshire",
    "worcs": "worcestershire",
    "yorks": "yorkshire",
}
"""Words that are written in two ways, and the one that stands for both."""

COMMON = frozenset(
    (
        "and",
        "the",
        "of",
        "nhs",
        "icb",
        "icbs",
        "integrated",
        "care",
        "board",
        "ccg",
        "clinical",
        "commissioning",
    )
    + ("group", "stp", "sub", "location")
)
"""Words that tell no area from another: they are looked at only where nothing else was typed."""

APOSTROPHES = re.compile(r"[\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}'`\N{ACUTE ACCENT}]")
NOT_A_WORD = re.compile(r"[^0-9a-z]+")

EXACT, WHOLE_NAME, BEGINNING, WORDS, PARTS, WITHIN = range(6)
"""How near an area is to what was typed: its code or label; all of a name; the beginning of a name; beginnings of its
words; letters inside them; or a name of it is a part of what was typed."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One life of an area as it can be found: codes in capitals, names in the one way of writing."""

    area: int
    codes: tuple[str, ...]
    names: tuple[str, ...]
    order: tuple[Any, ...]


def plain_words(text: str) -> str:
    """The text in the one way of writing.

    >>> plain_words("Bath & N.E. Somerset"), plain_words("St. Helen’s"), plain_words("Saint-Helens")
    ('bath and north east somerset', 'st helens', 'st helens')
    """
    ascii_only = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode()
    spelled = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", ascii_only).casefold().replace("&", " and ")
    return " ".join(SAME.get(word, word) for word in NOT_A_WORD.sub(" ", spelled).split())


def find_areas(text: str, *, limit: int = 20) -> tuple[AreaRef, ...]:
    """Areas of today that a reader may mean, the best first; nothing for text without a letter or digit.

    An area that is gone leads to the areas of today that came out of it. No statement while areas are remembered.
    """
    typed = plain_words(text)
    if not typed:
        return ()
    code = "".join(text.split()).upper()
    near = [
        (nearness, each.order, each.area)
        for each in _index()
        if (nearness := _nearness(each, typed, code)) is not None
    ]
    if any(nearness < WITHIN for nearness, *_ in near):
        near = [found for found in near if found[0] < WITHIN]
    return _led_to_today([area for *_, area in sorted(near)], limit)


def similar_codes(text: str, *, limit: int = 5) -> tuple[AreaRef, ...]:
    """Areas of today that a mistyped code or name may have meant."""
    return find_areas(text, limit=limit) or similar_to(text, limit=limit)


def _nearness(each: Sought, typed: str, code: str) -> int | None:
    if code in each.codes:
        return EXACT
    telling = [word for word in typed.split() if word not in COMMON] or typed.split()
    short = " ".join(telling)
    if any(name in (typed, short) for name in each.names):
        return WHOLE_NAME
    if any(name.startswith((typed, short)) for name in each.names):
        return BEGINNING
    if any(own.startswith(code) for own in each.codes):
        return BEGINNING
    padded = [f" {name}" for name in each.names]
    if any(all(f" {word}" in name for word in telling) for name in padded):
        return WORDS
    if telling[0] not in COMMON and all(any(word in name for name in each.names) for word in telling):
        return PARTS
    if any(name and f" {name} " in f" {typed} " for name in each.names):
        return WITHIN
    return None


@remembered_by_geography
def _index() -> tuple[Sought, ...]:
    history = area_history()
    return tuple(_sought(area, history.today) for area in history)


def _sought(area: AreaVersion, day: date | None) -> Sought:
    codes = {area.code, area.tile_label.upper(), *(gss.code for gss in area.gss_codes)}
    is_gone = day is not None and not area.valid_on(day)
    return Sought(
        area=area.pk,
        codes=tuple(codes - {""}),
        names=tuple({name for name in map(plain_words, _names(area)) if name}),
        order=(list(AreaType).index(AreaType(area.area_type)), is_gone, area.short_name, area.valid_from),
    )


def _names(area: AreaVersion) -> list[str]:
    names = [area.short_name, area.name, *area.other_names.split(";")]
    telling = [" ".join(word for word in plain_words(name).split() if word not in COMMON) for name in names]
    return [*names, *telling]


def _led_to_today(found: list[int], limit: int) -> tuple[AreaRef, ...]:
    history = area_history()
    led = dict.fromkeys(pk for area in found for pk in sorted(history.todays(area) or {area}))
    return tuple(history.refs[pk] for pk in list(led)[:limit])
