"""Why a text is no number, and how to mend it: what spreadsheets and people write where a figure belongs.

>>> why_unread("#DIV/0!")
'#DIV/0! is an error of the spreadsheet. Mend its formula, or write x where there is no figure.'
"""

from __future__ import annotations

import re

from programmes.checks.typed import visible

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
    """What is wrong with a text that is no number, in words that say what to do."""
    bare = visible(text)
    if _ERROR.match(bare):
        return f"{bare[:20]} is an error of the spreadsheet. Mend its formula, or write x where there is no figure."
    return next((advice for shape, advice in KINDS if shape.fullmatch(bare)), otherwise)
