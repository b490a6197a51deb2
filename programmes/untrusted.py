"""What others send, read once for every door: texts, whole numbers, days, and objects of JSON.

Nothing here refuses a page. A text keeps what can be kept; what is no number and no day is None; an object that cannot
be read raises `NotReadable` with a sentence.

>>> text(" 1\\x004 ")
'1\\ufffd4'
>>> quoted("twelve\\x00")
'“twelve\ufffd”'
>>> whole_number("12"), whole_number("9" * 5000), whole_number(1e999), whole_number(True)
(12, None, None, None)
>>> day("2024-02-29"), day("9999-12-31")
(datetime.date(2024, 2, 29), None)
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date

import orjson

LARGEST_KEY = 2**63 - 1
"""The largest whole number that the database keeps."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days before and after these belong to no period."""
MOST_BYTES = 100_000
"""Of an object of JSON."""
LONGEST_QUOTED = 40
"""Letters by which whoever sent a text finds it again."""
UNKNOWN = "\ufffd"
"""Stands where a character cannot be kept, so that it is seen and not passed over."""

_DIGITS = re.compile("[0-9]{1,19}", re.ASCII)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c]")
# Controls, halves of pairs and what is no character: no database, XML or workbook holds them all.
_NOT_KEPT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Plain = str | int | float | bool | None


class NotReadable(ValueError):
    """What was sent is not what can be read here; the message is a sentence that says so."""


class TooLarge(NotReadable):
    """More was sent than anybody means to."""


def text(said: str, longest: int | None = None) -> str:
    """A text in one way of writing (NFC), without blanks around it, cut where nobody would type on."""
    return unicodedata.normalize("NFC", kept(_LINE_END.sub("\n", said))).strip()[:longest]


def kept(said: str) -> str:
    """A text with U+FFFD for each character that cannot be kept."""
    return _NOT_KEPT.sub(UNKNOWN, said)


def quoted(said: str) -> str:
    """The beginning of a text in quotation marks, as a sentence names it that does not understand it."""
    return f"“{kept(said[:LONGEST_QUOTED])}”"


def is_kept(said: str) -> bool:
    """Whether every character of the text can be kept."""
    return _NOT_KEPT.search(said) is None


def whole_number(said: object, most: int = LARGEST_KEY) -> int | None:
    """A whole number from 0, of digits or of JSON; None for anything else, and beyond the largest."""
    if isinstance(said, str) and _DIGITS.fullmatch(said):
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int):
        return None
    return said if 0 <= said <= most else None


def day(said: str) -> date | None:
    """A day written as 2024-03-31, of a year that periods know; else None."""
    if not _DAY.fullmatch(said):
        return None
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None


def plain_object(body: bytes, most: int = MOST_BYTES) -> dict[str, Plain]:
    """An object of JSON with nothing but texts, finite numbers, true, false and null in it, each name once."""
    if len(body) > most:
        raise TooLarge(f"More than {most // 1000} kB were sent, and this takes one cell.")
    try:
        # Stops at a depth, and takes neither NaN nor half a pair of surrogates.
        said = orjson.loads(body)
    except ValueError as problem:
        raise NotReadable("This is not JSON that can be read.") from problem
    if not isinstance(said, dict):
        raise NotReadable("This is not an object of JSON.")
    if any(isinstance(value, (dict, list)) for value in said.values()):
        raise NotReadable("A value of this object is a list or an object: it takes texts and numbers.")
    if len(json.loads(body, object_pairs_hook=list)) > len(said):
        raise NotReadable("A name stands twice in this object.")
    return said
