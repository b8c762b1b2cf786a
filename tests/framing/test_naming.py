"""What actors are called: country, people, metonym, institution, office, person; and the same actor in two claims."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.framing.naming import CLOSENESS, NamingMeasure, shared_naming
from sinorus_lib.parsing import Parser

NOTHING = Context(0.0, None, "sentence", ())


def read(text: str, language: str, parser: Parser) -> Reading | None:
    doc = parser.parse([text], language)[0]
    return NamingMeasure().read(doc, NOTHING, load_lexicon(language))


@pytest.mark.parametrize(
    ("french", "english", "note"),
    [
        ("La Russie rejette cet accord.", "Russia rejects this agreement.", "ru=country"),
        ("Les Russes rejettent cet accord.", "The Russians reject this agreement.", "ru=people"),
        ("Moscou rejette cet accord.", "Moscow rejects this agreement.", "ru=metonym"),
        ("Le Kremlin rejette cet accord.", "The Kremlin rejects this agreement.", "ru=metonym"),
        ("Le gouvernement russe rejette cet accord.", "The Russian government rejects this agreement.", "ru=institution"),
        ("Le Bundestag rejette cet accord.", "The Bundestag rejects this agreement.", "de=institution"),
        ("L'OTAN rejette cet accord.", "NATO rejects this agreement.", "org:nato=institution"),
        ("Le gouvernement rejette cet accord.", "The government rejects this agreement.", "government=institution"),
        ("Le président russe rejette cet accord.", "The Russian president rejects this agreement.", "office:president@ru=office"),
        ("Vladimir Poutine rejette cet accord.", "Vladimir Putin rejects this agreement.", "person:putin=person"),
    ],
)  # fmt: skip
def test_each_class_in_both_languages(french: str, english: str, note: str, parser: Parser) -> None:
    for text, language in ((french, "fr"), (english, "en")):
        reading = read(text, language, parser)
        assert reading is not None, text
        assert reading.notes == (note,), text
        assert reading.label == note.rpartition("=")[2]
        assert reading.value == CLOSENESS[reading.label]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Une conférence s'est tenue à Moscou.", "fr"),
        ("A conference was held in Moscow.", "en"),
        ("Trois personnes sont mortes en Chine.", "fr"),
        ("Three people died in China.", "en"),
        ("Il a plu toute la journée.", "fr"),
        ("It rained all day.", "en"),
        ("…", "fr"),
        ("123", "en"),
        ("Rien", "fr"),
    ],
)
def test_a_place_is_no_actor(text: str, language: str, parser: Parser) -> None:
    assert read(text, language, parser) is None


def test_a_named_office_is_a_person_of_its_country(parser: Parser) -> None:
    french = read("Le président russe Vladimir Poutine a parlé.", "fr", parser)
    english = read("Russian President Vladimir Putin has spoken.", "en", parser)
    assert french is not None
    assert english is not None
    assert "person:putin@ru=person" in french.notes
    assert "person:putin@ru=person" in english.notes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_evidence_lies_inside_a_long_text(language: str, parser: Parser) -> None:
    text = {"fr": "Pékin et le gouvernement chinois. ", "en": "Beijing and the Chinese government. "}[language] * 150
    reading = read(text, language, parser)
    assert reading is not None
    assert 0 <= reading.value <= 1
    assert len(reading.notes) == len(reading.evidence)
    assert all(0 <= start < end <= len(text) for start, end in reading.evidence)


def test_only_the_naming_of_shared_actors_is_compared() -> None:
    assert shared_naming(["ru=metonym", "ua=country"], ["ru=institution", "us=people"]) == (
        (0.4, "metonym"),
        (0.6, "institution"),
    )
    assert shared_naming(["ru=country"], ["person:putin@ru=person"]) == ((0.0, "country"), (1.0, "person"))
    assert shared_naming(["office:president@ru=office"], ["office:president@us=office"]) == (
        (0.8, "office"),
        (0.8, "office"),
    )
    assert shared_naming(["ru=country"], ["ua=country"]) is None
    assert shared_naming([], ["ru=country"]) is None
