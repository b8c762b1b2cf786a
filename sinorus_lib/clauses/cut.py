"""A place to cut a sentence, and how long the parts must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

# How a clause is joined to what stands before it.
ADDED, OPPOSED, CONTRASTED = "added", "opposed", "contrasted"
COMMA, SEMICOLON, COLON, QUOTATION, REPORT = "comma", "semicolon", "colon", "quotation", "report"

SHORTEST = 4  # words of a claim
SHORTEST_NAMED = 2  # the same, after a conjunction and with a name for its subject: "and Beijing refused"
BEFORE_COLON = 5  # words before a colon; fewer announce what follows it
LONG = 6  # words of either part where both have one subject, or one speaker between two quotations


@dataclass(frozen=True)
class Cut:
    """A place to cut.

    Attributes:
        index: the first token after the cut.
        content: the first token of what is asserted there, conjunctions aside.
        link: how it is joined to what stands before.
        head: the predicate of the clause, where the parse gives it; of a quotation, the verb that reports it.
        left: words that must stand before it.
        right: words that must stand after it, conjunctions aside.
    """

    index: int
    content: int
    link: str
    head: Token | None = None
    left: int = SHORTEST
    right: int = SHORTEST


def shortest_with(subject: Token) -> int:
    """Return how many words a clause needs after a conjunction, given its subject."""
    return SHORTEST_NAMED if subject.pos_ == "PROPN" else SHORTEST
