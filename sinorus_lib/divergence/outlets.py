"""Two outlets: how they frame the claims they share, and, apart from that, all their claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.divergence import resampling
from sinorus_lib.divergence.findings import FEWEST_ARTICLES, FEWEST_PAIRS, Finding, in_words
from sinorus_lib.divergence.null import MeasureNull, TranslationNull, p_of_mean, range_of_means
from sinorus_lib.divergence.residual import RESIDUAL
from sinorus_lib.framing import CLASSED, NEEDS_ENCODER
from sinorus_lib.schemas import conform, empty
from sinorus_lib.settings import LANGUAGES, Settings

Numbers = npt.NDArray[np.float64]
_PAIR = ["claim_a", "claim_b"]
_SIDE_FACTS = ["outlet_a", "outlet_b", "language_a", "language_b"]


@dataclass(frozen=True)
class _Nulls:
    """The null and the encoder that it must have been taken with."""

    null: TranslationNull
    encoder: str
    _means: dict[tuple[str, int], Numbers] = field(default_factory=dict, repr=False)

    def of(self, measure: str, languages: tuple[str, str]) -> MeasureNull | None:
        """Return the null of ``measure`` or ``measure:label``; none within a language."""
        if languages != LANGUAGES:
            return None
        vectors = measure.partition(":")[0] in NEEDS_ENCODER | {RESIDUAL}
        return self.null.of(measure, encoder=self.encoder, needs_encoder=vectors)

    def against_translation(self, row: dict[str, Any], null: MeasureNull | None, count: int) -> dict[str, float]:
        """Return ``p null_low null_high`` of a row: its p is at least that of a mean of as many translations."""
        if null is None:
            return {}
        key = (str(row["measure"]), count)
        if key not in self._means:
            self._means[key] = null.means(count)
        means = self._means[key]
        low, high = range_of_means(means)
        return {"p": max(row["p"], p_of_mean(row["difference"], means)), "null_low": low, "null_high": high}


def outlet_divergence(
    pairs: pd.DataFrame,
    divergence: pd.DataFrame,
    claims: pd.DataFrame,
    *,
    null: TranslationNull | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Return paired differences between outlets over their equivalent claims: the frame ``outlets``.

    The interval is a bootstrap over the articles of both outlets, the test flips signs (`resampling`). Across
    languages signs are flipped around the mean difference of translations (of the origins, the nearest one), and
    p is no less than the share of samples of as many translations whose mean is as far out. ``q`` is p after
    Benjamini and Hochberg (1995) over all rows. Interval and test are empty below six shared claims, the interval
    also where an outlet has one article only; ``finding`` says what follows.

    A measure with classes has one more row for each class that occurs: ``measure:class``, of the share of claims.
    """
    settings = settings or Settings()
    nulls = _Nulls(null or TranslationNull.shipped(), settings.encoder)
    equivalent = pairs.loc[pairs["relation"] == "equivalent", [*_PAIR, *_SIDE_FACTS]]
    articles = claims.set_index("claim_id")["article_id"]
    equivalent = equivalent.assign(**{f"article_{side}": equivalent[f"claim_{side}"].map(articles) for side in "ab"})
    shared = _with_classes(divergence).merge(equivalent, on=_PAIR)
    keys = ["outlet_a", "outlet_b", "language_a", "language_b", "measure"]
    rows = [_paired_row(part, nulls) for _, part in shared.groupby(keys, sort=False)]
    return _finished(rows, "outlets", settings)


def pooled_divergence(
    claims: pd.DataFrame,
    framing: pd.DataFrame,
    *,
    null: TranslationNull | None = None,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Return differences between outlets over all their claims, shared or not: the frame ``pooled``.

    What outlets choose to report and how they put it cannot be told apart here; read ``outlets`` first. Articles are
    the unit: the interval is a bootstrap over articles, the test deals articles anew to the two outlets. Both are
    empty where an outlet has fewer than three articles.
    """
    settings = settings or Settings()
    nulls = _Nulls(null or TranslationNull.shipped(), settings.encoder)
    values = framing.drop_duplicates(["claim_id", "measure"])[["claim_id", "measure", "value"]]
    facts = claims[["claim_id", "article_id", "outlet", "language"]]
    by_measure = values.merge(facts, on="claim_id").groupby("measure", sort=False)
    rows = [row for measure, part in by_measure for row in _pooled_rows(str(measure), part, nulls)]
    return _finished(rows, "pooled", settings)


def _with_classes(divergence: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of every measure, then one row for each class of a classed measure that occurs."""
    return pd.concat([divergence, class_divergence(divergence)], ignore_index=True)


def class_divergence(divergence: pd.DataFrame) -> pd.DataFrame:
    """Return, for each class of a measure with classes, whether each claim is of it: rows of ``measure:class``."""
    parts = [divergence.iloc[:0]]
    for measure, part in divergence[divergence["measure"].isin(CLASSED)].groupby("measure", sort=False):
        for label in sorted({*part["label_a"], *part["label_b"]}):
            values = {f"value_{side}": (part[f"label_{side}"] == label).astype(float) for side in "ab"}
            difference = values["value_a"] - values["value_b"]
            facts = {"measure": f"{measure}:{label}", "difference": difference, "null_percentile": np.nan}
            parts.append(part.assign(**values, **facts))
    return pd.concat(parts, ignore_index=True)


def _paired_row(part: pd.DataFrame, nulls: _Nulls) -> dict[str, Any]:
    first = part.iloc[0]
    measure = str(first["measure"])
    null = nulls.of(measure, (str(first["language_a"]), str(first["language_b"])))
    differences = part["difference"].to_numpy(dtype=float)
    sides = [resampling.codes(part[f"article_{side}"]) for side in "ab"]
    mean = float(differences.mean())
    row = _row(str(first["outlet_a"]), str(first["outlet_b"]), measure, mean, null)
    row |= {"pairs": len(part), "articles_a": int(sides[0].max()) + 1, "articles_b": int(sides[1].max()) + 1}
    row |= {f"mean_{side}": float(part[f"value_{side}"].mean()) for side in "ab"}
    if len(part) < FEWEST_PAIRS:
        return row
    low, high = resampling.paired_interval(differences, *sides)
    translated = null.nearest_mean(mean) if null else 0.0
    row |= {"low": low, "high": high, "p": resampling.paired_p(differences - translated, *sides)}
    return row | nulls.against_translation(row, null, len(part))


def _pooled_rows(measure: str, part: pd.DataFrame, nulls: _Nulls) -> Iterator[dict[str, Any]]:
    by_outlet = [(str(name), group) for name, group in part.groupby("outlet", sort=True)]
    for place, first in enumerate(by_outlet):
        for second in by_outlet[place + 1 :]:
            yield _pooled_row(measure, *_french_first(first, second), nulls)


def _french_first(first: tuple[str, pd.DataFrame], second: tuple[str, pd.DataFrame]) -> tuple[Any, Any]:
    return (second, first) if set(second[1]["language"]) == {"fr"} != set(first[1]["language"]) else (first, second)


def _pooled_row(
    measure: str, first: tuple[str, pd.DataFrame], second: tuple[str, pd.DataFrame], nulls: _Nulls
) -> dict[str, Any]:
    (outlet_a, a), (outlet_b, b) = first, second
    languages = tuple("/".join(sorted(side["language"].unique())) for side in (a, b))
    null = nulls.of(measure, (languages[0], languages[1]))
    values = [side["value"].to_numpy(dtype=float) for side in (a, b)]
    articles = [resampling.codes(side["article_id"]) for side in (a, b)]
    means = [float(item.mean()) for item in values]
    row = _row(outlet_a, outlet_b, measure, means[0] - means[1], null)
    row |= {"mean_a": means[0], "mean_b": means[1], "claims_a": len(a), "claims_b": len(b)}
    row |= {"articles_a": int(articles[0].max()) + 1, "articles_b": int(articles[1].max()) + 1}
    if min(row["articles_a"], row["articles_b"]) < FEWEST_ARTICLES:
        return row
    low, high = resampling.pooled_interval(values[0], articles[0], values[1], articles[1])
    translated = null.nearest_mean(row["difference"]) if null else 0.0
    row |= {"low": low, "high": high}
    row |= {"p": resampling.pooled_p(values[0] - translated, articles[0], values[1], articles[1])}
    return row | nulls.against_translation(row, null, min(len(a), len(b)))


def _row(outlet_a: str, outlet_b: str, measure: str, difference: float, null: MeasureNull | None) -> dict[str, Any]:
    empty_cells = dict.fromkeys(("low", "high", "p", "null_low", "null_high"), np.nan)
    says = None if null is None or ":" in measure else null.says_something
    row = {"outlet_a": outlet_a, "outlet_b": outlet_b, "measure": measure, "difference": difference}
    return {**row, **empty_cells, "says_something": says}


def _finished(rows: list[dict[str, Any]], name: str, settings: Settings) -> pd.DataFrame:
    """Return the rows as a frame, with q over all of them and each in words."""
    if not rows:
        return empty(name)
    frame = pd.DataFrame(rows)
    frame = frame.assign(q=resampling.benjamini_hochberg(frame["p"].to_numpy(dtype=float)))
    findings = [
        in_words(Finding(**{"paired": name == "outlets", **row}), settings.interface) for row in _records(frame)
    ]
    return conform(frame.drop(columns="says_something").assign(finding=findings), name)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
