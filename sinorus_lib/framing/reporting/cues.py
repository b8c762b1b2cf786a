"""Decides which token is a reporting verb, and which words around it belong to its cue.

It looks at the verb's own words only, whoever speaks: "a fait savoir" is one cue, "veut dire" is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Verb, plain
from sinorus_lib.framing.reporting import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

FOLLOWING = 5


def entry(token: Token, lexicon: Lexicon) -> Verb | None:
    """Return the lexicon's entry for a token, the one with the most words that fits."""
    for verb in lexicon.verbs.get(lexicon.lemma(token), ()):
        reflexive = _is_reflexive(token, lexicon)
        if (verb.reflexive and not reflexive) or (reflexive and not verb.reflexive and verb.lemma in lexicon.showing):
            continue
        if _following(token, verb) is not None:
            return verb
    return None


def is_excluded(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb is part of another expression ("veut dire") or only may be said ("might say")."""
    if any(plain(item.text) in lexicon.words["modal"] for item in token.lefts):
        return True
    return any(start <= token.idx < end for start, end in lexicon.not_reporting.find(token.doc.text))


def cue_tokens(token: Token, verb: Verb, lexicon: Lexicon) -> tuple[Token, Token]:
    """Return the first and last token of the cue: auxiliaries before, words of a fixed expression after."""
    first, last = syntax.verb_group(token, lexicon)
    following = _following(token, verb)
    contiguous = following is not None and following.i - token.i == len(verb.following)
    return first, following if following is not None and contiguous else last


def _is_reflexive(token: Token, lexicon: Lexicon) -> bool:
    before = token.doc[max(0, token.i - 3) : token.i]
    return any(plain(item.text) in lexicon.words["reflexive"] for item in before)


def _following(token: Token, verb: Verb) -> Token | None:
    """Return the last token of a verb of several words, or ``None`` if its words do not follow."""
    position, wanted = token, list(verb.following)
    for item in token.doc[token.i + 1 : token.i + 1 + FOLLOWING]:
        if wanted and plain(item.text).startswith(wanted[0]):
            position, wanted = item, wanted[1:]
    return None if wanted else position
