"""Coverage whose pairs of sentences were labelled: the gold sample and the calibration events."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sinorus_lib.alignment.groups import key
from sinorus_lib.coverage import read_coverage
from sinorus_lib.errors import CoverageWarning
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.evaluation.rankings import score_pairs
from sinorus_lib.labels import read_labels
from sinorus_lib.settings import SENTENCE

LABELS = "pairs.csv"


def read_event(folder: Path) -> pd.DataFrame:
    """Return the articles of one calibration event, each read by itself, so that none loses furniture to another."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoverageWarning)  # that one article alone compares with nothing
        return pd.concat([read_coverage(path).articles for path in sorted(folder.glob("*.md"))], ignore_index=True)


def event_folders(folder: Path) -> list[Path]:
    """Return the folders of labelled events, in the order of their names."""
    return sorted(path.parent for path in folder.glob(f"*/{LABELS}"))


@dataclass(frozen=True, eq=False)
class Labelled:
    """Labelled coverage, cut into claims.

    Attributes:
        claims: the frame ``claims``.
        places: the sentence of each claim.
        grades: the grade of two sentences, in the order of ``groups.key``; what is not listed is ``different``,
            since the labels are complete over the pairs of sentences of different outlets.
    """

    claims: pd.DataFrame
    places: pd.Series
    grades: dict[tuple[str, str], str]

    @classmethod
    def read(cls, articles: pd.DataFrame, labels: Path, bench: Bench) -> Labelled:
        """Return the claims of the articles, in the unit of the bench, with the grades of their sentences."""
        claims = bench.claims(articles)
        return cls(claims, sentence_places(claims), _grades(articles, labels, bench))

    def pairs(self, bench: Bench, **options: object) -> pd.DataFrame:
        """Return what :func:`score_pairs` returns, with the ``grade`` of the two sentences."""
        pairs = score_pairs(self.claims, self.places, bench, **options)
        sides = zip(pairs["place_a"], pairs["place_b"], strict=True)
        return pairs.assign(grade=[self.grades.get(key(a, b), "different") for a, b in sides])


def read_gold(data: Path, bench: Bench) -> Labelled:
    """Return the gold sample."""
    return Labelled.read(read_coverage(data / "coverage").articles, data / "gold" / LABELS, bench)


def read_events(data: Path, bench: Bench) -> dict[str, Labelled]:
    """Return the calibration events by name."""
    folders = event_folders(data / "calibration")
    return {path.name: Labelled.read(read_event(path), path / LABELS, bench) for path in folders}


def sentence_places(claims: pd.DataFrame) -> pd.Series:
    """Return the sentence of each claim, named the same in either unit."""
    return claims["article_id"].astype(str) + ":" + claims["sentence"].astype(str)


def _grades(articles: pd.DataFrame, labels: Path, bench: Bench) -> dict[tuple[str, str], str]:
    sentences = bench.in_unit(SENTENCE).claims(articles)
    places = dict(zip(sentences["claim_id"], sentence_places(sentences), strict=True))
    table = read_labels(labels, sentences, articles)
    return {key(places[a], places[b]): grade for a, b, grade in table.itertuples(index=False)}
