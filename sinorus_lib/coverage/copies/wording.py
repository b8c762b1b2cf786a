"""What an article says word for word: folded words, and the runs of them that are compared.

Words are folded so that case, accents, quotation marks, typography and the way a number is written make no
difference. A run of ``SHINGLE`` words is a shingle (Broder, "On the resemblance and containment of documents", 1997).
Words and shingles are kept as hashes of 64 bits: two of a million different ones agree with a probability of 1e-7.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sinorus_lib.coverage.repair import repair_characters

Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

SHINGLE = 4
_TOKEN = re.compile(r"\d{1,3}(?:[ .,'’]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+|[\n«»“”\"]")
_THOUSANDS = re.compile(r"[ .,'’](?=\d{3}(?!\d))")
_OPENING, _CLOSING, _EITHER = frozenset("«“"), frozenset("»”\n"), '"'
_MARKS = _OPENING | _CLOSING | {_EITHER}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
_MAGNITUDES = {
    "fr": {"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
    "en": {"thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9},
}
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing: the golden ratio in 64 bits
_MOSTLY = 0.6
_REMEMBERED = 100_000


class _Word(NamedTuple):
    folded: str
    hashed: int
    is_number: bool
    is_small: bool


@dataclass(frozen=True, eq=False)
class Wording:
    """An article's wording, word by word.

    Attributes:
        words: hash of each folded word, in order.
        names: whether a word is a name, as capitals tell; every word may be one where they do not.
        numbers: whether it is a number in figures.
        quoted: whether it stands in quotation marks.
        cased: whether capitals tell names in this text.
    """

    words: Hashes
    names: Flags
    numbers: Flags
    quoted: Flags
    cased: bool

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def shingles(self) -> Hashes:
        """Hash of each run of ``SHINGLE`` words, in order; none in a shorter text."""
        return runs(self.words, SHINGLE)

    @cached_property
    def _distinct(self) -> tuple[Hashes, NDArray[np.intp]]:
        return np.unique(self.shingles, return_index=True)

    @property
    def distinct(self) -> Hashes:
        """The different shingles, sorted."""
        return self._distinct[0]

    @property
    def first_places(self) -> NDArray[np.intp]:
        """Where each different shingle stands first."""
        return self._distinct[1]


def read_wording(text: str, language: str) -> Wording:
    """Return the wording of an article."""
    found: list[_Word] = []
    quoted: list[bool] = []
    inside = False
    magnitudes = _MAGNITUDES.get(language, {})
    for token in _TOKEN.findall(repair_characters(text)):
        if token in _MARKS:
            inside = (inside or token in _OPENING or token == _EITHER) and not _closes(token, inside)
        elif found and found[-1].is_number and (magnitude := magnitudes.get(token.casefold())):
            found[-1] = _multiplied(found[-1], magnitude)
        else:
            found.append(_word(token))
            quoted.append(inside)
    folded, hashed, is_number, is_small = zip(*found, strict=True) if found else ((), (), (), ())
    words, numbers = np.array(hashed, dtype=np.uint64), np.array(is_number, dtype=bool)
    cased, names = _names(folded, numbers, np.array(is_small, dtype=bool))
    return Wording(words, names, numbers, np.array(quoted, dtype=bool), cased)


def _closes(token: str, inside: bool) -> bool:
    return token in _CLOSING or (inside and token == _EITHER)


@lru_cache(_REMEMBERED)
def _word(token: str) -> _Word:
    if token[0].isdecimal():
        return _number(_THOUSANDS.sub("", token).replace(",", "."))
    decomposed = unicodedata.normalize("NFKD", token.casefold().translate(_LIGATURES))
    folded = "".join(letter for letter in decomposed if not unicodedata.combining(letter)) or token
    return _Word(folded, _hash(folded), False, token[0].islower())


def _number(written: str) -> _Word:
    return _Word(written, _hash(written), True, False)


def _multiplied(number: _Word, magnitude: int) -> _Word:
    """Return `1.2` and `million` as one number."""
    return _number(f"{float(number.folded) * magnitude:.0f}")


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def runs(words: Hashes, length: int) -> Hashes:
    """Return the hash of each run of so many words, in order; none if there are fewer words."""
    count = max(len(words) - length + 1, 0)
    hashed = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        hashed = hashed * _MULTIPLIER + words[place : place + count]
    return _mixed(hashed)


def _mixed(hashed: Hashes) -> Hashes:
    """Return hashes whose high and low bits depend on all bits (the finaliser of splitmix64)."""
    hashed = (hashed ^ (hashed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashed = (hashed ^ (hashed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashed ^ (hashed >> np.uint64(31))


def _names(folded: Sequence[str], numbers: Flags, small: Flags) -> tuple[bool, Flags]:
    """Return whether capitals tell names, and which words are names: those never written with a small letter."""
    letters = len(folded) - int(numbers.sum())
    capitals = letters - int(small.sum())
    cased = 0 < capitals < _MOSTLY * letters
    if not cased:
        return cased, ~numbers
    never_names = set(compress(folded, small))
    return cased, ~numbers & np.array([word not in never_names for word in folded], dtype=bool)
