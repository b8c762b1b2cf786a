"""Labelled pairs are found again among the claims, or told what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import sinorus_lib as sl
from sinorus_lib.errors import SinorusError
from sinorus_lib.labels import COLUMNS, read_labels
from sinorus_lib.parsing import Parser

from .conftest import ROOT

GOLD = ROOT / "data" / "gold" / "pairs.csv"


def test_every_gold_pair_is_a_pair_of_sentences_of_two_outlets(coverage: sl.Coverage, parser: Parser) -> None:
    sentences = sl.split_claims(coverage, parser=parser, settings=sl.Settings(unit="sentence"))
    labels = read_labels(GOLD, sentences, coverage.articles)
    outlet = sentences.set_index("claim_id")["outlet"]
    assert len(labels) == 159
    assert (labels["claim_a"].map(outlet) != labels["claim_b"].map(outlet)).all()
    assert labels["grade"].value_counts().to_dict() == {"related": 106, "same": 39, "conflicting": 14}
    assert not labels.duplicated(["claim_a", "claim_b"]).any()


@pytest.mark.parametrize(
    ("row", "match"),
    [
        (
            "000-france24.md,No such sentence.,003-source-003.md,Non plus.,same",
            r"line 2: no claim of 000-france24\.md",
        ),
        ("000-france24.md,x,003-source-003.md,y,alike", r"expected a grade among same.*'alike'"),
    ],
)
def test_a_wrong_row_is_named(comparison: sl.Comparison, tmp_path: Path, row: str, match: str) -> None:
    (tmp_path / "pairs.csv").write_text(",".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(SinorusError, match=match):
        read_labels(tmp_path / "pairs.csv", comparison.claims, comparison.articles)


def test_a_missing_column_is_named(comparison: sl.Comparison, tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("file_a,grade\n", encoding="utf-8")
    with pytest.raises(SinorusError, match="'sentence_a' is missing"):
        read_labels(tmp_path / "pairs.csv", comparison.claims, comparison.articles)
