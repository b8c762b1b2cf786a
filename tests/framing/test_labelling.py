"""Labelling: charged names against neutral ones, in both languages."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import context_of
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.labelling import LabellingMeasure
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.loaded_words import read_table
from sinorus_lib.parsing import Parser

HOSTILE = ["…", "123", "Oui", "!?", "«»", "a" * 5000, "régime junta " * 380, "<b>junta</b>", "İSTANBUL"]


def read(parser: Parser, text: str, language: str) -> Reading:
    doc = parser.parse([text], language)[0]
    return LabellingMeasure().read(doc, context_of(doc, language), load_lexicon(language))


@pytest.mark.parametrize(
    ("language", "text", "label", "concept"),
    [
        ("fr", "Le gouvernement de Valmer a fermé le port.", "neutral", "government"),
        ("en", "The government of Valmer closed the port.", "neutral", "government"),
        ("fr", "Le régime de Valmer a fermé le port.", "delegitimising", "government"),
        ("en", "The Valmer regime closed the port.", "delegitimising", "government"),
        ("fr", "Les terroristes tiennent le pont.", "delegitimising", "fighters"),
        ("en", "The terrorists hold the bridge.", "delegitimising", "fighters"),
        ("fr", "Les combattants de la liberté tiennent le pont.", "legitimising", "fighters"),
        ("en", "The freedom fighters hold the bridge.", "legitimising", "fighters"),
        ("fr", "L’armée a lancé une opération militaire spéciale.", "legitimising", "war"),
        ("en", "The army launched a special military operation.", "legitimising", "war"),
        ("fr", "L’invasion a commencé à l’aube.", "delegitimising", "war"),
        ("en", "The invasion began at dawn.", "delegitimising", "war"),
        ("fr", "Des frappes chirurgicales ont touché le dépôt.", "legitimising", "attack"),
        ("en", "Surgical strikes hit the depot.", "legitimising", "attack"),
        ("fr", "La répression a duré trois jours.", "delegitimising", "policing"),
        ("en", "The crackdown lasted three days.", "delegitimising", "policing"),
        ("fr", "La chaîne diffuse de la désinformation.", "delegitimising", "statement"),
        ("en", "The channel spreads disinformation.", "delegitimising", "statement"),
    ],
)
def test_a_label_is_read_with_its_concept(parser: Parser, language: str, text: str, label: str, concept: str) -> None:
    reading = read(parser, text, language)
    assert reading.label == label
    assert set(reading.notes) == ({concept} if label != "neutral" else set())  # evidence is what is charged


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Les terroristes ont arrêté la libération du territoire."),
        ("en", "The terrorists stopped the liberation of the territory."),
    ],
)
def test_labels_of_both_signs_are_mixed(parser: Parser, language: str, text: str) -> None:
    reading = read(parser, text, language)
    assert (reading.label, reading.value) == ("mixed", 0.5)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "La réforme du régime de retraite est prête."),
        ("en", "The new tax regime is ready."),
        ("fr", "Il suit un régime alimentaire strict."),
        ("en", "She follows a training regime."),
    ],
)
def test_a_word_in_another_sense_is_no_label(parser: Parser, language: str, text: str) -> None:
    assert read(parser, text, language).value == 0.5


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read(parser: Parser, language: str, text: str) -> None:
    reading = read(parser, text, language)
    assert 0.0 <= reading.value <= 1.0
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_every_label_has_words_in_both_languages_and_a_charge_in_range() -> None:
    entries = [entry for group in read_table("labelling.yaml")["concepts"].values() for entry in group]
    assert all(entry["fr"] and entry["en"] for entry in entries)
    assert all(-2 <= entry.get("charge", 0) <= 2 for entry in entries)
    assert len(entries) > 120


def test_every_concept_with_charged_labels_of_actors_has_a_neutral_name() -> None:
    concepts = read_table("labelling.yaml")["concepts"]
    needed = ("government", "ruler", "fighters", "opponents", "migrants", "war", "attack", "policing", "election")
    assert all(any("charge" not in entry for entry in concepts[name]) for name in needed)
