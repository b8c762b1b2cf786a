"""Tone: the sign of the words, what shifts it, and texts that have no words."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import context_of
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.loaded_words import LoadedWords, read_table
from sinorus_lib.framing.tone import ToneMeasure
from sinorus_lib.parsing import Parser

HOSTILE = ["…", "123", "Oui", "!?", "«»", "a" * 5000, "catastrophe " * 420, "<b>crise</b>", "İSTANBUL", "\u200b"]


def read(parser: Parser, text: str, language: str) -> Reading:
    doc = parser.parse([text], language)[0]
    return ToneMeasure().read(doc, context_of(doc, language), load_lexicon(language))


def words(text: str, reading: Reading) -> list[str]:
    return [text[start:end] for start, end in reading.evidence]


@pytest.mark.parametrize(
    ("fr", "en", "label"),
    [
        ("Le pont de Valmer a été détruit.", "The bridge at Valmer was destroyed.", "negative"),
        ("Le sommet s’achève sur un échec.", "The summit ends in failure.", "negative"),
        ("Le maire a fustigé ce projet.", "The mayor slammed this project.", "negative"),
        ("Les pêcheurs craignent une pénurie.", "The fishermen fear a shortage.", "negative"),
        ("L’équipe a remporté une victoire éclatante.", "The team won a brilliant victory.", "positive"),
        ("Les habitants se réjouissent de la réouverture.", "Residents are delighted that it reopened.", "positive"),
        ("Le maire a salué le courage des sauveteurs.", "The mayor praised the courage of the crew.", "positive"),
        ("Le conseil se réunit mardi à dix heures.", "The council meets on Tuesday at ten.", "neutral"),
        ("Le navire transporte du blé.", "The ship is carrying wheat.", "neutral"),
    ],
)
def test_both_languages_read_the_same_sign(parser: Parser, fr: str, en: str, label: str) -> None:
    assert (read(parser, fr, "fr").label, read(parser, en, "en").label) == (label, label)


@pytest.mark.parametrize(
    ("language", "plain", "negated"),
    [
        ("fr", "La réunion est un succès.", "La réunion n’est pas un succès."),
        ("en", "The meeting is a success.", "The meeting is not a success."),
        ("fr", "Il a quitté la salle avec courage.", "Il a quitté la salle sans courage."),
        ("en", "He left the room with courage.", "He left the room without courage."),
    ],
)
def test_negation_turns_a_word_round_and_weakens_it(parser: Parser, language: str, plain: str, negated: str) -> None:
    one, other = read(parser, plain, language).value, read(parser, negated, language).value
    assert one > 0.5 > other
    assert 0.5 - other < one - 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L’accord a évité un désastre."),
        ("en", "The agreement averted a disaster."),
        ("fr", "Cette décision met fin à la guerre."),
        ("en", "This decision puts an end to the war."),
    ],
)
def test_what_undoes_a_bad_thing_is_good(parser: Parser, language: str, text: str) -> None:
    assert read(parser, text, language).label == "positive"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le texte n’a pas empêché la catastrophe."),
        ("en", "The text did not prevent the catastrophe."),
        ("fr", "C’est sans doute une catastrophe."),
        ("en", "It is no doubt a catastrophe."),
    ],
)
def test_a_negation_of_something_else_shifts_nothing(parser: Parser, language: str, text: str) -> None:
    assert read(parser, text, language).label == "negative"


@pytest.mark.parametrize(
    ("language", "less", "more"),
    [
        ("fr", "La situation est difficile.", "La situation est extrêmement difficile."),
        ("en", "The situation is difficult.", "The situation is extremely difficult."),
    ],
)
def test_an_adverb_of_degree_raises_what_follows(parser: Parser, language: str, less: str, more: str) -> None:
    assert read(parser, more, language).value < read(parser, less, language).value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L’association Médecins sans Frontières ouvre un bureau rue de la Victoire."),
        ("en", "The walk starts at Victory Park and ends at Liberty Square."),
    ],
)
def test_words_inside_names_do_not_count(parser: Parser, language: str, text: str) -> None:
    assert read(parser, text, language).evidence == ()


def test_a_title_is_not_one_long_name(parser: Parser) -> None:
    assert read(parser, "Dozens Killed in Valmer Market Attack", "en").label == "negative"


@pytest.mark.parametrize(
    ("language", "text", "strongest"),
    [
        ("fr", "Ce problème a viré à la catastrophe.", "catastrophe"),
        ("en", "This problem turned into a catastrophe.", "catastrophe"),
    ],
)
def test_the_strongest_word_comes_first_with_its_valence(
    parser: Parser, language: str, text: str, strongest: str
) -> None:
    reading = read(parser, text, language)
    assert words(text, reading)[0] == strongest
    assert reading.notes == ("-3", "-1")


def test_a_long_claim_does_not_wash_a_strong_word_out(parser: Parser) -> None:
    text = "Selon la capitainerie, le port a rouvert lundi, " + "puis mardi, " * 60 + "après le massacre."
    assert read(parser, text, "fr").value < 0.2


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read(parser: Parser, language: str, text: str) -> None:
    reading = read(parser, text, language)
    assert 0.0 <= reading.value <= 1.0
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_every_sense_has_words_in_both_languages_and_a_valence_in_range() -> None:
    senses = read_table("tone.yaml")["senses"]
    assert all(sense["fr"] and sense["en"] for sense in senses)
    assert all(-3 <= sense.get("valence", 0) <= 3 for sense in senses)


@pytest.mark.parametrize(
    ("language", "entry", "forms", "not_forms"),
    [
        ("fr", "affaiblir/v", ["affaiblissent", "affaibli", "affaiblira"], ["affaible"]),
        ("fr", "cruel/a", ["cruelle", "cruels"], ["cruele"]),
        ("fr", "menacer/v", ["menaçait", "menacée"], ["menacait"]),
        ("fr", "dépérir/v", ["dépérissait", "dépérirent", "dépérira", "dépérissant"], ["dépère"]),
        ("fr", "convaincre/v", ["convainquirent", "convaincront", "convaincue"], ["convaincit"]),
        ("fr", "asphyxier/v", ["asphyxia", "asphyxièrent", "asphyxieraient", "asphyxiées"], ["asphyxit"]),
        ("fr", "inquiet/a", ["inquiète", "inquiètes", "inquiets"], ["inquiete"]),
        ("en", "slay/v", ["slew", "slain"], ["sleyed"]),
        ("en", "destroy/v", ["destroyed", "destroying"], ["destroied"]),
        ("en", "tragedy/n", ["tragedies"], ["tragedys"]),
        ("en", "stab/v", ["stabbed", "stabbing"], ["stabed"]),
    ],
)
def test_words_are_found_in_their_forms(
    parser: Parser, language: str, entry: str, forms: list[str], not_forms: list[str]
) -> None:
    table = LoadedWords([{"fr": [entry], "en": [entry], "valence": -1}], language)
    assert all(table.find(parser.parse([form], language)[0]) for form in forms)
    assert not any(table.find(parser.parse([form], language)[0]) for form in not_forms)
