"""The parser: order, memory, and pipelines that parsers share."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from sinorus_lib import parsing
from sinorus_lib.errors import SinorusError
from sinorus_lib.parsing import PIPELINES, Parser
from tests.conftest import PASSAGES

LANGUAGES = sorted(PIPELINES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_come_back_in_order_and_each_is_parsed_once(language: str) -> None:
    parser, passage = Parser(), PASSAGES[language]
    first, other, again = parser.parse([passage, passage[:40], passage], language)
    assert (first.text, other.text) == (passage, passage[:40])
    assert again is first
    assert parser.parse([passage], language) == [first]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_one_parse_whatever_came_before_it(language: str) -> None:
    alone = Parser().parse([PASSAGES[language]], language)[0]
    among = Parser().parse([*PASSAGES[language].split(), PASSAGES[language]], language)[-1]
    assert alone is not among
    assert alone.to_json() == among.to_json()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_out_of_a_pipeline_changes_no_parse(language: str) -> None:
    whole = importlib.import_module(PIPELINES[language]).load()
    passage = PASSAGES[language]
    expected = whole(passage)
    [found] = Parser().parse([passage], language)
    assert found.to_json() == expected.to_json()
    assert [token.norm_ for token in found] == [token.norm_ for token in expected]
    lemmatizer, own = (pipeline.get_pipe("lemmatizer") for pipeline in (whole, parsing._load(language)))
    tables = {name: lemmatizer.lookups.get_table(name) for name in lemmatizer.lookups.tables}
    assert tables.keys() == set(own.lookups.tables)
    for name, table in tables.items():
        assert all(_same(own.lookups.get_table(name)._entries[key], value) for key, value in table.items()), name


def _same(found: Any, expected: Any) -> bool:
    """Say whether two entries of a table hold the same words: in an order, unless they are a set."""
    if isinstance(found, frozenset):
        return found == frozenset(expected)
    if isinstance(found, dict):
        return found.keys() == expected.keys() and all(_same(found[key], expected[key]) for key in found)
    if isinstance(found, str):
        return bool(found == expected)
    return len(found) == len(expected) and all(map(_same, found, expected))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_keeps_no_tensor(language: str) -> None:
    assert Parser().parse([PASSAGES[language]], language)[0].tensor.size == 0


def test_parsers_share_a_pipeline_until_its_vocabulary_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (Parser().parse([text], "en")[0] for text in ("One.", "Two."))
    assert second.vocab is first.vocab
    monkeypatch.setattr(parsing, "_LARGEST_VOCABULARY", 0)
    third = Parser().parse(["One."], "en")[0]
    assert third.vocab is not first.vocab
    assert third.to_json() == first.to_json()


def test_a_language_without_a_pipeline_is_named() -> None:
    with pytest.raises(SinorusError, match="'de'; expected one of fr, en"):
        Parser().parse(["Guten Tag."], "de")
