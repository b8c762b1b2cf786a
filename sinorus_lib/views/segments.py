"""A claim's text cut into marked segments: pure functions from offsets to segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

MATCHED, LEFT_OVER, CUE = "matched", "left_over", "cue"
WORD_KINDS = (MATCHED, LEFT_OVER)
Word = tuple[str, int]  # its side and where it starts
# Notes of evidence that is no cue itself: what a negation reverses, what an act is done to.
_BORNE_UPON = ("scope", "patient")


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


@dataclass(frozen=True)
class Run:
    """Segments in a row that the same cues cover.

    Attributes:
        cues: the measures whose cues cover it, in order.
        opens: of these, the ones whose cue begins here.
        segments: the segments.
    """

    cues: tuple[str, ...]
    opens: tuple[str, ...]
    segments: tuple[Segment, ...]


def runs(segments: Iterable[Segment]) -> list[Run]:
    """Return the segments in runs, a new one wherever a cue begins or ends."""
    parts: list[list[Segment]] = []
    for segment in segments:
        if parts and not segment.opens and segment.cues == parts[-1][0].cues:
            parts[-1].append(segment)
        else:
            parts.append([segment])
    return [Run(part[0].cues, part[0].opens, tuple(part)) for part in parts]


def number_words(words: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Return the number of every matched word, by side and start: words that lead to each other share one.

    So do words that stand next to each other on both sides ("Jake Sullivan"). Numbers count from 1 in the order of
    side a.

    Args:
        words: one pair's word alignment, the columns of ``alignment.overlap.align_words``.
    """
    matched = words[words["matched"].astype(bool)] if len(words) else words
    rows = matched.to_dict("records")
    parents: dict[Word, Word] = {}
    for row in rows:
        side = str(row["side"])
        _join(parents, (side, int(row["start"])), (_opposite(side), int(row["match_start"])))
    next_to = _next_to(words)
    counterparts = {(str(row["side"]), int(row["start"])): int(row["match_start"]) for row in rows}
    for (side, start), after in next_to.items():
        ends = [counterparts.get((side, place)) for place in (start, after)]
        if None not in ends and next_to.get((_opposite(side), int(ends[0] or 0))) == ends[1]:
            _join(parents, (side, start), (side, after))
    numbers: dict[Word, int] = {}
    return {
        word: numbers.setdefault(_root(parents, word), len(numbers) + 1)
        for word in sorted(parents)  # side a comes first
    }


def _next_to(words: pd.DataFrame) -> dict[Word, int]:
    """Return the start of the word that follows each word with one character between, by side and start."""
    found: dict[Word, int] = {}
    for side, own in words.groupby("side") if len(words) else ():
        places = sorted(zip(own["start"].astype(int), own["end"].astype(int), strict=True))
        found |= {(str(side), start): after for (start, end), (after, _) in pairwise(places) if after == end + 1}
    return found


def _join(parents: dict[Word, Word], one: Word, other: Word) -> None:
    parents[_root(parents, one)] = _root(parents, other)


def _opposite(side: str) -> str:
    return "b" if side == "a" else "a"


def _root(parents: dict[Word, Word], word: Word) -> Word:
    parents.setdefault(word, word)
    while parents[word] != word:
        word = parents[word]
    return word


def word_spans(words: pd.DataFrame, side: str) -> list[Span]:
    """Return the marks of one side's words: joined by number, or left over; words in a row share a mark."""
    if words.empty:
        return []
    numbers = number_words(words)
    own = words[words["side"] == side].sort_values("start", kind="stable")
    found: list[Span] = []
    for start, end in zip(own["start"].astype(int), own["end"].astype(int), strict=True):
        number = numbers.get((side, start))
        span = Span(start, end, LEFT_OVER) if number is None else Span(start, end, MATCHED, str(number))
        last = found[-1] if found else None
        if last and (last.kind, last.key, last.end + 1) == (span.kind, span.key, span.start):
            span = Span(found.pop().start, end, span.kind, span.key)
        found.append(span)
    return found


def cue_spans(framing: pd.DataFrame, start: int, end: int) -> list[Span]:
    """Return the cues of one claim in the claim's own offsets.

    A cue that is the whole claim says that there is no cue, and is left out; so is what a cue only bears upon.

    Args:
        framing: the rows of the frame ``framing`` for the claim.
        start: where the claim starts in its article.
        end: where it ends.
    """
    own = framing[((framing["start"] != start) | (framing["end"] != end)) & ~framing["note"].isin(_BORNE_UPON)]
    return [
        Span(int(row["start"]) - start, int(row["end"]) - start, CUE, str(row["measure"]))
        for row in own.to_dict("records")
    ]
