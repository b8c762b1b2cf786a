"""Cuts at semicolons and colons between assertions.

Parses are seldom right across these marks, so each side is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from sinorus_lib.clauses.cut import BEFORE_COLON, COLON, SEMICOLON, Cut
from sinorus_lib.clauses.sentence import ParsedSentence
from sinorus_lib.framing.lexicon import plain
from sinorus_lib.framing.parsed import tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.cues import entry

if TYPE_CHECKING:
    from spacy.tokens import Token


def semicolons(sentence: ParsedSentence) -> Iterator[Cut]:
    """Yield the places after semicolons that part two assertions."""
    for (before, index), (_, after) in pairwise(pairwise(_bounds(sentence, {";"}))):
        if _asserts(sentence, before, index) and _asserts(sentence, index, after):
            yield Cut(index, sentence.after_links(index, after), SEMICOLON)


def _bounds(sentence: ParsedSentence, marks: set[str]) -> list[int]:
    """Return where the parts between some marks begin, and the end of the last."""
    return [0, *(token.i + 1 for token in tokens_of(sentence.doc)[:-1] if token.text in marks), len(sentence.doc)]


def _asserts(sentence: ParsedSentence, first: int, last: int) -> bool:
    """Say whether a part has a finite main verb, and is not a "that" clause of the part before it."""
    if plain(sentence.doc[first].text) in sentence.lexicon.content_links:
        return False
    part = tokens_of(sentence.doc)[first:last]
    return any(sentence.is_finite(token) and sentence.is_main(token, first) for token in part)


def colons(sentence: ParsedSentence) -> Iterator[Cut]:
    """Yield the places after colons that join two assertions; no lists, quotations or mere announcements."""
    for (before, index), (_, after) in pairwise(pairwise(_bounds(sentence, {":", ";"}))):
        if sentence.doc[index - 1].text != ":" or sentence.doc[index].text in syntax.QUOTES:
            continue
        left, right = sentence.predicates(before, index), sentence.predicates(index, after)
        if left and right and not sentence.asks(right[0]) and not _announces(sentence, left[0], before, index):
            yield Cut(index, index, COLON, left=BEFORE_COLON)


def _announces(sentence: ParsedSentence, predicate: Token, first: int, last: int) -> bool:
    """Say whether the clause before a colon only tells that something follows, or who says it."""
    tables, subject = sentence.tables, sentence.subject(predicate)
    parts = [predicate, *(item for item in predicate.children if first <= item.i < last)]
    if any(plain(item.lemma_) in tables.lead_ins for item in parts):
        return True
    led = subject is not None and plain(subject.lemma_) in tables.lead_in_subjects
    return led or _leaves_content(sentence, predicate, last)


def _leaves_content(sentence: ParsedSentence, predicate: Token, last: int) -> bool:
    """Say whether a reporting verb leaves what is said to the words after the colon."""
    lexicon = sentence.lexicon
    verb = entry(predicate, lexicon)
    if verb is None or verb.lemma in lexicon.showing | lexicon.inverted_only or syntax.is_passive(predicate, lexicon):
        return False
    content = syntax.content(predicate, lexicon)
    return content is None or content.i >= last
