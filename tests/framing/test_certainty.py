"""Certainty: its scale, its cues, and measured quality."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import certainty_pairs, class_scores, context_of, macro_f1, side_by_side
from sinorus_lib.framing.certainty import LEVELS, CertaintyMeasure
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.parsing import Parser

from .conftest import LABELS

FLOORS = {"fr": 0.9, "en": 0.9}


def read(parser: Parser, text: str, language: str) -> Reading:
    doc = parser.parse([text], language)[0]
    return CertaintyMeasure().read(doc, context_of(doc, language), load_lexicon(language))


def test_the_levels_descend_from_fact_to_question() -> None:
    assert list(LEVELS.values()) == sorted(LEVELS.values(), reverse=True)
    assert LEVELS["asserted"] == 1.0


@pytest.mark.parametrize(
    ("language", "text", "label", "cue"),
    [
        ("fr", "Le stade est peut-être plein.", "possible", "peut-être"),
        ("en", "The stadium is perhaps full.", "possible", "perhaps"),
        ("fr", "Le club aurait vendu son stade.", "reported", "aurait vendu"),
        ("en", "The club has reportedly sold its stadium.", "reported", "reportedly"),
        ("fr", "Il est peu probable que le club vende.", "speculative", "peu probable"),
        ("en", "The club is unlikely to sell.", "speculative", "unlikely"),
        ("fr", "Le club a sans doute vendu.", "probable", "sans doute"),
        ("en", "The club has probably sold.", "probable", "probably"),
        ("fr", "Le club va-t-il vendre ?", "speculative", "?"),
        ("en", "Will the club sell?", "speculative", "?"),
    ],
)
def test_the_first_evidence_is_the_least_certain_cue(
    parser: Parser, language: str, text: str, label: str, cue: str
) -> None:
    reading = read(parser, text, language)
    assert reading.label == label
    assert text[slice(*reading.evidence[0])] == cue


@pytest.mark.parametrize(
    ("language", "reportative", "marker"),
    [
        ("fr", "Le club aurait vendu son stade.", "Le club a prétendument vendu son stade."),
        (
            "en",
            "The club would have sold its stadium, according to Reuters.",
            "The club reportedly sold its stadium.",
        ),
    ],
)
def test_the_reportative_conditional_counts_like_reportedly(
    parser: Parser, language: str, reportative: str, marker: str
) -> None:
    assert read(parser, reportative, language).value == read(parser, marker, language).value


def test_the_least_certain_cue_decides(parser: Parser) -> None:
    reading = read(parser, "Selon Reuters, le club pourrait vendre.", "fr")
    assert (reading.label, len(reading.evidence)) == ("possible", 2)


@pytest.mark.parametrize(
    ("label", "french", "english"),
    [
        ("asserted", "Les joueurs ont dû attendre.", "The players had to wait."),
        ("asserted", "Le club ne peut pas vendre le stade.", "The club cannot sell the stadium."),
        ("asserted", "Le public peut visiter le stade.", "The public can visit the stadium."),
        ("possible", "Le match peut durer deux heures.", "The match can last two hours."),
        ("possible", "Cette blessure peut être grave.", "This injury can be serious."),
        ("probable", "Le gardien doit avoir oublié la clé.", "The keeper must have forgotten the key."),
        ("probable", "Le stade devrait rouvrir en juin.", "The stadium should reopen in June."),
        ("asserted", "La présidente souhaiterait revenir.", "The president would like to come back."),
        ("reported", "Le club a promis que le stade rouvrirait.", "The club promised that the stadium would reopen."),
        ("possible", "Si le club gagne, il jouera la finale.", "If the club wins, it will play the final."),
        ("speculative", "Le juge a demandé si le club paierait.", "The judge asked whether the club would pay."),
        ("asserted", "Le stade, qui pourrait fermer, est plein.", "The stadium, which may close, is full."),
        ("asserted", "Des inconnus ont brûlé le stade.", "Unknown people burnt the stadium."),
        ("asserted", "La police a arrêté le voleur présumé.", "Police arrested the alleged thief."),
    ],
)
def test_both_languages_read_alike(parser: Parser, label: str, french: str, english: str) -> None:
    assert (read(parser, french, "fr").label, read(parser, english, "en").label) == (label, label)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", ["…", "123", "Non", "?", "si", "if", "peut", "can", "must", "may " * 1250])
def test_odd_text_is_read_with_spans_inside_it(parser: Parser, language: str, text: str) -> None:
    reading = read(parser, text, language)
    assert reading.value == LEVELS[reading.label]
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_measured_quality(parser: Parser) -> None:
    columns = {language: class_scores(certainty_pairs(LABELS, parser, "test", language)) for language in FLOORS}
    print("\n" + side_by_side("certainty, test half", columns))
    assert all(macro_f1(columns[language]) >= floor for language, floor in FLOORS.items())
