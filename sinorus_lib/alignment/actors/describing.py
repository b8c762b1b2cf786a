"""People and offices that one text names by itself, without the article around it."""

from __future__ import annotations

from dataclasses import dataclass

from sinorus_lib.alignment.actors.folding import fold_words, surname_words
from sinorus_lib.alignment.actors.learning import scene_of
from sinorus_lib.alignment.actors.mentions import Mention, mentions_of
from sinorus_lib.alignment.actors.persons import Candidate, find_candidates
from sinorus_lib.alignment.actors.roles import Role, Scene, find_roles
from sinorus_lib.alignment.actors.table import load_table


@dataclass(frozen=True)
class Described:
    """A person or an office in a text.

    Attributes:
        actor: ``person:`` and the surname's key, or ``office:`` and the class of the office.
        country: the id of the country or organisation that the text gives them there, if it does.
        start: the offset of the first character; an office's country is inside.
        end: the offset after the last one.
        office: where the office that the text gives a person stands, its country included.
    """

    actor: str
    country: str | None
    start: int
    end: int
    office: tuple[int, int] | None = None


def find_described(text: str, language: str) -> tuple[list[Mention], list[Described]]:
    """Return the actors that a text names, and the people and offices that it describes as such, from left to right.

    A person is one that the text says is a person; an office one that it gives to nobody. Those two do not overlap,
    but an office holds the name of its country.

    Raises:
        SinorusError: if there is no table for the language.
    """
    table = load_table(language)
    scene = scene_of(text, table)
    roles = find_roles(scene, table)
    people = [item for item in find_candidates(scene, roles, table) if item.sure]
    held = {item.role.first for item in people if item.role}
    found = [_person(item, scene) for item in people]
    found += [
        Described(f"office:{role.office}", role.country, *_span(role, scene))
        for role in roles
        if role.first not in held
    ]
    described = (item for item in found if not item.actor.endswith(":"))
    return mentions_of(scene), sorted(described, key=lambda item: item.start)


def _person(item: Candidate, scene: Scene) -> Described:
    key = fold_words([word.text for word in surname_words(item.words)])
    country, office = (item.role.country, _span(item.role, scene)) if item.role else (None, None)
    return Described(f"person:{key}", country, item.words[0].start, item.words[-1].end, office)


def _span(role: Role, scene: Scene) -> tuple[int, int]:
    return scene.tokens[role.first].start, scene.tokens[role.last].end
