"""Capitalised words that may name a person, and what in the text says that they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from sinorus_lib.alignment.actors.folding import stands_first
from sinorus_lib.alignment.actors.roles import Role, Scene
from sinorus_lib.alignment.actors.table import ActorTable
from sinorus_lib.alignment.actors.tokens import Match, Token

_MOST_WORDS = 6
_REACH = 4
_PLACES = frozenset({"country", "capital", "city"})


@dataclass(frozen=True)
class Candidate:
    """Words that may name a person: their numbers, and whether the text says that they do.

    Attributes:
        first: the number of the first word.
        last: the number of the last word.
        words: the words.
        sure: whether a title, an office, a first name or the form of the name says that it is a person.
        role: the office that the text gives the person there.
    """

    first: int
    last: int
    words: tuple[Token, ...]
    sure: bool
    role: Role | None


def find_candidates(
    scene: Scene, roles: Sequence[Role], table: ActorTable, *, ordinary: Set[str] = frozenset()
) -> list[Candidate]:
    """Return the runs of capitalised words that may be names, from left to right.

    Args:
        scene: the words and the names that the table knows, which are no people.
        roles: the offices, which are no people either.
        table: the language's table.
        ordinary: words that the article also writes in lower case; one of these begins no name.
    """
    by_last, by_first = {role.last: role for role in roles}, {role.first: role for role in roles}
    reader = _Reader(scene.tokens, table, _taken(scene, roles, table), ordinary)
    found: list[Candidate] = []
    position = 0
    while position < len(scene.tokens):
        last = reader.run_from(position)
        if last is not None:
            role = _leading(position, scene.tokens, by_last) or _following(last, scene.tokens, by_first)
            found.append(_candidate(position, last, scene.tokens, role, table))
        position = position + 1 if last is None else last + 1
    return found


def _taken(scene: Scene, roles: Sequence[Role], table: ActorTable) -> frozenset[int]:
    """Return the numbers of the words that are actors or offices already; a first name before a name is not."""
    spans = [(match.first, match.last) for match in scene.matches if not _is_part_of_a_name(match, scene, table)]
    spans += [(role.first, role.last) for role in roles]
    titles = {number for number, token in enumerate(scene.tokens) if token.text in table.words["titles"]}
    return frozenset(number for first, last in spans for number in range(first, last + 1)) | titles


def _is_part_of_a_name(match: Match, scene: Scene, table: ActorTable) -> bool:
    """Tell whether a place's name is a person's there: "Jordan Bardella", "Michael Jordan"."""
    before = scene.tokens[match.first - 1].text if match.first else ""
    surname = match.first == match.last and before in table.words["first_names"] and match.readings[0].kind in _PLACES
    joined = scene.tokens[match.first].gap == " "
    return (surname and joined) or _is_first_name(match.first, scene, table)


def _is_first_name(number: int, scene: Scene, table: ActorTable) -> bool:
    following = scene.tokens[number + 1 : number + 2]
    named = scene.tokens[number].text in table.words["first_names"]
    return named and bool(following) and following[0].gap == " " and is_capitalised(following[0].text)


def is_capitalised(word: str) -> bool:
    """Tell whether a word is written as names are: a capital, then small letters; or a single capital."""
    return word[:1].isupper() and (len(word) == 1 or any(letter.islower() for letter in word))


@dataclass(frozen=True)
class _Reader:
    tokens: Sequence[Token]
    table: ActorTable
    taken: frozenset[int]
    ordinary: Set[str]

    def run_from(self, first: int) -> int | None:
        """Return the number of the last word of the name that begins at a word, if one does."""
        if not self._begins(first):
            return None
        last = first
        while last - first < _MOST_WORDS and (following := self._next(first, last)) is not None:
            last = following
        return last if len(self.tokens[last].text) > 1 else None

    def _begins(self, number: int) -> bool:
        token = self.tokens[number]
        known = token.text in self.table.words["first_names"]
        return self._is_name(number) and (known or token.gap == " " or token.text.lower() not in self.ordinary)

    def _is_name(self, number: int) -> bool:
        word = self.tokens[number].text
        return is_capitalised(word) and number not in self.taken and word not in self.table.words["not_persons"]

    def _next(self, first: int, last: int) -> int | None:
        """Return the number of the word that carries a name on, over particles and initials."""
        number = last + 1
        while number < len(self.tokens) and self._is_particle(first, number):
            number += 1
        if number >= len(self.tokens) or not self._joins(number):
            return None
        hyphened = self.tokens[number].gap == "-" and number not in self.taken
        return number if hyphened or self._is_name(number) else None

    def _joins(self, number: int) -> bool:
        token, before = self.tokens[number], self.tokens[number - 1].text
        joined = token.gap in {" ", "-"}
        return joined or (token.gap in {"'", ". ", "."} and len(before) == 1 and before not in {"s", "l"})

    def _is_particle(self, first: int, number: int) -> bool:
        word = self.tokens[number].text.lower()
        weak = word in self.table.words["weak_particles"] and self._is_first_names(first, number)
        return self.tokens[number].gap == " " and (word in self.table.words["particles"] or weak)

    def _is_first_names(self, first: int, number: int) -> bool:
        return all(token.text in self.table.words["first_names"] for token in self.tokens[first:number])


def _candidate(first: int, last: int, tokens: Sequence[Token], role: Role | None, table: ActorTable) -> Candidate:
    words = tuple(tokens[first : last + 1])
    titled = first > 0 and tokens[first - 1].text in table.words["titles"] and tokens[first].gap in {" ", ". "}
    return Candidate(first, last, words, titled or role is not None or _looks_like_a_person(words, table), role)


def _looks_like_a_person(words: Sequence[Token], table: ActorTable) -> bool:
    forenamed = words[0].text in table.words["first_names"] and any(word.gap != "-" for word in words[1:])
    return forenamed or stands_first(words)


def _leading(first: int, tokens: Sequence[Token], by_last: Mapping[int, Role]) -> Role | None:
    """Return the office right before a name."""
    return by_last.get(first - 1) if tokens[first].gap in {" ", ","} else None


def _following(last: int, tokens: Sequence[Token], by_first: Mapping[int, Role]) -> Role | None:
    """Return the office in apposition: after a comma, with no other and no name between."""
    near = (by_first[number] for number in range(last + 1, last + _REACH + 1) if number in by_first)
    role = next(near, None)
    if role is None or tokens[last + 1].gap != ",":
        return None
    between = tokens[last + 1 : role.first + 1]
    joined = all(token.gap in {" ", "'", "-"} for token in between[1:])
    return role if joined and not any(is_capitalised(token.text) for token in between[:-1]) else None
