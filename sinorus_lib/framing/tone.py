"""Tone: do the words of a claim speak well or ill of what they name?

Evaluation is the first dimension of meaning (Osgood, Suci & Tannenbaum 1957). The score of a claim is the bounded
sum of the valences of its words, -3 to 3, as in Hutto & Gilbert (2014), with the shifts of Taboada et al. (2011):
a word under negation (*not a success*) or after a word that undoes it (*prevented the disaster*) counts three
quarters, on the other side; adverbs of degree raise or lower what follows them. One table holds both languages, sense
by sense.

``value`` is 0.5 + tanh(sum / scale) / 2: one strong word moves it far, however long the claim.

Labels: ``negative``, ``neutral``, ``positive``, by the thresholds in the table.

It cannot see irony, a word that names a topic and takes no stance (*the war museum*, *the ministry of defence*),
whose side is good news for whom, the scope of a negation beyond a few words, or names at the start of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import tanh
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon
from sinorus_lib.framing.loaded_words import Hit, LoadedWords, read_table
from sinorus_lib.framing.parsed import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

_BREAK = re.compile(r"[,;:.?!()«»“”–—]")
NEGATION, REVERSAL = "negation", "reversal"


@dataclass(frozen=True)
class _Tables:
    words: LoadedWords
    scale: float
    thresholds: Mapping[str, float]
    shifted: float
    window: int


@cache
def _tables(language: str) -> _Tables:
    table = read_table("tone.yaml")
    return _Tables(
        words=LoadedWords([*table["shifters"], *table["senses"]], language),
        scale=float(table["scale"]),
        thresholds=table["thresholds"],
        shifted=float(table["shifted"]),
        window=int(table["window"]),
    )


class ToneMeasure:
    """How well the words speak; see the module."""

    name = "tone"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the bounded sum of the valences, and the words that have one, strongest first."""
        tables = _tables(lexicon.language)
        found = tables.words.find(doc)
        scored = [(_valence(number, found, text_of(doc), tables), hit.span) for number, hit in enumerate(found)]
        scored = sorted((item for item in scored if item[0]), key=lambda item: (-abs(item[0]), item[1]))
        value = 0.5 + tanh(sum(valence for valence, _ in scored) / tables.scale) / 2
        spans = tuple(span for _, span in scored)
        return Reading(value, _label(value, tables), spans, tuple(f"{valence:+.2g}" for valence, _ in scored))


def _label(value: float, tables: _Tables) -> str:
    if value < tables.thresholds["negative"]:
        return "negative"
    return "positive" if value > tables.thresholds["positive"] else "neutral"


def _valence(number: int, found: list[Hit], text: str, tables: _Tables) -> float:
    """Return a word's valence where it stands: shifted by what precedes it."""
    valence = found[number].sense.score("valence")
    if not valence:
        return 0.0
    degree = _degree(number, found)
    return valence * degree * (tables.shifted if _is_shifted(number, found, text, tables) else 1.0)


def _degree(number: int, found: list[Hit]) -> float:
    """Return the factor of an adverb of degree right before the word."""
    before = found[number - 1] if number else None
    if before is None or before.last + 1 != found[number].first:
        return 1.0
    return before.sense.score("degree") or 1.0


def _is_shifted(number: int, found: list[Hit], text: str, tables: _Tables) -> bool:
    """Say whether the nearest word that shifts bears on this one; one that is negated itself does not."""
    shifter = _shifter(number, found, text, tables, (NEGATION, REVERSAL))
    if shifter is None:
        return False
    if found[shifter].sense.text("shift") == NEGATION:
        return True
    return _shifter(shifter, found, text, tables, (NEGATION,)) is None


def _shifter(number: int, found: list[Hit], text: str, tables: _Tables, kinds: tuple[str, ...]) -> int | None:
    """Return the nearest shifter before a word, within its reach and with no punctuation between."""
    hit = found[number]
    for place in range(number - 1, -1, -1):
        other = found[place]
        if hit.first - other.last > tables.window or _BREAK.search(text, other.span[1], hit.span[0]):
            return None
        reach = int(other.sense.score("reach")) or tables.window
        if other.sense.text("shift") in kinds and hit.first - other.last <= reach:
            return place
    return None
