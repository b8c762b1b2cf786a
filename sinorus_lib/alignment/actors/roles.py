"""Offices that a text names, with their country: "le ministre russe de la Défense", "the US president"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sinorus_lib.alignment.actors.table import ActorTable
from sinorus_lib.alignment.actors.tokens import Match, Node, Token, longest_match

_HOLE = " HOLE"
_ADJECTIVES = frozenset({"demonym"})
_STATES = frozenset({"country", "demonym", "capital", "metonym", "organisation"})
_ARTICLE = 2


@dataclass(frozen=True)
class Role:
    """An office named in a text.

    Attributes:
        first: the number of its first word, its country's included.
        last: the number of its last word, its country's included.
        office: its class, e.g. ``foreign_minister``.
        country: the id of the country or organisation it belongs to, if the text says it there.
        definite: whether it can stand for one person: not "a minister", not "the former president".
    """

    first: int
    last: int
    office: str
    country: str | None
    definite: bool


@dataclass(frozen=True)
class Scene:
    """A text's words, with the names that the table knows among them."""

    text: str
    tokens: Sequence[Token]
    matches: Sequence[Match]

    def starting(self) -> dict[int, Match]:
        """Return the names by the number of their first word."""
        return {match.first: match for match in self.matches if match.readings[0].actor}

    def ending(self) -> dict[int, Match]:
        """Return the names by the number of their last word."""
        return {match.last: match for match in self.matches if match.readings[0].actor}


def find_roles(scene: Scene, table: ActorTable) -> list[Role]:
    """Return the offices in a text from left to right, the most exact first, without overlap."""
    finder = _Finder(scene, table, scene.starting(), scene.ending())
    roles: list[Role] = []
    position = 0
    while position < len(scene.tokens):
        role = finder.role_at(position)
        roles += [role] if role else []
        position = max(position + 1, role.last + 1 if role else 0)
    return roles


@dataclass(frozen=True)
class _Finder:
    scene: Scene
    table: ActorTable
    starting: Mapping[int, Match]
    ending: Mapping[int, Match]

    def role_at(self, first: int) -> Role | None:
        node = self.table.offices.children.get(self.scene.tokens[first].text.lower())
        found = list(self._paths(node, first + 1, None)) if node else []
        if not found:
            return None
        after, office, inside = max(found, key=lambda path: path[0])
        return self._with_country(first, after - 1, office, inside)

    def _paths(self, node: Node, position: int, inside: Match | None) -> Iterator[tuple[int, str, Match | None]]:
        """Yield every way to read an office on: the next word's number, the office, the adjective inside."""
        if node.readings:
            yield position, node.readings[0].actor, inside
        if _HOLE in node.children:
            yield from self._paths(node.children[_HOLE], position, inside)
            adjective = self._adjective(position)
            if adjective and inside is None:
                yield from self._paths(node.children[_HOLE], adjective.last + 1, adjective)
        following = self._child(node, position)
        if following:
            yield from self._paths(following, position + 1, inside)

    def _child(self, node: Node, position: int) -> Node | None:
        tokens = self.scene.tokens
        return node.children.get(tokens[position].key.lower()) if position < len(tokens) else None

    def _adjective(self, position: int) -> Match | None:
        return self._joined(position, _ADJECTIVES)

    def _joined(self, position: int, kinds: frozenset[str], gaps: str = " -") -> Match | None:
        match = self.starting.get(position)
        fits = match is not None and self.scene.tokens[position].gap in gaps and match.readings[0].kind in kinds
        return match if fits else None

    def _with_country(self, first: int, last: int, office: str, inside: Match | None) -> Role:
        before, after = self._before(first), self._adjective(last + 1) or self._linked(last + 1)
        country = inside or before or after
        start = before.first if before and country is before else first
        end = after.last if after and country is after else last
        actor = country.readings[0].actor if country else None
        return Role(start, end, office, actor, self._definite(start) and self._definite(first))

    def _before(self, first: int) -> Match | None:
        """Return the country right before an office: "Russian president", "China's leader", "US president"."""
        tokens = self.scene.tokens
        possessive = first > 1 and tokens[first - 1].text == "s" and tokens[first - 1].gap == "'"
        match = self.ending.get(first - 2 if possessive else first - 1)
        fits = match is not None and tokens[first].gap == " " and match.readings[0].kind in _STATES
        return match if fits else None

    def _linked(self, position: int) -> Match | None:
        """Return the country after an office and a preposition: "president of China"."""
        if position >= len(self.scene.tokens):
            return None
        link = longest_match(self.table.links, self.scene.text, self.scene.tokens, position)
        joined = link is not None and self.scene.tokens[position].gap == " "
        return self._joined(link.last + 1, _STATES, " '") if link and joined else None

    def _definite(self, first: int) -> bool:
        """Tell whether nothing before the office says that it is anybody's or a past one's."""
        before = {token.text.lower() for token in self.scene.tokens[max(0, first - _ARTICLE) : first]}
        nearest = self.scene.tokens[first - 1].text.lower() if first else ""
        return nearest not in self.table.words["indefinite"] and not before & self.table.words["former"]
