"""Attributions: spans, clauses, traps, and measured quality."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import attribution_scores, labelled, side_by_side
from sinorus_lib.framing.attribution import Attribution, AttributionMeasure, find_attributions
from sinorus_lib.framing.evidence import Context
from sinorus_lib.framing.lexicon import Span, load_lexicon
from sinorus_lib.framing.reporting.sources import CLASSES
from sinorus_lib.parsing import Parser

from .conftest import LABELS

FLOORS = {
    "fr": {"attributed": 0.9, "cue": 0.9, "source": 0.9, "class": 0.9},
    "en": {"attributed": 0.9, "cue": 0.9, "source": 0.9, "class": 0.9},
}


def first(parser: Parser, text: str, language: str) -> Attribution:
    return find_attributions(parser.parse([text], language)[0], language)[0]


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("language", "text", "source", "cue", "clause"),
    [
        (
            "fr",
            "Le pont est fermé, a déclaré Luc Morand lors d’une visite mardi.",
            "Luc Morand",
            "a déclaré",
            ", a déclaré Luc Morand lors d’une visite mardi",
        ),
        (
            "en",
            "The bridge is closed, said Luke Morand on Tuesday.",
            "Luke Morand",
            "said",
            ", said Luke Morand on Tuesday",
        ),
        ("fr", "Selon Reuters, le pont est fermé.", "Reuters", "Selon", "Selon Reuters, "),
        (
            "en",
            "According to Reuters, the bridge is closed.",
            "Reuters",
            "According to",
            "According to Reuters, ",
        ),
        (
            "fr",
            "Le pont est fermé, selon des responsables locaux.",
            "des responsables locaux",
            "selon",
            ", selon des responsables locaux",
        ),
        (
            "en",
            "The bridge is closed, according to local officials.",
            "local officials",
            "according to",
            ", according to local officials",
        ),
        (
            "fr",
            "Les ingénieurs ont indiqué que le pont était fermé.",
            "Les ingénieurs",
            "ont indiqué",
            "Les ingénieurs ont indiqué que ",
        ),
        ("en", "Engineers said that the bridge was closed.", "Engineers", "said", "Engineers said that "),
        ("fr", "Le pont, assure la mairie, rouvrira en mai.", "la mairie", "assure", None),
        ("en", "The bridge, the town hall says, will reopen in May.", "the town hall", "says", None),
        ("fr", "Le pont, a-t-il noté, résiste au vent.", "il", "a-t-il noté", None),
        ("en", "“The bridge is closed,” he added.", "he", "added", " he added"),
    ],
)
def test_source_cue_and_clause(
    parser: Parser, language: str, text: str, source: str, cue: str, clause: str | None
) -> None:
    found = first(parser, text, language)
    assert (words(text, found.source), words(text, found.cue)) == (source, cue)
    assert words(text, found.clause) == clause


@pytest.mark.parametrize("language", ["fr", "en"])
def test_spans_lie_inside_the_text_and_classes_are_known(parser: Parser, language: str) -> None:
    texts = [row["text"] for row in labelled(LABELS, "attribution", "dev", language)]
    for doc in parser.parse(texts, language):
        for item in find_attributions(doc, language):
            spans = [span for span in (item.source, item.cue, item.clause) if span is not None]
            assert all(0 <= start < end <= len(doc.text) for start, end in spans)
            assert item.source_class in CLASSES
            assert item.how in {"direct", "indirect", "marker"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_clause_is_at_an_edge_and_leaves_something(parser: Parser, language: str) -> None:
    texts = [row["text"] for row in labelled(LABELS, "attribution", "dev", language)]
    for doc in parser.parse(texts, language):
        clauses = [item.clause for item in find_attributions(doc, language) if item.clause is not None]
        assert all(start == 0 or not doc.text[end:].strip(' .!?…»”"') for start, end in clauses)
        assert all(end - start < len(doc.text) for start, end in clauses)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le tunnel relie les deux rives, c’est-à-dire le port et la gare."),
        ("en", "The firm added 30 jobs."),
        ("fr", "Les tarifs changent selon la distance."),
        ("en", "Fares change according to distance."),
        ("fr", "Nous pensons que le port fermera."),
        ("en", "We think that the port will close."),
        ("fr", "On ne peut pas dire que le port soit fermé."),
        ("en", "One might say that the port is closed."),
        ("fr", "La hausse s'explique par le froid."),
        ("en", "The hospital admitted 17 patients."),
        ("fr", "L'hôpital a admis 17 patients."),
        ("en", "The firm is expected to close the port."),
    ],
)
def test_traps_give_no_attribution(parser: Parser, language: str, text: str) -> None:
    assert find_attributions(parser.parse([text], language)[0], language) == []


@pytest.mark.parametrize(
    ("language", "text", "value", "label"),
    [
        ("fr", "Le port a fermé lundi.", 0.0, "own_voice"),
        ("en", "The port closed on Monday.", 0.0, "own_voice"),
        ("fr", "On dit que le port fermera lundi.", 0.5, "unspecified"),
        ("en", "It is said that the port will close on Monday.", 0.5, "unspecified"),
        ("fr", "Il se murmure que le port fermera lundi.", 0.5, "unspecified"),
        ("en", "The port is understood to be closing on Monday.", 0.5, "unspecified"),
        ("fr", "Elle affirme que le port fermera lundi.", 1.0, "unspecified"),
        ("en", "She claims that the port will close on Monday.", 1.0, "unspecified"),
        ("fr", "De source diplomatique, le port fermera lundi.", 1.0, "anonymous"),
        ("en", "Diplomatic sources had it that the port would close on Monday.", 1.0, "anonymous"),
        ("fr", "Le syndicat met en garde contre la fermeture du port.", 1.0, "organisation"),
        ("en", "The union warned against the closure of the port.", 1.0, "organisation"),
        ("fr", "La moitié des députés estiment que le port fermera.", 1.0, "collective"),
        ("en", "One of the ministers thinks that the port will close.", 1.0, "office"),
        ("fr", "Washington assure que le port rouvrira.", 1.0, "organisation"),
        ("en", "Washington insists that the port will reopen.", 1.0, "organisation"),
        ("fr", "Le maire est convaincu que le port rouvrira.", 1.0, "office"),
        ("en", "The mayor is convinced that the port will reopen.", 1.0, "office"),
    ],
)
def test_value_and_class(parser: Parser, language: str, text: str, value: float, label: str) -> None:
    doc, lexicon = parser.parse([text], language)[0], load_lexicon(language)
    context = Context(0.0, None, "sentence", tuple(find_attributions(doc, language)))
    reading = AttributionMeasure().read(doc, context, lexicon)
    assert (reading.value, reading.label) == (value, label)


def test_both_languages_list_the_same_tables() -> None:
    french, english = load_lexicon("fr"), load_lexicon("en")
    for table in ("parse", "words", "commitment", "frames", "sources", "markers", "bare_markers"):
        assert set(getattr(french, table)) == set(getattr(english, table))
    assert french.commitment == english.commitment


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", ["…", "123", "mot", "« »", "dit", "said", "selon", "according to", "é" * 5000])
def test_hostile_text_is_read(parser: Parser, language: str, text: str) -> None:
    for item in find_attributions(parser.parse([text], language)[0], language):
        assert 0 <= item.cue[0] < item.cue[1] <= len(text)


def test_measured_quality(parser: Parser) -> None:
    columns = {language: attribution_scores(LABELS, parser, "test", language) for language in FLOORS}
    print("\n" + side_by_side("attribution, test half", columns))
    reached = {(language, name): columns[language][name]["f1"] for language in FLOORS for name in FLOORS[language]}
    assert all(
        reached[language, name] >= floor for language, floors in FLOORS.items() for name, floor in floors.items()
    )
