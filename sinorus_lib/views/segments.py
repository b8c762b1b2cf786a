"""A claim's text cut into marked segments: pure functions from offsets to segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

MATCHED, LEFT_OVER, CUE = "matched", "left_over", "cue"
WORD_KINDS = (MATCHED, LEFT_OVER)


@dataclass(frozen=True)
class Span:
    """A marked stretch of a text.

    Attributes:
        start: first code point.
        end: code point after the last.
        kind: ``matched``, ``left_over`` or ``cue``.
        key: the number that joins matched words, or the name of a cue's measure.
    """

    start: int
    end: int
    kind: str
    key: str = ""


@dataclass(frozen=True)
class Segment:
    """A stretch of text that carries the same marks throughout.

    Attributes:
        text: its characters.
        word: the word mark it stands in, if any.
        word_ends: whether that mark ends here.
        cues: the measures whose cues cover it, in order.
        opens: of these, the ones whose cue begins here.
    """

    text: str
    word: Span | None = None
    word_ends: bool = False
    cues: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


def cut(text: str, spans: Iterable[Span]) -> list[Segment]:
    """Return the text as segments that, joined, are the text again.

    Spans may overlap and touch; parts outside the text are ignored, empty spans too. Where two word
    marks overlap, the one that starts first wins.
    """
    kept = sorted(filter(None, (_inside(span, len(text)) for span in spans)), key=_order)
    edges = sorted({0, len(text), *(span.start for span in kept), *(span.end for span in kept)})
    segments: list[Segment] = []
    active: list[Span] = []
    upcoming = list(reversed(kept))
    for start, end in pairwise(edges):
        active = [span for span in active if span.end > start]
        while upcoming and upcoming[-1].start <= start:
            active.append(upcoming.pop())
        segments.append(_segment(text[start:end], start, end, active))
    return segments


def _order(span: Span) -> tuple[int, int, str, str]:
    return (span.start, -span.end, span.kind, span.key)


def _inside(span: Span, length: int) -> Span | None:
    start, end = max(0, span.start), min(length, span.end)
    return Span(start, end, span.kind, span.key) if start < end else None


def _segment(text: str, start: int, end: int, active: Sequence[Span]) -> Segment:
    word = next((span for span in active if span.kind in WORD_KINDS), None)
    cues = [span for span in active if span.kind == CUE]
    return Segment(
        text,
        word,
        word is not None and word.end == end,
        tuple(dict.fromkeys(span.key for span in cues)),
        tuple(dict.fromkeys(span.key for span in cues if span.start == start)),
    )


def number_words(words: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Return the number of every matched word, by side and start: words that lead to each other share one.

    Numbers count from 1 in the order of side a.

    Args:
        words: one pair's word alignment, the columns of ``alignment.overlap.align_words``.
    """
    matched = words[words["matched"].astype(bool)] if len(words) else words
    parents: dict[tuple[str, int], tuple[str, int]] = {}
    for row in matched.to_dict("records"):
        side = str(row["side"])
        own, other = (side, int(row["start"])), (_opposite(side), int(row["match_start"]))
        parents[_root(parents, own)] = _root(parents, other)
    numbers: dict[tuple[str, int], int] = {}
    return {
        word: numbers.setdefault(_root(parents, word), len(numbers) + 1)
        for word in sorted(parents)  # side a comes first
    }


def _opposite(side: str) -> str:
    return "b" if side == "a" else "a"


def _root(parents: dict[tuple[str, int], tuple[str, int]], word: tuple[str, int]) -> tuple[str, int]:
    parents.setdefault(word, word)
    while parents[word] != word:
        word = parents[word]
    return word


def word_spans(words: pd.DataFrame, side: str) -> list[Span]:
    """Return the marks of one side's words: joined by number, or left over."""
    if words.empty:
        return []
    numbers = number_words(words)
    own = words[words["side"] == side]
    offsets = [(int(row["start"]), int(row["end"])) for row in own.to_dict("records")]
    return [
        Span(start, end, MATCHED, str(numbers[side, start]))
        if (side, start) in numbers
        else Span(start, end, LEFT_OVER)
        for start, end in offsets
    ]


def cue_spans(framing: pd.DataFrame, start: int, end: int) -> list[Span]:
    """Return the cues of one claim in the claim's own offsets.

    A cue that is the whole claim says that there is no cue, and is left out.

    Args:
        framing: the rows of the frame ``framing`` for the claim.
        start: where the claim starts in its article.
        end: where it ends.
    """
    own = framing[(framing["start"] != start) | (framing["end"] != end)]
    return [
        Span(int(row["start"]) - start, int(row["end"]) - start, CUE, str(row["measure"]))
        for row in own.to_dict("records")
    ]
