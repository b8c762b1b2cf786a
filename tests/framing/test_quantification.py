"""How precise numbers are: exact, round, approximate, vague, none."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.quantification import PRECISION, NumbersMeasure
from sinorus_lib.parsing import Parser

NOTHING = Context(0.0, None, "sentence", ())


def read(text: str, language: str, parser: Parser) -> Reading:
    doc = parser.parse([text], language)[0]
    return NumbersMeasure().read(doc, NOTHING, load_lexicon(language))


@pytest.mark.parametrize(
    ("french", "english", "label"),
    [
        ("Le port a rouvert.", "The port has reopened.", "none"),
        ("Un homme a vu le navire.", "A man saw the ship.", "none"),
        ("Plusieurs navires ont coulé.", "Several ships sank.", "vague"),
        ("Des dizaines de navires ont coulé.", "Dozens of ships sank.", "vague"),
        ("Quelques navires ont coulé.", "A few ships sank.", "vague"),
        ("La plupart des navires ont coulé.", "Most of the ships sank.", "vague"),
        ("La plupart des marins sont rentrés.", "Most sailors came home.", "vague"),
        ("Beaucoup de marins sont rentrés.", "Many sailors came home.", "vague"),
        ("Une centaine de marins sont rentrés.", "About a hundred sailors came home.", "approximate"),
        ("Plus de 100 marins sont rentrés.", "More than 100 sailors came home.", "approximate"),
        ("Près de 3 000 marins sont rentrés.", "Nearly 3,000 sailors came home.", "approximate"),
        ("Entre 10 et 15 marins sont rentrés.", "Between 10 and 15 sailors came home.", "approximate"),
        ("Il y avait 3 000 marins à bord.", "There were 3,000 sailors on board.", "round"),
        ("Le navire a coûté 2,5 millions d'euros.", "The ship cost 2.5 million euros.", "round"),
        ("Il y avait 3 127 marins à bord.", "There were 3,127 sailors on board.", "exact"),
        ("Trois navires ont coulé.", "Three ships sank.", "exact"),
        ("Le trafic a baissé de 12 %.", "Traffic fell by 12%.", "exact"),
        ("Il est mort le 14 mars 2019 à 20 h 30.", "He died on 14 March 2019 at 8:30 pm.", "none"),
        ("Le voyage a duré trois semaines.", "The trip lasted three weeks.", "none"),
        ("Il y a quelques années, le port a fermé.", "A few years ago the port closed.", "none"),
        ("Les deux navires ont coulé.", "Both ships sank.", "none"),
    ],
)
def test_each_class_in_both_languages(french: str, english: str, label: str, parser: Parser) -> None:
    for text, language in ((french, "fr"), (english, "en")):
        reading = read(text, language, parser)
        assert reading.label == label, text
        assert reading.value == PRECISION[label]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Trois navires et des dizaines de barques.", "fr"), ("Three ships and dozens of boats.", "en")],
)
def test_the_value_is_the_mean_and_the_label_the_least_precise(text: str, language: str, parser: Parser) -> None:
    reading = read(text, language, parser)
    assert (reading.value, reading.label) == ((1.0 + 0.25) / 2, "vague")
    assert reading.notes == ("vague", "exact")


@pytest.mark.parametrize(
    ("text", "language"),
    [("…", "fr"), ("123", "en"), ("Dix", "fr"), ("", "en"), ("Environ", "fr"), ("plusieurs 3 000 ou 12 % de " * 200, "fr"), ("some 3,000 or 12% of " * 240, "en")],
)  # fmt: skip
def test_spans_lie_inside_any_text(text: str, language: str, parser: Parser) -> None:
    reading = read(text, language, parser)
    assert 0 <= reading.value <= 1
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)
