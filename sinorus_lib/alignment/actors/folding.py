"""One key for a surname however it is transliterated: Poutine and Putin, Choïgou and Shoigu."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from unicodedata import combining, normalize

from sinorus_lib.alignment.actors.table import raw_table
from sinorus_lib.alignment.actors.tokens import Token, tokens_of


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """Return the key of a person's surname, the same for its French and its English spelling.

    The rules, ordered, are those of ``folding`` in ``actors.yaml``. They were written from the French and the
    English (BGN/PCGN) romanisation of Russian and Ukrainian, and from newsroom spellings of Arabic and Hebrew names.
    Surnames that stand first (Xi Jinping) are written alike in both languages and are left as they are.

    Args:
        name: a surname, or a full name, whose surname is found: the last word, or the first of a Chinese name.
    """
    words = tokens_of(name)
    return fold_words([word.text for word in surname_words(words)])


def surname_words(words: Sequence[Token]) -> Sequence[Token]:
    """Return the words of the surname, with the particles that belong to it: "von der Leyen", "al-Assad"."""
    words = _without_suffix(words)
    if stands_first(words):
        return words[:1]
    first = max(len(words) - 1, 0)
    while first > 0 and _belongs(words, first):
        first -= 1
    return words[first:]


def _without_suffix(words: Sequence[Token]) -> Sequence[Token]:
    ending = len(words) > 1 and words[-1].text.lower() in _listed("suffixes")
    return words[:-1] if ending else words


def _belongs(words: Sequence[Token], first: int) -> bool:
    return words[first].gap in {"-", "'"} or words[first - 1].text.lower() in _listed("particles")


def stands_first(words: Sequence[Token]) -> bool:
    """Tell whether a name begins with its surname, as Chinese, Korean and Vietnamese names do."""
    given = [word.text for word in words[1:]]
    known = len(words) > 1 and words[0].text.lower() in _listed("surname_first") and words[1].gap == " "
    return known and len(given) <= 2 and all(_given_name().fullmatch(word) for word in given)


def fold_words(words: Sequence[str]) -> str:
    """Return the key of a surname's words, particles left out unless there is nothing else."""
    particles = _listed("particles") | _listed("weak_particles")
    kept = [word for word in words if word.lower() not in particles] or words
    key = "".join(_letters(word) for word in kept)
    return key if key in _listed("surname_first") else _by_rules(key)


def _letters(word: str) -> str:
    replaced = "".join(raw_table()["folding"]["letters"].get(char, char) for char in word.casefold())
    return "".join(char for char in normalize("NFKD", replaced) if char.isalnum() and not combining(char))


def _by_rules(key: str) -> str:
    for pattern, replacement in _rules():
        key = pattern.sub(replacement, key)
    return key


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in raw_table()["folding"]["rules"])


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in raw_table()["people"][name])


@cache
def _given_name() -> re.Pattern[str]:
    return re.compile(raw_table()["people"]["given_name"], re.IGNORECASE)
