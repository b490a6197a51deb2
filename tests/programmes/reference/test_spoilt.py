"""Reference files that were opened and saved in a spreadsheet: the cause is told first, with how to mend it."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programmes.reference.places import ReferenceFaulty
from programmes.reference.reading import read
from tests.programmes.reference.conftest import TODAY

DATED = (
    "england",
    "regions",
    "icb",
    "icb_2026",
    "sub_icb_2026",
    "stp",
    "sub_icb",
    "ccg",
    "gss_codes",
    "parents",
    "succession",
    "editions",
)
EVERY = (*DATED, "population", "weights")
DAY = re.compile(r"\b(20[0-9]{2})-([01][0-9])-([0-3][0-9])\b")


def rewritten(folder: Path, name: str, change) -> None:
    path = folder / f"areas/{name}.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def first(folder: Path) -> str:
    with pytest.raises(ReferenceFaulty) as refusal:
        read(folder, TODAY)
    return str(refusal.value.faults[0])


def told_by_the_command(folder: Path) -> list[str]:
    with pytest.raises(CommandError) as refusal:
        call_command("load_reference", str(folder))
    return str(refusal.value).splitlines()


@pytest.mark.parametrize(("name", "day"), [*((name, r"\3/\2/\1") for name in EVERY), ("icb", r"\3.\2.\1")])
def test_days_that_a_spreadsheet_rewrote_are_told_first_whatever_follows(
    copied: Path, name: str, day: str
) -> None:
    rewritten(copied, name, lambda text: DAY.sub(day, text))

    said = first(copied)

    assert re.match(rf"areas/{name}.csv, line 2, (valid_from|alive_on|on): “..[/.]", said), said
    assert "is not a date; write it as 2022-07-01 (a spreadsheet wrote it in its own way" in said


@pytest.mark.django_db
def test_the_command_tells_the_cause_in_a_few_lines_and_what_follows_last(copied: Path) -> None:
    rewritten(copied, "icb", lambda text: DAY.sub(r"\3/\2/\1", text))

    told = told_by_the_command(copied)

    assert told[0].startswith("Nothing was loaded: 2 things to mend in ")
    assert told[1].startswith(
        "  areas/icb.csv, line 2, valid_from: “01/07/2022” is not a date; write it as 2022-07-01"
    )
    assert told[1].endswith("And so on 41 more lines.")
    assert told[3].startswith("  Once that is mended, look whether these still stand")
    assert len(told) < 20
    assert all("icb.csv" not in line.split(":")[0] for line in told[4:])


SPOILT = {
    "semicolons": (lambda text: text.replace(",", ";"), "line 1: semicolons stand between the cells"),
    "tabs": (lambda text: text.replace(",", "\t"), "line 1: tabs stand between the cells"),
    "a code as a number": (
        lambda text: text.replace("\nQE1,", "\n1.00E+00,"),
        "a spreadsheet took it for a number",
    ),
    "a code without its letters": (
        lambda text: text.replace("\nQE1,", "\n1,"),
        "a spreadsheet took it for a number",
    ),
    "a serial number for a day": (lambda text: text.replace("2022-07-01", "44743", 1), "is not a date"),
    "an error": (lambda text: text.replace("\nQE1,", "\n#N/A,"), "an error of the spreadsheet"),
}


@pytest.mark.parametrize(("change", "told"), SPOILT.values(), ids=SPOILT)
def test_other_damage_is_told_first_too(copied: Path, change, told: str) -> None:
    rewritten(copied, "icb", change)

    said = first(copied)

    assert said.startswith("areas/icb.csv, line ")
    assert told in said


def test_separators_in_a_count_are_told_with_how_they_came(copied: Path) -> None:
    rewritten(copied, "population", lambda text: text.replace(",56550138,", ',"56,550,138",'))

    assert "a spreadsheet put separators in" in first(copied)


HARMLESS = {
    "a byte order mark": lambda text: "\ufeff" + text,
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "empty cells at the end": lambda text: text.replace("\n", ",,\n"),
    "empty rows at the end": lambda text: text + ",,,,,,,,\n" * 3,
    "an answer in capitals": lambda text: text.replace(",yes,", ",TRUE,").replace(",no,", ",FALSE,"),
}


@pytest.mark.parametrize("name", ["editions", "icb"])
@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_a_spreadsheet_leaves_behind_and_means_nothing_is_read(
    copied: Path, shipped, change, name: str
) -> None:
    rewritten(copied, name, change)

    assert read(copied, TODAY) == shipped


def test_a_number_is_told_to_be_of_another_indicator(copied: Path) -> None:
    path = copied / "programmes/ips.toml"
    path.write_text(path.read_text().replace("ips-job-outcomes.denominator", "cdc-tests.numerator"))

    assert "there is no indicator “cdc-tests” of this programme" in first(copied)
