"""Text as it was meant."""

from __future__ import annotations

import unicodedata

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


PRINTED = st.text("aZ e.,\n\t\u00a0\u202fàâçéèêëîïôùûüœÀÉÎØÙŒ’‘“”«»…–—-€£°²§©®¡¦¨¬º¼×", max_size=12)


@given(PRINTED)
def test_what_is_plain_is_repaired_no_differently(text: str) -> None:
    options = ftfy.TextFixerConfig(unescape_html="auto", uncurl_quotes=False, fix_character_width=False)
    fixed = unicodedata.normalize("NFC", ftfy.fix_text(text, options))
    assert repair_characters(text) == "\n".join(" ".join(line.split()) for line in fixed.split("\n"))


@pytest.mark.parametrize("line", ["L’Ã©tÃ© Ã  Paris", "R&eacute;ponse", "voilÃ le travail", "lâ€™usine"])
def test_one_broken_line_is_repaired_among_plain_ones(line: str) -> None:
    around = "« Le cœur de l’été », créée à l’Élysée.\r\n"
    repaired = repair_characters(f"{around}{line}\r\n{around}")
    assert repaired.split("\n")[1] == repair_characters(line) != line


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
