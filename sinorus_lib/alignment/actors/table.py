"""The table of actors of one language, read from ``actors.yaml``: names to ids, offices, and how people are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import normalize

from sinorus_lib.alignment.actors.tokens import Node, Reading, add_name
from sinorus_lib.errors import SinorusError
from sinorus_lib.tables import read_yaml

Entry = tuple[str, str, str]
Words = frozenset[str]
_LEAST_IN_CAPITALS = 4


@dataclass(frozen=True)
class ActorTable:
    """Everything the measures know about the actors that one language names.

    Attributes:
        language: ``fr`` or ``en``.
        names: every name's readings; a name without its sense has the empty id.
        tree: the same as a tree of words.
        offices: a tree of offices, in lower case, where ``~`` stands for a country's adjective.
        same_office: a general office, to those that it may stand for.
        words: classes of words that name or describe people, e.g. ``titles``.
        links: what may stand between an office and its country.
        given_name: the form of a given name that follows its surname.
    """

    language: str
    names: Mapping[str, tuple[Reading, ...]]
    tree: Node
    offices: Node
    same_office: Mapping[str, Words]
    words: Mapping[str, Words]
    links: Node
    given_name: re.Pattern[str]


@cache
def raw_table() -> dict[str, Any]:
    """Return ``actors.yaml`` as it is written, read once."""
    return dict(read_yaml(str(__package__), "actors.yaml"))


@cache
def load_table(language: str) -> ActorTable:
    """Return the table of a language, built once.

    Raises:
        SinorusError: if there is none for that language, or a name stands for two actors that ``ambiguous`` omits.
    """
    raw = raw_table()
    if language not in raw["endings"]:
        raise SinorusError(f"No actors for the language {language!r}; expected one of {sorted(raw['endings'])}.")
    names = _read(entries(raw, language), [tuple(ids) for ids in raw["ambiguous"]])
    names |= {form: (Reading("", "none"),) for name in raw["not_actors"][language] for form in variants(name)}
    people = raw["people"]
    return ActorTable(
        language=language,
        names=names,
        tree=_tree(names),
        offices=_offices(people["offices"], language),
        same_office={name: frozenset(items) for name, items in people["same_office"].items()},
        words=_words(people, language),
        links=_tree({link: (Reading("", "link"),) for link in people["links"][language]}),
        given_name=re.compile(people["given_name"], re.IGNORECASE),
    )


def entries(raw: Mapping[str, Any], language: str) -> Iterator[Entry]:
    """Yield every name of a language with its id and kind, before spelling variants."""
    for actor, row in raw["countries"].items():
        names, demonyms, capitals = (_items(cell) for cell in row[language])
        yield from ((name, actor, "country") for name in names)
        forms = (form for item in demonyms for form in inflected(item, raw["endings"][language]))
        yield from ((form, actor, "demonym") for form in forms)
        yield from ((name, actor, "capital") for name in capitals)
    for section, prefix, kind in _SECTIONS:
        for actor, row in raw[section].items():
            yield from ((name, prefix + actor, kind) for name in row[language])


_SECTIONS = (
    ("metonyms", "", "metonym"),
    ("organisations", "org:", "organisation"),
    ("organisation_metonyms", "org:", "metonym"),
    ("cities", "city:", "city"),
    ("regions", "region:", "region"),
)


def _items(cell: str) -> list[str]:
    return [item for item in cell.split("/") if item]


def inflected(demonym: str, endings: Mapping[str, list[str]]) -> list[str]:
    """Return the forms of a demonym by its ending; a prefix ("sino-") has one form."""
    if demonym.endswith("-"):
        return [demonym]
    ending = max((item for item in endings if demonym.endswith(item)), key=len)
    return [demonym.removesuffix(ending) + form for form in endings[ending]]


def variants(name: str, *, capitals: bool = False) -> set[str]:
    """Return the ways to write a name: with a first capital, with bare capitals (Etats-Unis), all in capitals."""
    forms = {name, name[:1].upper() + name[1:]}
    forms |= {"-".join(part[:1].upper() + part[1:] for part in name.split("-"))} if "-" in name else set()
    forms |= {re.sub(r"\b[À-Þ]", _bare, form) for form in forms}
    return forms | ({name.upper()} if capitals and len(name) >= _LEAST_IN_CAPITALS else set())


def _bare(match: re.Match[str]) -> str:
    return normalize("NFD", match.group())[0]


def _read(found: Iterable[Entry], ambiguous: list[tuple[str, ...]]) -> dict[str, tuple[Reading, ...]]:
    names: dict[str, dict[str, Reading]] = {}
    for name, actor, kind in found:
        tail = name[-1] if name[-1] in ".-" else ""
        for form in variants(name, capitals=kind == "country"):
            names.setdefault(form, {}).setdefault(actor, Reading(actor, kind, tail))
    return {name: _in_order(name, readings, ambiguous) for name, readings in names.items()}


def _in_order(name: str, readings: Mapping[str, Reading], ambiguous: list[tuple[str, ...]]) -> tuple[Reading, ...]:
    if len(readings) == 1:
        return tuple(readings.values())
    ids = next((ids for ids in ambiguous if set(ids) == set(readings)), None)
    if ids is None:
        raise SinorusError(f"{name!r} stands for {sorted(readings)} in actors.yaml; list these under 'ambiguous'.")
    return tuple(readings[actor] for actor in ids)


def _tree(names: Mapping[str, tuple[Reading, ...]]) -> Node:
    root = Node()
    for name, readings in names.items():
        add_name(root, name, readings)
    return root


def _offices(offices: Mapping[str, Any], language: str) -> Node:
    """Return the tree of offices; a hole becomes a word of its own between the words around it."""
    root = Node()
    for office, row in offices.items():
        for form in row[language]:
            add_name(root, form.lower().replace("~", "HOLE"), (Reading(office, "office"),))
    return root


def _words(people: Mapping[str, Any], language: str) -> dict[str, Words]:
    """Return the classes of words; those that one language alone has are keyed by it."""
    kept = {name: people[name] for name in ("particles", "weak_particles", "first_names")}
    own = {name: people[name][language] for name in ("titles", "former", "indefinite", "not_persons")}
    return {name: frozenset(word.rstrip(".") for word in items) for name, items in (kept | own).items()}
