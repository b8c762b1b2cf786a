"""Words of a text and phrases: what is found where, whatever the case and the apostrophe."""

from __future__ import annotations

import pytest

from sinorus_lib.errors import SinorusError
from sinorus_lib.framing.lexicon import Phrases
from sinorus_lib.framing.words import first_key, words_in


def found(phrases: Phrases, text: str) -> list[str]:
    return [text[start:end] for start, end in phrases.find(text)]


def test_words_are_cut_at_everything_but_letters_and_digits() -> None:
    text = "L’État n'a pas 3,5 % — peut-être 2e_x."
    words = words_in(text)
    assert words.words == ("l", "état", "n", "a", "pas", "3", "5", "peut", "être", "2e", "x")
    assert [text[start:end].lower() for start, end in words.spans] == list(words.words)
    assert words.keys == ("l", "état", "n", "a", "pas", "#", "#", "peut", "être", "#", "x")
    assert words.distinct == set(words.keys)


def test_no_words() -> None:
    assert words_in("… — !").words == ()
    assert first_key("— and") is None


@pytest.mark.parametrize(
    ("expressions", "text", "expected"),
    [
        (["selon", "selon toute vraisemblance"], "Selon toute vraisemblance, selon lui.", ["Selon toute vraisemblance", "selon"]),
        (["d'après", "d'ici"], "D’après lui, d'ici là", ["D’après", "d'ici"]),
        (["à l'"], "à l’hôpital et à l'aube, à la", ["à l’", "à l'"]),
        (["may", "might"], "maybe mighty dismay may_be may", ["may"]),
        (["according to"], "according\n to, accordingly to", ["according\n to"]),
        (["in the * of"], "in the long-held view of", []),
        (["in the * of"], "in the view of X", ["in the view of"]),
        (["so-called"], "the so-called one, _so-called", ["so-called"]),
    ],
)  # fmt: skip
def test_phrases_stand_at_whole_words_and_the_longer_wins(
    expressions: list[str], text: str, expected: list[str]
) -> None:
    phrases = Phrases(expressions, {})
    assert found(phrases, text) == expected
    assert phrases.found(text) == bool(expected)


def test_phrases_contract_their_last_word_and_may_ask_for_the_case() -> None:
    assert found(Phrases(["au dire de"], {"de": ["de", "du", "d'"]}), "Au dire du maire, au dire d’un") == ["Au dire du", "au dire d’"]  # fmt: skip
    assert found(Phrases(["AP"], {}, exact=True), "AP, ap") == ["AP"]
    assert found(Phrases([], {}), "anything") == []


def test_a_phrase_starts_with_a_word() -> None:
    with pytest.raises(SinorusError, match="starts with no word"):
        Phrases(["« so-called »"], {})
