"""Who and what an article names, under one key in both languages, and how rare each is in a collection."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sinorus_lib.alignment.actors import find_actors, learn_actors
from sinorus_lib.alignment.actors.folding import fold_words
from sinorus_lib.alignment.actors.persons import is_capitalised
from sinorus_lib.alignment.actors.table import load_table, raw_table
from sinorus_lib.framing.parsed import text_of, tokens_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from spacy.tokens import Doc

    from sinorus_lib.alignment.actors import ArticleActors
    from sinorus_lib.parsing import Parser

NAME = "name:"  # begins the key of what the table of actors does not know
_SHORTEST_NAME = 3
_NOT_IN_NAMES = ("not_persons", "first_names", "titles")
_OTHER_ENTITIES = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})
# What is rare in news is in every article of a collection about one event. So a collection is counted together with
# this many imagined articles; one in ten of them names any one actor of the table, and none any other name.
_IMAGINED, _COMMON = 50, 0.1


@dataclass(frozen=True)
class Names:
    """What one article names.

    Attributes:
        counts: how often it names each entity: an actor of the table by its id, ``cn`` or ``city:geneva``; a person
            by the surname and anything else by its words, ``name:`` before, folded to one spelling.
        written: how the article mostly writes those that begin with ``name:``.
    """

    counts: Mapping[str, int]
    written: Mapping[str, str]


def find_names(claims: pd.DataFrame, parser: Parser) -> dict[str, Names]:
    """Return what each article names, by the article's id.

    Actors come from the table of :mod:`sinorus_lib.alignment.actors`, people from the article itself; of the other
    words the parser says which are names.

    Args:
        claims: the frame ``claims``.
        parser: what parses them, or has parsed them already.

    Raises:
        SinorusError: if there is no table or no pipeline for a language.
    """
    return {
        str(article): _names(members["text"].tolist(), str(members["language"].iloc[0]), parser)
        for article, members in claims.sort_values("position").groupby("article_id", sort=False)
    }


def _names(texts: Sequence[str], language: str, parser: Parser) -> Names:
    known = learn_actors(texts, language)
    documents = parser.parse(texts, language)
    ordinary = {token.text for document in documents for token in tokens_of(document) if token.text.islower()}
    found = [item for document in documents for item in _named(document, known, ordinary)]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for key, form in found:
        forms[key][form] += 1
    written = {key: most_common(counted) for key, counted in forms.items() if key.startswith(NAME)}
    return Names(Counter(key for key, _ in found), written)


def most_common(counted: Mapping[str, int]) -> str:
    """Return what was counted most often; of several, the first by letter."""
    return min(counted, key=lambda form: (-counted[form], form))


def _named(document: Doc, known: ArticleActors, ordinary: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the key and the form of everything that a text names."""
    text = text_of(document)
    mentions = find_actors(text, known.language, known)
    for mention in mentions:
        form = text[mention.start : mention.end]
        yield (_surname(mention.actor), form.split()[-1]) if mention.kind == "person" else (mention.actor, form)
    taken = {at for mention in mentions for at in range(mention.start, mention.end)}
    for form in _unknown_names(document, known.language, taken, ordinary):
        yield NAME + fold_words([form]), form


def _surname(person: str) -> str:
    """Return the key of a person's surname, alone: another article may not know whose it is."""
    return NAME + person.removeprefix("person:").partition(".")[0]


def _unknown_names(document: Doc, language: str, taken: set[int], ordinary: set[str]) -> Iterator[str]:
    """Yield the words that name something which the table does not know."""
    words = load_table(language).words
    for token in tokens_of(document):
        tagged = (token.pos_ == "PROPN" or token.ent_type_) and token.ent_type_ not in _OTHER_ENTITIES
        form = token.text
        written_as_name = len(form) >= _SHORTEST_NAME and is_capitalised(form) and form.lower() not in ordinary
        listed = any(form in words[group] for group in _NOT_IN_NAMES)
        if tagged and written_as_name and not listed and token.idx not in taken:
            yield form


def rarity(names: Sequence[Names]) -> dict[str, float]:
    """Return how much each entity of a collection weighs: its inverse document frequency (Spärck Jones 1972).

    Articles that every collection is imagined to hold besides keep the weights of a small one about one event from
    vanishing: there, everything that matters is in every article.
    """
    articles = Counter(entity for item in names for entity in item.counts)
    return {entity: _weight(entity, count, len(names)) for entity, count in articles.items()}


def _weight(entity: str, articles: int, of: int) -> float:
    expected = 0.0 if entity.startswith(NAME) else _IMAGINED * _COMMON
    return float(np.log((of + _IMAGINED) / (articles + expected)))


def entity_vectors(names: Sequence[Names], weights: Mapping[str, float]) -> csr_array:
    """Return a row an article of unit length, or of zeros where nothing is named; a column an entity.

    An entity counts by its weight and one plus the logarithm of how often the article names it.
    """
    from scipy.sparse import csr_array

    columns = {entity: number for number, entity in enumerate(sorted(weights))}
    cells = [
        (row, columns[entity], weights[entity] * (1 + np.log(count)))
        for row, item in enumerate(names)
        for entity, count in item.counts.items()
    ]
    rows, places, values = zip(*cells, strict=True) if cells else ((), (), ())
    matrix = csr_array((np.array(values, dtype=np.float64), (rows, places)), shape=(len(names), len(columns)))
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_array(matrix.multiply((1 / np.maximum(lengths, 1e-12))[:, None]))


def display_names(names: Sequence[Names], language: str) -> dict[str, str]:
    """Return how each entity is called where people read: actors in the language, others as mostly written."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for item in names:
        for entity, form in item.written.items():
            forms[entity][form] += item.counts[entity]
    actors = {entity for item in names for entity in item.counts if not entity.startswith(NAME)}
    called = _called(language)
    return {entity: called[entity] for entity in actors} | {
        entity: most_common(form) for entity, form in forms.items()
    }


def _called(language: str) -> dict[str, str]:
    """Return the first name that the table has for each actor."""
    raw = raw_table()
    countries = {actor: row[language][0].split("/")[0] for actor, row in raw["countries"].items()}
    others = {
        f"{prefix}:{actor}": row[language][0]
        for section, prefix in (("organisations", "org"), ("cities", "city"), ("regions", "region"))
        for actor, row in raw[section].items()
    }
    return countries | others
