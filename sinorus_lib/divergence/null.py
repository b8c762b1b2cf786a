"""The translation null: how far a measure differs between a French sentence and its English translation.

A framing measure in French and the same measure in English are two instruments. What they differ by on true
translations is no framing; only what lies outside that is a question for the analyst. The distributions are kept
apart by the language a sentence was first written in, since translators change what they translate (translationese:
Baker 1993; Volansky, Ordan & Wintner 2015): ``fr`` and ``en`` for the two directions of translation, other codes
where both sides were translated from a third language, ``other`` where that is not known.

A percentile is the least unusual of those that these distributions give, so that no choice among them can make a
difference look unusual; among equal differences it is the one nearest to the middle. Ranks count one observation
more, as in a conformal test (Vovk, Gammerman & Shafer 2005): on exchangeable translations at most one in twenty
lies outside the middle 95 %. Other corpora are not exchangeable with this one, so that a difference is divided by a
margin first: the least with which a language of origin, judged by the others alone, has fewer flags than that on
average.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sinorus_lib.errors import SinorusError

Numbers = npt.NDArray[np.float64]
FORMAT = 1
SHIPPED = "null.json"
_EQUAL = 1e-9
STEP = 0.01  # differences are kept to the hundredth
TAIL = 0.025  # of the null lies beyond each end of what counts as usual
# A measure that tells unrelated sentences from translations less often than this says nothing across languages:
# one in twenty would be flagged by chance.
FEWEST_TOLD = 0.10


@dataclass(frozen=True)
class Differences:
    """A distribution: distinct differences, ascending, in steps of a hundredth, and how often each occurs."""

    steps: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, differences: Numbers) -> Differences:
        """Return the distribution of differences."""
        steps, counts = np.unique(_steps(differences), return_counts=True)
        return cls(steps.astype(np.int64), counts.astype(np.int64))

    @property
    def size(self) -> int:
        """How many differences it rests on."""
        return int(self.counts.sum())

    @property
    def values(self) -> Numbers:
        """All differences, ascending."""
        return np.asarray(np.repeat(self.steps, self.counts) * STEP, dtype=np.float64)

    def quantiles(self, shares: tuple[float, ...]) -> Numbers:
        """Return the differences below which these shares of all lie, shape ``(shares,)``."""
        return np.asarray(np.quantile(self.values, shares), dtype=np.float64)

    @property
    def mean(self) -> float:
        """The mean difference."""
        return float(self.steps @ self.counts) * STEP / max(1, self.size)

    def percentile(self, differences: Numbers) -> Numbers:
        """Return where differences lie, 0 to 1; of tied ranks the one nearest to the middle."""
        cumulated = np.concatenate([[0], np.cumsum(self.counts)])
        wanted = _steps(differences)
        below = cumulated[np.searchsorted(self.steps, wanted, side="left")]
        to_here = cumulated[np.searchsorted(self.steps, wanted, side="right")]
        return np.asarray(np.clip(0.5, below / (self.size + 1), (to_here + 1) / (self.size + 1)), dtype=np.float64)

    def means(self, count: int, draws: int, random: np.random.Generator) -> Numbers:
        """Return means of ``count`` differences drawn from it, ``draws`` times."""
        times = random.multinomial(count, self.counts / self.size, size=draws)
        return np.asarray(times @ self.steps * STEP / count, dtype=np.float64)


@dataclass(frozen=True)
class MeasureNull:
    """The null of one measure.

    Attributes:
        origins: a distribution for each language of origin.
        told: share of unrelated pairs of sentences whose difference lies outside the null's middle 95 %, of those
            that differ at all.
        margin: what a difference is divided by before it is ranked, at least 1.
    """

    origins: Mapping[str, Differences]
    told: float = 0.0
    margin: float = 1.0

    @property
    def says_something(self) -> bool:
        """Whether a difference across languages can lie outside what translation makes."""
        return self.told >= FEWEST_TOLD

    def percentile(self, differences: Numbers) -> Numbers:
        """Return the least unusual percentile of each difference over the origins."""
        found = np.stack([item.percentile(differences / self.margin) for item in self.origins.values()])
        return np.asarray(found[np.abs(found - 0.5).argmin(axis=0), np.arange(found.shape[1])])

    def means(self, count: int, *, draws: int = 2_000) -> Numbers:
        """Return means of ``count`` translations, drawn anew for each origin, shape ``(origins, draws)``."""
        random = np.random.default_rng(0)
        return np.stack([item.means(count, draws, random) for item in self.origins.values()]) * self.margin

    def nearest_mean(self, difference: float) -> float:
        """Return the mean difference of translations that is nearest to a difference."""
        means = [item.mean for item in self.origins.values()]
        return float(np.clip(difference, min(means), max(means)))


def is_beyond(percentile: Numbers) -> npt.NDArray[np.bool_]:
    """Tell which percentiles lie outside the middle 95 %; one that is not a number does not."""
    return np.asarray((percentile > 1 - TAIL) | (percentile < TAIL))


def range_of_means(means: Numbers) -> tuple[float, float]:
    """Return the range in which 95 % of the means of translations lie, the widest over the origins."""
    low, high = np.quantile(means, [TAIL, 1 - TAIL], axis=1)
    return float(low.min()), float(high.max())


def p_of_mean(mean: float, means: Numbers) -> float:
    """Return how often translations have a mean as far out as this one, two-sided, the most over the origins."""
    tails = np.stack([(means >= mean - _EQUAL).sum(axis=1), (means <= mean + _EQUAL).sum(axis=1)])
    return float(np.minimum(1.0, 2 * (tails.min(axis=0) + 1) / (means.shape[1] + 1)).max())


@dataclass(frozen=True)
class TranslationNull:
    """The null of every measure, and of every class of the measures that have classes (``measure:label``).

    Attributes:
        measures: by name of the measure.
        provenance: the parallel corpus, its size, the encoder, the version of the library.
    """

    measures: Mapping[str, MeasureNull]
    provenance: Mapping[str, Any]

    @classmethod
    def shipped(cls) -> TranslationNull:
        """Return the null that comes with the library."""
        return _read(files(__package__).joinpath(SHIPPED).read_text(encoding="utf-8"), SHIPPED)

    @classmethod
    def load(cls, path: str | Path) -> TranslationNull:
        """Read a null that ``sinorus calibrate`` wrote.

        Raises:
            SinorusError: if there is no such file, or it holds something else.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SinorusError(
                f"{path}: expected a translation null, as sinorus calibrate writes; {error}."
            ) from error
        return _read(text, str(path))

    def save(self, path: str | Path) -> Path:
        """Write the null as JSON; return the path."""
        content = {"format": FORMAT, "provenance": dict(self.provenance), "measures": _plain(self.measures)}
        Path(path).write_text(_compact(content), encoding="utf-8")
        return Path(path)

    def of(self, measure: str, *, encoder: str, needs_encoder: bool) -> MeasureNull | None:
        """Return the null of a measure; ``None`` if it has none, or if it was taken with another encoder.

        Args:
            measure: its name, or ``measure:label``.
            encoder: the encoder of the comparison.
            needs_encoder: whether the measure rests on vectors.
        """
        other = needs_encoder and self.provenance.get("encoder") != encoder
        return None if other else self.measures.get(measure)


def _steps(differences: Numbers) -> npt.NDArray[np.int64]:
    return np.rint(np.asarray(differences, dtype=np.float64) / STEP).astype(np.int64)


def _plain(measures: Mapping[str, MeasureNull]) -> dict[str, Any]:
    return {
        name: {
            "told": round(item.told, 4),
            "margin": round(item.margin, 2),
            "origins": {origin: [part.steps.tolist(), part.counts.tolist()] for origin, part in item.origins.items()},
        }
        for name, item in measures.items()
    }


def _compact(content: Mapping[str, Any]) -> str:
    """Write one line a measure, so that changes can be reviewed."""
    lines = [f"{json.dumps(name)}: {json.dumps(item)}" for name, item in content["measures"].items()]
    head = ", ".join(f"{json.dumps(key)}: {json.dumps(content[key])}" for key in ("format", "provenance"))
    return "{" + head + ', "measures": {\n' + ",\n".join(lines) + "\n}}\n"


def _read(text: str, path: str) -> TranslationNull:
    expected = f"{path}: expected a translation null of format {FORMAT}, as sinorus calibrate writes"
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise SinorusError(f"{expected}; found format {content['format']}. Write it anew.")
        measures = {str(name): _measure(item) for name, item in content["measures"].items()}
        return TranslationNull(measures, dict(content["provenance"]))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SinorusError(f"{expected}; it does not hold one ({error}).") from error


def _measure(item: Mapping[str, Any]) -> MeasureNull:
    origins = {str(origin): _differences(*found) for origin, found in item["origins"].items()}
    if not origins:
        raise ValueError("a measure without differences")
    return MeasureNull(origins, float(item["told"]), float(item["margin"]))


def _differences(steps: list[int], counts: list[int]) -> Differences:
    found = Differences(np.asarray(steps, dtype=np.int64), np.asarray(counts, dtype=np.int64))
    if found.steps.shape != found.counts.shape or not found.size or (np.diff(found.steps) <= 0).any():
        raise ValueError("differences that are no distribution")
    return found
