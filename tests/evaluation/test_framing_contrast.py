"""The framing contrast set: what its file promises, how it is scored, and what the measures of words reach on it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.divergence.residual import RESIDUAL
from sinorus_lib.evaluation import framing_contrast
from sinorus_lib.evaluation.bench import Bench
from sinorus_lib.framing import MEASURES, NEEDS_ENCODER, measure_names

from ..conftest import ROOT

WORDS = [measure.name for measure in MEASURES]
LEAST = 0.85  # F1 of detection
GAP = 0.07  # between the languages; 37 pairs a language, so that one pair is .03


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return framing_contrast.read_framing_contrast(ROOT / "data" / "contrast" / framing_contrast.FILE)


def test_every_measure_has_thirty_pairs_in_each_language(table: pd.DataFrame) -> None:
    concerned = table[table["direction"] != framing_contrast.SAME].groupby(["measure", "language"]).size()
    assert set(concerned.index.get_level_values("measure")) == {*measure_names(), RESIDUAL}
    assert (concerned >= 30).all()
    assert len(concerned) == 2 * (len(measure_names()) + 1)


def test_items_are_parallel_and_cues_verbatim(table: pd.DataFrame) -> None:
    by_item = table.groupby("item")
    assert (by_item["language"].apply(sorted).map(tuple) == ("en", "fr")).all()
    assert len(table.drop_duplicates(["item", "direction", "label_base", "label_edited"])) == len(by_item)
    assert all(cue in edited or cue in base for base, edited, cue in table[["base", "edited", "cue"]].to_numpy())
    assert all(
        claim in base and claim in edited for base, edited, claim in table[["base", "edited", "claim"]].to_numpy()
    )


def read(rows: list[tuple[str, float, float, str, str]]) -> pd.DataFrame:
    columns = ["direction", "value_base", "value_edited", "found_base", "found_edited"]
    return pd.DataFrame(rows, columns=columns).assign(label_base="x", label_edited="y")


def test_scores_of_known_readings() -> None:
    rows = [
        ("+", 0.0, 1.0, "x", "y"),  # found, the right way
        ("+", 1.0, 0.0, "x", "y"),  # found, the wrong way
        ("-", 0.5, 0.5, "x", "x"),  # missed
        ("~", 0.5, 0.5, "x", "y"),  # a class only
        ("0", 0.5, 0.6, "x", "x"),  # a false alarm
        ("0", 0.5, 0.52, "x", "x"),  # too small to count
    ]
    found = framing_contrast.scores(read(rows))
    assert found["precision"] == pytest.approx(3 / 4)
    assert found["recall"] == pytest.approx(3 / 4)
    assert found["direction"] == pytest.approx(1 / 3)  # one of three right, one of three that moved
    assert found["classes"] == pytest.approx((6 + 3) / 12)


def test_a_measure_that_has_no_row_is_no_change() -> None:
    found = framing_contrast.scores(read([("+", np.nan, np.nan, "", ""), ("0", np.nan, np.nan, "", "")]))
    assert (found["precision"], found["recall"], found["direction"]) == (0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def readings(table: pd.DataFrame, bench: Bench) -> pd.DataFrame:
    return framing_contrast.readings(table[table["measure"].isin(WORDS)], bench)


def by_language(readings: pd.DataFrame, measure: str) -> Iterator[dict[str, float]]:
    own = readings[readings["measure"] == measure]
    return (framing_contrast.scores(own[own["language"] == language]) for language in ("fr", "en"))


@pytest.mark.parametrize("measure", WORDS)
def test_edits_are_detected_in_both_languages(readings: pd.DataFrame, measure: str) -> None:
    french, english = by_language(readings, measure)
    print(f"\n{measure}: F1 {french['f1']:.2f} fr, {english['f1']:.2f} en; "
          f"direction {french['direction']:.2f} fr, {english['direction']:.2f} en")  # fmt: skip
    assert min(french["f1"], english["f1"]) >= LEAST
    assert abs(french["f1"] - english["f1"]) <= GAP


def test_the_measures_of_words_need_no_encoder() -> None:
    assert not NEEDS_ENCODER & set(WORDS)
