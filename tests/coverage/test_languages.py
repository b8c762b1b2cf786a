"""Which language a text is written in."""

from __future__ import annotations

import pytest

from sinorus_lib.coverage.languages import detect_language


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_passage_is_recognised(passages: dict[str, str], language: str) -> None:
    detected = detect_language(passages[language])
    assert detected is not None
    assert detected.language == language
    assert detected.sure


@pytest.mark.parametrize("text", ["", "   ", "12 34 !!", "…"])
def test_a_text_without_words_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_a_third_language_is_not_taken_for_french_or_english() -> None:
    detected = detect_language("El puerto reabrió el martes tras doce días de huelga, según la prefectura.")
    assert detected is not None
    assert detected.language == "es"
