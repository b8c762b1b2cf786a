"""Anything on disk -> records: what a file says of each article, before cleaning. One function a format."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sinorus_lib.coverage.objections import Objections

# What other exports call our columns. Names are compared in lower case.
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "article_id": ("article_id", "id"),
    "file": ("file", "filename", "fichier"),
    "outlet": ("outlet", "source", "media", "média", "publication", "publisher", "journal", "sitename"),
    "language": ("language", "lang", "langue"),
    "title": ("title", "headline", "titre"),
    "published": ("published", "date", "published_at", "publication_date", "publish_date"),
    "url": ("url", "link", "lien"),
    "text": ("text", "body", "content", "texte", "contenu", "article"),
    "original_language": ("original_language", "langue_originale"),
}
_HTML_NAMES = {"title": "title", "date": "published", "sitename": "outlet", "url": "url", "text": "text"}


@dataclass(frozen=True)
class Record:
    """One article as its file gives it.

    Attributes:
        origin: the file, and the line or row in it, as a person would say it in an error message.
        path: the file, or ``None`` for a row of a DataFrame.
        facts: our column names -> text; what is not known is absent.
    """

    origin: str
    path: Path | None
    facts: Mapping[str, str] = field(default_factory=dict)

    def with_facts(self, facts: Mapping[str, str]) -> Record:
        """Return a copy in which the given values win over those of the file."""
        return Record(self.origin, self.path, {**self.facts, **facts})


def decode(path: Path, objections: Objections) -> str | None:
    """Return a file's text: UTF-8, UTF-16 with its mark, else Windows-1252 with a warning."""
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if b"\x00" in raw:
        objections.add(path.name, "expected text, found binary data; it was left out. Export it as UTF-8 text")
        return None
    if not text and raw:
        objections.add(path.name, "expected UTF-8, read as Windows-1252. Save it as UTF-8 if letters look wrong")
        return raw.decode("cp1252", errors="replace")
    return text


def from_mapping(row: Mapping[Any, Any], origin: str, path: Path | None) -> Record:
    """Return a record from a row whose columns may have any of the known names."""
    lowered = {str(name).strip().lower(): value for name, value in row.items()}
    values = {}
    for ours, theirs in COLUMN_NAMES.items():
        found = (_as_text(lowered[name]) for name in theirs if name in lowered)
        value = next((text for text in found if text), None)
        if value:
            values[ours] = value
    return Record(origin, path, values)


def _as_text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple, set)):
        return ", ".join(filter(None, map(_as_text, value)))
    if value is None or isinstance(value, dict) or pd.isna(value):
        return ""
    return printable(str(value).strip())


def printable(text: str) -> str:
    """Return text in which nothing is left that UTF-8 cannot hold, such as half of a surrogate pair."""
    return text.encode("utf-8", errors="replace").decode()


def read_text(path: Path, objections: Objections) -> list[Record]:
    """Read a plain text file: one article."""
    text = decode(path, objections)
    return [] if text is None else [Record(path.name, path, {"text": text})]


def read_markdown(path: Path, objections: Objections) -> list[Record]:
    """Read a Markdown file: one article, its metadata in YAML front matter."""
    import frontmatter
    import yaml

    text = decode(path, objections)
    if text is None:
        return []
    if text.startswith("---\n") and "\n---" not in text[3:]:
        objections.add(path.name, "its front matter is never closed; all was read as text. End it with a line of ---")
    try:
        metadata, body = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        objections.add(
            path.name,
            f"expected YAML front matter between two lines of ---, could not read it ({reason}); its metadata "
            "is unknown. Write it as `name: value`, one a line, quoting values that hold a colon",
        )
        metadata, body = {}, _without_front_matter(text)
    return [from_mapping({**metadata, "text": body}, path.name, path)]


def _without_front_matter(text: str) -> str:
    parts = text.split("\n---", 1)
    return parts[1] if text.startswith("---") and len(parts) == 2 else text


def read_html(path: Path, objections: Objections) -> list[Record]:
    """Read a saved web page: one article, found by trafilatura; nothing is fetched."""
    import trafilatura

    text = decode(path, objections)
    if text is None:
        return []
    page = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, include_tables=False)
    if page is None:
        objections.add(path.name, "expected a web page with an article, found none. Save its text as .txt instead")
        return []
    found = page if isinstance(page, dict) else page.as_dict()
    facts = {ours: _as_text(found.get(theirs)) for theirs, ours in _HTML_NAMES.items()}
    return [Record(path.name, path, {name: value for name, value in facts.items() if value})]


def read_json_lines(path: Path, objections: Objections) -> list[Record]:
    """Read JSON lines: one article a line."""
    text = decode(path, objections)
    records = []
    for number, line in enumerate((text or "").split("\n"), start=1):
        if not line.strip():
            continue
        row = _json_object(line)
        if row is None:
            objections.add(
                f"{path.name}, line {number}",
                "expected one JSON object, the line was left out. Mend its syntax",
            )
        else:
            records.append(from_mapping(row, f"{path.name}, line {number}", path))
    return records


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def read_table(path: Path, objections: Objections) -> pd.DataFrame | None:
    """Read a CSV file as text, whatever its separator; ``None`` if it is no table."""
    text = decode(path, objections)
    if text is None:
        return None
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", pd.errors.ParserWarning)
            table = pd.read_csv(
                io.StringIO(text), dtype=str, keep_default_na=False, sep=_separator(text), index_col=False
            )
        if any(issubclass(item.category, pd.errors.ParserWarning) for item in caught):
            objections.add(path.name, "has rows with more cells than its header; those were ignored. Quote such text")
        return table
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        objections.add(
            path.name, f"expected a table with a header, could not read it ({error}). Export it as CSV again"
        )
        return None


def _separator(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def read_csv(path: Path, objections: Objections) -> list[Record]:
    """Read a CSV file: one article a row, its text in a column of its own."""
    table = read_table(path, objections)
    return [] if table is None else from_frame(table, path.name, path, objections)


def read_parquet(path: Path, objections: Objections) -> list[Record]:
    """Read a Parquet file: one article a row."""
    try:
        table = pd.read_parquet(path)
    except (OSError, ValueError) as error:
        objections.add(path.name, f"expected a Parquet file, could not read it ({error}). Write it again")
        return []
    return from_frame(table, path.name, path, objections)


def from_frame(table: pd.DataFrame, name: str, path: Path | None, objections: Objections) -> list[Record]:
    """Return a record for each row of a table."""
    columns = [str(column).strip().lower() for column in table.columns]
    if not set(columns) & set(COLUMN_NAMES["text"]):
        objections.add(
            name,
            f"expected a column named {' or '.join(COLUMN_NAMES['text'][:3])}, found {', '.join(columns) or 'none'}. "
            "Rename the column that holds the articles' text",
        )
        return []
    rows: Iterable[dict[Any, Any]] = table.to_dict("records")
    return [from_mapping(row, f"{name}, row {number}", path) for number, row in enumerate(rows, start=1)]


READERS: dict[str, Callable[[Path, Objections], list[Record]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_json_lines,
    ".csv": read_csv,
    ".parquet": read_parquet,
}
