"""Fit the shipped probability model again: ``python -m sinorus_lib.alignment.refit data/calibration``.

Each folder in the given one holds the articles of one event and a ``pairs.csv`` of labelled pairs, complete
over the pairs of sentences of different outlets: what is not listed is different.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment import score_candidates, token_encoder
from sinorus_lib.alignment.features import FEATURES
from sinorus_lib.alignment.groups import key
from sinorus_lib.alignment.probability import ProbabilityModel, fit
from sinorus_lib.claims import split_claims
from sinorus_lib.coverage import read_coverage
from sinorus_lib.encoders.embedding import embed
from sinorus_lib.labels import read_labels
from sinorus_lib.parsing import Parser
from sinorus_lib.settings import Settings

MODEL = Path(__file__).with_name("probability.json")
LABELS = "pairs.csv"


def labelled_candidates(folder: Path, settings: Settings, parser: Parser | None = None) -> pd.DataFrame:
    """Return every scored pair of one labelled event, with its ``grade``; unlisted pairs are ``different``."""
    articles = [read_coverage(path).articles for path in sorted(folder.glob("*.md"))]
    return score_labelled(pd.concat(articles, ignore_index=True), folder / LABELS, settings, parser)


def score_labelled(
    articles: pd.DataFrame, labels: Path, settings: Settings, parser: Parser | None = None
) -> pd.DataFrame:
    """Return every scored pair of the articles, with the ``grade`` that the labels give it."""
    claims = split_claims(articles, parser=parser)
    graded = read_labels(labels, claims, articles)
    scored = score_candidates(
        claims, embed(claims, settings=settings), settings=settings, tokens=token_encoder(settings)
    ).candidates
    known = {key(a, b): grade for a, b, grade in graded.itertuples(index=False)}
    sides = zip(scored["claim_a"], scored["claim_b"], strict=True)
    return scored.assign(grade=[known.get(key(a, b), "different") for a, b in sides])


def average_precision(relevant: Sequence[bool] | npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> float:
    """Return the average precision of a ranking; 0 if nothing is relevant."""
    hits = np.asarray(relevant, dtype=float)[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / max(1.0, hits.sum()))


def cross_validate(events: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return, for each event, figures of a model that was fitted on all the others."""
    rows = []
    for held_out, scored in events.items():
        others = pd.concat([frame for name, frame in events.items() if name != held_out])
        model = fit(others, (others["grade"] == "same").to_numpy(), FEATURES, {})
        rows.append({"event": held_out, **figures(scored, model.probability(scored))})
    return pd.DataFrame(rows)


def figures(scored: pd.DataFrame, probability: npt.NDArray[np.float64]) -> dict[str, float]:
    """Return average precision across and within languages, and precision and recall at 0.5."""
    same = (scored["grade"] == "same").to_numpy()
    near = (scored["grade"] != "different").to_numpy()
    across = (scored["language_a"] != scored["language_b"]).to_numpy()
    called = probability >= 0.5
    return {
        "ap_across": average_precision(same[across], probability[across]),
        "ap_within": average_precision(same[~across], probability[~across]),
        "called": int(called.sum()),
        "precision_same": float(same[called].mean()) if called.any() else 0.0,
        "precision_same_or_related": float(near[called].mean()) if called.any() else 0.0,
        "recall_same": float((called & same).sum() / max(1, same.sum())),
    }


def refit(folder: Path, settings: Settings) -> ProbabilityModel:
    """Return the model fitted on all events of a folder; its provenance holds the cross-validated figures."""
    parser = Parser()
    names = sorted(path.parent.name for path in folder.glob(f"*/{LABELS}"))
    events = {name: labelled_candidates(folder / name, settings, parser) for name in names}
    everything = pd.concat(events.values(), ignore_index=True)
    held_out = cross_validate(events).drop(columns="event").mean().round(3).to_dict()
    provenance = {
        "data": "invented coverage of invented events, written and labelled for this purpose (data/calibration)",
        "events": names,
        "pairs": len(everything),
        "grades": everything["grade"].value_counts().to_dict(),
        "encoder": settings.encoder,
        "token_layer": settings.token_layer,
        "neighbourhood": settings.neighbourhood,
        "held_out_by_event": held_out,
    }
    return fit(everything, (everything["grade"] == "same").to_numpy(), FEATURES, provenance)


if __name__ == "__main__":
    fitted = refit(Path(sys.argv[1]), Settings())
    fitted.to_json(MODEL)
    print(fitted.provenance["held_out_by_event"])
