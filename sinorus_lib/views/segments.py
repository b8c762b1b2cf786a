"""A claim's text cut into marked segments: pure functions from offsets to segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

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


class AlignedWord(NamedTuple):
    """One word of a pair: its side, where it stands in its claim, and where its best match on the other starts."""

    side: str
    start: int
    end: int
    matched: bool
    match_start: int


def aligned_words(words: pd.DataFrame) -> list[AlignedWord]:
    """Return the rows of a word alignment, the columns of ``alignment.overlap.align_words``."""
    if words.empty:
        return []
    columns = (words[name].tolist() for name in AlignedWord._fields)
    return [AlignedWord(str(side), int(start), int(end), bool(matched), int(match_start))
            for side, start, end, matched, match_start in zip(*columns, strict=True)]  # fmt: skip


def words_by_pair(words: pd.DataFrame) -> dict[tuple[str, str], list[AlignedWord]]:
    """Return the word alignment of every pair that has one (``claim_a claim_b`` and the columns of a word)."""
    if words.empty or "claim_a" not in words:
        return {}
    found: dict[tuple[str, str], list[AlignedWord]] = {}
    keys = zip(words["claim_a"].astype(str), words["claim_b"].astype(str), strict=True)
    for pair, word in zip(keys, aligned_words(words), strict=True):
        found.setdefault(pair, []).append(word)
    return found


def number_words(words: Sequence[AlignedWord]) -> dict[Word, int]:
    """Return the number of every matched word, by side and start: words that lead to each other share one.

    So do words that stand next to each other on both sides ("Jake Sullivan"). Numbers count from 1 in the order of
    side a.
    """
    parents: dict[Word, Word] = {}
    counterparts = {(word.side, word.start): word.match_start for word in words if word.matched}
    for (side, start), match in counterparts.items():
        _join(parents, (side, start), (_opposite(side), match))
    next_to = _next_to(words)
    for (side, start), after in next_to.items():
        ends = [counterparts.get((side, place)) for place in (start, after)]
        if None not in ends and next_to.get((_opposite(side), int(ends[0] or 0))) == ends[1]:
            _join(parents, (side, start), (side, after))
    numbers: dict[Word, int] = {}
    return {
        word: numbers.setdefault(_root(parents, word), len(numbers) + 1)
        for word in sorted(parents)  # side a comes first
    }


def _next_to(words: Iterable[AlignedWord]) -> dict[Word, int]:
    """Return the start of the word that follows each word with one character between, by side and start."""
    ordered = sorted(words, key=lambda word: (word.side, word.start))
    return {
        (word.side, word.start): after.start
        for word, after in pairwise(ordered)
        if word.side == after.side and after.start == word.end + 1
    }


def _join(parents: dict[Word, Word], one: Word, other: Word) -> None:
    parents[_root(parents, one)] = _root(parents, other)


def _opposite(side: str) -> str:
    return "b" if side == "a" else "a"


def _root(parents: dict[Word, Word], word: Word) -> Word:
    parents.setdefault(word, word)
    while parents[word] != word:
        word = parents[word]
    return word


def word_spans(words: Sequence[AlignedWord], side: str) -> list[Span]:
    """Return the marks of one side's words: joined by number, or left over; words in a row share a mark."""
    numbers = number_words(words)
    found: list[Span] = []
    for word in sorted((word for word in words if word.side == side), key=lambda word: word.start):
        number = numbers.get((side, word.start))
        span = (
            Span(word.start, word.end, LEFT_OVER)
            if number is None
            else Span(word.start, word.end, MATCHED, str(number))
        )
        last = found[-1] if found else None
        if last and (last.kind, last.key, last.end + 1) == (span.kind, span.key, span.start):
            span = Span(found.pop().start, word.end, span.kind, span.key)
        found.append(span)
    return found


def cue_spans(framing: pd.DataFrame, claims: pd.DataFrame) -> dict[str, list[Span]]:
    """Return the cues of every claim that has any, in the claim's own offsets.

    A cue that is the whole claim says that there is no cue, and is left out; so is what a cue only bears upon.

    Args:
        framing: the frame ``framing``; only the rows of the given claims count.
        claims: rows of the frame ``claims``.
    """
    places = claims[["claim_id", "start", "end"]].rename(columns={"start": "from", "end": "to"})
    own = framing[~framing["note"].isin(_BORNE_UPON)].merge(places, on="claim_id")
    own = own[(own["start"] != own["from"]) | (own["end"] != own["to"])]
    found: dict[str, list[Span]] = {}
    columns = (own[name].tolist() for name in ("claim_id", "measure", "start", "end", "from"))
    for claim, measure, start, end, first in zip(*columns, strict=True):
        found.setdefault(str(claim), []).append(Span(start - first, end - first, CUE, str(measure)))
    return found
