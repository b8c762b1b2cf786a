"""Records: what a file says of each article, before cleaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
FACTS = tuple(name for name in COLUMN_NAMES if name != "file")  # what may be known of an article

_MOST_NULS = 0.01  # share of a text's bytes that may be NUL by accident
_WIDE = 0.7  # share of zeros in every other byte of UTF-16 in a Latin script
_SAMPLE = 4_096
_LETTERS = frozenset("éèêëàâçîïôùûœ’‘“”–—…«»")  # by which Mac Roman is told from Windows-1252


@dataclass(frozen=True)
class Record:
    """One article as its file gives it.

    Attributes:
        origin: the file, and the line or row in it, as a person would say it in an error message.
        path: the file, or ``None`` for a row of a DataFrame.
        facts: our column names -> text; what is not known is absent.
        parts: other files that it was made from; they are not read as articles of their own.
    """

    origin: str
    path: Path | None
    facts: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Path, ...] = ()

    def with_facts(self, facts: Mapping[str, str]) -> Record:
        """Return a copy in which the given values win over those of the file."""
        return replace(self, facts={**self.facts, **facts})


def decode(path: Path, objections: Objections) -> str | None:
    """Return a file's text: UTF-8, UTF-16, else Windows-1252 or Mac Roman with a warning; ``None`` if it is none."""
    raw = path.read_bytes()
    wide = _utf16(raw)
    if wide:
        return raw.decode(wide, errors="replace").removeprefix("\ufeff")
    if b"\x00" in raw:
        if raw.count(b"\x00") > _MOST_NULS * len(raw):
            objections.add(path.name, "expected text, found binary data; it was left out. Export it as UTF-8 text")
            return None
        objections.add(path.name, "holds NUL bytes, which were taken out. Check whether text is missing there")
        raw = raw.replace(b"\x00", b"")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding, name = _narrow_encoding(raw)
        objections.add(path.name, f"expected UTF-8, read as {name}. Save it as UTF-8 if letters look wrong")
        return raw.decode(encoding, errors="replace")


def _utf16(raw: bytes) -> str | None:
    """Return which UTF-16 bytes are in, by their mark or by where their zeros are; ``None`` if in neither."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = raw[:_SAMPLE]
    zeros = [sample[start::2].count(0) / max(1, len(sample) // 2) for start in (0, 1)]
    if max(zeros) > _WIDE and min(zeros) < _MOST_NULS:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    return None


def _narrow_encoding(raw: bytes) -> tuple[str, str]:
    """Return the encoding of a text that is not all UTF-8, and its name: where it shows most letters of French."""
    whole = raw.decode("utf-8", errors="replace")
    if sum(not letter.isascii() for letter in whole) > 2 * whole.count("\ufffd"):
        return "utf-8-sig", "UTF-8 with errors"
    names = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
    shown = {encoding: Counter(raw.decode(encoding, errors="replace")) for encoding in names}
    best = max(names, key=lambda encoding: sum(shown[encoding][letter] for letter in _LETTERS))
    return best, names[best]


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
