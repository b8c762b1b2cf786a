"""Every pair of claims, scored by sinorus and by what it is compared with; and what each would decide.

A label is given to two sentences (of a list: to two rows), here called *places*. A place may hold several
claims; the score of two places is the best of their claims'.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment import select_pairs
from sinorus_lib.alignment.candidates import article_pairs, centre_by_language
from sinorus_lib.alignment.probability import ProbabilityModel
from sinorus_lib.encoders import Vectors
from sinorus_lib.errors import SinorusError
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.settings import Settings

Matrix = npt.NDArray[np.float64]
SINORUS = "sinorus"
ENCODERS = ("e5-small", "use-m3")
NEIGHBOURS = 4  # k of Artetxe and Schwenk 2019
COSINE, MARGIN = "centred cosine", "ratio margin"
BASELINES = {
    **{f"{kind} {name}": f"{kind}, {name}" for name in ENCODERS for kind in (COSINE, MARGIN)},
    "overlap": "token overlap alone",
}  # column -> what it is called in a table
PLACES = ["place_a", "place_b"]


def ratio_margin(similarity: Matrix, neighbours: int = NEIGHBOURS) -> Matrix:
    """Return each cosine divided by the mean of its row's and its column's nearest neighbours; shape as given.

    Artetxe and Schwenk 2019 (Margin-based Parallel Corpus Mining with Multilingual Sentence Embeddings),
    the neighbours taken within the two articles that are compared.
    """
    rows, columns = _mean_of_nearest(similarity, neighbours), _mean_of_nearest(similarity.T, neighbours)
    return np.asarray(similarity / np.maximum((rows[:, None] + columns[None, :]) / 2, 1e-6))


def _mean_of_nearest(similarity: Matrix, count: int) -> Matrix:
    count = min(count, similarity.shape[1])
    return np.asarray(np.partition(similarity, -count, axis=1)[:, -count:].mean(axis=1))


def score_pairs(claims: pd.DataFrame, places: pd.Series, bench: Bench, **options: object) -> pd.DataFrame:
    """Return every pair of claims of different outlets: its places, its baselines, and what sinorus made of it.

    Args:
        claims: the frame ``claims``.
        places: the place of each claim, in the order of the claims.
        bench: what scores them.
        options: passed to ``score_candidates``.

    Returns:
        ``claim_a claim_b place_a place_b across``, a column a baseline, ``scored``, and the columns of the
        candidates, empty where sinorus did not score a pair.
    """
    every = _every_pair(claims, places, bench)
    candidates = bench.candidates(claims, **options)
    merged = every.merge(candidates, on=["claim_a", "claim_b"], how="left", validate="one_to_one")
    scored = merged["probability"].notna()
    if scored.sum() != len(candidates):
        raise SinorusError(f"{len(candidates)} candidates, of which {scored.sum()} are pairs of different outlets.")
    return merged.assign(scored=scored)


def _every_pair(claims: pd.DataFrame, places: pd.Series, bench: Bench) -> pd.DataFrame:
    languages = claims["language"].to_numpy(dtype=object)
    spaces = {name: bench.vectors(claims, name) for name in ENCODERS}
    centred = {name: centre_by_language(vectors, languages) for name, vectors in spaces.items()}
    names = {"claim": claims["claim_id"].to_numpy(), "place": places.to_numpy()}
    blocks = []
    for rows_a, rows_b in article_pairs(claims):
        a, b = np.repeat(rows_a, len(rows_b)), np.tile(rows_b, len(rows_a))
        sides = {f"{name}_{side}": v[rows] for name, v in names.items() for side, rows in (("a", a), ("b", b))}
        scores = _baseline_scores(spaces, centred, rows_a, rows_b)
        blocks.append(pd.DataFrame({**sides, "across": languages[a] != languages[b], **scores}))
    return pd.concat(blocks, ignore_index=True)


def _baseline_scores(
    spaces: dict[str, Vectors],
    centred: dict[str, Vectors],
    rows_a: npt.NDArray[np.int64],
    rows_b: npt.NDArray[np.int64],
) -> dict[str, Matrix]:
    """Return the baselines of the claims of two articles, row by row of the matrix of their pairs."""
    scores = {}
    for name in spaces:
        similarity = (spaces[name][rows_a] @ spaces[name][rows_b].T).astype(np.float64)
        scores[f"{COSINE} {name}"] = (centred[name][rows_a] @ centred[name][rows_b].T).astype(np.float64).ravel()
        scores[f"{MARGIN} {name}"] = ratio_margin(similarity).ravel()
    return scores


def with_score(pairs: pd.DataFrame, model: ProbabilityModel) -> pd.DataFrame:
    """Return the pairs with the probability that a model of one score gives them, and without any conflict."""
    probability = model.probability(pairs).astype(np.float64)
    kept = np.where(pairs["scored"], probability, np.nan)
    none = np.where(pairs["scored"], 0.0, np.nan)
    return pairs.assign(probability=kept, content_probability=kept, conflict_probability=none)


def decide(pairs: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the pairs with what :func:`select_pairs` says of them: ``relation called together``."""
    candidates = pairs[pairs["scored"]]
    selected = select_pairs(candidates, settings)
    known = selected.set_index(["claim_a", "claim_b"])["relation"]
    relation = known.reindex(pd.MultiIndex.from_frame(pairs[["claim_a", "claim_b"]])).to_numpy()
    return pairs.assign(relation=relation, called=relation == "equivalent", together=_in_one_group(pairs, selected))


def _in_one_group(pairs: pd.DataFrame, selected: pd.DataFrame) -> npt.NDArray[np.bool_]:
    grouped = selected.dropna(subset="group_id")
    groups = {
        claim: group
        for side in ("claim_a", "claim_b")
        for claim, group in zip(grouped[side], grouped["group_id"], strict=True)
    }
    a, b = pairs["claim_a"].map(groups), pairs["claim_b"].map(groups)
    return np.asarray(a.notna() & (a == b), dtype=bool)


def by_place(pairs: pd.DataFrame, score: str = "probability") -> pd.DataFrame:
    """Return one row two places: ``across grade score probability scored``, and what was decided, if it was.

    Score and probability are those of the best of their claims' pairs; what was not scored has the score
    minus infinity and the probability 0. Two places are called equivalent, or put together, if any pair of
    their claims is; their relation is that of the pair most probably about the same that has one.
    """
    filled = pairs.assign(score=pairs[score].fillna(-np.inf), probability=pairs["probability"].fillna(0.0))
    ranked = filled.sort_values(["content_probability", "claim_a", "claim_b"], ascending=[False, True, True])
    first = ["across", "grade", "relation"]  # the first that is not empty
    largest = ["score", "probability", "scored", "called", "together"]
    how = dict.fromkeys(first, "first") | dict.fromkeys(largest, "max")
    return ranked.groupby(PLACES).agg({name: way for name, way in how.items() if name in ranked}).reset_index()


def rank(pairs: pd.DataFrame, models: dict[str, ProbabilityModel], settings: Settings) -> dict[str, pd.DataFrame]:
    """Return the decided places of sinorus and of every baseline, by what each is called.

    A baseline is given a probability by its own model, and then the same selection as sinorus.
    """
    ranked = {SINORUS: by_place(decide(pairs, settings))}
    for name, model in models.items():
        ranked[BASELINES[name]] = by_place(decide(with_score(pairs, model), settings), name)
    return ranked
