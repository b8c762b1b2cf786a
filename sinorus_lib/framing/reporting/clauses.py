"""Decides which words can be peeled off an edge of the sentence with the attribution.

At the end ", a déclaré X vendredi", at the beginning "Officials said that "; nothing in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.frames import content_link, opened_quotation
from sinorus_lib.framing.reporting.model import Use

if TYPE_CHECKING:
    from spacy.tokens import Token


def clause_of(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Span | None:
    """Return the words that can be peeled off the sentence with the attribution, if any."""
    if syntax.in_quotation(use.token.idx, quotations):
        return None
    if use.frame == "parenthetical":
        return _final_clause(use, lexicon)
    return _initial_clause(use, lexicon, quotations) if use.frame in {"clause", "quotation"} else None


def _final_clause(use: Use, lexicon: Lexicon) -> Span | None:
    """Return ", a déclaré X vendredi" when nothing but the attribution follows."""
    doc = use.token.doc
    first = use.first if use.source is None or use.source.i > use.first.i else use.source.left_edge
    first = first if first.i <= use.first.i else use.first
    while first.i > 0 and not syntax.is_break(doc[first.i - 1]) and doc[first.i - 1].pos_ == "ADV":
        first = doc[first.i - 1]
    if _resumes(use, lexicon):
        return None
    before = doc[first.i - 1]
    start = before.idx if before.text in {",", "—", "–"} else before.idx + len(before.text)
    end = len(text_of(doc).rstrip().rstrip(".!?… "))
    return (start, end) if start > 0 and end > use.token.idx else None


def _resumes(use: Use, lexicon: Lexicon) -> bool:
    """Say whether the reported words go on after the attribution."""
    own = {item.i for item in use.token.subtree} | ({item.i for item in use.source.subtree} if use.source else set())
    commas = False
    for token in tokens_of(use.token.doc)[use.last.i + 1 :]:
        if (token.text in syntax.QUOTES and token.text not in '»”"') or (token.text == ":"):
            return True
        commas = commas or token.text in {",", ";"}
        left = min(use.first.i, use.source.left_edge.i if use.source else use.first.i)
        foreign = token.i not in own or token.head.i < left
        if commas and foreign and token.pos_ in {"VERB", "AUX"} and token.dep_ not in lexicon.parse["relative"]:
            return True
    return _finite_after_comma(use, lexicon)


def _finite_after_comma(use: Use, lexicon: Lexicon) -> bool:
    """Say whether a comma and a finite verb follow with no relative word between: "a-t-il noté, viennent"."""
    comma = False
    for token in tokens_of(use.token.doc)[use.last.i + 1 :]:
        comma = comma or token.text == ","
        if comma and plain(token.text) in lexicon.words["relative_words"]:
            return False
        if comma and "VerbForm=Fin" in str(token.morph):
            return True
    return False


def _initial_clause(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Span | None:
    """Return "Officials said that " when the verb governs the sentence from its beginning."""
    doc = use.token.doc
    if use.token.head != use.token or any(item.dep_ in lexicon.parse["conjunct"] for item in use.token.rights):
        return None
    clause = syntax.content(use.token, lexicon)
    if clause is not None and clause.i > use.last.i:
        return _up_to(clause, use.last, lexicon)
    linked = content_link(use.last, lexicon)
    if linked is not None:
        after = doc[linked.i + 1].idx if linked.i + 1 < len(doc) else len(text_of(doc))
        return (0, after) if after < len(text_of(doc)) else None
    opened = opened_quotation(use.last, quotations, lexicon)
    return None if opened is None else (0, opened - 1)


def _up_to(clause: Token, last: Token, lexicon: Lexicon) -> Span | None:
    """Return the span from the start to the reported clause, its "that" or "que" included."""
    doc = clause.doc
    first = next((item for item in sorted(clause.subtree, key=lambda item: item.i) if item.i > last.i), clause)
    while first.i < clause.i and (
        plain(first.text) in lexicon.content_links or (first.is_punct and first.text not in syntax.QUOTES)
    ):
        first = doc[first.i + 1]
    return (0, first.idx) if first.idx < len(text_of(doc)) else None
