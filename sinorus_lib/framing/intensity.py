"""Intensity: how loaded are the words of a claim, for better or worse?

Graduation in the sense of Martin & White (2005): the same thing can be said plainly (*criticised*, *rose*, *shelled*)
or with force (*slammed*, *soared*, *pounded*). What counts is infused force (extreme adjectives, dramatic verbs),
intensifiers, superlatives and metaphors of war and nature: the rhetoric of drama in news (van Dijk 1988) and of moral
panic (Hall et al. 1978). Words of the table of tone count where they are strong as well as good or bad. One table
holds both languages, sense by sense.

``value`` is 1 - exp(-sum / scale) over the strengths, 0.5 to 3, of the words found.

Labels: ``plain``, ``loaded``, ``strong``, by the thresholds in the table.

It cannot see metaphor that is not listed, the force of word order or rhythm, or that a word is literal (*the storm*
that is weather; *pounded* that is artillery is force here all the same).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon
from sinorus_lib.framing.loaded_words import LoadedWords, read_table

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True)
class _Tables:
    words: LoadedWords
    scale: float
    thresholds: Mapping[str, float]


@cache
def _tables(language: str) -> _Tables:
    table = read_table("intensity.yaml")
    strong = [entry for entry in read_table("tone.yaml")["senses"] if "intensity" in entry]
    return _Tables(LoadedWords([*table["senses"], *strong], language), float(table["scale"]), table["thresholds"])


class IntensityMeasure:
    """How loaded the words are; see the module."""

    name = "intensity"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the bounded sum of the strengths, and the words that have one, strongest first."""
        tables = _tables(lexicon.language)
        found = [(hit.sense.score("intensity"), hit.span) for hit in tables.words.find(doc)]
        found = sorted((item for item in found if item[0]), key=lambda item: (-item[0], item[1]))
        value = 1.0 - exp(-sum(strength for strength, _ in found) / tables.scale)
        spans = tuple(span for _, span in found)
        return Reading(value, _label(value, tables), spans, tuple(f"{strength:g}" for strength, _ in found))


def _label(value: float, tables: _Tables) -> str:
    if value >= tables.thresholds["strong"]:
        return "strong"
    return "loaded" if value >= tables.thresholds["loaded"] else "plain"
