"""Clauses: where a sentence asserts two things, the two clauses that do.

A sentence is cut only between clauses that would each stand as a sentence: coordinated main clauses, a
contrast (*tandis que*, *whereas*), a semicolon or colon between assertions, a second report (*, adding that*),
and a quotation whose frame asserts more than that somebody said it. Relative, conditional and causal clauses,
parentheses and verbs that merely share a subject stay where they are. An attribution ("said X, the minister")
is no claim of its own. After the idea of atomic content units (Nenkova and Passonneau 2004, *Evaluating
Content Selection in Summarization: The Pyramid Method*), cut by syntax and never reworded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sinorus_lib.clauses.cut import Cut
from sinorus_lib.clauses.cuts import find_cuts
from sinorus_lib.clauses.sentence import ParsedSentence
from sinorus_lib.clauses.speakers import inherited_speaker, own_speaker
from sinorus_lib.framing.parsed import text_of, tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["LONGEST", "Clause", "can_split", "split_clauses"]

LONGEST = 200  # tokens of a sentence that is parsed for clauses; beyond, parses are not to be trusted


@dataclass(frozen=True)
class Clause:
    """A clause that asserts something of its own; offsets are code points of the sentence.

    Attributes:
        start: its first code point.
        end: the code point after its last; the clauses of a sentence tile it but for blanks.
        content_start: the first code point after its conjunction.
        link: how it is joined to the clause before it; empty for the first.
        speaker: who is said in the clause itself to have said it, as written.
        inherited: who is said elsewhere in the sentence to have said it, as written.
    """

    start: int
    end: int
    content_start: int
    link: str = ""
    speaker: str | None = None
    inherited: str | None = None


def can_split(doc: Doc, language: str) -> bool:
    """Say whether the parse is of use: it has a finite predicate, and the sentence is not too long for it."""
    sentence = ParsedSentence(doc, language)
    return len(doc) <= LONGEST and any(sentence.is_finite(token) for token in tokens_of(doc))


def split_clauses(doc: Doc, language: str) -> list[Clause]:
    """Return the clauses of a parsed sentence that each assert something; the whole sentence if it is one.

    Args:
        doc: the sentence, parsed.
        language: ``fr`` or ``en``.

    Raises:
        SinorusError: if there are no tables for the language.
    """
    sentence = ParsedSentence(doc, language)
    cuts = find_cuts(sentence) if can_split(doc, language) else []
    if not cuts:
        return [Clause(0, len(text_of(doc)), 0)]
    spans = _spans(doc, cuts)
    return [_clause(sentence, cuts, spans, place) for place in range(len(spans))]


def _spans(doc: Doc, cuts: Sequence[Cut]) -> list[tuple[int, int]]:
    text = text_of(doc)
    starts = [0, *(doc[cut.index].idx for cut in cuts), len(text)]
    return [(start, start + len(text[start:end].rstrip())) for start, end in pairwise(starts)]


def _clause(sentence: ParsedSentence, cuts: Sequence[Cut], spans: Sequence[tuple[int, int]], place: int) -> Clause:
    start, end = spans[place]
    content = start if place == 0 else sentence.doc[cuts[place - 1].content].idx
    return Clause(
        start,
        end,
        content,
        link="" if place == 0 else cuts[place - 1].link,
        speaker=own_speaker(sentence, cuts, spans, place),
        inherited=inherited_speaker(sentence, cuts, spans, place),
    )
