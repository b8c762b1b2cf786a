"""Certainty: its scale, its cues, and measured quality."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.certainty import LEVELS, CertaintyMeasure
from sinorus_lib.framing.evidence import Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.parsing import Parser

from .scoring import class_scores, context_of, labelled, macro_f1, table

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


def test_measured_quality(parser: Parser) -> None:
    columns = {}
    for language in FLOORS:
        rows = labelled("certainty", "test", language)
        columns[language] = class_scores([(row["label"], read(parser, row["text"], language).label) for row in rows])
    print("\n" + table("certainty, test half", columns))
    assert all(macro_f1(columns[language]) >= floor for language, floor in FLOORS.items())
