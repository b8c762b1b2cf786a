"""Mixed lists: a third of the sentences have their translation on the other side, the rest have nothing.

After the shared tasks on mining parallel sentences (BUCC, Zweigenbaum, Sharoff and Rapp 2017), small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sinorus_lib.alignment.probability import ProbabilityModel
from sinorus_lib.divergence.calibrating import read_parallel
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.figures import Figures, average_precisions, figures
from sinorus_lib.evaluation.lists import both_lists, list_places
from sinorus_lib.evaluation.rankings import rank, score_pairs
from sinorus_lib.evaluation.tables import Cell, markdown

TITLE = "Mixed lists of translations"
FILE = "newstest2013.tsv"
LISTS, SHARED, ALONE = 10, 20, 40
_HEADS = ("ranking", "AP", "called equivalent", "precision", "recall", "F1", "false merges")
_NOTE = f"""\
{LISTS} lists of {SHARED + ALONE} French and {SHARED + ALONE} English sentences of professionally translated news
(WMT newstest2013); {SHARED} on each side are translations of each other, the others come from other documents. AP:
mean over the lists; the other figures at the default settings, all lists pooled. Finding translations is the easy
part."""


@dataclass(frozen=True)
class MixedList:
    """Sentences of both languages, and which row is the translation of which."""

    french: list[str]
    english: list[str]
    translations: frozenset[tuple[int, int]]


def read_translations(path: Path) -> pd.DataFrame:
    """Return ``document fr en`` of a parallel corpus in document order, each sentence once."""
    table = read_parallel(path, fewest=1)
    unique = ~table["fr"].duplicated(keep=False) & ~table["en"].duplicated(keep=False)
    return table.loc[unique, ["document", "fr", "en"]].reset_index(drop=True)


def mixed_lists(table: pd.DataFrame, *, lists: int = LISTS, seed: int = 1) -> Iterator[MixedList]:
    """Yield lists of sentences, drawn by document: no document lends to two of the three parts of a list."""
    random = np.random.default_rng(seed)
    documents = [part.index.tolist() for _, part in table.groupby("document", sort=False)]
    for _ in range(lists):
        order = random.permutation(len(documents)).tolist()
        shared, french, english = (_take(documents, order, count) for count in (SHARED, ALONE, ALONE))
        yield _mix(table, shared, french, english, random)


def _take(documents: list[list[int]], order: list[int], count: int) -> list[int]:
    """Return that many rows of the next documents, and remove these from the order."""
    taken: list[int] = []
    while len(taken) < count:
        taken += documents[order.pop()]
    return taken[:count]


def _mix(
    table: pd.DataFrame, shared: list[int], french: list[int], english: list[int], random: np.random.Generator
) -> MixedList:
    fr, en = (random.permutation(np.array(shared + alone)) for alone in (french, english))
    at_fr, at_en = ({int(row): at for at, row in enumerate(side)} for side in (fr, en))
    pairs = frozenset((at_fr[row], at_en[row]) for row in shared)
    return MixedList(table["fr"][fr].tolist(), table["en"][en].tolist(), pairs)


def mixed_pairs(mixed: MixedList, name: str, bench: Bench) -> pd.DataFrame:
    """Return every pair of claims of one list, graded ``same`` where one is the translation of the other."""
    claims = both_lists(mixed.french, mixed.english, bench, name=name)
    pairs = score_pairs(claims, list_places(claims), bench)
    same = {(f"{name}fr:{a}", f"{name}en:{b}") for a, b in mixed.translations}
    sides = zip(pairs["place_a"], pairs["place_b"], strict=True)
    return pairs.assign(grade=["same" if side in same else "different" for side in sides])


def section(folder: Path, models: dict[str, ProbabilityModel], bench: Bench) -> str:
    """Return the table of the lists drawn from the corpus in a folder."""
    drawn = enumerate(mixed_lists(read_translations(folder / FILE)))
    ranked = [rank(mixed_pairs(mixed, f"list{number}-", bench), models, bench.settings) for number, mixed in drawn]
    rows = [_row(name, [places[name] for places in ranked]) for name in ranked[0]]
    return f"{_NOTE}\n\n{markdown(_HEADS, rows)}"


def _row(name: str, lists: list[pd.DataFrame]) -> list[Cell]:
    found: Figures = figures(pd.concat(lists, ignore_index=True))
    mean = float(np.mean([average_precisions(places)[0] for places in lists]))
    return [name, mean, found.called, found.precision, found.recall, found.f1, found.false_merges]
