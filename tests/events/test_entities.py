"""Entities: the same key in both languages, rare ones weighing more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import sinorus_lib as sl
from sinorus_lib.events.entities import Names, display_names, entity_vectors, find_names, rarity
from sinorus_lib.parsing import Parser

TEXTS = {
    "fr": "Pékin a reçu Sergueï Poutine lundi. Le maire de Morvaz, Luc Dubreuil, y voit un succès pour l’OTAN.",
    "en": "Sergei Putin was received in Beijing on Monday. Luc Dubreuil, the mayor of Morvaz, called it a success for NATO.",
}


def names_of(text: str, language: str, parser: Parser) -> Names:
    article = {"article_id": "a", "outlet": "o", "language": language, "text": text}
    missing = dict.fromkeys(("title", "published", "url", "source_path", "original_language", "duplicate_of"))
    articles = pd.DataFrame([article | missing])
    return find_names(sl.split_claims(articles, parser=parser), parser)["a"]


@pytest.mark.parametrize("language", TEXTS)
def test_names_have_the_same_key_in_both_languages(language: str, parser: Parser) -> None:
    found = names_of(TEXTS[language], language, parser)
    assert {"cn", "org:nato", "name:putin", "name:dubreuil", "name:morvaz"} <= set(found.counts)


@pytest.mark.parametrize("language", TEXTS)
def test_days_and_ordinary_words_are_no_names(language: str, parser: Parser) -> None:
    found = names_of(TEXTS[language], language, parser)
    assert not {"name:monday", "name:mondai", "name:lundi", "name:mair", "name:maire"} & set(found.counts)


def test_rare_entities_weigh_more_and_names_more_than_countries() -> None:
    common, rare = Names({"name:often": 1, "cn": 1}, {}), Names({"name:often": 1, "name:seldom": 1}, {})
    weights = rarity([common, rare])
    assert weights["name:seldom"] > weights["name:often"] > weights["cn"] > 0


def test_vectors_are_of_unit_length_or_zero() -> None:
    names = [Names({"cn": 3, "ru": 1}, {}), Names({"ru": 1}, {}), Names({}, {})]
    vectors = entity_vectors(names, rarity(names)).toarray()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0])
    assert 0 < vectors[0] @ vectors[1] < 1
    assert entity_vectors([Names({}, {})], {}).shape == (1, 0)


@pytest.mark.parametrize(("language", "expected"), [("fr", "Chine"), ("en", "China")])
def test_actors_are_called_as_the_interface_does(language: str, expected: str) -> None:
    found = display_names([Names({"cn": 1, "name:morvaz": 2}, {"name:morvaz": "Morvaz"})], language)
    assert found == {"cn": expected, "name:morvaz": "Morvaz"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_actor_of_the_table_has_a_name(language: str) -> None:
    from sinorus_lib.alignment.actors.table import load_table

    actors = {reading.actor for readings in load_table(language).names.values() for reading in readings} - {""}
    assert all(display_names([Names(dict.fromkeys(actors, 1), {})], language).values())
