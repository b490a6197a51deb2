"""What a spreadsheet makes of a reference file that is opened and saved in it, and how to mend it.

>>> by_a_spreadsheet("1.00E+00")
' (a spreadsheet took it for a number: format the column as text, and type the code again)'
>>> by_a_spreadsheet("anything else")
''
"""

import re

SPOILT = (
    (
        re.compile(
            r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|[0-9]{1,2}[- ][A-Za-z]{3,9}[- ][0-9]{2,4}|[345][0-9]{4}"
        ),
        "a spreadsheet wrote it in its own way: give the column the format yyyy-mm-dd and save the file again",
    ),
    (
        re.compile(r"[0-9](\.[0-9]+)?E[+-]?[0-9]+|[0-9]{1,2}"),
        "a spreadsheet took it for a number: format the column as text, and type the code again",
    ),
    (
        re.compile(r"[0-9]{1,3}([, \u00a0][0-9]{3})+"),
        "a spreadsheet put separators in: give the column a number format without them and save the file again",
    ),
    (re.compile(r"#[A-Z0-9/]+[!?]?|#+"), "an error of the spreadsheet: mend its formula"),
)


def by_a_spreadsheet(given: object) -> str:
    """How a field came to be as it is, in brackets after what is wrong with it; empty where nothing is known."""
    text = given.strip() if isinstance(given, str) else ""
    return next((f" ({told})" for shape, told in SPOILT if shape.fullmatch(text)), "")


def delimiter_of(heading: list[str], columns: set[str]) -> str:
    """The name of what stands between the cells of a heading in place of commas; empty where commas do."""
    if len(heading) == 1:
        for letter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if columns & {cell.strip(' "') for cell in heading[0].split(letter)}:
                return name
    return ""
