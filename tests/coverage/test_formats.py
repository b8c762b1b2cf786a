"""The formats as a whole: each has fixtures in both languages, supplies what it says, and others can add one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.coverage import formats as registry
from sinorus_lib.coverage.formats import format_of, format_table, formats
from sinorus_lib.errors import CoverageError
from sinorus_lib.evaluation.formats import Supplied, formats_section, supplied_by_fixtures
from tests.conftest import ROOT

FIXTURES = ROOT / "tests" / "coverage" / "fixtures"
NAMES = [item.name for item in formats()]
READER = """
from sinorus_lib.coverage.formats import Format
from sinorus_lib.coverage.records import Record

def read_shouting(path, reading):
    return [Record(path.name, path, {"text": path.read_text().replace("!", "."), "outlet": "The Shout"})]

FORMAT = Format("Shouting", (".shout",), ("outlet", "text"), read_shouting)
NOTHING = "no format"
"""


@pytest.fixture(scope="module")
def supplied() -> dict[str, Supplied]:
    return {found.format.name: found for found in supplied_by_fixtures(FIXTURES)}


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_fixtures_in_both_languages(supplied: dict[str, Supplied], name: str) -> None:
    assert supplied[name].articles["fr"] >= 1
    assert supplied[name].articles["en"] >= 1


@pytest.mark.parametrize("name", NAMES)
def test_every_format_supplies_what_it_says_and_nothing_else(supplied: dict[str, Supplied], name: str) -> None:
    general = {"CSV table", "JSON", "Markdown with front matter", "Parquet table"}  # they can hold every column
    said, found = set(supplied[name].format.supplies), supplied[name].facts
    assert found <= said
    assert said <= found or name in general


def test_every_format_has_a_test() -> None:
    table = formats_section(FIXTURES, ROOT / "tests" / "coverage" / "formats")
    rows = [row.split("|") for row in table.splitlines() if row.startswith("|")][2:]
    assert len(rows) == len(formats())
    assert [row[1] for row in rows if "test_" not in row[-2]] == []


def test_the_table_of_formats_is_that_of_the_code() -> None:
    assert format_table() in (ROOT / "data" / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of someone else's that names a format in its entry points."""
    (tmp_path / "shouting.py").write_text(READER, encoding="utf-8")
    facts = tmp_path / "shouting-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    registry.formats.cache_clear()
    yield facts / "entry_points.txt"
    registry.formats.cache_clear()
    sys.modules.pop("shouting", None)


def test_another_package_adds_a_format(package: Path, tmp_path: Path) -> None:
    package.write_text("[sinorus.formats]\nshout = shouting:FORMAT\n", encoding="utf-8")
    folder = tmp_path / "coverage"
    folder.mkdir()
    (folder / "a.shout").write_text("The port reopened on Tuesday after a long strike! The dockers got a bonus!")
    (folder / "b.txt").write_text("Le port a rouvert mardi après douze jours de grève.", encoding="utf-8")
    assert "The Shout" in set(sl.read_coverage(folder).articles["outlet"])
    assert "| Shouting |" in format_table()


@pytest.mark.parametrize(("entry", "match"), [("shouting:NOTHING", "expected a Format"), ("gone:FORMAT", "loaded")])
def test_a_format_that_cannot_be_loaded_names_its_package(package: Path, entry: str, match: str) -> None:
    package.write_text(f"[sinorus.formats]\nshout = {entry}\n", encoding="utf-8")
    with pytest.raises(CoverageError, match=rf"of shouting.*{match}"):
        formats()


@pytest.mark.parametrize("suffix", sorted({suffix for item in formats() for suffix in item.suffixes}))
def test_recognising_a_file_never_fails(tmp_path: Path, suffix: str) -> None:
    for number, content in enumerate((b"", b"\x00" * 100, b"PK\x03\x04", b"\xff\xfe", b"{\\rtf1", b"<html", b"{")):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(content)
        format_of(path)
