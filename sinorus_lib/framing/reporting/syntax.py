"""Small questions to a parsed sentence, in the terms of a language's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.quotations import OPENERS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUOTES = frozenset('«»“”„‹›"')
QUOTES_OPENING = OPENERS
SINGLE = frozenset("‘’'")
BREAKS = frozenset({",", ";", ":", "—", "–", "-", "(", ")", "...", "…", "?", "!"}) | QUOTES
GAP = frozenset({"AUX", "ADV", "PRON", "PART", "PUNCT"})


def child(token: Token, labels: frozenset[str]) -> Token | None:
    """Return the token's first dependent with one of the labels."""
    return next((item for item in token.children if item.dep_ in labels), None)


def span_of(first: Token, last: Token) -> Span:
    """Return the code points from one token to another."""
    return first.idx, last.idx + len(last.text)


def is_break(token: Token) -> bool:
    """Say whether the token is a comma, a dash, a quotation mark or the like."""
    return token.text in BREAKS or is_single_mark(token)


def is_single_mark(token: Token) -> bool:
    """Say whether the token is a single quotation mark, not an apostrophe: nothing or punctuation is glued to it."""
    if token.text not in SINGLE:
        return False
    text = text_of(token.doc)
    before, after = text[max(0, token.idx - 1) : token.idx], text[token.idx + 1 : token.idx + 2]
    return token.text == "‘" or before in set(".,!?…") or (not before.strip() and bool(after.strip()))


def is_closing_mark(token: Token) -> bool:
    """Say whether the token closes a quotation."""
    closes = token.text in QUOTES - QUOTES_OPENING
    return closes or (token.text != "‘" and is_single_mark(token) and token.idx > 0)


def is_opening_mark(token: Token) -> bool:
    """Say whether the token opens a quotation and cannot close one."""
    return token.text in QUOTES_OPENING or token.text == "‘"


def is_infinitive(token: Token) -> bool:
    """Say whether a verb is in the infinitive, by itself or through its auxiliary: "partir", "avoir été vu"."""
    own = "VerbForm=Inf" in str(token.morph)
    return own or any(item.pos_ == "AUX" and "VerbForm=Inf" in str(item.morph) for item in token.lefts)


def subject(verb: Token, lexicon: Lexicon) -> Token | None:
    """Return the verb's subject: its own, else that of the verb it leans on."""
    own = child(verb, lexicon.parse["subject"])
    if own is not None:
        return _antecedent(own, verb, lexicon)
    if verb.dep_ in lexicon.parse["relative"] and verb.head.pos_ in lexicon.words["nominal"]:
        return verb.head
    leaning = lexicon.parse["conjunct"] | lexicon.parse["infinitive"] | lexicon.parse["adverbial"]
    if verb.dep_ not in leaning or verb.head == verb:
        return None
    if verb.head.pos_ in lexicon.words["nominal"]:
        return verb.head if verb.dep_ in lexicon.parse["adverbial"] else None
    return subject(verb.head, lexicon)


def _antecedent(own: Token, verb: Token, lexicon: Lexicon) -> Token:
    relative = plain(own.text) in lexicon.words["relative_pronouns"]
    return verb.head if relative and verb.head != verb and verb.head.pos_ in lexicon.words["nominal"] else own


def verb_group(verb: Token, lexicon: Lexicon) -> tuple[Token, Token]:
    """Return the first and last token of the verb with its auxiliaries: "a-t-il noté", "is said"."""
    leading = [item.i for item in verb.children if item.dep_ in lexicon.parse["auxiliary"] and item.i < verb.i]
    for start in sorted(index for index in leading if verb.doc[index].pos_ != "PART"):
        if all(item.pos_ in GAP and not is_break(item) for item in tokens_of(verb.doc)[start : verb.i]):
            return verb.doc[start], verb
    return verb, verb


def is_passive(verb: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb has a passive auxiliary."""
    return child(verb, lexicon.parse["passive"]) is not None


def is_negated(verb: Token, lexicon: Lexicon) -> bool:
    """Say whether a negation depends on the verb."""
    return any(plain(item.text) in lexicon.parse["negation"] for item in verb.children)


def content(verb: Token, lexicon: Lexicon) -> Token | None:
    """Return the head of the clause that the verb reports."""
    return child(verb, lexicon.parse["content"])


def nominal_after(doc: Doc, index: int, lexicon: Lexicon) -> Token | None:
    """Return the head of the noun phrase that starts at a token, or ``None`` if none does."""
    if index < len(doc) and doc[index].text in QUOTES:
        index += 1
    for token in tokens_of(doc)[index : index + 8]:
        named = token.ent_type_ in lexicon.parse["person"] and token.text[:1].isupper()
        verbal = token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod"
        if (verbal and not named) or is_break(token):
            return None
        if named or token.pos_ in lexicon.words["nominal"]:
            return _phrase_head(token, index, lexicon)
    return None


def _phrase_head(token: Token, index: int, lexicon: Lexicon) -> Token:
    while token.dep_ in lexicon.parse["modifier"] and token.head.pos_ in lexicon.words["nominal"]:
        if token.head.i < index or token.head == token:
            break
        token = token.head
    return token


def in_quotation(position: int, quotations: list[Span]) -> bool:
    """Say whether a code point stands inside a quotation."""
    return any(start <= position < end for start, end in quotations)
