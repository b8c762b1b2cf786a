"""What the readers make of the fixtures of every format: how many articles, in which language, with which facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading, format_of, formats
from sinorus_lib.coverage.languages import detect_language
from sinorus_lib.coverage.listings import STAND_INS
from sinorus_lib.coverage.records import Record
from sinorus_lib.evaluation.tables import Cell, markdown

TITLE = "Formats"
_STANDS_FOR = {theirs: ours for ours, theirs in STAND_INS.items()}


@dataclass(frozen=True)
class Supplied:
    """What one format's fixtures gave.

    Attributes:
        format: the format.
        files: its fixtures.
        articles: language -> number of articles, lists of articles without text included by their headlines.
        facts: the facts that some article has.
        objections: what was objected to.
    """

    format: Format
    files: tuple[Path, ...]
    articles: dict[str, int]
    facts: frozenset[str]
    objections: tuple[str, ...]


def supplied_by_fixtures(fixtures: Path) -> list[Supplied]:
    """Return what each format's fixtures give, formats without fixtures included, by the names of the formats."""
    files = sorted(path for path in fixtures.rglob("*") if path.is_file())
    by_format: dict[str, list[Path]] = {item.name: [] for item in formats()}
    for path in files:
        found = format_of(path)
        if found is not None:
            by_format[found.name].append(path)
    by_name = sorted(formats(), key=lambda item: item.name.casefold())
    return [_supplied(item, by_format[item.name]) for item in by_name]


def _supplied(item: Format, files: list[Path]) -> Supplied:
    reading = Reading()
    records = [record for path in files for record in item.read(path, reading)]
    languages = [_language(record) for record in records]
    counted = {language: languages.count(language) for language in ("fr", "en")}
    facts = frozenset(_STANDS_FOR.get(name, name) for record in records for name in record.facts if name != "file")
    return Supplied(item, tuple(files), counted, facts, tuple(reading.objections.messages))


def _language(record: Record) -> str:
    detected = detect_language(record.facts.get("text") or record.facts.get("title", ""))
    return detected.language if detected else ""


def formats_section(fixtures: Path, tests: Path) -> str:
    """Return the table of formats with their fixtures, what these give, and where that is tested."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted(tests.glob("test_*.py"))}
    rows: list[list[Cell]] = [
        [
            found.format.name,
            len(found.files),
            found.articles["fr"],
            found.articles["en"],
            " ".join(f"`{name}`" for name in found.format.supplies if name in found.facts),
            " ".join(f"`{name}`" for name in _tests_of(found.files, fixtures, sources)),
        ]
        for found in supplied_by_fixtures(fixtures)
    ]
    note = (
        "Every format with the fixtures that were written for it after the documented shape, the articles that its "
        "reader finds in them, and the facts that these have."
    )
    return f"{note}\n\n{markdown(('format', 'files', 'articles, fr', 'articles, en', 'facts', 'tests'), rows)}"


def _tests_of(files: Iterable[Path], fixtures: Path, sources: dict[str, str]) -> list[str]:
    folders = {path.relative_to(fixtures).parts[0] for path in files}
    return [name for name, text in sources.items() if any(f'"{folder}"' in text for folder in folders)]
