"""What is written behind a command: a sentence says what is wrong with it, and no command breaks off."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programmes.models import Grant

pytestmark = pytest.mark.django_db
BROKEN = "a\udcff\0b"
"""As Python reads bytes that are no UTF-8."""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["give_role", BROKEN, "reader"], "There is no account named a\ufffd\ufffdb."),
        (["give_role", "editor", "editor", "--area", BROKEN], "No area has the code A\ufffd\ufffdB"),
        (["give_role", "editor", "editor", "--area", "Q" * 100], "No area has the code QQQ"),
        (["give_role", "editor", "approver", "--area", "E99999999"], "No area has the code E99999999"),
        (
            ["backtest_forecasts", "--indicator", BROKEN],
            "Not an indicator that is counted by quarter: a\ufffd\ufffdb.",
        ),
        (
            ["load_boundaries", "nowhere.json", "--edition", "2023", "--level", "icb"],
            "nowhere.json is not there",
        ),
        (
            ["load_boundaries", ".", "--edition", "2023", "--level", "icb"],
            "cannot be read or written: Is a directory",
        ),
        (["load_reference", "nowhere"], "Nothing was loaded"),
        (["load_demonstration", "--fixtures", "nowhere"], "cannot be read"),
        (["ingest", ".", "--format", "cdc-sites"], "cannot be read: Is a directory"),
        (["ingest", "x\0y", "--format", "cdc-sites"], "cannot be read"),
        (["ingest", "x", "--format", "cdc-sites", "--listed-on", "9999-12-31"], "is not a day"),
        (["ingest", "x", "--format", "cdc-sites", "--listed-on", "20240331"], "is not a day"),
        (
            ["ingest", "x", "--format", "cdc-sites", "--period", "9999-00"],
            "--period: 9999 is not a year between",
        ),
    ],
    ids=lambda said: " ".join(said) if isinstance(said, list) else None,
)
def test_a_sentence_says_what_is_wrong(words, said, made_world, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = Grant.objects.count()

    with pytest.raises(CommandError) as refusal:
        call_command(*words)

    assert said in str(refusal.value)
    assert Grant.objects.count() == before


def feature(geometry: str) -> bytes:
    """A file with one area of this geometry."""
    return b'{"features": [{"properties": {"a": "E54000001"}, "geometry": {%s}}]}' % geometry.encode()


FAULTY = {
    "arrays in arrays": b"[" * 200_000,
    "no shape": b'{"features": [1]}',
    "no features": b'{"features": {"a": 1}}',
    "a name for properties": b'{"features": [{"properties": "E54000001"}]}',
    "a name for a ring": feature('"type": "Polygon", "coordinates": ["a"]'),
    "no points": feature('"type": "Polygon", "coordinates": [[]]'),
    "words for points": feature('"type": "Polygon", "coordinates": [[["a"]]]'),
    "no coordinates": feature('"type": "MultiPolygon"'),
    "an infinity": feature('"type": "Polygon", "coordinates": [[[1e999, NaN]]]'),
    "bytes": b"\xff\xfe\0",
    "nothing": b"",
}


@pytest.mark.parametrize("content", FAULTY.values(), ids=FAULTY)
def test_a_boundary_file_that_is_none_is_refused_in_words(content, made_world, tmp_path: Path):
    file = tmp_path / "boundaries.json"
    file.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        call_command(
            "load_boundaries", str(file), "--edition", "2023", "--level", "icb", "--into", str(tmp_path)
        )

    assert "boundaries.json" in str(refusal.value)
    assert list(tmp_path.iterdir()) == [file]
