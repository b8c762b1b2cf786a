"""Scenes: invented sentences whose codes say which make the same claim and which contradict it (data/scenes)."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

from sinorus_lib.alignment.facts import ClaimFacts, cue_table, read_facts
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.errors import CoverageError
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.fitting import ABOUT_THE_SAME
from sinorus_lib.evaluation.lists import list_claims
from sinorus_lib.settings import SENTENCE

COLUMNS = ["scene", "language", "fact", "text"]
_EDITS = "edits-"  # files of families that differ in one respect
CONTRADICTS = "!"  # A1!number is A1 with another number


def read_scenes(folder: Path) -> pd.DataFrame:
    """Return the scenes of all ``.tsv`` files of a folder: ``scene language fact text``.

    Raises:
        CoverageError: if a file lacks a column.
    """
    tables = [_read(path) for path in sorted(folder.glob("*.tsv"))]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def _read(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=csv.QUOTE_NONE)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise CoverageError(f"{path.name}: no column {missing[0]!r}; expected {', '.join(COLUMNS)}, divided by tabs.")
    return table[COLUMNS].assign(scene=path.stem + "/" + table["scene"])


def grade(fact_a: str, fact_b: str) -> str | None:
    """Return what two codes of one scene are to each other; nothing where that was not graded.

    The same code is ``same``; ``A1`` and ``A1!number`` are ``conflicting``; the same letter is ``related``;
    any others are ``different``. Two ways to contradict one claim were not graded against each other.
    """
    if fact_a == fact_b:
        return "same"
    (plain_a, *edits_a), (plain_b, *edits_b) = fact_a.split(CONTRADICTS), fact_b.split(CONTRADICTS)
    if plain_a == plain_b:
        return None if edits_a and edits_b else "conflicting"
    return "related" if plain_a[0] == plain_b[0] else "different"


def same_or_conflicting(scenes: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    """Return the cues of every pair of sentences of one scene that is ``same`` or ``conflicting``.

    Returns:
        ``scene grade source across`` and a column a cue, one row a pair.
    """
    rows = [
        (scene, i, j, found)
        for scene, members in scenes.groupby("scene", sort=False)
        for i, j in combinations(members.index, 2)
        if (found := grade(scenes["fact"][i], scenes["fact"][j])) in ABOUT_THE_SAME
    ]
    pairs = pd.DataFrame(rows, columns=["scene", "i", "j", "grade"])
    languages = scenes["language"].to_numpy()
    across = languages[pairs["i"]] != languages[pairs["j"]]
    cues = cue_table(scene_facts(scenes, bench), pairs["i"].to_numpy(), pairs["j"].to_numpy())
    source = np.where(pairs["scene"].str.startswith(_EDITS), "edits", "scenes")
    return pairs[["scene", "grade"]].assign(source=source, across=np.asarray(across)).join(cues)


def scene_facts(scenes: pd.DataFrame, bench: Bench) -> list[ClaimFacts]:
    """Return the facts of every sentence, those of one scene and language read as one article."""
    keys = ["scene", "language"]
    groups = scenes.groupby(keys, sort=False)
    bench = bench.in_unit(SENTENCE)
    lists = [
        list_claims(members["text"].tolist(), str(language), bench, name=f"{scene}/")
        for (scene, language), members in groups
    ]
    claims = pd.concat(lists).drop_duplicates(["article_id", "paragraph"]).set_index(["article_id", "paragraph"])
    places = [scenes[keys].agg("/".join, axis=1), groups.cumcount()]
    ordered = claims.loc[pd.MultiIndex.from_arrays(places, names=["article_id", "paragraph"])].reset_index()
    tokens = bench.tokens.encode(ordered["text"].tolist())
    return read_facts(ordered, tokens, TokenSpace.fit(tokens, ordered["language"].tolist()), bench.parser)
