"""An explanation adds up: log odds to the probability, cues to the conflict, reasons to what differs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sinorus_lib.alignment.explanation import (
    BASELINE,
    CONFLICT,
    CONFLICT_COLUMNS,
    NO_CUE,
    WATERFALL_COLUMNS,
    Difference,
    conflict_cues,
    read_reason,
    waterfall,
)
from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.probability import PairModel

REASON = "quantity: 12 morts / 14 dead; 3 / 5; time: happened / prospective; roles: swapped"


def candidates(count: int) -> pd.DataFrame:
    random = np.random.default_rng(2)
    names = list(dict.fromkeys([*CONTENT_FEATURES, *CONFLICT_FEATURES]))
    return PairModel.shipped().scored(pd.DataFrame(random.random((count, len(names))), columns=names))


@pytest.mark.parametrize("row", range(5))
def test_the_waterfall_ends_at_the_probability_by_way_of_the_content(row: int) -> None:
    candidate = candidates(5).iloc[row]
    steps = waterfall(candidate, PairModel.shipped())
    assert tuple(steps.columns) == WATERFALL_COLUMNS
    assert list(steps["feature"]) == [BASELINE, *CONTENT_FEATURES, CONFLICT]
    assert steps["probability_after"].iloc[-2] == pytest.approx(candidate["content_probability"])
    assert steps["probability_after"].iloc[-1] == pytest.approx(candidate["probability"])
    assert 1 / (1 + np.exp(-steps["log_odds"].sum())) == pytest.approx(candidate["probability"])
    assert steps["value"].iloc[-1] == candidate["conflict_probability"]
    assert steps["log_odds"].iloc[-1] < 0


@pytest.mark.parametrize("row", range(5))
def test_the_cues_add_up_to_the_conflict(row: int) -> None:
    candidate = candidates(5).iloc[row]
    cues = conflict_cues(candidate, PairModel.shipped().conflict, REASON)
    assert tuple(cues.columns) == CONFLICT_COLUMNS
    assert list(cues["cue"]) == [NO_CUE, *CONFLICT_FEATURES]
    assert 1 / (1 + np.exp(-cues["log_odds"].sum())) == pytest.approx(candidate["conflict_probability"])


def test_a_cue_that_is_zero_adds_nothing_and_gives_no_reason() -> None:
    candidate = candidates(1).iloc[0].copy()
    candidate["polarity"] = 0.0
    cues = conflict_cues(candidate, PairModel.shipped().conflict, REASON).set_index("cue")
    assert cues.loc["polarity", ["value", "log_odds", "reason"]].tolist() == [0.0, 0.0, ""]
    assert cues.loc["quantity", "reason"] == "12 morts / 14 dead; 3 / 5"


def test_reasons_are_read_by_cue() -> None:
    assert read_reason(REASON) == [
        Difference("quantity", (("12 morts", "14 dead"), ("3", "5"))),
        Difference("time", (("happened", "prospective"),)),
        Difference("roles", ()),
    ]
    assert read_reason("") == []
