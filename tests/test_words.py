"""Words and content words."""

from __future__ import annotations

import pytest

from sinorus_lib.words import content_words, words


@pytest.mark.parametrize(
    ("language", "text", "content"),
    [
        (
            "fr",
            "L’aide qu’il a demandée n’est pas arrivée à Aix-en-Provence.",
            ["aide", "demandée", "arrivée", "Aix-en-Provence"],
        ),
        (
            "en",
            "The aid that he asked for has not reached Stratford-upon-Avon.",
            ["aid", "asked", "reached", "Stratford-upon-Avon"],
        ),
    ],
)
def test_content_words_leave_function_words_out(language: str, text: str, content: list[str]) -> None:
    assert [word.text for word in content_words(text, language)] == content


def test_offsets_point_at_the_words(passages: dict[str, str]) -> None:
    for text in passages.values():
        assert all(text[word.start : word.end] == word.text for word in words(text))
        assert any(word.text in {"1,200", "200"} for word in words(text))
