"""The view model: every number in it leads back to the comparison, whatever the texts hold."""

from __future__ import annotations

import gzip
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinorus_lib.comparison import Comparison
from sinorus_lib.views.contrasts import contrasts_by_pair
from sinorus_lib.views.links import Links
from sinorus_lib.views.segments import aligned_words, word_spans
from sinorus_lib.views.strings import load_strings
from sinorus_lib.views.view_model import NEAREST, Units, fingerprint, pack, rejected_candidates, view_model
from tests.views.conftest import ARTICLES, make_comparison, make_shared

WIDE = "\U0001f4a5\U0001f4a5 "  # characters that UTF-16 counts twice


@pytest.fixture(scope="module")
def model(comparison: Comparison) -> dict[str, Any]:
    return view_model(comparison, charts=False)


def _utf16(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def _claim(model: dict[str, Any], place: int) -> str:
    article, start, end, *_ = model["claims"][place]
    return _utf16(model["articles"][article]["text"], start, end)


def _sevens(flat: list[Any]) -> list[list[Any]]:
    return [flat[i : i + 7] for i in range(0, len(flat), 7)]


def test_offsets_lead_to_the_claims_and_their_cues(comparison: Comparison, model: dict[str, Any]) -> None:
    assert [_claim(model, i) for i in range(len(model["claims"]))] == comparison.claims["text"].tolist()
    framing = comparison.framing
    cues = dict(zip(framing["claim_id"] + framing["measure"], framing["cue"], strict=True))
    names = [measure["name"] for measure in model["measures"]]
    found = [
        (_utf16(_claim(model, place), start, end), cues[model["ids"][place] + names[measure]])
        for place, flat in enumerate(model["cues"])
        for measure, start, end in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
    ]
    assert len(found) == 4
    assert all(shown == cue for shown, cue in found)


def test_claims_are_found_in_texts_with_characters_that_count_twice() -> None:
    articles = tuple((*rest, tuple(WIDE + sentence for sentence in sentences)) for *rest, sentences in ARTICLES)
    made = make_comparison(articles)  # type: ignore[arg-type]  # the same shape
    found = view_model(made, charts=False)
    assert [_claim(found, i) for i in range(len(found["claims"]))] == made.claims["text"].tolist()


@given(st.text(), st.integers(0, 40))
def test_units_count_as_utf16_does(text: str, place: int) -> None:
    place = min(place, len(text))
    assert Units.of(text)(place) == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def test_word_marks_are_those_of_the_static_form(comparison: Comparison, model: dict[str, Any]) -> None:
    pairs = model["pairs"]
    for a, b, matches in zip(pairs["a"], pairs["b"], pairs["matches"], strict=True):
        key = (comparison.words["claim_a"] == model["ids"][a]) & (comparison.words["claim_b"] == model["ids"][b])
        words = aligned_words(comparison.words[key])
        assert (matches is None) == (not words)
        for side, flat in zip("ab", matches or [[], []], strict=True):
            spans = [(span.start, span.end, int(span.key or 0)) for span in word_spans(words, side)]
            assert list(zip(flat[::3], flat[1::3], flat[2::3], strict=True)) == spans


def test_pairs_come_first_and_rejected_candidates_after(comparison: Comparison, model: dict[str, Any]) -> None:
    pairs, kept = model["pairs"], len(comparison.pairs)
    assert pairs["kept"] == [1] * kept + [0] * (len(pairs["kept"]) - kept)
    ids = model["ids"]
    assert [(ids[a], ids[b]) for a, b in zip(pairs["a"][:kept], pairs["b"][:kept], strict=True)] == list(
        Links.of(comparison).pairs
    )
    assert pairs["relation"][:kept] == comparison.pairs["relation"].tolist()
    assert set(pairs["relation"][kept:]) == {"candidate"}
    assert len({len(column) for column in pairs.values()}) == 1


def test_every_claim_without_a_pair_is_there_with_its_nearest_candidates(comparison: Comparison) -> None:
    found = view_model(comparison.with_probability(0.8), charts=False)
    alone = comparison.with_probability(0.8).unmatched()
    assert sorted(found["ids"][claim] for claim, _ in found["only"]) == sorted(alone["claim_id"])
    outlets = [found["outlets"][found["articles"][found["claims"][claim][0]]["outlet"]] for claim, _ in found["only"]]
    assert outlets == sorted(outlets)
    for claim, near in found["only"]:
        expected = comparison.nearest(found["ids"][claim], count=NEAREST)["probability"].tolist()
        assert [found["pairs"]["probability"][pair] for pair in near] == pytest.approx(expected, abs=1e-4)
        assert all(claim in (found["pairs"]["a"][pair], found["pairs"]["b"][pair]) for pair in near)


def test_contrasts_are_those_of_the_static_form(shared: Comparison, interface: str) -> None:
    found = view_model(shared, interface=interface, charts=False)
    titles = [measure["title"] for measure in found["measures"]]
    static = contrasts_by_pair(shared, shared.pairs, load_strings(interface))
    for i, (a, b) in enumerate(Links.of(shared).pairs):
        rows = _sevens(found["pairs"]["contrasts"][i])
        assert sorted(titles[row[0]] for row in rows if row[1] == 0) == sorted(c.name for c in static[a, b].shown)
        folded = {item.name for _, items in static[a, b].folded for item in items}
        assert {titles[row[0]] for row in rows if row[1] in (1, 2, 3)} == folded
        beyond = sum(not item.place for item in static[a, b].shown)
        assert beyond <= found["pairs"]["divergence"][i] < beyond + 1


def test_what_a_measure_says_across_languages_is_told(shared: Comparison) -> None:
    about = {measure["name"]: measure["about"] for measure in view_model(shared, charts=False)["measures"]}
    assert about["attribution"] == "silent"
    assert about["labelling"] == "unset"
    assert about["emphasis"] == "place"
    assert about["polarity"] == "shown"


def test_quantiles_ascend(shared: Comparison) -> None:
    for measure in view_model(shared, charts=False)["measures"]:
        for quantiles in (measure["null"] or {}).values():
            assert len(quantiles) == 5
            assert all(low <= high for low, high in pairwise(quantiles))


def test_steps_add_up_to_the_probability_and_are_those_of_the_explanation(comparison: Comparison) -> None:
    found = view_model(comparison, charts=False)
    for i, (a, b) in enumerate(Links.of(comparison).pairs):
        flat = found["pairs"]["steps"][i]
        assert len(flat) == 3 * len(found["features"])
        assert 1 / (1 + math.exp(-sum(flat[1::3]))) == pytest.approx(found["pairs"]["probability"][i], abs=0.01)
        waterfall = comparison.explain(a, b).waterfall
        assert waterfall["feature"].tolist() == found["features"]
        assert np.allclose(waterfall["log_odds"], flat[1::3], atol=1e-3)
        assert np.allclose(waterfall["probability_after"], flat[2::3], atol=1e-3)


def test_reasons_of_a_contradiction_are_named_by_their_cue(conflicting: Comparison) -> None:
    pairs = view_model(conflicting, charts=False)["pairs"]
    (place,) = [i for i, relation in enumerate(pairs["relation"]) if relation == "conflicting"]
    assert ["quantity", "12 drones", "14 drones"] in pairs["reasons"][place]
    assert not any(reasons for i, reasons in enumerate(pairs["reasons"]) if i != place)


def test_groups_hold_their_members(comparison: Comparison, model: dict[str, Any]) -> None:
    members = comparison.group_members().groupby("group_id")["claim_id"].apply(set)
    for group, place in Links.of(comparison).groups.items():
        assert {model["ids"][claim] for claim in model["groups"][place]} == members[group]


def test_only_web_addresses_are_links(model: dict[str, Any], hostile: Comparison) -> None:
    assert [article["url"] for article in model["articles"]] == ["https://nord.example/a", None, None]
    assert {article["url"] for article in view_model(hostile, charts=False)["articles"]} == {None}


def test_a_packed_model_is_plain_json_and_always_the_same(hostile: Comparison, comparison: Comparison) -> None:
    found = view_model(hostile)
    assert json.loads(gzip.decompress(pack(found))) == json.loads(json.dumps(found))
    assert pack(view_model(comparison)) == pack(view_model(comparison))


def test_the_fingerprint_is_that_of_the_claims(comparison: Comparison, shared: Comparison) -> None:
    assert fingerprint(comparison) == fingerprint(comparison.with_probability(0.9)) != fingerprint(shared)


def test_a_comparison_without_pairs_has_a_model(empty_comparison: Comparison) -> None:
    found = view_model(empty_comparison)
    assert found["pairs"]["a"] == []
    assert len(found["only"]) == len(empty_comparison.unmatched())
    assert rejected_candidates(empty_comparison).empty


def test_a_thousand_pairs_pack_small(tmp_path: Path) -> None:
    packed = pack(view_model(make_shared(tmp_path, pairs=1_000, articles=4), charts=False))
    print(f"view model of 1,000 pairs, packed: {len(packed):,} bytes")
    assert len(packed) < 400_000
