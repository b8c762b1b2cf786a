"""Cleaned articles -> the frame ``articles``: each with an id, an outlet and the file it stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from sinorus_lib.coverage.cleaning import Article, Cleaned
from sinorus_lib.coverage.copies.wording import Wording
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record, printable
from sinorus_lib.schemas import conform, empty

UNKNOWN = "unknown"
REMOVED_COLUMNS = ("article_id", "source_path", "rule", "paragraph", "text")
# What an analyst may write as an article's original to say that it is no copy.
_NO_COPY = ("none", "no", "-", "aucun", "aucune", "non")


class Assembled(NamedTuple):
    """The frame ``articles``, what was removed from them, and the wording of each by its id."""

    articles: pd.DataFrame
    removed: pd.DataFrame
    wordings: dict[str, Wording]


def assemble_articles(records: Sequence[Record], cleaned: Sequence[Cleaned], objections: Objections) -> Assembled:
    """Return the articles of records that were cleaned, without those that had to be left out."""
    rows: dict[str, dict[str, object]] = {}
    removed: list[dict[str, object]] = []
    origins: dict[str, str] = {}
    wordings: dict[str, Wording] = {}
    for record, given in zip(records, cleaned, strict=True):
        for message in given.objections:
            objections.add(record.origin, message)
        if given.article is None:
            continue
        row = _row(given.article, record)
        article_id = _unique_id(row, record, rows, origins, objections)
        if article_id is None:
            continue
        if str(row["duplicate_of"] or "").lower() in _NO_COPY:
            row["duplicate_of"] = article_id
        rows[article_id], origins[article_id] = {**row, "article_id": article_id}, record.origin
        wordings[article_id] = given.article.wording
        cuts = given.article.cuts
        removed += [{"article_id": article_id, "source_path": row["source_path"], **vars(cut)} for cut in cuts]
    articles = conform(pd.DataFrame(rows.values()), "articles") if rows else empty("articles")
    _object_to_one_sided(articles, objections)
    return Assembled(articles, pd.DataFrame(removed, columns=list(REMOVED_COLUMNS)), wordings)


def _row(article: Article, record: Record) -> dict[str, object]:
    published = article.columns["published"]
    return {
        **article.columns,
        "outlet": article.columns["outlet"] or _unknown_outlet(record),
        "published": None if published is None else pd.Timestamp(published),
        "source_path": None if record.path is None else printable(record.path.as_posix()),
    }


def _unknown_outlet(record: Record) -> str:
    """Return a name that says the outlet is unknown, and still tells two unknown outlets apart."""
    return printable(f"{UNKNOWN} ({record.origin})")


def _unique_id(
    article: dict[str, object],
    record: Record,
    rows: dict[str, dict[str, object]],
    origins: dict[str, str],
    objections: Objections,
) -> str | None:
    declared, computed = article["article_id"], article_id(str(article["outlet"]), str(article["text"]))
    wanted = str(declared or computed)
    if wanted not in rows:
        return wanted
    if (rows[wanted]["outlet"], rows[wanted]["text"]) == (article["outlet"], article["text"]):
        objections.add(
            record.origin, f"is the same article as {origins[wanted]}; it was left out. Remove one of them"
        )
        return None
    objections.add(
        record.origin,
        f"has the same id {wanted!r} as {origins[wanted]}; it was given {computed!r} instead. Give each its own id",
    )
    return computed


def article_id(outlet: str, text: str) -> str:
    """Return the stable id of an article: of its outlet and its text after cleaning, nothing else."""
    return "a" + hashlib.sha256(f"{outlet}\x1f{text}".encode()).hexdigest()[:12]


def _object_to_one_sided(articles: pd.DataFrame, objections: Objections) -> None:
    if len(set(articles["language"])) == 1:
        language = articles["language"].iloc[0]
        objections.add(
            "coverage", f"expected French and English, all {len(articles)} articles are {language!r}; claims are "
            "compared within the language. Add articles in the other to compare across"
        )  # fmt: skip
    if len(set(articles["outlet"])) == 1:
        objections.add(
            "coverage", f"expected two outlets or more, all articles are of {articles['outlet'].iloc[0]!r}; "
            "there is nothing to compare. Add coverage of another outlet, or name the outlets"
        )  # fmt: skip
