"""The interface: the same names in both languages, numbers as each writes them."""

from __future__ import annotations

from typing import Any

import pytest

from sinorus_lib.alignment.explanation import BASELINE, CONFLICT, NO_CUE
from sinorus_lib.alignment.facts import CUES
from sinorus_lib.alignment.features import CONFLICT_FEATURES, CONTENT_FEATURES
from sinorus_lib.alignment.realisation import DECIDED, HAPPENED, OPEN, PROSPECTIVE, UNDECIDED
from sinorus_lib.divergence import residual
from sinorus_lib.errors import SinorusError
from sinorus_lib.framing import agency, certainty, measure_names, polarity, quantification, timing
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.semantic.prototypes import load_prototypes
from sinorus_lib.settings import INTERFACES, LANGUAGES
from sinorus_lib.views.strings import load_strings


def _shape(table: Any) -> Any:
    if isinstance(table, dict):
        return {name: _shape(inner) for name, inner in table.items()}
    return sorted(part.split("}")[0] for part in str(table).split("{")[1:])


def test_both_languages_have_the_same_names_and_fill_in_the_same_values() -> None:
    shapes = [_shape(load_strings(language).table) for language in INTERFACES]
    assert shapes[0] == shapes[1]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    english, french = load_strings("en"), load_strings("fr")
    assert english.number(-1234.5) == "−1234.50"
    assert french.number(0.5, signed=True) == "+0,50"
    assert english.whole(5898) == "5,898"
    assert french.percent(0.83) == "83\u202f%"
    assert english.number(float("nan")) == ""


def test_nothing_uncertain_is_shown_as_certain() -> None:
    english = load_strings("en")
    assert english.percent(0.9993) == ">\u202f99%"
    assert english.percent(0.0004) == "<\u202f1%"
    assert english.percent(1.0) == "100%"
    assert english.percent(0.0) == "0%"


@pytest.mark.parametrize(
    ("language", "count", "words"), [("en", 0, "0 pairs"), ("fr", 0, "0 paire"), ("fr", 2, "2 paires")]
)
def test_counts_take_the_form_of_their_language(language: str, count: int, words: str) -> None:
    assert load_strings(language).counted("pairs", count) == words


def test_a_measure_that_is_not_listed_speaks_for_itself(interface: str) -> None:
    assert load_strings(interface).named("measures", "loaded_words") == "loaded words"


def test_another_language_is_refused() -> None:
    with pytest.raises(SinorusError, match="expected one of en, fr"):
        load_strings("de")


CLASSES = {
    "attribution": {
        *("own_voice", "named_person", "office", "organisation"),
        *("media", "anonymous", "collective", "unspecified"),
    },
    "reporting_cue": {"none"}.union(*(load_lexicon(language).commitment for language in LANGUAGES)),
    "speech": {"direct", "partial", "scare", "indirect", "none"},
    "certainty": set(certainty.LEVELS),
    "polarity": set(polarity.VALUES),
    "agency": set(agency.VALUES),
    "naming": {"country", "people", "metonym", "institution", "office", "person"},
    "labelling": {"neutral", "delegitimising", "legitimising", "mixed"},
    "tone": {"negative", "neutral", "positive"},
    "intensity": {"plain", "loaded", "strong"},
    "numbers": set(quantification.PRECISION),
    "time": set(timing.PRECISION),
    "emphasis": {"headline", "lead", "early", "middle", "end"},
    "residual": set(residual.LABELS),
    **{f"axis_{name}": {axis.low, "between", axis.high} for name, axis in load_prototypes().axes.items()},
    **{f"frame_{name}": {"present", "absent", "unsure"} for name in load_prototypes().rates},
}


def test_every_measure_has_its_words(interface: str) -> None:
    assert {*measure_names(), residual.RESIDUAL} <= set(load_strings(interface).table["measures"])


@pytest.mark.parametrize("measure", [*measure_names(), residual.RESIDUAL])
def test_every_class_has_its_words(measure: str, interface: str) -> None:
    tables = load_strings(interface).table["labels"]
    own = tables.get(measure) or tables[measure.partition("_")[0]]
    assert CLASSES[measure] <= set(own)


def test_one_word_is_not_the_same_class_in_two_measures() -> None:
    english = load_strings("en")
    assert len({english.label(measure, "none") for measure in ("speech", "numbers", "time", "reporting_cue")}) == 4
    assert english.label("frame_law", "present") == "present"
    assert english.label("loaded_words", "very_loaded") == "very loaded"


def test_every_feature_and_cue_has_its_words(interface: str) -> None:
    tables = load_strings(interface).table
    assert {BASELINE, CONFLICT, NO_CUE, *CONTENT_FEATURES, *CONFLICT_FEATURES, *CUES} <= set(tables["features"])
    told = {"asserted", "reversed", DECIDED, HAPPENED, OPEN, PROSPECTIVE, UNDECIDED}
    assert told <= set(tables["conflict_values"])
