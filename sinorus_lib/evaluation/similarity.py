"""Graded similarity across languages (STS benchmark, Cer et al. 2017): a check of the vectors, not the target."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.candidates import centre_by_language
from sinorus_lib.alignment.overlap import overlap_matrix
from sinorus_lib.alignment.tokens import TokenSpace
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.rankings import ENCODERS
from sinorus_lib.evaluation.statistics import rank_correlation
from sinorus_lib.evaluation.tables import Cell, markdown

TITLE = "Graded similarity"
FILE = "stsb-dev.tsv"
Scores = npt.NDArray[np.float64]
_NOTE = """\
Spearman's correlation with graded similarity, French first sentence against English second (STS benchmark,
development set, 1,500 pairs). Graded similarity is not the target: two captions of like scenes score high there and
are no claim that two outlets share; and a probability needs an article as its background, which single pairs lack."""


def scores(french: list[str], english: list[str], bench: Bench) -> dict[str, Scores]:
    """Return the raw scores of row i of one list against row i of the other, by what they are called."""
    claims = pd.DataFrame({"text": french + english})
    languages = np.array(["fr"] * len(french) + ["en"] * len(english), dtype=object)
    found = {}
    for name in ENCODERS:
        vectors = bench.vectors(claims, name)
        found[f"cosine, {name}"] = _row_by_row(vectors)
        found[f"centred cosine, {name}"] = _row_by_row(centre_by_language(vectors, languages))
    return found | {
        "token overlap, without background": _overlaps(claims["text"].tolist(), languages.tolist(), bench)
    }


def _row_by_row(vectors: npt.NDArray[np.float32]) -> Scores:
    half = len(vectors) // 2
    return np.asarray((vectors[:half] * vectors[half:]).sum(axis=1), dtype=np.float64)


def _overlaps(texts: list[str], languages: list[str], bench: Bench) -> Scores:
    tokens = bench.tokens.encode(texts, batch_size=bench.settings.batch_size)
    space = TokenSpace.fit(tokens, languages)
    sides = list(zip(tokens, texts, languages, strict=True))
    vectors = [space.centred(item, language) for item, _, language in sides]
    weights = [space.weights(item, text, language) for item, text, language in sides]
    half = len(texts) // 2
    return np.array(
        [
            overlap_matrix([vectors[i]], [weights[i]], [vectors[i + half]], [weights[i + half]])[0, 0]
            for i in range(half)
        ]
    )


def section(folder: Path, bench: Bench) -> str:
    """Return the table of the benchmark in a folder."""
    table = pd.read_csv(folder / FILE, sep="\t", keep_default_na=False, dtype=str)
    graded = table["score"].to_numpy(dtype=np.float64)
    found = scores(table["fr_1"].tolist(), table["en_2"].tolist(), bench)
    rows: list[list[Cell]] = [[name, rank_correlation(values, graded)] for name, values in found.items()]
    return f"{_NOTE}\n\n{markdown(['score', 'Spearman'], rows)}"
