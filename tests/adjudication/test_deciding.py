"""Decisions win over the model: in pairs, groups, divergence, and on disk."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sinorus_lib as sl
from sinorus_lib.adjudication.deciding import decided_pairs, outcomes
from sinorus_lib.adjudication.records import CHOICES, pair_keys
from sinorus_lib.alignment.groups import key
from sinorus_lib.comparison import Comparison
from sinorus_lib.errors import SchemaError, SinorusWarning
from sinorus_lib.schemas import SCHEMAS
from sinorus_lib.settings import Settings
from tests.adjudication.conftest import decided
from tests.views.conftest import REASON

BEST, SECOND, RELATED, REJECTED = ("c00", "c10"), ("c01", "c11"), ("c20", "c10"), ("c02", "c12")


def pairs_of(comparison: Comparison) -> dict[tuple[str, str], str]:
    return {(a, b): r for a, b, r in comparison.pairs[["claim_a", "claim_b", "relation"]].itertuples(index=False)}


def row(comparison: Comparison, pair: tuple[str, str]) -> pd.Series:
    found = comparison.pairs[(comparison.pairs["claim_a"] == pair[0]) & (comparison.pairs["claim_b"] == pair[1])]
    assert len(found) == 1
    return found.iloc[0]


def test_no_decision_changes_nothing_but_adds_the_column(small: Comparison) -> None:
    found = small.with_decisions(decided())
    assert found.pairs["decision"].isna().all()
    pd.testing.assert_frame_equal(found.pairs.drop(columns="decision"), small.pairs)


@pytest.mark.parametrize("pair", [BEST, SECOND, RELATED, REJECTED])
@pytest.mark.parametrize(
    ("decision", "relation"),
    [("same", "equivalent"), ("related", "related"), ("split", "related"), ("conflicting", "conflicting")],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_decision_gives_the_relation_whatever_the_model_says(
    small: Comparison, pair: tuple[str, str], decision: str, relation: str, turned: bool
) -> None:
    said = pair[::-1] if turned else pair
    found = small.with_decisions(decided(("ana", *said, decision)))
    assert row(found, pair)["relation"] == relation
    assert row(found, pair)["decision"] == decision
    scored = small.candidates.set_index(["claim_a", "claim_b"])["probability"]
    assert row(found, pair)["probability"] == scored[pair]
    assert pairs_of(found).keys() == pairs_of(small).keys() | {pair}
    assert list(found.pairs.columns) == [*SCHEMAS["pairs"], "decision"]
    assert found.pairs["probability"].is_monotonic_decreasing


@pytest.mark.parametrize("pair", [BEST, SECOND, RELATED, REJECTED])
def test_different_leaves_a_pair_out_and_its_claims_follow(small: Comparison, pair: tuple[str, str]) -> None:
    found = small.with_decisions(decided(("ana", *pair, "different")))
    assert pairs_of(found).keys() == pairs_of(small).keys() - {pair}
    matched = {claim for kept in pairs_of(found) for claim in kept}
    assert set(found.unmatched()["claim_id"]) == set(small.claims["claim_id"]) - matched
    assert set(found.divergence["claim_a"]) <= {a for a, _ in pairs_of(found)}


@pytest.mark.parametrize("pair", [BEST, SECOND, RELATED, REJECTED])
def test_unsure_marks_and_changes_nothing(small: Comparison, pair: tuple[str, str]) -> None:
    found = small.with_decisions(decided(("ana", *pair, "unsure")))
    pd.testing.assert_frame_equal(found.pairs.drop(columns="decision"), small.pairs)
    assert found.pairs["decision"].notna().sum() == (pair != REJECTED)


def test_a_pair_decided_to_conflict_has_the_reason_that_was_found(conflicting: Comparison) -> None:
    pair = ("c01", "c11")
    assert row(conflicting, pair)["reason"] == REASON
    same = conflicting.with_decisions(decided(("ana", *pair, "same")))
    assert pd.isna(row(same, pair)["reason"])
    assert row(conflicting.with_decisions(decided(("ana", *pair, "conflicting"))), pair)["reason"] == REASON


def test_a_withdrawn_decision_is_none(small: Comparison) -> None:
    found = small.with_decisions(decided(("ana", *BEST, "different"), ("ana", *BEST, "none")))
    assert pairs_of(found) == pairs_of(small)


def test_earlier_decisions_are_replaced_and_nothing_is_mutated(small: Comparison) -> None:
    before = small.pairs.copy(), small.candidates.copy()
    decisions = decided(("ana", *BEST, "different"))
    kept = decisions.copy()
    found = small.with_decisions(decisions)
    again = found.with_decisions(decided(("ana", *SECOND, "different")))
    assert pairs_of(again).keys() == pairs_of(small).keys() - {SECOND}
    pd.testing.assert_frame_equal(found.with_decisions(decisions).pairs, found.pairs)
    pd.testing.assert_frame_equal(small.pairs, before[0])
    pd.testing.assert_frame_equal(small.candidates, before[1])
    pd.testing.assert_frame_equal(decisions, kept)


def test_another_threshold_keeps_the_decisions(small: Comparison) -> None:
    rows = ("ana", *REJECTED, "same"), ("ana", *SECOND, "related"), ("ana", *BEST, "different")
    found = small.with_decisions(decided(*rows)).with_probability(0.99)
    assert pairs_of(found) == {SECOND: "related", REJECTED: "equivalent"}
    assert pairs_of(found.with_probability(0.0)).keys() == {SECOND, REJECTED, RELATED}
    assert "decision" not in small.with_probability(0.5).pairs


def test_decisions_are_saved_and_loaded(small: Comparison, tmp_path: Path) -> None:
    tied = ("ana", *BEST, "same"), ("ben", *BEST, "different"), ("ana", *REJECTED, "same"), ("ana", *REJECTED, "none")
    for name, decisions in (("none", decided()), ("some", decided(*tied))):
        found = small.with_decisions(decisions, coder="ben" if name == "some" else None)
        loaded = sl.load(found.save(tmp_path / name))
        pd.testing.assert_frame_equal(loaded.pairs, found.pairs)
        pd.testing.assert_frame_equal(loaded.decisions, found.decisions)
        assert loaded.coder == found.coder
        pd.testing.assert_frame_equal(loaded.with_probability(0.6).pairs, found.with_probability(0.6).pairs)


def test_a_run_of_before_there_were_decisions_still_loads(small: Comparison, tmp_path: Path) -> None:
    import json

    folder = small.save(tmp_path / "run")
    manifest = json.loads((folder / "sinorus.json").read_text(encoding="utf-8"))
    (folder / "decisions.parquet").unlink()
    files = {name: digest for name, digest in manifest["files"].items() if name != "decisions.parquet"}
    (folder / "sinorus.json").write_text(json.dumps({"format": 3, "files": files}), encoding="utf-8")
    loaded = sl.load(folder)
    assert loaded.decisions.empty
    assert loaded.coder is None
    pd.testing.assert_frame_equal(loaded.pairs, small.pairs)
    loaded.save(folder)
    pd.testing.assert_frame_equal(sl.load(folder).decisions, loaded.decisions)


@pytest.mark.parametrize(
    ("votes", "coder", "expected"),
    [
        ("same same different", None, "same"),
        ("same different", None, "unsure"),
        ("same different", "b", "different"),
        ("same different", "z", "unsure"),
        ("same unsure", None, "same"),
        ("same unsure", "b", "same"),
        ("unsure unsure", "a", "unsure"),
        ("same same different different related", "e", "unsure"),
        ("same same different different related", "c", "different"),
        ("same same different related", "d", "same"),
    ],
)
def test_most_votes_count_and_a_tie_is_unsure_unless_somebody_decides_it(
    votes: str, coder: str | None, expected: str
) -> None:
    rows = [(name, *BEST, vote) for name, vote in zip("abcdef", votes.split(), strict=False)]
    for order in (rows, rows[::-1]):
        assert outcomes(decided(*order), coder) == {BEST: expected}


def test_decisions_on_other_claims_are_counted_once_and_passed_over(small: Comparison) -> None:
    decisions = decided(("ana", "c99", "c10", "same"), ("ana", "c98", "c97", "same"), ("ana", *BEST, "different"))
    with pytest.warns(SinorusWarning) as told:
        found = small.with_decisions(decisions)
    assert [str(one.message).split(" are on")[0] for one in told] == ["2 of 3 decisions"]
    assert told[0].filename == __file__
    assert pairs_of(found).keys() == pairs_of(small).keys() - {BEST}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found.with_probability(0.1)


def test_a_pair_that_was_never_scored_is_named(small: Comparison) -> None:
    decisions = decided(("ana", "c00", "c12", "same"), ("ana", "c00", "c11", "different"))
    with pytest.warns(SinorusWarning, match=r"decided pairs \(1\) were never scored.*: c00 and c12\.") as told:
        found = small.with_decisions(decisions)
    assert len(told) == 1
    assert pairs_of(found) == pairs_of(small)


def test_a_coder_who_decided_nothing_cannot_decide_ties_and_that_is_said(small: Comparison) -> None:
    with pytest.warns(SinorusWarning, match="Coder 'bob' has decided nothing here.*coders are ana"):
        small.with_decisions(decided(("ana", *BEST, "same")), coder="bob")


def test_a_frame_of_something_else_is_refused(small: Comparison) -> None:
    with pytest.raises(SchemaError, match="lacks the column 'coder'"):
        small.with_decisions(small.pairs)


def test_the_views_show_pairs_that_were_decided(small: Comparison, tmp_path: Path) -> None:
    rows = ("ana", *REJECTED, "same"), ("ana", *SECOND, "conflicting"), ("ana", *BEST, "different")
    found = small.with_decisions(decided(*rows))
    assert "Comparison(3 articles" in repr(found)
    assert found._repr_html_()
    assert found.nearest("c02")["kept"].tolist() == [True]
    assert found.coverage_matrix().to_numpy().sum() == 2


# Four outlets, one claim each, every pair scored: what may stand in one group.
CLAIMS = tuple("abcd")
SCORED = tuple(itertools.combinations(CLAIMS, 2))


def candidates(probabilities: list[float]) -> pd.DataFrame:
    rows = [
        {
            **dict.fromkeys(SCHEMAS["pairs"], "x"), "claim_a": a, "claim_b": b, "outlet_a": a, "outlet_b": b,
            "similarity": 0.0, "overlap": 0.0, "probability": p, "content_probability": p, "conflict_probability": 0.0,
        }
        for (a, b), p in zip(SCORED, probabilities, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows).drop(columns=["relation", "group_id"])


@settings(deadline=None)
@given(
    st.lists(st.floats(0.001, 0.999), min_size=6, max_size=6),
    st.dictionaries(st.sampled_from(SCORED), st.sampled_from(CHOICES)),
    st.sampled_from([0.0, 0.15, 0.5]),
)
def test_groups_respect_every_decision(
    probabilities: list[float], said: dict[tuple[str, str], str], related: float
) -> None:
    here = Settings(min_probability=0.3, mutual_best=False, related_probability=related)
    pairs = decided_pairs(candidates(probabilities), here, said)
    groups: dict[str, str] = {}
    for side in ("claim_a", "claim_b"):
        grouped = pairs.dropna(subset="group_id")
        groups.update(zip(grouped[side], grouped["group_id"], strict=True))
    known = dict(zip(SCORED, probabilities, strict=True))
    for a, b in itertools.combinations(sorted(groups), 2):
        if groups[a] == groups[b]:
            decision = said.get((a, b), "unsure")
            assert decision == "same" or (decision == "unsure" and known[a, b] >= related)
    kept = dict(zip(pair_keys(pairs), pairs["relation"], strict=True))
    assert all(kept[key(*pair)] == "equivalent" for pair, decision in said.items() if decision == "same")
    assert not {pair for pair, decision in said.items() if decision == "different"} & kept.keys()


def test_claims_that_were_all_decided_the_same_are_one_group_however_improbable() -> None:
    pairs = decided_pairs(candidates([0.01] * 6), Settings(), dict.fromkeys(SCORED, "same"))
    assert pairs["group_id"].notna().all()
    assert len(set(pairs["group_id"])) == 1
    one_apart = {**dict.fromkeys(SCORED, "same"), ("a", "b"): "different"}
    parted = decided_pairs(candidates([0.99] * 6), Settings(), one_apart)
    assert len(parted) == 5
    assert parted["group_id"].isna().any()
