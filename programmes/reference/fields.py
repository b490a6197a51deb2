"""What may stand in one field of a reference file: a reader returns the value, or says what is wrong with it.

A reader gets text from a table and ready values (numbers, dates, lists) from a TOML block, and takes both.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, get_type_hints

from programmes.checks.typed import shown_digits
from programmes.choices import IndicatorKind, ReportedAs
from programmes.periods import Period
from programmes.reference.places import Faults, Place
from programmes.results import SourceRef
from programmes.results.indicators import Code, NumberOfIndicator
from programmes.results.kinds import Kind, Reporting

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
    """How a field came to be as it is, in brackets after what is wrong with it; empty where nothing is known.

    >>> by_a_spreadsheet("1.00E+00")
    ' (a spreadsheet took it for a number: format the column as text, and type the code again)'
    >>> by_a_spreadsheet("anything else")
    ''
    """
    text = given.strip() if isinstance(given, str) else ""
    return next((f" ({told})" for shape, told in SPOILT if shape.fullmatch(text)), "")


def delimiter_of(heading: list[str], columns: set[str]) -> str:
    """The name of what stands between the cells of a heading in place of commas; empty where commas do."""
    if len(heading) == 1:
        for letter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if columns & {cell.strip(' "') for cell in heading[0].split(letter)}:
                return name
    return ""


Reader = Callable[[Any], Any]

REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Field:
    """How one field is read, and what it holds when it is left out or empty."""

    read: Reader
    default: Any = REQUIRED


def checked(
    raw: Mapping[str, Any], fields: Mapping[str, Field], place: Callable[[str], Place], faults: Faults
) -> dict[str, Any] | None:
    """The row's values; None when any of them is wrong, and then the faults say so."""
    values: dict[str, Any] = {}
    sound = True
    for name in raw.keys() - fields.keys():
        faults.unread(
            place(name), f"“{name}” is not known here; remove it, or mean one of {', '.join(fields)}"
        )
        sound = False
    for name, field in fields.items():
        given = raw.get(name)
        if isinstance(given, str):
            given = given.strip()
        if given is None or given == "":
            if field.default is REQUIRED:
                faults.unread(place(name), f"“{name}” is missing; fill it in")
                sound = False
            else:
                values[name] = field.default
            continue
        try:
            values[name] = field.read(given)
        except ValueError as problem:
            faults.unread(place(name), str(problem))
            sound = False
    return values if sound else None


def of(value: type, without: Collection[str] = ()) -> dict[str, Field]:
    """How the fields of a dataclass are read, each by its type; those `without` do not stand in the file."""
    hints = get_type_hints(value, include_extras=True)
    return {
        each.name: Field(*_by_type(hints[each.name], each.default))
        for each in dataclasses.fields(value)
        if each.name not in without
    }


def _by_type(hint: Any, default: Any) -> tuple[Reader, Any]:
    """What reads a type, and the default as it would be read; a choice is `Annotated` with its enumeration."""
    marks = getattr(hint, "__metadata__", ())
    read = one_of(marks[0]) if marks and isinstance(marks[0], type) else BY_TYPE[hint]
    if default is dataclasses.MISSING:
        return read, REQUIRED
    return read, number(default) if read is number else default


def text(given: Any) -> str:
    """Text, with runs of blanks and line ends made one blank."""
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not text; put it in quotes")  # noqa: TRY004 - told as a fault
    return " ".join(given.split())


def matching(pattern: str, what: str) -> Reader:
    """Text of a given shape, told in words when it has another."""
    shape = re.compile(pattern)

    def read(given: Any) -> str:
        if not isinstance(given, str) or not shape.fullmatch(given):
            raise ValueError(f"“{given}” is not {what}{by_a_spreadsheet(given)}")
        return given

    return read


area_code = matching(
    r"[A-Z0-9]{2,8}", "an area code: write two to eight capitals and digits, as in QHM or 00L"
)
gss_code = matching(r"E[0-9]{8}", "a GSS code: write E and eight digits, as in E54000050")
slug = matching(
    r"[a-z0-9]+(-[a-z0-9]+)*", "a short code: write small letters, digits and hyphens, as in ips-access"
)
file_name = matching(r"[a-z0-9_-]+\.csv", "the name of a table: write it as ips_access_2021-22.csv")
number_of_an_indicator = matching(
    r"[a-z0-9-]+\.(numerator|denominator)",
    "a number of an indicator: write it as ips-job-outcomes.denominator",
)
age_band = matching(r"all|[0-9]+\+|[0-9]+-[0-9]+", "an age band: write all, 18+ or 18-64")
web_address = matching(r"https?://\S+", "a web address: begin it with https://")


def day(given: Any) -> date:
    """A date."""
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        told = f"“{given}” is not a date; write it as 2022-07-01{by_a_spreadsheet(given)}"
        raise ValueError(told) from None


def whole(given: Any) -> int:
    """A whole number; in a table it may not hide thousands separators or decimals."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if isinstance(given, str) and re.fullmatch(r"-?[0-9]+", given):
        return int(given)
    told = f"“{given}” is not a whole number; write digits only, as in 56550138"
    raise ValueError(f"{told}{by_a_spreadsheet(given)}")


def number(given: Any) -> Decimal:
    """A number, exact as written."""
    try:
        if isinstance(given, bool):
            raise InvalidOperation
        value = Decimal(str(given))
    except InvalidOperation:
        raise ValueError(f"“{given}” is not a number; write it as 0.95 or 20000") from None
    value = shown_digits(value)
    if not value.is_finite():
        raise ValueError(f"“{given}” is not a number; leave it out when it is not known")
    return value


def share(given: Any) -> Decimal:
    """A part of 1, with no more decimals than the database keeps."""
    value = number(given)
    if not 0 < value <= 1:
        raise ValueError(f"{value} is not a share; write a part of 1, as in 0.25")
    if value != round(value, 8):
        raise ValueError(f"{value} has more than eight decimals; round it so that all shares still sum to 1")
    return value


def yes_or_no(given: Any) -> bool:
    """`yes` or `no` in a table, true or false in a block."""
    if isinstance(given, bool):
        return given
    # A spreadsheet writes what it takes for true and false in capitals.
    said = given.lower() if isinstance(given, str) else ""
    if said in ("yes", "no", "true", "false"):
        return said in ("yes", "true")
    raise ValueError(f"“{given}” is neither yes nor no")


def period(given: Any) -> Period:
    """A financial year or a quarter."""
    return Period.read(str(given))


def one_of(members: type[Enum]) -> Reader:
    """The value of one member of an enumeration."""

    def read(given: Any) -> str:
        values = [member.value for member in members]
        if given not in values:
            raise ValueError(f"“{given}” is not known here; write one of {', '.join(values)}")
        return str(given)

    return read


def listed(read_one: Reader) -> Reader:
    """A list of values, each read by the reader given; in a table they stand apart by blanks."""

    def read(given: Any) -> tuple[Any, ...]:
        if isinstance(given, str):
            given = given.split()
        if not isinstance(given, list):
            told = f'“{given}” is not a list; write it as ["QHM", "QF7"]'
            raise ValueError(told)  # noqa: TRY004 - told as a fault
        return tuple(read_one(one) for one in given)

    return read


BY_TYPE: dict[Any, Reader] = {
    str: text,
    Code: slug,
    NumberOfIndicator: number_of_an_indicator,
    Kind: one_of(IndicatorKind),
    Reporting: one_of(ReportedAs),
    SourceRef: slug,
    int: whole,
    float: number,
    Decimal: number,
    bool: yes_or_no,
    date | None: day,
    Period: period,
}
"""What reads a field of each type. A number is kept exact, and a source is named by its slug."""
