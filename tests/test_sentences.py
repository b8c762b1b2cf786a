"""Sentences: cut where a reader would, in both languages, with offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sinorus_lib.sentences import HEADLINE, LONGEST, SENTENCE, SUBHEADING, split_sentences

WHOLE = {
    "fr": [
        "M. Dupont et Mme Leroy ont signé à 14 h 30 l’accord de l’O.N.U. avec les ports.",
        "« Nous avons gagné. Tout est fini », dit M. Morel.",
        "Le taux est passé de 1,5 à 2,25 % en mars 2024.",
    ],
    "en": [
        "Mr. Dupont and Dr. Leroy signed the U.N. agreement at 2.30 p.m. with the ports.",
        "The rate rose from 1.5 to 2.25 per cent in March 2024.",
        "“Are we talking about arms?” he asked.",
    ],
}
TWO = {
    "fr": ["Le port a rouvert mardi. Les dockers ont repris le travail.", "Qui paiera ? Personne ne le sait."],
    "en": ["The port reopened in May. A bonus will be paid.", "Who will pay? Nobody knows."],
}


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in TWO for text in TWO[language]])
def test_two_sentences_are_two(language: str, text: str) -> None:
    sentences = split_sentences(text, language)
    assert len(sentences) == 2
    assert [text[item.start : item.end] for item in sentences] == [
        text[: sentences[0].end],
        text[sentences[1].start :],
    ]


@pytest.mark.parametrize(("language", "text"), [(language, text) for language in WHOLE for text in WHOLE[language]])
def test_abbreviations_numbers_and_quotations_do_not_cut(language: str, text: str) -> None:
    assert [(item.start, item.end) for item in split_sentences(text, language)] in (
        [(0, len(text))],
        _at_quotation(text),
    )


def _at_quotation(text: str) -> list[tuple[int, int]]:
    """A quotation of two sentences may be cut between them, nowhere else."""
    at = text.find(". Tout")
    return [(0, at + 1), (at + 2, len(text))] if at > 0 else []


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        (
            "fr",
            "Le port rouvre\n\nLe port a rouvert mardi.\n\nUne victoire ?\n\nLes dockers le croient.",
            "Le port rouvre",
        ),
        (
            "en",
            "Port reopens\n\nThe port reopened on Tuesday.\n\nA victory?\n\nThe dockers think so.",
            "Port reopens",
        ),
    ],
)
def test_headline_and_subheadings_are_marked(language: str, text: str, title: str) -> None:
    kinds = [item.kind for item in split_sentences(text, language, title)]
    assert kinds == [HEADLINE, SENTENCE, SUBHEADING, SENTENCE]
    assert [item.paragraph for item in split_sentences(text, language, title)] == [0, 1, 2, 3]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_character_of_a_passage_belongs_to_a_sentence(passages: dict[str, str], language: str) -> None:
    text = passages[language]
    sentences = split_sentences(text, language)
    covered = "".join(text[item.start : item.end] for item in sentences)
    assert covered.replace(" ", "") == text.replace(" ", "")
    assert all(a.end <= b.start for a, b in pairwise(sentences))


def test_a_run_without_an_end_is_cut_at_blanks() -> None:
    text = "mot " * 2_000
    sentences = split_sentences(text, "fr")
    assert all(item.end - item.start <= LONGEST for item in sentences)
    assert " ".join(text[item.start : item.end] for item in sentences) == text.strip()


@pytest.mark.parametrize("text", ["", "\n\n", " … \n ?! "])
def test_a_text_without_words_has_no_sentence(text: str) -> None:
    assert split_sentences(text, "fr") == []
