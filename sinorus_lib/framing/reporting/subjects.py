"""Decides which token is a reporting verb's subject, before anything is known of its frame.

The subject of the verb or of the verb it leans on, X in "as X reported", or a noun right before the
verb that the parser left alone. For a verb that stands apart see ``parentheticals``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, plain
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
    if found is not None and found == token.head and after_comma and token.dep_ not in lexicon.parse["relative"]:
        return syntax.subject(found.head, lexicon) or found
    return found


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
