"""The part of a tokenizer of all scripts that texts in Latin letters need: less than half, in memory a third.

A unigram tokenizer (Kudo 2018) weighs the pieces that a text can be cut into. A piece with a letter that does not
stand in the text is none of them, so that the vocabulary without it gives the same cut.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

# Latin letters, punctuation with currencies and arrows, ligatures.
_BLOCKS = ((0x00, 0x250), (0x1E00, 0x1F00), (0x2000, 0x2200), (0xFB00, 0xFB07))
_LETTERS = frozenset(chr(code) for first, end in _BLOCKS for code in range(first, end))
_BLANK = "▁"  # how pieces write a blank
_TOKENIZER, _IDS = "tokenizer.json", "ids.json"


@dataclass(frozen=True, eq=False)
class LatinVocabulary:
    """A tokenizer of some pieces of a larger one.

    Attributes:
        tokenizer: the tokenizer.
        ids: the number of each of its pieces in the larger one, shape ``(pieces,)``.
        characters: those of the texts that both cut alike.
    """

    tokenizer: Tokenizer
    ids: npt.NDArray[np.int64]
    characters: frozenset[str]

    @classmethod
    def read(cls, folder: Path) -> LatinVocabulary:
        """Read what :func:`build` wrote."""
        tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        ids = np.array(json.loads((folder / _IDS).read_text(encoding="utf-8")), dtype=np.int64)
        return cls(tokenizer, ids, frozenset(_normalised_within(tokenizer.normalizer)))

    def covers(self, text: str) -> bool:
        """Tell whether the tokenizer cuts a text as the larger one does."""
        return self.characters.issuperset(text)


def build(every: Path, target: Path) -> None:
    """Write the folder of a ``tokenizer.json`` with a unigram model whose special pieces stand first."""
    spec = json.loads(every.read_text(encoding="utf-8"))
    pieces = spec["model"]["vocab"]
    ids = _kept(pieces)
    spec["model"]["vocab"] = [pieces[number] for number in ids]
    target.mkdir(parents=True)
    (target / _TOKENIZER).write_text(json.dumps(spec, ensure_ascii=False), encoding="utf-8")
    (target / _IDS).write_text(json.dumps(ids), encoding="utf-8")


def _kept(pieces: Sequence[tuple[str, float]]) -> list[int]:
    rarest = min(range(len(pieces)), key=lambda number: pieces[number][1])  # tells what an unknown letter costs
    within = _LETTERS | {_BLANK}
    return [number for number, (piece, _) in enumerate(pieces) if number == rarest or within.issuperset(piece)]


def _normalised_within(normalizer: Any) -> list[str]:
    """Return the letters of which normal forms are made of such letters, whatever stands beside them."""
    plain = [letter for letter in sorted(_LETTERS) if not unicodedata.combining(letter)]
    return [letter for letter in plain if _LETTERS.issuperset(normalizer.normalize_str(letter))]
