"""The actors that a text mentions, with offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sinorus_lib.alignment.actors.learning import ArticleActors
from sinorus_lib.alignment.actors.roles import Role, Scene, find_roles
from sinorus_lib.alignment.actors.table import ActorTable, load_table
from sinorus_lib.alignment.actors.tokens import Match, Reading, find_names, tokens_of

_REACH = 4


@dataclass(frozen=True)
class Mention:
    """An actor named in a text.

    Attributes:
        actor: the id: ``cn``, ``org:nato``, ``city:geneva``, ``region:west``, ``person:putin``.
        kind: ``country``, ``demonym``, ``capital``, ``metonym``, ``organisation``, ``city``, ``region``, ``person``.
        start: the offset of the first character.
        end: the offset after the last one.
    """

    actor: str
    kind: str
    start: int
    end: int


def find_actors(text: str, language: str, known: ArticleActors | None = None) -> list[Mention]:
    """Return the actors that a text names, from left to right, without overlap, the longest name first.

    A name that stands for two actors (Congo, Brussels) is read as the one that the text names elsewhere. With the
    people that the article names (``learn_actors``), these are found as well, also under a description that fits just
    one of them: "the Chinese leader", "le président russe". Time is linear in the text.

    Raises:
        SinorusError: if there is no table for the language.
    """
    table = load_table(language)
    tokens = tokens_of(text)
    roots = [known.tree, table.tree] if known else [table.tree]
    scene = Scene(text, tokens, [match for match in find_names(roots, text, tokens) if match.readings[0].actor])
    described = list(_described(scene, table, known)) if known else []
    inside = {number for role, _ in described for number in range(role.first, role.last + 1)}
    certain = {match.readings[0].actor for match in scene.matches if len(match.readings) == 1}
    found = [_mention(match, certain) for match in scene.matches if match.first not in inside]
    found += [
        Mention(person, "person", tokens[role.first].start, tokens[role.last].end) for role, person in described
    ]
    return sorted(found, key=lambda mention: mention.start)


def mentions_of(scene: Scene) -> list[Mention]:
    """Return the actors that the table knows among a text's words, from left to right."""
    matches = [match for match in scene.matches if match.readings[0].actor]
    certain = {match.readings[0].actor for match in matches if len(match.readings) == 1}
    return [_mention(match, certain) for match in matches]


def _mention(match: Match, certain: set[str]) -> Mention:
    reading = _resolved(match.readings, certain)
    return Mention(reading.actor, reading.kind, match.start, match.end)


def _resolved(readings: Sequence[Reading], certain: set[str]) -> Reading:
    named = [reading for reading in readings if reading.actor in certain]
    return named[0] if len(named) == 1 else readings[0]


def _described(scene: Scene, table: ActorTable, known: ArticleActors) -> Iterator[tuple[Role, str]]:
    """Yield the descriptions that fit just one person of the article."""
    named = [match for match in scene.matches if match.readings[0].kind == "person"]
    firsts, lasts = {match.first for match in named}, {match.last for match in named}
    for role in find_roles(scene, table):
        fitting = _fitting(role, table, known)
        if len(fitting) == 1 and role.definite and not _is_beside_a_name(role, scene, firsts, lasts):
            yield role, fitting[0]


def _fitting(role: Role, table: ActorTable, known: ArticleActors) -> list[str]:
    if role.country is None:
        return []
    return [
        person
        for person, country in known.country_of.items()
        if country == role.country and any(_same(role.office, held, table) for held in known.offices_of[person])
    ]


def _same(office: str, held: str, table: ActorTable) -> bool:
    """Tell whether two offices may be one, the general word for the exact one: leader, president."""
    general = table.same_office
    return office == held or held in general.get(office, ()) or office in general.get(held, ())


def _is_beside_a_name(role: Role, scene: Scene, firsts: set[int], lasts: set[int]) -> bool:
    """Tell whether the person is named right after the office, or before it as in an apposition."""
    following = role.last + 1
    named_after = following in firsts and scene.tokens[following].gap in {" ", ","}
    before = (number for number in range(max(0, role.first - _REACH), role.first) if number in lasts)
    return named_after or any(scene.tokens[number + 1].gap == "," for number in before)
