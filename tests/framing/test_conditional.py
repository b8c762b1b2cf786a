"""What a conditional does: forms, functions, and measured quality."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.conditional import conditional_functions
from sinorus_lib.parsing import Parser

from .scoring import class_scores, conditional_pairs, macro_f1, table

FLOOR = 0.82


@pytest.mark.parametrize(
    ("text", "form", "function"),
    [
        ("Le cargo aurait quitté le port.", "aurait quitté", "reportative"),
        ("Si le vent tombait, le cargo partirait.", "partirait", "hypothetical"),
        ("Le capitaine a dit qu’il partirait.", "partirait", "future_in_the_past"),
        ("Je voudrais partir demain.", "voudrais", "polite"),
        ("Le cargo pourrait partir.", "pourrait", "hypothetical"),
    ],
)
def test_functions(parser: Parser, text: str, form: str, function: str) -> None:
    found = conditional_functions(parser.parse([text], "fr")[0])
    assert [(span.text, name) for span, name in found] == [(form, function)]


@pytest.mark.parametrize(
    "text", ["Il préparait le repas.", "Elle montrait la carte.", "Le trait est fin.", "Ils entraient."]
)
def test_imperfects_and_nouns_are_no_conditionals(parser: Parser, text: str) -> None:
    assert conditional_functions(parser.parse([text], "fr")[0]) == []


def test_english_hearsay_needs_a_marker(parser: Parser) -> None:
    texts = ["China would have answered, according to Reuters.", "China would have answered."]
    found = [conditional_functions(doc)[0][1] for doc in parser.parse(texts, "en")]
    assert found == ["reportative", "hypothetical"]


def test_measured_quality(parser: Parser) -> None:
    scores = class_scores([(wanted, found) for _, wanted, found in conditional_pairs(parser, "test")])
    print("\n" + table("functions of the conditional, test half", {"fr": scores}))
    assert macro_f1(scores) >= FLOOR
