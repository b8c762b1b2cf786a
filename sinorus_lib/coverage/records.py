"""Records: what a file says of each article, before cleaning."""

from __future__ import annotations

from collections.abc import Mapping
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
    "author": ("author", "authors", "byline", "auteur", "auteurs"),
    "wire": ("wire", "agency", "agence"),
    "event": ("event", "événement", "evenement"),
    "duplicate_of": ("duplicate_of", "copie_de"),
    "translation_of": ("translation_of", "traduction_de"),
}


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


def from_mapping(
    row: Mapping[Any, Any], origin: str, path: Path | None, columns: Mapping[str, str] | None = None
) -> Record:
    """Return a record from a row whose columns may have any of the known names.

    Args:
        row: column -> value.
        origin: where it stands, for messages.
        path: the file it stands in.
        columns: what the row calls our columns, where that is known; those are looked up under no other name.
    """
    lowered = {str(name).strip().lower(): value for name, value in row.items()}
    values = {}
    for ours, usual in COLUMN_NAMES.items():
        theirs = (columns[ours].lower(),) if columns and ours in columns else usual
        found = (as_text(lowered[name]) for name in theirs if name in lowered)
        value = next((text for text in found if text), None)
        if value:
            values[ours] = value
    return Record(origin, path, values)


def as_text(value: Any) -> str:
    """Return a cell as text, ``""`` where there is nothing; a list is joined by commas."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple, set)):
        return ", ".join(filter(None, map(as_text, value)))
    if value is None or isinstance(value, dict) or pd.isna(value):
        return ""
    return printable(str(value).strip())


def printable(text: str) -> str:
    """Return text in which nothing is left that UTF-8 cannot hold, such as half of a surrogate pair."""
    return text.encode("utf-8", errors="replace").decode()
