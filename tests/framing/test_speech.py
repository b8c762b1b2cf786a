"""Speech: direct, partial, scare quotes, indirect, none."""

from __future__ import annotations

import pytest

from sinorus_lib.evaluation.framing_labels import context_of
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.speech import SpeechMeasure
from sinorus_lib.parsing import Parser

CASES = [
    ("fr", "« Nous ne quitterons pas cette ville », a dit le maire.", "direct"),
    ("en", "“We will not leave this town,” said the mayor.", "direct"),
    ("fr", "Le maire a jugé le plan de la région « tout à fait irréaliste et coûteux ».", "partial"),
    ("en", "The mayor said the plan of the region was “quite unrealistic and costly”.", "partial"),
    ("fr", "Le maire a dit vouloir « punir » les fraudeurs avant la fin de l’année.", "partial"),
    ("en", "The mayor said he wanted to “punish” the cheats before the end of the year.", "partial"),
    ("fr", "L’« opération spéciale » entre dans sa troisième semaine sans résultat.", "scare"),
    ("en", "The “special operation” is entering its third week without results.", "scare"),
    ("fr", "Le soi-disant « référendum » a eu lieu dimanche, a dit le maire.", "scare"),
    ("en", "The so-called “referendum” was held on Sunday, the mayor said.", "scare"),
    ("fr", "Le film « Aube » a reçu trois prix dimanche soir.", "none"),
    ("en", "The film “Dawn” received three prizes on Sunday evening.", "none"),
    ("fr", "Le boxeur Jean « Le Roc » Martin a gagné dimanche.", "none"),
    ("en", "The boxer John “The Rock” Martin won on Sunday.", "none"),
    ("fr", "Ils disent aimer ces “croisés.”", "partial"),
    ("en", "The club wants to get rid of these “crusaders.”", "scare"),
    ("fr", "Le club veut se débarrasser de ces « croisés ».", "scare"),
    ("fr", "Le maire a dit que le pont rouvrirait.", "indirect"),
    ("en", "The mayor said the bridge would reopen.", "indirect"),
    ("fr", "Le pont a rouvert lundi.", "none"),
    ("en", "The bridge reopened on Monday.", "none"),
]


@pytest.mark.parametrize(("language", "text", "label"), CASES)
def test_label_and_evidence(parser: Parser, language: str, text: str, label: str) -> None:
    doc = parser.parse([text], language)[0]
    reading = SpeechMeasure().read(doc, context_of(doc, language), load_lexicon(language))
    assert reading.label == label
    assert 0.0 <= reading.value <= 1.0
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)
    wanted = {"direct": "quotation", "partial": "quotation", "scare": "scare quotes", "indirect": "cue"}
    assert (reading.notes[:1] or (None,))[0] == wanted.get(label)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", ["…", "123", "mot", "« »", "“”", '"', "“a", "é" * 5000, "« a » " * 300])
def test_hostile_text_is_read(parser: Parser, language: str, text: str) -> None:
    doc = parser.parse([text], language)[0]
    reading = SpeechMeasure().read(doc, context_of(doc, language), load_lexicon(language))
    assert 0.0 <= reading.value <= 1.0
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)
