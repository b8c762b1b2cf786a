"""Decides which token is a reporting verb's subject, before anything is known of its frame.

The subject of the verb or of the verb it leans on, X in "as X reported", or a noun right before the
verb that the parser left alone. For a verb that stands apart see ``parentheticals``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, plain
from sinorus_lib.framing.parsed import tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.sources import HUMAN, source_class

if TYPE_CHECKING:
    from spacy.tokens import Token


def subject_source(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the subject; a participle after a comma ("…, expliquant que") takes the main verb's."""
    if token.dep_ in lexicon.parse["auxiliary"]:
        return syntax.subject(token.head, lexicon)
    found = as_source(token, lexicon) or syntax.subject(token, lexicon) or _unattached(token, lexicon)
    after_comma = token.i > 0 and token.nbor(-1).text == ","
    if _is_present_participle(token) and (after_comma or _after_gerund_mark(token)):
        return _main_subject(token, lexicon) or found
    found = found or _pronoun_before(token, lexicon)
    if found is not None and plain(found.text) in lexicon.words["relative_pronouns"]:
        comma = found.i > 0 and found.nbor(-1).text == ","
        return phrase_before(found.nbor(-1) if comma else found, lexicon) or found
    if found is not None and found == token.head and after_comma and token.dep_ not in lexicon.parse["relative"]:
        return syntax.subject(found.head, lexicon) or found
    return found


def _is_present_participle(token: Token) -> bool:
    form = str(token.morph)
    return ("VerbForm=Part" in form and "Tense=Pres" in form) or "VerbForm=Ger" in form


def _after_gerund_mark(token: Token) -> bool:
    """Say whether a comma and one small word stand before: ", en soulignant", ", while noting"."""
    before = [item.text for item in tokens_of(token.doc)[max(0, token.i - 3) : token.i]]
    return token.i > 1 and token.nbor(-1).pos_ in {"ADP", "SCONJ", "PRON"} and "," in before[:-1]


def _main_subject(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the subject of the sentence's main verb, if that verb stands before."""
    root = token
    while root.head != root:
        root = root.head
    return syntax.subject(root, lexicon) if root.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and root.i < token.i else None


def _pronoun_before(token: Token, lexicon: Lexicon) -> Token | None:
    """Return a personal pronoun right before the verb group, whatever the parser made of it: "il s'est demandé"."""
    index = syntax.verb_group(token, lexicon)[0].i - 1
    passing = lexicon.words["object_clitics"] | lexicon.parse["negation"]
    while index >= 0 and plain(token.doc[index].text) in passing:
        index -= 1
    before = token.doc[index] if index >= 0 else None
    own = (
        before is not None
        and plain(before.text) in lexicon.words["personal"]
        and not syntax.is_passive(token, lexicon)
    )
    return before if own else None


def phrase_before(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the noun whose phrase, with an apposition between commas, ends right before a word."""
    doc, end = token.doc, token.i - 1
    if end >= 0 and doc[end].text == ",":
        end = next((item.i for item in reversed(tokens_of(doc)[:end]) if syntax.is_break(item)), end) - 1
    start = next((item.i + 1 for item in reversed(tokens_of(doc)[: max(end, 0) + 1]) if syntax.is_break(item)), 0)
    found = syntax.nominal_after(doc, start, lexicon) if end >= start else None
    return found if found is not None and found.i <= end else None


def as_source(token: Token, lexicon: Lexicon) -> Token | None:
    """Return X in "comme X l'a rapporté", "as X reported"."""
    link = next((item for item in token.lefts if plain(item.text) in lexicon.words["as"]), None)
    if link is None:
        return None
    before = syntax.nominal_after(token.doc, link.i + 1, lexicon)
    after = syntax.nominal_after(token.doc, token.i + 1, lexicon)
    return next((item for item in (before, after) if item and source_class(item, lexicon) in HUMAN), None)


def _unattached(token: Token, lexicon: Lexicon) -> Token | None:
    """Return a noun right before the verb that the parser left alone: "Washington soupçonne"."""
    first = syntax.verb_group(token, lexicon)[0]
    before = first.nbor(-1) if first.i > 0 else None
    alone = before is not None and before.pos_ in {"NOUN", "PROPN"} and before.head == before
    return before if alone and token.head == token else None
