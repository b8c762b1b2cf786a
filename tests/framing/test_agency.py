"""Agency of the main event, in both languages."""

from __future__ import annotations

import pytest

from sinorus_lib.framing.agency import VALUES, AgencyMeasure
from sinorus_lib.framing.attribution import find_attributions
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.lexicon import load_lexicon
from sinorus_lib.parsing import Parser
from sinorus_lib.tables import language_table

# Label, then the same claim in both languages.
CASES = [
    ("active", "La Russie a attaqué Kiev dans la nuit.", "Russia attacked Kyiv overnight."),
    ("active", "C'est la Russie qui a bombardé l'hôpital.", "It was Russia that bombed the hospital."),
    ("active", "Selon les témoins, les soldats ont ouvert le feu.", "According to witnesses, soldiers opened fire."),
    (
        "active",
        "Les autorités affirment avoir arrêté deux suspects.",
        "The authorities claim to have arrested two suspects.",
    ),
    ("nominal_agent", "L'attaque russe a fait trois morts.", "The Russian attack killed three people."),
    (
        "nominal_agent",
        "Les frappes de l'armée israélienne ont tué dix civils.",
        "The Israeli army's strikes killed ten civilians.",
    ),
    (
        "nominal_agent",
        "Son arrestation par la police a provoqué des manifestations.",
        "His arrest by the police sparked protests.",
    ),
    (
        "nominal_agent",
        "La décision du gouvernement a provoqué un tollé.",
        "The government's decision caused an outcry.",
    ),
    ("passive_agent", "Trois hommes ont été tués par la police.", "Three men were killed by police."),
    ("passive_agent", "Le ministre doit être entendu par le juge.", "The minister must be heard by the judge."),
    (
        "passive_agent",
        "Le village a subi une attaque de l'armée.",
        "The village suffered an attack by the army.",
    ),
    ("state", "Paris est la capitale de la France.", "Paris is the capital of France."),
    ("state", "La ville est située au nord du pays.", "The city is located in the north of the country."),
    ("state", "Les prix ont augmenté de 3 %.", "Prices rose by 3%."),
    ("state", "Deux passagers sont morts.", "Two passengers died."),
    ("state", "La tempête a détruit trois cents maisons.", "The storm destroyed three hundred houses."),
    ("state", "Les habitants ont vu des soldats.", "Residents saw soldiers."),
    ("state", "Le parti a besoin d'une victoire.", "The party needs a victory."),
    ("active", "La mairie a fermé trois écoles.", "The council closed three schools."),
    ("active", "Des inconnus ont incendié la gare.", "Strangers burned down the station."),
    ("active", "Le soudeur a refusé de quitter le chantier.", "The welder refused to leave the site."),
    (
        "active",
        "Le maire espère que la police arrêtera le voleur.",
        "The mayor hopes that police will arrest the thief.",
    ),
    ("active", "Le syndicat a le droit de bloquer le port.", "The union has the right to block the port."),
    ("impersonal", "Il a été décidé de fermer l'usine.", "It was decided to close the plant."),
    ("impersonal", "Il faut agir vite.", "It is necessary to act quickly."),
    ("impersonal", "Il y a eu des tirs dans la ville.", "There was shooting in the city."),
    ("nominal_deleted", "L'attaque a fait trois morts.", "The attack killed three people."),
    (
        "nominal_deleted",
        "L'arrestation du maire a provoqué des manifestations.",
        "The arrest of the mayor sparked protests.",
    ),
    ("nominal_deleted", "La réunion aura lieu mardi.", "The meeting will take place on Tuesday."),
    ("nominal_deleted", "Explosion à Kaboul", "Explosion in Kabul"),
    (
        "passive_agent",
        "Le livre a été traduit en grec par un marin.",
        "The book was translated into Greek by a sailor.",
    ),
    ("passive_deleted", "Le convoi a subi une série d'attaques.", "The convoy suffered a series of attacks."),
    ("passive_deleted", "Trois hommes ont été tués lundi à Bagdad.", "Three men were killed on Monday in Baghdad."),
    ("passive_deleted", "La maison s'est vendue en deux jours.", "The house was sold in two days."),
    ("passive_deleted", "L'homme s'est fait arrêter à la frontière.", "The man got arrested at the border."),
    ("passive_deleted", "Trois personnes tuées dans une attaque.", "Three killed in attack."),
    (
        "passive_deleted",
        "Le ministre a dit que le projet avait été accepté.",
        "The minister said that the plan was accepted.",
    ),
    (
        "passive_deleted",
        "Le président de la banque devrait être limogé.",
        "The president of the bank is expected to be sacked.",
    ),
]
PAIRS = [
    (label, language, text) for label, *texts in CASES for language, text in zip(("fr", "en"), texts, strict=True)
]
HOSTILE = ["…", "123", "on", "was", "« »", "?!", "\u200b", "été " * 1250, "killed by " * 500]
EVENT_NOUNS = 150


def read(parser: Parser, text: str, language: str) -> Reading | None:
    doc = parser.parse([text], language)[0]
    context = Context(0.0, None, "sentence", tuple(find_attributions(doc, language)))
    return AgencyMeasure().read(doc, context, load_lexicon(language))


@pytest.mark.parametrize(("label", "language", "text"), PAIRS)
def test_label(parser: Parser, label: str, language: str, text: str) -> None:
    found = read(parser, text, language)
    assert found is not None
    assert found.label == label
    assert found.value == VALUES[label]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", [*HOSTILE, *(text for _, _, text in PAIRS)])
def test_evidence_lies_inside_the_text(parser: Parser, text: str, language: str) -> None:
    found = read(parser, text, language)
    if found is None:
        return
    assert 0 <= found.value <= 1
    assert found.evidence
    assert len(found.notes) == len(found.evidence)
    assert all(0 <= start < end <= len(text) for start, end in found.evidence)
    assert set(found.notes) <= {"agent", "predicate", "patient"}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("text", ["…", "123", "« »", "?!"])
def test_nothing_happens_in_a_claim_without_words(parser: Parser, text: str, language: str) -> None:
    assert read(parser, text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "fr",
            "Trois hommes ont été tués par la police.",
            [("la police", "agent"), ("ont été tués", "predicate"), ("Trois hommes", "patient")],
        ),
        (
            "en",
            "Three men were killed by police.",
            [("police", "agent"), ("were killed", "predicate"), ("Three men", "patient")],
        ),
        (
            "fr",
            "L'attaque russe a fait trois morts.",
            [("russe", "agent"), ("attaque", "predicate"), ("trois morts", "patient")],
        ),
        (
            "en",
            "The Russian attack killed three people.",
            [("Russian", "agent"), ("attack", "predicate"), ("three people", "patient")],
        ),
        ("fr", "Trois hommes ont été tués.", [("ont été tués", "predicate"), ("Trois hommes", "patient")]),
        ("en", "Three men were killed.", [("were killed", "predicate"), ("Three men", "patient")]),
    ],
)
def test_evidence(parser: Parser, language: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = read(parser, text, language)
    assert found is not None
    assert [
        (text[start:end], note) for (start, end), note in zip(found.evidence, found.notes, strict=True)
    ] == expected


def test_the_less_the_agent_shows_the_lower_the_value(parser: Parser) -> None:
    texts = ["Police killed three men.", "Three men were killed by police.", "Three men were killed."]
    values = [found.value for found in (read(parser, text, "en") for text in texts) if found is not None]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(texts)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_event_nouns(language: str) -> None:
    table = language_table("sinorus_lib.framing", "lexicons/agency.yaml", language, of="agency")
    assert len({*table["deeds"], *table["assaults"], *table["treatments"]}) >= EVENT_NOUNS


def test_both_languages_have_the_same_keys() -> None:
    fr, en = (
        language_table("sinorus_lib.framing", "lexicons/agency.yaml", name, of="agency") for name in ("fr", "en")
    )
    assert fr.keys() == en.keys()
