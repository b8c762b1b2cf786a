"""How precise time is: dated, relative, vague, none."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.expressions import Expressions
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.timing import PRECISION, TimeMeasure
from sinorus_lib.parsing import Parser

NOTHING = Context(0.0, None, "sentence", ())


def read(text: str, language: str, parser: Parser) -> Reading:
    doc = parser.parse([text], language)[0]
    return TimeMeasure().read(doc, NOTHING, load_lexicon(language))


@pytest.mark.parametrize(
    ("french", "english", "label"),
    [
        ("Le port a rouvert.", "The port has reopened.", "none"),
        ("Le voyage a duré trois semaines.", "The trip lasted three weeks.", "none"),
        ("Trois navires ont coulé.", "Three ships sank.", "none"),
        ("Le port a rouvert récemment.", "The port reopened recently.", "vague"),
        ("Le port va bientôt rouvrir.", "The port will reopen soon.", "vague"),
        ("Ces derniers mois, le port était fermé.", "In recent months the port was closed.", "vague"),
        ("Le port est fermé depuis longtemps.", "The port has been closed for a long time.", "vague"),
        ("Le port a rouvert hier.", "The port reopened yesterday.", "relative"),
        ("Le port a rouvert lundi.", "The port reopened on Monday.", "relative"),
        ("Le port a rouvert la semaine dernière.", "The port reopened last week.", "relative"),
        ("Le port rouvrira dans trois semaines.", "The port will reopen in three weeks.", "relative"),
        ("Le port a rouvert il y a deux ans.", "The port reopened two years ago.", "relative"),
        ("Le port est fermé depuis deux ans.", "The port has been closed for two years.", "relative"),
        ("Le port avait fermé la veille.", "The port had closed the day before.", "relative"),
        ("Le port a rouvert en 2019.", "The port reopened in 2019.", "dated"),
        ("Le port a rouvert le 14 mars.", "The port reopened on 14 March.", "dated"),
        ("Le port a rouvert en mars 2019.", "The port reopened in March 2019.", "dated"),
        ("Le port a rouvert lundi à 20 h 30.", "The port reopened on Monday at 8:30 pm.", "dated"),
        ("Le port date du XIXe siècle.", "The port dates from the 19th century.", "dated"),
    ],
)
def test_each_class_in_both_languages(french: str, english: str, label: str, parser: Parser) -> None:
    for text, language in ((french, "fr"), (english, "en")):
        reading = read(text, language, parser)
        assert reading.label == label, text
        assert reading.value == PRECISION[label]


@pytest.mark.parametrize(
    ("text", "language"),
    [("…", "fr"), ("123", "en"), ("Hier", "fr"), ("", "en"), ("lundi 14 mars 2019 ou récemment, " * 150, "fr"), ("on Monday 14 March 2019 or recently, " * 130, "en")],
)  # fmt: skip
def test_spans_lie_inside_any_text(text: str, language: str, parser: Parser) -> None:
    reading = read(text, language, parser)
    assert 0 <= reading.value <= 1
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_the_longest_expression_wins_and_parts_are_filled_in() -> None:
    found = Expressions({"a": ["in <n+><u>"], "b": ["in two"]}, {"n": ["#", "two"], "u": ["days"]}).find
    assert list(found("It ends in two days, in 2 days or in two.")) == [
        ((8, 19), "a"),
        ((21, 30), "a"),
        ((34, 40), "b"),
    ]
