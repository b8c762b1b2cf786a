"""Paragraphs and sentences of an article, with offsets into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sentencex

HEADLINE, SUBHEADING, SENTENCE = "headline", "subheading", "sentence"
LONGEST = 1_500  # code points of a sentence; an encoder reads some 512 tokens
_LONGEST_SUBHEADING = 100
_LONGEST_QUESTION_HEADING = 60
# sentencex cuts after these when a name follows a quotation; a sentence never ends so.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"'’])(?:MM?|Mmes?|Mlles?|Mgr|Me|Dr|Pr|Prof|Mr|Mrs|Ms|St|Ste|Gen|Gov|Sen|Rep|Lt|Col|Capt|[A-Z])\.$"
)
# sentencex takes these for abbreviations where they end a sentence.
_FULL_WORD = re.compile(r"(?<=\bMay\.)\s+(?=[A-ZÀ-Ý“«\"])")
_LOWER_START = re.compile(r"^[\s\"'«»“”’)\]]*[a-zà-öø-ÿ]")
_ENDS = re.compile(r"[.!…:;,][\"'”»’)\]\s]*$")
_QUESTION = re.compile(r"\?[\"'”»’)\]\s]*$")
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Sentence:
    """A sentence: its offsets in the article, its paragraph, and what kind of line it is."""

    start: int
    end: int
    paragraph: int
    kind: str


def split_sentences(text: str, language: str, title: str | None = None) -> list[Sentence]:
    """Return the sentences of an article in document order.

    A run of text that no sentence ends within ``LONGEST`` code points is cut at a blank.

    Args:
        text: the article, paragraphs divided by newlines.
        language: ``fr`` or ``en``.
        title: its headline; the first paragraph is marked ``headline`` if it is that.
    """
    found: list[Sentence] = []
    for number, (start, paragraph) in enumerate(_paragraphs(text)):
        kind = _kind(paragraph, number, title)
        spans = [(0, len(paragraph))] if kind != SENTENCE else _cut(paragraph, language)
        found += [Sentence(start + a, start + b, number, kind) for a, b in spans]
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"[^\n]+", text):
        stripped = match.group().strip()
        if _WORD.search(stripped):
            yield match.start() + match.group().index(stripped), stripped


def _kind(paragraph: str, number: int, title: str | None) -> str:
    if number == 0 and title is not None and paragraph == title.strip():
        return HEADLINE
    return SUBHEADING if _is_heading(paragraph) else SENTENCE


def _is_heading(paragraph: str) -> bool:
    if _ENDS.search(paragraph):
        return False
    if _QUESTION.search(paragraph):
        return len(paragraph) <= _LONGEST_QUESTION_HEADING and paragraph.count("?") == 1
    return len(paragraph) <= _LONGEST_SUBHEADING


def _cut(paragraph: str, language: str) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph; pieces that are no sentence of their own join a neighbour."""
    spans: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries(language, paragraph):
        for start, end in _pieces(paragraph, boundary["start_index"], boundary["end_index"]):
            if spans and end - spans[-1][0] <= LONGEST and _joins(paragraph[slice(*spans[-1])], paragraph[start:end]):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def _pieces(paragraph: str, start: int, end: int) -> list[tuple[int, int]]:
    words = [start, *(match.end() for match in _FULL_WORD.finditer(paragraph, start, end)), end]
    cuts = [*(cut for bounds in pairwise(words) for cut in _shorten(paragraph, *bounds)), end]
    stripped = [_strip(paragraph, *bounds) for bounds in pairwise(cuts)]
    return [span for span in stripped if span[0] < span[1]]


def _joins(previous: str, piece: str) -> bool:
    """Tell whether a piece goes on the sentence before it."""
    return bool(_ABBREVIATION.search(previous)) or not _WORD.search(piece) or bool(_LOWER_START.match(piece))


def _shorten(paragraph: str, start: int, end: int) -> list[int]:
    """Return where to cut what no parser or encoder could take whole: at blanks, after ``LONGEST`` code points."""
    cuts = [start]
    while end - cuts[-1] > LONGEST:
        blank = paragraph.rfind(" ", cuts[-1] + 1, cuts[-1] + LONGEST)
        cuts.append(blank if blank > 0 else cuts[-1] + LONGEST)
    return cuts


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
