"""Letters as a person sees them: what is invisible taken off, and what only looks different made alike.

>>> tidy("\\u200b84H\\u00a0"), tidy("St\\u00a0Mary’s")
('84H', 'St Mary’s')
>>> plain("2025–26–Q1")
'2025-26-Q1'
"""

from __future__ import annotations

import re

MARK = "\ufeff"
"""Byte order mark: at the beginning of a file, or of each file that was joined to another."""

_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x2800, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x200B, 0x2010),  # joiners, and marks of direction
        *range(0x202A, 0x202F),  # direction of what follows
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),  # how the letter before is drawn
        *range(0xFFF9, 0xFFFC),
    ]
)
UNKNOWN = "\ufffd"
"""Stands for a control character: taken out, `1<BEL>18` would be read as 118."""

_CONTROL = dict.fromkeys(
    [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r\x85"], UNKNOWN
)
_BLANKS = dict.fromkeys(
    [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x85, 0x2028, 0x2029], " "
)
_SEEN = _INVISIBLE | _CONTROL | _BLANKS
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    | dict.fromkeys("‘’‚‛′`´＇", "'")
    | dict.fromkeys("“”„‟″«»＂", '"')
    | dict.fromkeys("⁄∕／", "/")
    | dict.fromkeys("＿", "_")
    | dict.fromkeys("∗＊⁎", "*")
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def tidy(text: str) -> str:
    """The text without what nobody sees and without blanks around it; U+FFFD for each control character."""
    if text.isascii():
        return _CONTROLS.sub(UNKNOWN, text).strip() if not text.isprintable() else text.strip()
    return text.translate(_SEEN).strip()


def plain(text: str) -> str:
    """A code or a heading with the dashes and quotes of a keyboard, whatever a word processor made of them."""
    return text if text.isascii() else " ".join(text.translate(_SEEN).translate(_ALIKE).split())
