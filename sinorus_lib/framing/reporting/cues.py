"""Decides which token is a reporting verb, and which words around it belong to its cue.

It looks at the verb's own words only, whoever speaks: "a fait savoir" is one cue, "veut dire" is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Verb, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

FOLLOWING = 8


def entry(token: Token, lexicon: Lexicon) -> Verb | None:
    """Return the lexicon's entry for a token, the one with the most words that fits."""
    listed = lexicon.verbs.get(lexicon.lemma(token), ())
    reflexive = bool(listed) and _is_reflexive(token, lexicon)
    for verb in listed:
        if (verb.reflexive and not reflexive) or (reflexive and not verb.reflexive and _changes(verb, lexicon)):
            continue
        if _following(token, verb, lexicon) is not None:
            return verb
    return None


def _changes(verb: Verb, lexicon: Lexicon) -> bool:
    """Say whether a verb reports no longer when it is reflexive: "s'explique", "se trouvent"."""
    return verb.lemma in lexicon.showing or verb.lemma in lexicon.words["never_reflexive"]


def is_excluded(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb is part of another expression ("veut dire") or only may be said ("might say")."""
    if any(plain(item.text) in lexicon.words["modal"] for item in token.lefts):
        return True
    if plain(token.text) in lexicon.words["citing"] or _is_only_possible(token, lexicon) or _is_mentioned(token):
        return True
    if _is_noun(token, lexicon):
        return True
    return any(start <= token.idx < end for start, end in lexicon.not_reporting.find(text_of(token.doc)))


def _is_noun(token: Token, lexicon: Lexicon) -> bool:
    """Say whether an infinitive stands behind an article: "le conseiller"."""
    before = token.nbor(-1) if token.i > 0 else token
    article = before.pos_ == "DET" and plain(before.text) in lexicon.words["articles"]
    return article and plain(token.text) == lexicon.lemma(token)


def _is_mentioned(token: Token) -> bool:
    """Say whether a word stands alone in quotation marks."""
    doc = token.doc
    return (
        0 < token.i < len(doc) - 1
        and doc[token.i - 1].text in syntax.QUOTES
        and doc[token.i + 1].text in syntax.QUOTES
    )


def _is_only_possible(token: Token, lexicon: Lexicon) -> bool:
    """Say whether an infinitive depends on a verb that makes it a duty or a possibility: "on ne peut pas dire"."""
    head = token.head
    leans = head.i < token.i and token.dep_ in lexicon.parse["infinitive"] | lexicon.parse["content"]
    return leans and lexicon.lemma(head) in lexicon.words["modal_verbs"] and syntax.is_infinitive(token)


def cue_tokens(token: Token, verb: Verb, lexicon: Lexicon) -> tuple[Token, Token]:
    """Return the first and last token of the cue: auxiliaries before, words of a fixed expression after."""
    first, last = syntax.verb_group(token, lexicon)
    if verb.reflexive and first.i > 0 and plain(first.nbor(-1).text) in lexicon.words["reflexive"]:
        first = first.nbor(-1)
    following = _following(token, verb, lexicon)
    contiguous = following is not None and following.i - token.i == len(verb.following)
    return first, following if following is not None and contiguous else last


def is_part(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a verb is the last word of another cue: "faire remarquer"."""
    before = tokens_of(token.doc)[max(0, token.i - 2) : token.i]
    cues = [verb for item in before for verb in lexicon.verbs.get(lexicon.lemma(item), ()) if verb.following]
    return any(plain(token.text) == verb.following[0] for verb in cues)


def _is_reflexive(token: Token, lexicon: Lexicon) -> bool:
    for item in reversed(tokens_of(token.doc)[max(0, token.i - 4) : token.i]):
        if (
            plain(item.text) in lexicon.words["reflexive"]
            and plain(item.nbor().text) not in lexicon.words["personal"]
        ):
            return True
        if item.pos_ not in {"AUX", "ADV", "PRON"}:
            return False
    return False


def _following(token: Token, verb: Verb, lexicon: Lexicon) -> Token | None:
    """Return the last token of a verb of several words, or ``None`` if its words do not follow."""
    position, wanted = token, list(verb.following)
    if not wanted:
        return token
    for item in tokens_of(token.doc)[token.i + 1 : token.i + 1 + FOLLOWING]:
        if wanted and item.pos_ != "SCONJ" and _is_word(plain(item.text), wanted[0], lexicon):
            position, wanted = item, wanted[1:]
        elif syntax.is_break(item):
            break
    return None if wanted else position


def _is_word(text: str, wanted: str, lexicon: Lexicon) -> bool:
    """Say whether a word is the wanted one, or a preposition contracted with its article: "du" for "de"."""
    return text == wanted or any(
        text in lexicon.words[name] and wanted in lexicon.words[name] for name in ("contracted_of", "contracted_to")
    )
