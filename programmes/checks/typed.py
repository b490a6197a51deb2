"""What stands in a cell, typed or written by a program, read as a number or as the marker that says why there is none.

The only place that knows how numbers and markers are written: grids, forms, uploads, published files and targets
read here.

>>> read(" 1,204 ")
(Amount(numerator=Decimal('1204'), denominator=None, marker=''), ())
>>> number("1 204"), number("12 34"), number("7.300000000000001")
(Decimal('1204'), None, Decimal('7.3'))
>>> marker_of("N / A"), marker_of("*"), marker_of("Not applicable")
('x', 'c', 'z')
>>> read("twelve")[1]
('twelve',)
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

from programmes.checks.facts import Amount
from programmes.choices import Marker

INSTEAD_WORDS: dict[Marker, tuple[str, ...]] = {
    Marker.CONFIDENTIAL: ("*", "**", "c", "[c]", "suppressed", "confidential", "withheld"),
    Marker.NOT_AVAILABLE: (
        *("-", ":", "..", "...", "x", "[x]", "na", "n/a", "n.a.", "n.a", "[n/a]"),
        *("not available", "unavailable", "null"),
    ),
    Marker.NOT_APPLICABLE: ("z", "[z]", "not applicable"),
}
"""What is written where a number belongs, by the marker it means. Case, blanks and the look of a dash do not matter."""

BESIDE_WORDS: dict[Marker, tuple[str, ...]] = {
    Marker.PROVISIONAL: ("p", "[p]", "provisional"),
    Marker.ESTIMATED: ("e", "[e]", "estimated", "estimate"),
}
"""What is written in a column of markers beside a number."""

SIGNIFICANT = 15
"""Digits of a number that a spreadsheet shows; what a double holds beyond them is noise."""

TOO_LONG = Decimal(10) ** SIGNIFICANT

BLANKS = " \t\r\n\u00a0\u2007\u2008\u2009\u200a\u202f\u3000"
"""Blanks around numbers, and between groups of three digits."""

_SHOWN = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_UP)
_LOOKS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58", "-")
    | dict.fromkeys("\u2217\u204e", "*")
    | dict.fromkeys("\u2044\u2215\\", "/")
)
_BLANK = f"[{re.escape(BLANKS)}]"
_NUMBER = re.compile(
    rf"[-\u2212]?([0-9]+|[1-9][0-9]{{0,2}}(,[0-9]{{3}})+|[1-9][0-9]{{0,2}}({_BLANK}[0-9]{{3}})+)(\.[0-9]+)?"
)
_SEPARATORS = re.compile(f"{_BLANK}|,")


def visible(text: str) -> str:
    """The text without blanks around it, and without what nobody sees: joiners, marks of order and of direction."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return seen.strip(BLANKS)


def _folded(text: str) -> str:
    """The text as it is looked up among markers: one writing for all that look alike."""
    alike = unicodedata.normalize("NFKC", visible(text)).translate(_LOOKS).casefold()
    return re.sub(r"\s+", "", alike)


_INSTEAD = {_folded(word): marker for marker, words in INSTEAD_WORDS.items() for word in words}
_BESIDE = {_folded(word): marker for marker, words in BESIDE_WORDS.items() for word in words}


def markers_by_writing() -> dict[str, str]:
    """Every writing of a marker in place of a number, in small letters and without blanks: for a page's own script."""
    return {word: marker.value for word, marker in _INSTEAD.items()}


def marker_of(text: str) -> str:
    """The marker that is written in place of a number; empty where none is."""
    found = _INSTEAD.get(_folded(text))
    return found.value if found else ""


def beside(text: str) -> str:
    """The marker that a column of markers holds; what is none is given as it is written, in small letters."""
    found = _INSTEAD.get(_folded(text)) or _BESIDE.get(_folded(text))
    return found.value if found else visible(text).lower()


def number(text: str) -> Decimal | None:
    """The number written, with or without separators of groups of three; None where there is none to read.

    A fraction is read to the digits that a spreadsheet shows: 7.300000000000001 is 7.3.
    """
    bare = visible(text)
    if not _NUMBER.fullmatch(bare):
        return None
    return shown_digits(Decimal(_SEPARATORS.sub("", bare).replace("\u2212", "-")))


def shown_digits(value: Decimal) -> Decimal:
    """A number without the noise of binary fractions beyond its fifteenth digit. Whole numbers stay as they are."""
    _, digits, exponent = value.as_tuple()
    if len(digits) <= SIGNIFICANT or not isinstance(exponent, int) or exponent >= 0:
        return value
    plain = _SHOWN.plus(value).normalize(_SHOWN)
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() and plain < TOO_LONG else plain


def read(numerator: str = "", denominator: str = "", marker: str = "") -> tuple[Amount, tuple[str, ...]]:
    """The amount, and whatever was typed that is neither a number nor a marker.

    A marker typed in place of a number counts as if it had been chosen; of two, that something is withheld.
    """
    numbers: list[Decimal | None] = []
    unread: list[str] = []
    markers: list[str] = []
    for text in (numerator, denominator):
        typed_marker, found = marker_of(text), number(text)
        if typed_marker:
            markers.append(typed_marker)
        elif visible(text) and found is None:
            unread.append(text.strip())
        numbers.append(found)
    withheld = Marker.CONFIDENTIAL.value
    chosen = beside(marker) or (withheld if withheld in markers else next(iter(markers), ""))
    return Amount(numbers[0], numbers[1], chosen), tuple(unread)


PLAIN = "This is no number. Write digits, as in 1204, or the marker that says why there is none: c, x or z."

_ERROR = re.compile(
    r"#(DIV/0!|REF!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|#+)", re.I
)
_DAY = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}"
    r"|[0-9]{1,2}[- ][a-z]{3,9}([- ][0-9]{2,4})?|[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?",
    re.I,
)
_MONEY = re.compile(r"[-\u2212(]*[£$€].*|.*[0-9][\s\u00a0]*([£$€]|GBP)", re.I)
_BRACKETED = re.compile(r"\([0-9., ]+\)")

KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r".*%"),
        "This is a percentage. Give the two counts that it is made of, without %.",
    ),
    (_MONEY, "This is written as money. Format the cell as a number, and give it without the sign."),
    (_DAY, "This is a date or a time. Format the cell as a number, and type the figure again."),
    (re.compile(r"true|false|yes", re.I), "This is no figure. Write digits, as in 1204."),
    (
        re.compile(r"[0-9][0-9.]*e[+-]?[0-9]+", re.I),
        "Write the number out in digits: where it was shortened, what it was can no longer be known.",
    ),
    (
        re.compile(r"[<>≤≥~].*|(under|less than|fewer than|about|circa|ca\.?) .*", re.I),
        "A figure is one number. Give the number itself, or write * where it is withheld because it is small.",
    ),
    (
        re.compile(r"nil|none|zero|nought|no", re.I),
        "Write 0 where there were none, and x where it is not known how many.",
    ),
    (_BRACKETED, "A number in brackets is below 0, and no figure is. Give it without them."),
    (re.compile(r"[-\u2212].*[0-9].*"), "A figure cannot be below 0. Give it without the minus."),
    (
        re.compile(r"[0-9][0-9,.\s\u00a0\u2009\u202f]*"),
        "Commas and blanks may only stand between groups of three digits, as in 1,204, and one point before a "
        "fraction. Look whether two numbers stand in one cell.",
    ),
)


def why_unread(text: str, otherwise: str = PLAIN) -> str:
    """What is wrong with a text that is no number, in words that say what to do.

    >>> why_unread("#DIV/0!")
    '#DIV/0! is an error of the spreadsheet. Mend its formula, or write x where there is no figure.'
    """
    bare = visible(text)
    if _ERROR.match(bare):
        return f"{bare[:20]} is an error of the spreadsheet. Mend its formula, or write x where there is no figure."
    return next((advice for shape, advice in KINDS if shape.fullmatch(bare)), otherwise)
