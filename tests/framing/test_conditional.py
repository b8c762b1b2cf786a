"""What a conditional does: forms, functions, and measured quality."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import class_scores, conditional_pairs, macro_f1, side_by_side
from sinorus_lib.framing.conditional import conditional_functions
from sinorus_lib.parsing import Parser

from .conftest import LABELS

FLOORS = {"conditional": 0.88, "conditional_news": 0.84}


@pytest.mark.parametrize(
    ("text", "form", "function"),
    [
        ("Le cargo aurait quitté le port.", "aurait quitté", "reportative"),
        ("Si le vent tombait, le cargo partirait.", "partirait", "hypothetical"),
        ("Le capitaine a dit qu’il partirait.", "partirait", "future_in_the_past"),
        ("Je voudrais partir demain.", "voudrais", "polite"),
        ("Le cargo pourrait partir.", "pourrait", "hypothetical"),
        ("Le cargo, dont le capitaine aurait fui, est à quai.", "aurait fui", "reportative"),
        ("L’armateur aurait-il caché la fuite ?", "aurait-il caché", "reportative"),
        ("Selon le syndicat, l’armateur rachèterait deux cargos.", "rachèterait", "reportative"),
        ("L’armateur louerait des cargos depuis des années.", "louerait", "reportative"),
        ("Sans remorqueur, le cargo aurait coulé.", "aurait coulé", "hypothetical"),
        ("Le cargo aurait quitté le port sans payer.", "aurait quitté", "reportative"),
        ("Une fermeture du port coûterait un million par jour.", "coûterait", "hypothetical"),
        ("Un tel cargo aurait coulé.", "aurait coulé", "hypothetical"),
        ("La promesse que le port rouvrirait a rassuré les marins.", "rouvrirait", "future_in_the_past"),
        ("Le maire a rassuré les marins : le port rouvrirait en mai.", "rouvrirait", "future_in_the_past"),
        ("Le juge a fixé la date à laquelle le cargo partirait.", "partirait", "future_in_the_past"),
        ("Nous serions reconnaissants aux marins de patienter.", "serions reconnaissants", "polite"),
        ("Vous pourriez, monsieur le maire, visiter le port.", "pourriez", "polite"),
    ],
)
def test_functions(parser: Parser, text: str, form: str, function: str) -> None:
    found = conditional_functions(parser.parse([text], "fr")[0])
    assert [(span.text, name) for span, name in found] == [(form, function)]


@pytest.mark.parametrize(
    "text",
    ["Il préparait le repas.", "Elle montrait la carte.", "Le trait est fin.", "Ils entraient.", "Je parais calme."],
)
def test_imperfects_and_nouns_are_no_conditionals(parser: Parser, text: str) -> None:
    assert conditional_functions(parser.parse([text], "fr")[0]) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", ["…", "123", "Non", "serait", "would", "si", "aurait " * 700])
def test_odd_text_is_read(parser: Parser, language: str, text: str) -> None:
    doc = parser.parse([text], language)[0]
    assert all(0 <= span.start < span.end <= len(doc) for span, _ in conditional_functions(doc))


def test_english_hearsay_needs_a_marker(parser: Parser) -> None:
    texts = ["China would have answered, according to Reuters.", "China would have answered."]
    found = [conditional_functions(doc)[0][1] for doc in parser.parse(texts, "en")]
    assert found == ["reportative", "hypothetical"]


@pytest.mark.parametrize("name", FLOORS)
def test_measured_quality(parser: Parser, name: str) -> None:
    scores = class_scores(conditional_pairs(LABELS, parser, "test", name))
    print("\n" + side_by_side(f"functions of the conditional, {name}, test half", {"fr": scores}))
    print(f"  macro F1 {macro_f1(scores):.3f}")
    assert macro_f1(scores) >= FLOORS[name]
