"""Segments: what is cut, joined, is the text again, whatever the marks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinorus_lib.views.segments import (
    CUE,
    LEFT_OVER,
    MATCHED,
    AlignedWord,
    Span,
    cue_spans,
    cut,
    number_words,
    runs,
    word_spans,
)

KINDS = st.sampled_from([MATCHED, LEFT_OVER, CUE])
SPANS = st.lists(st.builds(Span, st.integers(-5, 40), st.integers(-5, 40), KINDS, st.sampled_from("ABC")))


@given(st.text(max_size=30), SPANS)
def test_segments_joined_are_the_text(text: str, spans: list[Span]) -> None:
    assert "".join(segment.text for segment in cut(text, spans)) == text


@given(st.text(min_size=1, max_size=30), SPANS)
def test_every_cue_opens_once_and_covers_its_characters(text: str, spans: list[Span]) -> None:
    covered = {
        (i, span.key)
        for span in spans
        if span.kind == CUE
        for i in range(max(0, span.start), min(len(text), span.end))
    }
    shown, at = set(), 0
    for segment in cut(text, spans):
        shown |= {(i, key) for i in range(at, at + len(segment.text)) for key in segment.cues}
        assert set(segment.opens) <= set(segment.cues)
        at += len(segment.text)
    assert shown == covered


def test_a_word_inside_a_cue_carries_both_marks() -> None:
    segments = cut("Selon un responsable", [Span(0, 20, CUE, "attribution"), Span(9, 20, MATCHED, "1")])
    assert [segment.text for segment in segments] == ["Selon un ", "responsable"]
    assert segments[0].opens == ("attribution",)
    assert segments[1].opens == ()
    assert segments[1].word == Span(9, 20, MATCHED, "1")
    assert segments[1].word_ends


def test_a_word_that_a_cue_cuts_ends_once() -> None:
    segments = cut("abcdef", [Span(0, 6, MATCHED, "1"), Span(2, 4, CUE, "c")])
    assert [segment.word_ends for segment in segments] == [False, False, True]


def test_many_marks_in_a_long_text_stay_quick() -> None:
    text = "mot " * 12_500
    spans = [Span(i, i + 3, LEFT_OVER) for i in range(0, len(text), 4)]
    assert len(cut(text, spans)) == 25_000


def _words(links: list[tuple[str, int, int, bool]]) -> list[AlignedWord]:
    return [AlignedWord(side, start, start + 1, matched, to) for side, start, to, matched in links]


def _cues(first: int, last: int, **rows: object) -> dict[str, list[Span]]:
    claims = pd.DataFrame({"claim_id": ["c"], "start": [first], "end": [last]})
    return cue_spans(pd.DataFrame({"claim_id": "c", **rows}), claims)


def test_counterparts_share_a_number_and_numbers_follow_side_a() -> None:
    words = _words([("a", 0, 9, True), ("a", 5, 3, True), ("b", 3, 5, True), ("b", 9, 0, True), ("b", 20, 0, False)])
    assert number_words(words) == {("a", 0): 1, ("a", 5): 2, ("b", 3): 2, ("b", 9): 1}


def test_words_that_lead_to_the_same_word_share_its_number() -> None:
    words = _words([("a", 0, 4, True), ("a", 2, 4, True), ("b", 4, 2, True)])
    assert set(number_words(words).values()) == {1}


def test_words_without_a_counterpart_are_left_over() -> None:
    words = _words([("a", 0, 4, True), ("a", 2, 4, False), ("b", 4, 0, True)])
    assert [span.kind for span in word_spans(words, "a")] == [MATCHED, LEFT_OVER]


@pytest.mark.parametrize("side", ["a", "b"])
def test_no_words_give_no_marks(side: str) -> None:
    assert word_spans(_words([]), side) == []


def test_cues_move_to_the_claim_and_a_whole_claim_is_no_cue() -> None:
    found = _cues(100, 110, measure=["x", "y"], start=[100, 104], end=[110, 107], note=[None, "cue"])
    assert found == {"c": [Span(4, 7, CUE, "y")]}


def test_what_a_cue_only_bears_upon_is_no_cue() -> None:
    found = _cues(0, 20, measure="polarity", start=[2, 5], end=[4, 9], note=["cue", "scope"])
    assert found == {"c": [Span(2, 4, CUE, "polarity")]}


def test_words_next_to_each_other_on_both_sides_share_a_mark() -> None:
    rows = [("a", 0, 4, True, 20), ("a", 5, 9, True, 25), ("b", 20, 24, True, 0), ("b", 25, 29, True, 5)]
    words = [AlignedWord(*row) for row in rows]
    assert word_spans(words, "a") == [Span(0, 9, MATCHED, "1")]
    assert word_spans(words, "b") == [Span(20, 29, MATCHED, "1")]


def test_words_next_to_each_other_on_one_side_only_keep_their_marks() -> None:
    rows = [("a", 0, 4, True, 20), ("a", 5, 9, True, 40), ("b", 20, 24, True, 0), ("b", 40, 44, True, 5)]
    words = [AlignedWord(*row) for row in rows]
    assert [span.key for span in word_spans(words, "a")] == ["1", "2"]


def test_left_over_words_in_a_row_share_a_mark() -> None:
    rows = [("a", 0, 4, False, 0), ("a", 5, 9, False, 0), ("a", 12, 15, False, 0)]
    words = [AlignedWord(*row) for row in rows]
    assert word_spans(words, "a") == [Span(0, 9, LEFT_OVER), Span(12, 15, LEFT_OVER)]


@given(st.text(max_size=30), SPANS)
def test_runs_hold_every_segment_and_a_cue_begins_a_new_one(text: str, spans: list[Span]) -> None:
    segments = cut(text, spans)
    found = runs(segments)
    assert [segment for run in found for segment in run.segments] == segments
    assert all(segment.cues == run.cues for run in found for segment in run.segments)
    assert all(not segment.opens for run in found for segment in run.segments[1:])


def test_random_words_always_number_both_sides_alike(random: np.random.Generator) -> None:
    for _ in range(20):
        links = [("a", i, int(random.integers(8)), True) for i in range(8)]
        links += [("b", i, int(random.integers(8)), True) for i in range(8)]
        numbers = number_words(_words(links))
        for side, start, to, _ in links:
            assert numbers[side, start] == numbers["b" if side == "a" else "a", to]
