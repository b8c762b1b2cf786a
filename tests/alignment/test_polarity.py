"""Negation, denial and refusal, and opposite predicates, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinorus_lib.alignment.polarity import Reversal, find_reversals, opposites, polarity
from sinorus_lib.errors import SinorusError
from sinorus_lib.parsing import Parser

LABELS = Path(__file__).parents[2] / "data" / "labels" / "polarity.jsonl"
FLOOR = 0.9

ASSERTED = {
    "fr": [
        "Le président a signé le décret.",
        "Le déficit n'atteindra que 3 % du PIB.",
        "Il veut signer avant qu'il ne soit trop tard.",
        "Il craint que la crise ne s'aggrave.",
        "Le fonds va sans doute racheter la chaîne.",
        "Le ministère n'a pas démenti avoir vendu les avions.",
        "La Roumanie a supprimé l'interdiction visant les importations de blé.",
    ],
    "en": [
        "The president signed the decree.",
        "The mayor not only approved the project but paid for it.",
        "The fund will no doubt buy the chain.",
        "The ministry did not deny selling the planes.",
        "The president did not rule out sending troops.",
        "The rebels, not the army, on Sunday agreed to a truce.",
    ],
}
REVERSED = {
    "fr": [
        "Pékin n'a pas sollicité Moscou.",
        "Aucun soldat n'a franchi la frontière.",
        "Moscou a dit ne pas avoir été informé de l'opération.",
        "Pékin dément avoir sollicité Moscou.",
        "La ministre refuse de condamner le coup d'État.",
        "La chaîne de magasins de jouets Petitours dément avoir déposé le bilan.",
    ],
    "en": [
        "Beijing has not asked Moscow.",
        "No soldier crossed the border.",
        "X said it had not asked Moscow.",
        "Beijing denies having asked Moscow.",
        "The minister refuses to condemn the coup.",
        "Physicists were unable to link the two computers.",
        "A five-year ban on new mining was imposed by the government.",
    ],
}
SAME_SIGN = [  # a word of each language that stands in one claim, and its sign
    ("Les syndicats ont mis fin à leur grève.", "grève", "The unions called off their strike.", "strike", -1),
    ("La grève a pris fin.", "grève", "The strike is over.", "strike", -1),
    ("La grève a cessé.", "grève", "The strike has ended.", "strike", -1),
    ("Les voyageurs n'auront plus besoin de visa.", "visa", "Travellers no longer need a visa.", "visa", -1),
    ("Le projet a été abandonné.", "projet", "The project has been scrapped.", "project", -1),
    ("La cour a débouté la plaignante.", "plaignante", "The court threw out the appeal.", "appeal", -1),
    (
        "La Haye interdit à la firme de livrer ses puces.",
        "livrer",
        "The Hague barred it from shipping.",
        "shipping",
        -1,
    ),
    ("Le camp souffre d'un manque d'eau.", "eau", "The camp suffers from a lack of water.", "water", -1),
    ("Faute de preuves, il est libre.", "preuves", "For want of evidence, he is free.", "evidence", -1),
    ("Elle a interpellé le maire.", "maire", "Shares ended higher on Monday.", "Shares", 1),
]
HOSTILE = [
    "",
    " ",
    "\n\n",
    "?!",
    "ne",
    "not",
    "pas pas pas pas",
    "no no no",
    "ne " * 60,
    "not " * 60,
    "«" * 40,
    "\u202e\u0000\ud7ff",
    "🙂" * 9,
    "denies",
    "dément",
    "<b>not</b>",
]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_plain_look_alike_and_doubly_reversed_claims_are_asserted(parser: Parser, language: str) -> None:
    found = {doc.text: polarity(doc, language) for doc in parser.parse(ASSERTED[language], language)}
    assert found == dict.fromkeys(ASSERTED[language], 1)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_negated_denied_and_refused_claims_are_reversed(parser: Parser, language: str) -> None:
    found = {doc.text: polarity(doc, language) for doc in parser.parse(REVERSED[language], language)}
    assert found == dict.fromkeys(REVERSED[language], -1)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministère n'a pas démenti avoir vendu les avions."),
        ("en", "The ministry did not deny selling planes."),
    ],
)
def test_scopes_of_a_denied_denial_are_nested(parser: Parser, language: str, text: str) -> None:
    outer, inner = find_reversals(parser.parse([text], language)[0], language)
    assert (outer.kind, inner.kind) == ("negation", "denial")
    assert outer.scope[0] <= inner.scope[0] < inner.scope[1] <= outer.scope[1]


@pytest.mark.parametrize(("french", "mot", "english", "word", "sign"), SAME_SIGN)
def test_one_claim_has_one_sign_in_both_languages(
    parser: Parser, french: str, mot: str, english: str, word: str, sign: int
) -> None:
    assert (_sign(parser, french, mot, "fr"), _sign(parser, english, word, "en")) == (sign, sign)


def _sign(parser: Parser, text: str, word: str, language: str) -> int:
    reversals = find_reversals(parser.parse([text], language)[0], language)
    place = text.index(word)
    return -1 if sum(low <= place < high for low, high in (item.scope for item in reversals)) % 2 else 1


def test_several_negative_words_on_one_french_verb_negate_once(parser: Parser) -> None:
    doc = parser.parse(["Personne n'a jamais rien demandé."], "fr")[0]
    assert [item.kind for item in find_reversals(doc, "fr")] == ["negation"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_offsets_are_code_points_of_the_text_and_nothing_raises(parser: Parser, language: str) -> None:
    for doc in parser.parse([*HOSTILE, *ASSERTED["fr"], *REVERSED["en"]], language):
        for item in find_reversals(doc, language):
            assert 0 <= item.start < item.end <= len(doc.text)
            assert 0 <= item.scope[0] <= item.scope[1] <= len(doc.text)
        assert {polarity(doc, language), polarity(doc, language, -5, 10**6), polarity(doc, language, 9, 2)} <= {1, -1}


def test_polarity_of_a_span_is_that_of_its_own_predicate(parser: Parser) -> None:
    text = "The army withdrew, but the rebels did not leave the city."
    doc, cut = parser.parse([text], "en")[0], text.index("but")
    assert (polarity(doc, "en", 0, cut), polarity(doc, "en", cut)) == (1, -1)


def test_languages_without_tables_are_refused_by_name(parser: Parser) -> None:
    doc = parser.parse(["Yes."], "en")[0]
    with pytest.raises(SinorusError, match="polarity tables"):
        find_reversals(doc, "de")
    with pytest.raises(SinorusError, match="opposites"):
        opposites(["steigen"], "de", ["fall"], "en")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_labelled_sentences(parser: Parser, language: str) -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["language"] == language and row["split"] == "test"]
    docs = parser.parse([row["text"] for row in rows], language)
    right = sum(polarity(doc, language) == row["polarity"] for row, doc in zip(rows, docs, strict=True))
    cued = sum(_cues_found(find_reversals(doc, language), row) for row, doc in zip(rows, docs, strict=True))
    print(f"{language}: polarity {right}/{len(rows)}, all cues and no others {cued}/{len(rows)}")
    assert right / len(rows) >= FLOOR
    assert cued / len(rows) >= FLOOR


def _cues_found(found: list[Reversal], row: dict[str, object]) -> bool:
    text, cues = str(row["text"]), row["cues"]
    assert isinstance(cues, list)
    spans = [(text.index(cue), text.index(cue) + len(cue)) for cue in cues]
    return len(found) == len(spans) and all(any(i.start < e and s < i.end for i in found) for s, e in spans)


def test_opposites_cross_languages_and_are_symmetric() -> None:
    assert opposites(["prix", "monter"], "fr", ["price", "fall"], "en") == [("monter", "fall")]
    assert opposites(["price", "fall"], "en", ["prix", "monter"], "fr") == [("fall", "monter")]
    assert ("tear up", "signer") in opposites(["they", "tear", "up", "treaty"], "en", ["signer", "traité"], "fr")


@pytest.mark.parametrize(
    ("french", "english"), [("vendre", "buy"), ("battre", "win"), ("importer", "export"), ("emprunter", "repay")]
)
def test_two_sides_of_one_event_are_no_opposites(french: str, english: str) -> None:
    assert opposites([french], "fr", [english], "en") == []


@pytest.mark.parametrize("lemmas", [["rise"], ["rise", "fall"], [], ["", " ", "🙂"]])
def test_a_text_has_no_opposite_in_itself(lemmas: list[str]) -> None:
    assert opposites(lemmas, "en", lemmas, "en") == []
