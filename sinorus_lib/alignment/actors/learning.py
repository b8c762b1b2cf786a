"""The people that one article names: their names, and the offices and countries that it gives them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from sinorus_lib.alignment.actors.folding import fold_words, stands_first, surname_words
from sinorus_lib.alignment.actors.persons import Candidate, find_candidates
from sinorus_lib.alignment.actors.roles import Role, Scene, find_roles
from sinorus_lib.alignment.actors.table import ActorTable, load_table, variants
from sinorus_lib.alignment.actors.tokens import Node, Reading, Token, add_name, find_names, tokens_of

_ARTICLES = 64  # whose people are kept for the stages that read the same articles


@dataclass(frozen=True)
class ArticleActors:
    """The people that one article names.

    Attributes:
        language: the article's.
        names: every name that the article has for a person, to the person's id.
        country_of: a person's id to the country or organisation that the article gives them.
        offices_of: a person's id to the offices that the article gives them.
    """

    language: str
    names: Mapping[str, str] = field(default_factory=dict)
    country_of: Mapping[str, str] = field(default_factory=dict)
    offices_of: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def tree(self) -> Node:
        """Return the names as a tree of words."""
        root = Node()
        for name, actor in self.names.items():
            add_name(root, name, (Reading(actor, "person"),))
        return root


@dataclass(frozen=True)
class _Named:
    text: str
    candidate: Candidate

    @property
    def surname(self) -> Sequence[Token]:
        return surname_words(self.candidate.words)

    @property
    def key(self) -> str:
        return fold_words([word.text for word in self.surname])

    @property
    def given(self) -> str:
        """Return the first given name's key, or nothing where the name is a bare surname or has an initial."""
        words = self.candidate.words
        rest = words[1:] if stands_first(words) else words[: len(words) - len(self.surname)]
        return fold_words([rest[0].text]) if rest and len(rest[0].text) > 1 else ""

    def written(self, words: Sequence[Token]) -> str:
        return " ".join(self.text[words[0].start : words[-1].end].split())


def learn_actors(texts: Sequence[str], language: str) -> ArticleActors:
    """Return the people that the sentences of one article name, with what it says of them.

    A run of capitalised words is a person's name when a title or an office stands by it ("M. Sullivan", "Russian
    President Vladimir Putin", "Jake Sullivan, the US national security adviser"), when it begins with a usual first
    name or has the form of a Chinese name, or when its surname stands alone elsewhere. The person's id is
    ``person:`` and the surname's key; where two people of the article share a surname, a point and the given name's
    key follow (``person:biden.joe``).

    Raises:
        SinorusError: if there is no table for the language.
    """
    return _learned(tuple(texts), language)


@lru_cache(maxsize=_ARTICLES)
def _learned(texts: tuple[str, ...], language: str) -> ArticleActors:
    table = load_table(language)
    named = _people(texts, table)
    ids = _ids(named)
    return ArticleActors(
        language=language,
        names=dict(_names(named, ids, table)),
        country_of=_countries(named, ids),
        offices_of=_offices(named, ids),
    )


def _people(texts: Sequence[str], table: ActorTable) -> list[_Named]:
    scenes = [scene_of(text, table) for text in texts]
    ordinary = {token.text for scene in scenes for token in scene.tokens if token.text.islower()}
    found = [
        _Named(scene.text, candidate)
        for scene in scenes
        for candidate in find_candidates(scene, find_roles(scene, table), table, ordinary=ordinary)
    ]
    alone = {item.key for item in found if len(item.candidate.words) == 1}
    named = [item for item in found if item.key and (item.candidate.sure or _recurs(item, alone))]
    return [item for item in named if not _is_known(item, table)]


def scene_of(text: str, table: ActorTable) -> Scene:
    """Return a text's words with the names that the table knows among them."""
    tokens = tokens_of(text)
    return Scene(text, tokens, find_names([table.tree], text, tokens))


def _recurs(item: _Named, alone: set[str]) -> bool:
    return len(item.candidate.words) > 1 and item.key in alone


def _is_known(item: _Named, table: ActorTable) -> bool:
    return item.written(item.candidate.words) in table.names


def _ids(named: Sequence[_Named]) -> dict[tuple[str, str], str]:
    """Return the id of each surname and given name; the given name enters it where a surname is shared."""
    given: dict[str, set[str]] = defaultdict(set)
    for item in named:
        given[item.key].add(item.given)
    return {
        (key, first): f"person:{key}.{first}" if first and _shared(firsts) else f"person:{key}"
        for key, firsts in given.items()
        for first in firsts
    }


def _shared(given: set[str]) -> bool:
    """Tell whether given names are several people's: not one name and its short form."""
    longest = max(given, key=len)
    return any(not longest.startswith(first) for first in given)


def _names(
    named: Sequence[_Named], ids: Mapping[tuple[str, str], str], table: ActorTable
) -> Iterator[tuple[str, str]]:
    for item in named:
        full, surname = item.written(item.candidate.words), item.written(item.surname)
        yield full, ids[item.key, item.given]
        if full != surname and surname not in table.names and surname not in table.words["not_persons"]:
            yield from ((form, f"person:{item.key}") for form in variants(surname))


def _said(named: Sequence[_Named], ids: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, Role]]:
    for item in named:
        if item.candidate.role:
            yield ids[item.key, item.given], item.candidate.role


def _countries(named: Sequence[_Named], ids: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return the country that the article gives a person most often, the first of several that tie."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for person, role in _said(named, ids):
        if role.country:
            counts[person][role.country] += 1
    return {person: countries.most_common(1)[0][0] for person, countries in counts.items()}


def _offices(named: Sequence[_Named], ids: Mapping[tuple[str, str], str]) -> dict[str, frozenset[str]]:
    offices: dict[str, set[str]] = defaultdict(set)
    for person, role in _said(named, ids):
        offices[person].add(role.office)
    return {person: frozenset(items) for person, items in offices.items()}
