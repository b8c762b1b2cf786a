"""Claim pairs that people labelled: a table of sentences, found again among the claims."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from sinorus_lib.errors import SinorusError

GRADES = ("same", "conflicting", "related", "different")
COLUMNS = ("file_a", "sentence_a", "file_b", "sentence_b", "grade")


def read_labels(path: str | Path, claims: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return labelled pairs as ``claim_a claim_b grade``.

    Args:
        path: a CSV file with the columns ``file_a sentence_a file_b sentence_b grade``.
        claims: the frame ``claims`` of the same coverage.
        articles: the frame ``articles``; its ``source_path`` tells which file is which.

    Raises:
        SinorusError: if a column is missing, a grade is unknown, or a sentence is no claim of its file.
    """
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise SinorusError(f"{path}: expected the columns {', '.join(COLUMNS)}; {missing[0]!r} is missing.")
    unknown = sorted(set(table["grade"]) - set(GRADES))
    if unknown:
        raise SinorusError(f"{path}: expected a grade among {', '.join(GRADES)}; found {unknown[0]!r}.")
    files = articles.set_index("article_id")["source_path"].map(lambda source: Path(source).name)
    names = claims["article_id"].map(files)
    known = {
        (name, squeeze(text)): claim
        for name, text, claim in zip(names, claims["text"], claims["claim_id"], strict=True)
    }
    sides = {side: _find(table, side, known, path) for side in "ab"}
    return pd.DataFrame({"claim_a": sides["a"], "claim_b": sides["b"], "grade": table["grade"]})


def squeeze(text: str) -> str:
    """Return a sentence without anything but its letters and digits, as it is looked up."""
    return re.sub(r"[\W_]+", "", text).casefold()


def _find(table: pd.DataFrame, side: str, known: dict[tuple[str, str], str], path: str | Path) -> list[str]:
    found = []
    for row, (file, sentence) in enumerate(table[[f"file_{side}", f"sentence_{side}"]].itertuples(index=False), 2):
        claim = known.get((file, squeeze(sentence)))
        if claim is None:
            raise SinorusError(f"{path}, line {row}: no claim of {file} reads {sentence!r}. Correct the sentence.")
        found.append(claim)
    return found
