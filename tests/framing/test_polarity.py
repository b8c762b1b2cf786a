"""Polarity of the main assertion, in both languages."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.attribution import find_attributions
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.polarity import VALUES, PolarityMeasure
from sinorus_lib.parsing import Parser

# Label, then the same claim in both languages.
CASES = [
    ("affirmed", "Le président a signé le décret.", "The president signed the decree."),
    ("affirmed", "Le président n'a pas exclu l'envoi de troupes.", "The president did not rule out sending troops."),
    ("affirmed", "Le gouvernement a annulé le sommet.", "The government cancelled the summit."),
    ("affirmed", "Le tribunal a interdit la manifestation.", "The court banned the march."),
    ("affirmed", "Il ne reste que trois otages.", "Only three hostages remain."),
    (
        "negated",
        "Le ministre a dit qu'il n'avait pas signé l'accord.",
        "The minister said he had not signed the deal.",
    ),
    ("negated", "L'armée n'a pas tiré, a affirmé le général.", "The army did not shoot, the general said."),
    ("negated", "Aucun civil n'a été tué.", "No civilians were killed."),
    ("negated", "Selon la police, personne n'a été arrêté.", "According to police, nobody was arrested."),
    (
        "negated",
        "Le ministre n'a pas dit si l'accord serait signé.",
        "The minister did not say whether the deal would be signed.",
    ),
    (
        "negated",
        "« Nous n'avons jamais bombardé l'hôpital », a déclaré le colonel.",
        "“We never bombed the hospital,” the colonel said.",
    ),
    ("denied", "Pékin a démenti avoir livré des armes.", "Beijing denied having delivered weapons."),
    (
        "denied",
        "L'accusation est fausse, a répondu le porte-parole.",
        "The accusation is false, the spokesman replied.",
    ),
    ("denied", "Israël nie toute implication dans l'attaque.", "Israel denies any involvement in the attack."),
    ("refused", "Berlin refuse de livrer des chars.", "Berlin refuses to deliver tanks."),
    ("refused", "Le Parlement a rejeté le projet de loi.", "Parliament rejected the bill."),
    ("refused", "L'ONU s'oppose à l'expulsion des réfugiés.", "The UN opposes the expulsion of the refugees."),
    (
        "partly",
        "Le maire, qui n'a pas d'enfants, a inauguré l'école.",
        "The mayor, who has no children, opened the school.",
    ),
    (
        "partly",
        "Le ministre est parti sans répondre aux questions.",
        "The minister left without answering questions.",
    ),
]
PAIRS = [
    (label, language, text) for label, *texts in CASES for language, text in zip(("fr", "en"), texts, strict=True)
]
HOSTILE = ["…", "123", "ne", "not", "« »", "?!", "\u200b", "pas " * 1250, "without " * 625]


def read(parser: Parser, text: str, language: str) -> Reading:
    doc = parser.parse([text], language)[0]
    context = Context(0.0, None, "sentence", tuple(find_attributions(doc, language)))
    return PolarityMeasure().read(doc, context, load_lexicon(language))


@pytest.mark.parametrize(("label", "language", "text"), PAIRS)
def test_label(parser: Parser, label: str, language: str, text: str) -> None:
    found = read(parser, text, language)
    assert found.label == label
    assert found.value == VALUES[label]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", [*HOSTILE, *(text for _, _, text in PAIRS)])
def test_evidence_lies_inside_the_text(parser: Parser, text: str, language: str) -> None:
    found = read(parser, text, language)
    assert 0 <= found.value <= 1
    assert len(found.notes) == len(found.evidence)
    assert all(0 <= start < end <= len(text) for start, end in found.evidence)
    assert set(found.notes) <= {"cue", "scope"}


@pytest.mark.parametrize(
    ("language", "text", "cue", "scope"),
    [
        ("fr", "Berlin refuse de livrer des chars.", "refuse", "de livrer des chars"),
        ("en", "Berlin refuses to deliver tanks.", "refuses", "to deliver tanks"),
        ("fr", "Il est parti sans répondre.", "sans", "sans répondre"),
        ("en", "He left without answering.", "without", "without answering"),
    ],
)
def test_cue_comes_before_its_scope(parser: Parser, language: str, text: str, cue: str, scope: str) -> None:
    found = read(parser, text, language)
    words = [text[start:end] for start, end in found.evidence]
    assert list(zip(words, found.notes, strict=True)) == [(cue, "cue"), (scope, "scope")]


def test_main_assertion_comes_first(parser: Parser) -> None:
    text = "The mayor, who has no children, did not open the school."
    found = read(parser, text, "en")
    assert found.label == "negated"
    assert text[slice(*found.evidence[0])] == "not"
