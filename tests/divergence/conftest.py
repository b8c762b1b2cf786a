"""Pairs, framing and claims built by hand, so that the right answer is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sinorus_lib.divergence.null import Differences, MeasureNull, TranslationNull


@dataclass(frozen=True)
class Frames:
    """The frames of pairs of claims of the outlets A and B."""

    pairs: pd.DataFrame
    framing: pd.DataFrame
    claims: pd.DataFrame


def frames(
    values_a: list[float],
    values_b: list[float],
    *,
    measure: str = "certainty",
    labels_a: list[str] | None = None,
    labels_b: list[str] | None = None,
    languages: tuple[str, str] = ("en", "en"),
    articles: int = 1,
) -> Frames:
    """Return as many shared claims as values, dealt round to a number of articles a side."""
    count = len(values_a)
    sides = {"a": ("A", values_a, labels_a, languages[0]), "b": ("B", values_b, labels_b, languages[1])}
    pairs = pd.DataFrame(
        {
            **{f"claim_{side}": [f"{side}{i}" for i in range(count)] for side in sides},
            **{f"outlet_{side}": sides[side][0] for side in sides},
            **{f"language_{side}": sides[side][3] for side in sides},
            "relation": "equivalent",
        }
    ).astype("str")
    rows, claims = [], []
    for side, (outlet, values, labels, language) in sides.items():
        for i, value in enumerate(values):
            label = labels[i] if labels else "x"
            rows.append((f"{side}{i}", measure, value, label, 0, 1, "y", None))
            claims.append((f"{side}{i}", f"{outlet}-{i % articles}", outlet, language))
    columns = ["claim_id", "measure", "value", "label", "start", "end", "cue", "note"]
    return Frames(
        pairs,
        pd.DataFrame([*rows, *rows[:1]], columns=columns),  # a second piece of evidence for the first claim
        pd.DataFrame(claims, columns=["claim_id", "article_id", "outlet", "language"]),
    )


def null_of(differences: list[float], *, measure: str = "certainty", told: float = 0.5) -> TranslationNull:
    """Return a null in which one measure has these differences on translations of either direction."""
    found = Differences.of(np.asarray(differences))
    return TranslationNull({measure: MeasureNull({"fr": found, "en": found}, told)}, {"encoder": "e5-small"})
