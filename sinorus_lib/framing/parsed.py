"""What all measures ask of a parsed sentence, read off spaCy once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from sinorus_lib.framing.lexicon import plain

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DOCS = 8
Found = TypeVar("Found")


@lru_cache(maxsize=DOCS)
def text_of(doc: Doc) -> str:
    """Return the text of a parsed sentence; spaCy puts it together anew each time."""
    return doc.text


@lru_cache(maxsize=DOCS)
def tokens_of(doc: Doc) -> tuple[Token, ...]:
    """Return the tokens of a parsed sentence; a slice of them costs less than a ``Span``."""
    return tuple(doc)


@lru_cache(maxsize=DOCS)
def words_of(doc: Doc) -> tuple[str, ...]:
    """Return the tokens of a parsed sentence as the tables write them."""
    return tuple(plain(token.text) for token in tokens_of(doc))


@lru_cache(maxsize=DOCS)
def lemmas_of(doc: Doc) -> tuple[str, ...]:
    """Return the lemmas of a parsed sentence as the tables write them."""
    return tuple(plain(token.lemma_) for token in tokens_of(doc))


def tokens_among(doc: Doc, words: Collection[str]) -> list[Token]:
    """Return the tokens of a parsed sentence that are one of some words, written as the tables write them."""
    return [token for token, word in zip(tokens_of(doc), words_of(doc), strict=True) if word in words]


def found_once(doc: Doc, name: str, find: Callable[[], Sequence[Found]]) -> list[Found]:
    """Return what is found in a parsed sentence, looked for once: the document keeps it for the stages to come.

    Args:
        doc: the sentence, parsed.
        name: of what is looked for; no two things have the same.
        find: what looks for it, if nothing has been kept; it should hold no token, which would keep its document.
    """
    if name not in doc.user_data:
        doc.user_data[name] = tuple(find())
    return list(doc.user_data[name])
