"""Intensity: loaded words against plain ones, in both languages."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import context_of
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.intensity import IntensityMeasure
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.loaded_words import read_table
from sinorus_lib.parsing import Parser

HOSTILE = ["…", "123", "Oui", "!?", "«»", "a" * 5000, "catastrophe " * 420, "<b>très</b>", "İSTANBUL"]


def read(parser: Parser, text: str, language: str) -> Reading:
    doc = parser.parse([text], language)[0]
    return IntensityMeasure().read(doc, context_of(doc, language), load_lexicon(language))


@pytest.mark.parametrize(
    ("language", "plain", "loaded"),
    [
        ("fr", "La ministre a critiqué le maire.", "La ministre a fustigé le maire."),
        ("en", "The minister criticised the mayor.", "The minister slammed the mayor."),
        ("fr", "Le prix du blé a augmenté.", "Le prix du blé a flambé."),
        ("en", "The price of wheat rose.", "The price of wheat soared."),
        ("fr", "L’artillerie a visé le port.", "L’artillerie a pilonné le port."),
        ("en", "Artillery fired at the port.", "Artillery pounded the port."),
        ("fr", "La récolte est mauvaise.", "La récolte est catastrophique."),
        ("en", "The harvest is bad.", "The harvest is catastrophic."),
        ("fr", "La baisse est importante.", "La baisse est vertigineuse et sans précédent."),
        ("en", "The fall is large.", "The fall is dizzying and unprecedented."),
        ("fr", "Le vote oppose deux camps.", "Le vote tourne au bras de fer."),
        ("en", "The vote opposes two camps.", "The vote turns into a showdown."),
    ],
)
def test_a_loaded_word_is_told_from_a_plain_one(parser: Parser, language: str, plain: str, loaded: str) -> None:
    assert read(parser, plain, language).label == "plain"
    assert read(parser, loaded, language).label in {"loaded", "strong"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Un carnage d’une violence inouïe a dévasté la ville."),
        ("en", "A carnage of unbelievable violence devastated the town."),
    ],
)
def test_many_loaded_words_are_strong_and_stand_in_order(parser: Parser, language: str, text: str) -> None:
    reading = read(parser, text, language)
    assert reading.label == "strong"
    assert [float(note) for note in reading.notes] == sorted(map(float, reading.notes), reverse=True)


@pytest.mark.parametrize(
    ("language", "weak", "strong"),
    [
        ("fr", "Ils sont très fatigués.", "Ils sont extrêmement fatigués."),
        ("en", "They are very tired.", "They are extremely tired."),
    ],
)
def test_intensifiers_have_degrees(parser: Parser, language: str, weak: str, strong: str) -> None:
    assert 0 < read(parser, weak, language).value < read(parser, strong, language).value


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read(parser: Parser, language: str, text: str) -> None:
    reading = read(parser, text, language)
    assert 0.0 <= reading.value <= 1.0
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_every_sense_has_words_in_both_languages_and_a_strength_in_range() -> None:
    senses = read_table("intensity.yaml")["senses"]
    assert all(sense["fr"] and sense["en"] for sense in senses)
    assert all(0 <= sense.get("intensity", 0) <= 3 for sense in senses)
