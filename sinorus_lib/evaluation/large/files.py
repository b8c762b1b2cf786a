"""An invented collection as files: Markdown with front matter, one article each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple, cast

import pandas as pd

from sinorus_lib.evaluation.large.collection import Shape, batches


class _Row(NamedTuple):
    outlet: str
    language: str
    title: str
    published: pd.Timestamp
    text: str


def write(folder: str | Path, seed: int, sentences: int, *, shape: Shape | None = None) -> pd.DataFrame:
    """Write an invented collection into a folder, for ``read_coverage``, and return what was planted in it.

    Articles get the ids that they have in ``invent``, and are read in the order that they have there.

    Args:
        folder: where to; it is made if need be.
        seed: of all dice.
        sentences: how many at least, without titles.
        shape: as for ``invent``.

    Returns:
        ``article_id event copy_of``, one row an article.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    planted = []
    number = 0
    for collection in batches(seed, sentences, shape=shape):
        rows = collection.articles[list(_Row._fields)].itertuples(index=False)
        for row in rows:
            (folder / f"{number:07}.md").write_text(_markdown(cast("_Row", row)), encoding="utf-8")
            number += 1
        planted.append(collection.planted)
    return pd.concat(planted, ignore_index=True)


def _markdown(row: _Row) -> str:
    """Return an article as the sample's are written: the title in the front matter alone."""
    body = row.text.removeprefix(row.title).lstrip()
    facts = {"outlet": row.outlet, "language": row.language, "title": row.title}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    return "\n".join(["---", *lines, f"published: {row.published.date()}", "---", "", body, ""])
