"""Exports of any format -> a tidy folder: one text file an article, and one table that a spreadsheet opens."""

from __future__ import annotations

import csv
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sinorus_lib.coverage import Coverage, Source, read_coverage
from sinorus_lib.coverage.files import SIDECAR
from sinorus_lib.coverage.formats.tables import read_table
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.errors import CoverageError
from sinorus_lib.settings import Settings
from sinorus_lib.spreadsheets import ENCODING, neutralise

TEXTS = "articles"
COLUMNS = (
    "file", "article_id", "outlet", "language", "title", "published", "author", "url", "wire", "event",
    "original_language", "duplicate_of", "translation_of",
)  # fmt: skip
_LONGEST_NAME = 80
_UNFIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, eq=False)
class Imported:
    """What an import wrote.

    Attributes:
        folder: the tidy folder.
        written: the text files that are new, in the order of the articles.
        known: how many articles stood in the folder already.
        coverage: what was read.
    """

    folder: Path
    written: tuple[Path, ...]
    known: int
    coverage: Coverage

    def __repr__(self) -> str:
        return (
            f"Imported({self.folder}: {len(self.written)} articles written, {self.known} already there, "
            f"{len(self.coverage.copies)} copies among those read, {len(self.coverage.warnings)} warnings)"
        )


def import_coverage(
    source: Source,
    folder: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    strict: bool | None = None,
) -> Imported:
    """Read articles of any format and add them to a tidy folder.

    The folder holds ``articles/``, one text file an article, and ``coverage.csv``, one row a file with all metadata,
    to be corrected in any spreadsheet; in its column ``duplicate_of`` stand the copies that were found, and ``none``
    says that an article is no copy. An article that stands there already is left as it is, corrections and all.
    Reading the folder gives the articles that were imported.

    Args:
        source: what to read, see :func:`read_coverage`.
        folder: where the articles go; it is made if need be.
        columns: what tables call our columns.
        settings: see :func:`read_coverage`.
        strict: turns warnings into errors, so that nothing is written unless all was read.

    Raises:
        CoverageError: if there is no article to read, or the folder holds a ``coverage.csv`` that is no such table.
        OSError: if it cannot be written there.
    """
    target = Path(folder)
    listed = _listed(target)
    coverage = read_coverage(source, columns=columns, settings=settings, strict=strict)
    known = {row.get("article_id", "") for row in listed}
    new = [row for row in coverage.articles.to_dict("records") if row["article_id"] not in known]
    rows = [_row(article) for article in new]
    texts = target / TEXTS
    texts.mkdir(parents=True, exist_ok=True)
    for row, article in zip(rows, new, strict=True):
        (target / row["file"]).write_text(f"{article['text']}\n", encoding="utf-8")
    _write_table(target / SIDECAR, [*listed, *rows])
    written = tuple(target / row["file"] for row in rows)
    return Imported(target, written, len(coverage.articles) - len(written), coverage)


def _listed(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the folder's table, as they stand there."""
    path = folder / SIDECAR
    if not path.is_file():
        return []
    objections = Objections()
    table = read_table(path, objections)
    if table is None or "file" not in table or "article_id" not in table:
        raise CoverageError(
            f"{path}: expected the table of a folder that was imported to, with the columns file and article_id. "
            "Choose another folder, or move that table away."
        )
    return [{str(name): str(value) for name, value in row.items()} for row in table.to_dict("records")]


def _row(article: Mapping[Any, Any]) -> dict[str, str]:
    facts = {name: _cell(article.get(name)) for name in COLUMNS}
    return {**facts, "file": f"{TEXTS}/{file_name(article)}"}


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    return str(value)


def file_name(article: Mapping[Any, Any]) -> str:
    """Return a name for an article's file, fit for any system: date, outlet, headline and id."""
    published = _cell(article.get("published"))[:10]
    words = _slug(" ".join((published, _cell(article["outlet"]), _cell(article.get("title")))))
    return f"{words[:_LONGEST_NAME].strip('-')}-{_slug(str(article['article_id']))[:_LONGEST_NAME]}.txt".lstrip("-")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _UNFIT.sub("-", plain).strip("-")


def _write_table(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write the table whole, or leave the earlier one."""
    rows = list(rows)
    others = dict.fromkeys(name for row in rows for name in row if name not in COLUMNS)
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".coverage-", suffix=".part")
    try:
        with open(handle, "w", encoding=ENCODING, newline="") as stream:
            writer = csv.DictWriter(stream, [*COLUMNS, *others], restval="")
            writer.writerow({name: neutralise(name) for name in writer.fieldnames})
            writer.writerows({name: neutralise(value) for name, value in row.items()} for row in rows)
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
