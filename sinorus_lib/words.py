"""Words of a text, and which of them carry content."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache

_WORD = re.compile(r"[^\W_]+(?:[-.,][^\W_]+)*")
_STOP_WORDS = "spacy.lang.{language}.stop_words"
# Not in spaCy's list, since they are bound to what follows: l'aide, d'une, qu'il.
_ELIDED = frozenset({"l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu"})


@dataclass(frozen=True)
class Word:
    """A word: its offsets in the text and the word as written."""

    start: int
    end: int
    text: str


@cache
def _stop_words(language: str) -> frozenset[str]:
    words = importlib.import_module(_STOP_WORDS.format(language=language)).STOP_WORDS
    return frozenset(words) | _ELIDED


def words(text: str) -> list[Word]:
    """Return all words in order; a French elided article is a word of its own."""
    return [Word(*match.span(), match.group()) for match in _WORD.finditer(text)]


def content_words(text: str, language: str) -> list[Word]:
    """Return the words that are not function words of the language."""
    stop = _stop_words(language)
    return [word for word in words(text) if word.text.lower() not in stop]
