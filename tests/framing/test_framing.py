"""The frame of measures: its invariants in both languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pandas as pd
import pytest

from sinorus_lib.errors import SchemaError, SinorusError
from sinorus_lib.framing import MEASURES, measure_framing, measure_names
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.parsing import Parser
from sinorus_lib.schemas import SCHEMAS

from .conftest import ARTICLES, article_of, claims_of

LANGUAGES = ("fr", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def framing(language: str, parser: Parser) -> pd.DataFrame:
    return measure_framing(claims_of(ARTICLES[language], language), parser=parser)


def of(framing: pd.DataFrame, claim: str, measure: str) -> pd.DataFrame:
    return framing[(framing["claim_id"] == claim) & (framing["measure"] == measure)]


def test_the_columns_are_those_of_the_schema(framing: pd.DataFrame) -> None:
    assert list(framing.columns) == list(SCHEMAS["framing"])


def test_every_cue_stands_at_its_offsets_in_the_article(framing: pd.DataFrame, language: str) -> None:
    article = article_of(ARTICLES[language])
    assert [article[row.start : row.end] for row in framing.itertuples()] == framing["cue"].tolist()
    assert (framing["end"] > framing["start"]).all()


def test_every_claim_has_every_measure(framing: pd.DataFrame, language: str) -> None:
    found = set(zip(framing["claim_id"], framing["measure"], strict=True))
    wanted = {(f"{language}-{number}", name) for number in range(len(ARTICLES[language])) for name in measure_names()}
    assert found <= wanted
    assert {name for _, name in wanted - found} <= {"agency", "naming"}  # no event, no actor: no row


def test_value_and_label_are_the_same_on_all_rows_of_a_claim(framing: pd.DataFrame) -> None:
    counts = framing.groupby(["claim_id", "measure"])[["value", "label"]].nunique()
    assert (counts == 1).all().all()


def test_values_are_between_zero_and_one(framing: pd.DataFrame) -> None:
    assert framing["value"].between(0, 1).all()


def test_rows_follow_the_claims_and_the_measures(framing: pd.DataFrame, language: str) -> None:
    ids = framing["claim_id"].drop_duplicates().tolist()
    assert ids == [f"{language}-{number}" for number in range(len(ids))]
    assert of(framing, ids[0], MEASURES[0].name).index[0] == 0


def test_a_plain_assertion_is_its_own_evidence(framing: pd.DataFrame, language: str) -> None:
    plain = {"attribution": "own_voice", "reporting_cue": "none", "speech": "none", "certainty": "asserted"}
    rows = pd.concat([of(framing, f"{language}-0", name) for name in plain])
    assert set(rows["cue"]) == {ARTICLES[language][0]}
    assert rows["label"].tolist() == list(plain.values())


def test_some_measures_can_be_taken_alone(parser: Parser, language: str) -> None:
    claims = claims_of(ARTICLES[language], language)
    alone = measure_framing(claims, parser=parser, measures=["certainty", "emphasis"])
    assert set(alone["measure"]) == {"certainty", "emphasis"}
    with pytest.raises(SinorusError, match="No measure 'mood'; expected some of attribution"):
        measure_framing(claims, parser=parser, measures=["mood"])


ODD = [
    "…", "?", "123", "a", "«", "»", "“”", "« »", "—", "Non", "selon", "according to", "ne pas", "not", "que", "that",
    "\u202eevil\u202c \u2067x\u2069", "<script>alert(1)</script>", "X" * 5_000, "mot " * 300, "de de de de", "a-t-il", "It's",
    "\u00a0\u202f«\u00a0Oui\u00a0»", "10 000 000 000 %", "() [] {}", "the The THE", "n'", "qu’", "d’", "🙂 🙂", "Él dijo",
]  # fmt: skip


def test_odd_text_and_sentences_cut_anywhere_are_read(parser: Parser, language: str) -> None:
    cut = [text[:end].rstrip() for text in ARTICLES[language] for end in range(3, len(text), 5)]
    texts = [*ODD, *cut]
    framing = measure_framing(claims_of(texts, language), parser=parser)
    article = article_of(texts)
    assert [article[row.start : row.end] for row in framing.itertuples()] == framing["cue"].tolist()
    assert framing["value"].between(0, 1).all()


def test_a_claim_is_the_more_prominent_the_earlier_it_stands(framing: pd.DataFrame, language: str) -> None:
    placed = framing[framing["measure"] == "emphasis"]
    assert placed["value"].is_monotonic_decreasing
    assert placed["label"].tolist() == ["lead", "lead", "middle", "middle", "middle", "middle", "end"]
    headline = measure_framing(claims_of(["Le port rouvre"], "fr", kind="headline"), measures=["emphasis"])
    assert headline[["value", "label", "note"]].to_numpy().tolist() == [[1.0, "headline", "share=1.000"]]


def test_certainty_is_read_alike_in_both_languages(framing: pd.DataFrame, language: str) -> None:
    labels = [of(framing, f"{language}-{number}", "certainty")["label"].iloc[0] for number in range(6)]
    assert labels == ["asserted", "reported", "reported", "reported", "possible", "speculative"]


def test_speech_is_read_from_the_quoted_share(framing: pd.DataFrame, language: str) -> None:
    labels = [of(framing, f"{language}-{number}", "speech")["label"].iloc[0] for number in range(7)]
    assert labels[0] == "none"
    assert labels[3] == "indirect"
    assert labels[6] == "direct"


def test_the_source_comes_before_its_cue(framing: pd.DataFrame, language: str) -> None:
    rows = of(framing, f"{language}-2", "attribution")
    assert rows["label"].iloc[0] == "named_person"
    assert rows["cue"].iloc[0] == "Anne Kermadec"


def test_the_speaker_names_a_quotation_without_source(language: str, parser: Parser) -> None:
    claims = claims_of(ARTICLES[language][6:], language, speaker="Anne Kermadec")
    rows = measure_framing(claims, parser=parser)
    assert of(rows, f"{language}-0", "attribution")["label"].tolist() == ["named_person"]


def test_both_languages_may_be_mixed_in_one_frame(parser: Parser) -> None:
    mixed = pd.concat([claims_of(ARTICLES[item], item) for item in LANGUAGES]).sort_values("start", kind="stable")
    framing = measure_framing(mixed, parser=parser)
    assert framing["claim_id"].drop_duplicates().tolist() == mixed["claim_id"].tolist()


def test_no_claims_give_an_empty_frame(parser: Parser, make_claims: Callable[..., pd.DataFrame]) -> None:
    empty = make_claims(["x"], "fr").iloc[:0]
    assert measure_framing(empty, parser=parser).empty


def test_the_claims_are_not_changed(parser: Parser, language: str) -> None:
    claims = claims_of(ARTICLES[language], language)
    before = claims.copy()
    measure_framing(claims, parser=parser)
    pd.testing.assert_frame_equal(claims, before)


def test_a_missing_column_is_named(parser: Parser) -> None:
    with pytest.raises(SchemaError, match="quoted"):
        measure_framing(claims_of(["x"], "fr").drop(columns="quoted"), parser=parser)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(SinorusError, match=r"xx\.yaml"):
        load_lexicon("xx")


def test_lexicons_have_the_same_tables_and_are_large(language: str) -> None:
    lexicon, other = load_lexicon(language), load_lexicon("en" if language == "fr" else "fr")
    assert set(lexicon.commitment) == set(other.commitment)
    assert set(lexicon.parse) == set(other.parse)
    assert set(lexicon.words) == set(other.words)
    assert set(lexicon.conditional) == set(other.conditional)
    assert sum(map(len, lexicon.verbs.values())) >= 120


def test_importing_the_module_loads_no_heavy_package() -> None:
    code = "import sys, sinorus_lib.framing; print([m for m in ('spacy', 'torch') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
