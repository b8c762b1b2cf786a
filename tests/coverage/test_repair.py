"""Text as it was meant."""

from __future__ import annotations

import pytest

from sinorus_lib.coverage.repair import repair_characters, split_paragraphs


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("L’Ã©tÃ© Ã  Paris", "L’été à Paris"),
        ("e\u0301te\u0301", "été"),
        ("gou\u00adverne\u00adment", "gouvernement"),
        ("« oui »", "« oui »"),
        ("1\u202f200\u00a0euros", "1 200 euros"),
        ("a\u200bb\ufeffc", "abc"),
        ("\u202egauche\u202c", "gauche"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  much   space  ", "much space"),
    ],
)
def test_characters_are_repaired(broken: str, whole: str) -> None:
    assert repair_characters(broken) == whole


def test_repair_is_idempotent(passages: dict[str, str]) -> None:
    for text in passages.values():
        assert repair_characters(repair_characters(text)) == repair_characters(text) == text


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("A partner without limits\n\n?\n\nNext.", ["A partner without limits ?", "Next."]),
        ("Un partenaire sans limites\n\n?\n\nSuite.", ["Un partenaire sans limites ?", "Suite."]),
        ("The summary of the\n\nPost week.", ["The summary of the Post week."]),
        ("Le résumé de la\n\nsemaine du Post.", ["Le résumé de la semaine du Post."]),
        ("One sentence.\nAnother one.", ["One sentence.", "Another one."]),
        ("Une coupure en pleine\n\nphrase reste une phrase.", ["Une coupure en pleine phrase reste une phrase."]),
        ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
        ("# The state of the\n\nThe sentence.", ["The state of the", "The sentence."]),
    ],
)
def test_sentences_broken_over_lines_are_mended_and_headings_are_not_joined(text: str, paragraphs: list[str]) -> None:
    assert split_paragraphs(text) == paragraphs


def test_text_wrapped_at_a_fixed_width_is_one_paragraph(passages: dict[str, str]) -> None:
    import textwrap

    for text in passages.values():
        assert split_paragraphs("\n".join(textwrap.wrap(text, 76, break_on_hyphens=False))) == [text]
