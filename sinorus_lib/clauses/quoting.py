"""Cuts at quotations and second reports.

A frame that merely says who speaks is attribution and stays with its quotation. It is a claim where it says
more ("The minister, who has met X, said: “…”"), and so is a second report ("…, before announcing that …").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sinorus_lib.clauses.cut import LONG, QUOTATION, REPORT, SHORTEST, Cut
from sinorus_lib.clauses.sentence import ParsedSentence, count_words
from sinorus_lib.framing.lexicon import plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting.cues import cue_tokens, entry
from sinorus_lib.framing.reporting.frames import content_link

if TYPE_CHECKING:
    from spacy.tokens import Token


def quotations(sentence: ParsedSentence) -> Iterator[Cut]:
    """Yield the places before a quotation whose frame asserts something too, or that goes on another."""
    for number, (start, end) in enumerate(sentence.quotations):
        first, last = sentence.token_at(start), sentence.token_at(end)
        if first < 2 or not sentence.predicates(first, last):
            continue
        closes = not count_words(text_of(sentence.doc)[end:])
        framing = _frame_verb(sentence, first - 1) if number == 0 and closes else None
        if framing is not None and _asserts_more(sentence, framing, first - 1):
            yield Cut(first - 1, first, QUOTATION, framing)
        between = _verb_between(sentence, number, first) if number > 0 else None
        if between is not None:
            yield Cut(first - 1, first, QUOTATION, between, left=LONG, right=LONG)


def _frame_verb(sentence: ParsedSentence, mark: int) -> Token | None:
    """Return the last verb before a quotation that reports."""
    before = reversed(tokens_of(sentence.doc)[:mark])
    return next((token for token in before if token.i in sentence.reports and token.pos_ == "VERB"), None)


def _asserts_more(sentence: ParsedSentence, verb: Token, mark: int) -> bool:
    """Say whether the words before a quotation assert more than that somebody said it."""
    holders = {verb, sentence.subject(verb)}
    held = (token for token in tokens_of(sentence.doc)[:mark] if token.head in holders and token != verb)
    return any(_is_clause(sentence, token) for token in held)


def _is_clause(sentence: ParsedSentence, token: Token) -> bool:
    """Say whether a relative or adverbial clause is finite and long enough to assert something."""
    labels = sentence.lexicon.parse["relative"] | sentence.lexicon.parse["adverbial"]
    words = count_words(sentence.text(token.left_edge.i, token.right_edge.i + 1))
    return token.dep_ in labels and sentence.is_finite(token) and words >= SHORTEST


def _verb_between(sentence: ParsedSentence, number: int, first: int) -> Token | None:
    """Return the verb that reports between a quotation and an earlier one that is a clause as well."""
    start, end = sentence.quotations[number - 1]
    opens, closes = sentence.token_at(start), sentence.token_at(end)
    if count_words(text_of(sentence.doc)[start:end]) < LONG or not sentence.predicates(opens, closes):
        return None
    return next((token for token in tokens_of(sentence.doc)[closes:first] if token.i in sentence.reports), None)


def further_reports(sentence: ParsedSentence) -> Iterator[Cut]:
    """Yield ", adding that …", ", avant d'annoncer que …": a second report after a first assertion."""
    for token in tokens_of(sentence.doc):
        verb = entry(token, sentence.lexicon) if _is_nonfinite(token) else None
        if verb is None:
            continue
        linked = content_link(cue_tokens(token, verb, sentence.lexicon)[1], sentence.lexicon)
        index = _opening(sentence, token.i)
        if linked is None or index is None or linked.i + 1 >= len(sentence.doc):
            continue
        if len(sentence.crossing(index)) <= 1:
            yield Cut(index, linked.i + 1, REPORT)


def _is_nonfinite(token: Token) -> bool:
    form = str(token.morph)
    present = "VerbForm=Part" in form and "Tense=Pres" in form
    return token.pos_ == "VERB" and (present or "VerbForm=Inf" in form)


def _opening(sentence: ParsedSentence, index: int) -> int | None:
    """Return where ", avant d'annoncer" begins, or ``None`` if no comma stands before it."""
    while index > 1 and plain(sentence.doc[index - 1].text) in sentence.tables.further_report:
        index -= 1
    return index if index > 1 and sentence.doc[index - 1].text == "," else None
