"""Decides in which frame a verb that does not stand apart reports, or that it does not report.

A frame is the construction that holds the content: a quotation, a clause, an infinitive, an object,
or nothing at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, Verb, plain
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.sources import HUMAN, source_class
from sinorus_lib.framing.reporting.subjects import as_source

if TYPE_CHECKING:
    from spacy.tokens import Token

SHORTEST_QUOTATION = 12
LONGEST_LINK = 80
NEAR = 7


def frame_of(
    token: Token, last: Token, verb: Verb, source: Token | None, lexicon: Lexicon, quotations: list[Span]
) -> str | None:
    """Return the construction in which the verb reports, or ``None`` if it does not."""
    frames = lexicon.frames[verb.cue_class]
    if opened_quotation(last, quotations, lexicon) is not None:
        return "quotation"
    if verb.lemma in lexicon.inverted_only and not verb.following and verb.lemma not in lexicon.disclosing:
        return None
    if token.dep_ in lexicon.parse["auxiliary"] and token.head.i > token.i and "infinitive" in frames:
        return "infinitive"
    clause = syntax.content(token, lexicon)
    if clause is not None and _is_reported(clause, token, frames, lexicon):
        return "clause"
    if _is_as(token, lexicon) or ("clause" in frames and content_link(last, lexicon) is not None):
        return "clause"
    bare = "VerbForm=Inf" in str(token.morph)
    if "infinitive" in frames and not bare and _has_infinitive(token, verb, lexicon):
        return "infinitive"
    return _object_frame(token, source, frames, lexicon)


def _is_reported(clause: Token, token: Token, frames: frozenset[str], lexicon: Lexicon) -> bool:
    if clause.i < token.i or clause.pos_ in {"NUM", "PUNCT"}:
        return False
    between = clause.doc[token.i + 1 : clause.i + 1]
    asks = any(plain(item.text) in lexicon.words["question_links"] for item in between)
    linked = asks or any(plain(item.text) in lexicon.content_links for item in between)
    bare = clause.dep_ in lexicon.parse["bare_content"]
    return ("clause" in frames and (linked or bare)) or ("question" in frames and asks)


def _is_as(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is "comme X l'a rapporté", "as X reported"."""
    return as_source(token, lexicon) is not None


def content_link(last: Token, lexicon: Lexicon) -> Token | None:
    """Return the "que" or "that" that follows the verb closely, whatever the parser made of it."""
    for item in last.doc[last.i + 1 : last.i + NEAR]:
        if plain(item.text) in lexicon.content_links and item.pos_ == "SCONJ":
            return item
        if item.pos_ in {"VERB", "AUX"} or syntax.is_break(item):
            return None
    return None


def opened_quotation(last: Token, quotations: list[Span], lexicon: Lexicon) -> int | None:
    """Return where a quotation of some length starts that the verb introduces."""
    end = last.idx + len(last.text)
    for start, stop in quotations:
        between = last.doc.text[end : start - 1]
        near = start > end and stop - start >= SHORTEST_QUOTATION and len(between) <= LONGEST_LINK
        if near and _introduces(between, lexicon):
            return start
    return None


def _introduces(between: str, lexicon: Lexicon) -> bool:
    """Say whether the words before a quotation end with a colon, a comma, "que" or "that"."""
    words = plain(between).split()
    return bool(words) and (words[-1][-1] in {":", ","} or words[-1] in lexicon.content_links)


def _has_infinitive(token: Token, verb: Verb, lexicon: Lexicon) -> bool:
    complement = next((item for item in token.rights if item.dep_ in lexicon.parse["infinitive"]), None)
    if complement is None or complement.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return False
    if complement.pos_ in {"ADJ", "NOUN"} and _child_verb(complement, lexicon) is None:
        return False
    linked = any(
        plain(item.text) in lexicon.words["infinitive_links"] for item in complement.children if item.i < complement.i
    )
    return not linked or verb.cue_class in {"warn", "accuse", "deny"}


def _child_verb(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the auxiliary or copula of a predicate."""
    return syntax.child(token, lexicon.parse["auxiliary"])


def _object_frame(token: Token, source: Token | None, frames: frozenset[str], lexicon: Lexicon) -> str | None:
    """Return ``object``, ``disclosure`` or ``bare`` for verbs that report without a clause."""
    objects = [item for item in token.rights if item.dep_ in lexicon.parse["object"]]
    human = source is not None and (source_class(source, lexicon) in HUMAN or source.pos_ == "PRON")
    form = str(token.morph)
    denies = {"object", "bare"} <= frames
    if ("VerbForm=Inf" in form and not denies) or (
        "Tense=Past|VerbForm=Part" in form and _child_verb(token, lexicon) is None
    ):
        return None
    if "object" in frames and (objects or syntax.is_passive(token, lexicon)):
        return "object"
    if objects and human and token.lemma_ in lexicon.disclosing:
        return "disclosure"
    bare = not [item for item in token.rights if not item.is_punct]
    return "bare" if "bare" in frames and "object" in frames and bare and human else None
