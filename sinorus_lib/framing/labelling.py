"""Labelling: which of the names for an actor, a group, an act or a statement does the claim choose?

*Government* or *regime*, *fighters* or *terrorists*, *military action*, *invasion* or *special operation*: who names
defines (Hall et al. 1978; van Dijk 1988), and the choice carries a moral evaluation (Entman 1993). Every entry of the
table belongs to a concept that has a neutral name, and is charged: above 0 it delegitimises what it names, below 0 it
legitimises it or plays it down. One table holds both languages, concept by concept.

``value`` is 0.5 + tanh(sum / scale) / 2 over the charges, -2 to 2: 0.5 neutral, 1 delegitimising, 0 legitimising.

Labels: ``delegitimising``, ``legitimising``, ``mixed`` (both), ``neutral`` (neither, or only words with a slight
charge). The evidence is the charged words; the note of each is its concept.

It cannot see whose label it is, the outlet's or that of somebody it quotes (`speech` and `attribution` say that);
that a label is a term of law (*convicted of terrorism*); or a label that it does not list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import tanh
from typing import TYPE_CHECKING

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import Lexicon
from sinorus_lib.framing.loaded_words import Hit, LoadedWords, read_table

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True)
class _Tables:
    words: LoadedWords
    scale: float
    labelled: float


@cache
def _tables(language: str) -> _Tables:
    table = read_table("labelling.yaml")
    senses = [{"concept": concept} | sense for concept, group in table["concepts"].items() for sense in group]
    return _Tables(
        LoadedWords([*table["other_senses"], *senses], language), float(table["scale"]), float(table["labelled"])
    )


class LabellingMeasure:
    """How charged the names for actors and acts are; see the module."""

    name = "labelling"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading:
        """Return the bounded sum of the charges, and the labels that have one, strongest first."""
        tables = _tables(lexicon.language)
        found = [hit for hit in tables.words.find(doc) if hit.sense.text("concept")]
        charged = sorted((hit for hit in found if _charge(hit)), key=lambda hit: (-abs(_charge(hit)), hit.span))
        value = 0.5 + tanh(sum(map(_charge, charged)) / tables.scale) / 2
        notes = tuple(hit.sense.text("concept") for hit in charged)
        return Reading(value, _label(charged, tables), tuple(hit.span for hit in charged), notes)


def _charge(hit: Hit) -> float:
    return hit.sense.score("charge")


def _label(charged: list[Hit], tables: _Tables) -> str:
    signs = {_charge(hit) > 0 for hit in charged if abs(_charge(hit)) >= tables.labelled}
    if not signs:
        return "neutral"
    if len(signs) > 1:
        return "mixed"
    return "delegitimising" if signs.pop() else "legitimising"
