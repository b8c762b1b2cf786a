"""Which actors two texts share, and which only one of them names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType

from sinorus_lib.alignment.actors.mentions import Mention

_NO_COUNTRIES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ActorComparison:
    """The actors of two texts.

    Attributes:
        shared: the ids that both name, and the country that one names of a person whom the other names.
        only_a: the ids that only the first names.
        only_b: the ids that only the second names.
    """

    shared: frozenset[str]
    only_a: frozenset[str]
    only_b: frozenset[str]


def compare_actors(
    a: Iterable[Mention], b: Iterable[Mention], country_of: Mapping[str, str] = _NO_COUNTRIES
) -> ActorComparison:
    """Compare the actors that two texts mention, by id: a demonym, a capital and a metonym are their country.

    Args:
        a: the first text's mentions.
        b: the second's.
        country_of: people's ids to their country. A person whom one text names answers to the country that the other
            names ("Putin", "Moscow"), unless the other names another person of that country.
    """
    first, second = frozenset(item.actor for item in a), frozenset(item.actor for item in b)
    surnames = _surnames(first | second)
    first, second = (frozenset(surnames.get(actor, actor) for actor in side) for side in (first, second))
    countries = {surnames.get(person, person): country for person, country in country_of.items()}
    answered_a, answered_b = _answered(first, second, countries), _answered(second, first, countries)
    both = (first & second) | _of(answered_a | answered_b, countries) | _implied(first, second, countries)
    return ActorComparison(both, first - both - answered_a, second - both - answered_b)


def _surnames(actors: Set[str]) -> dict[str, str]:
    """Map ``person:biden.joe`` to ``person:biden`` where nothing names another Biden."""
    full: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        if actor.startswith("person:") and "." in actor:
            full[actor.partition(".")[0]].add(actor)
    return {next(iter(people)): surname for surname, people in full.items() if len(people) == 1}


def _answered(side: Set[str], other: Set[str], countries: Mapping[str, str]) -> frozenset[str]:
    """Return the people of one side whose country the other names without another person of that country."""
    apart = _of(other - side, countries)
    return frozenset(actor for actor in side - other if countries.get(actor, "") in other - apart)


def _of(people: Set[str], countries: Mapping[str, str]) -> frozenset[str]:
    return frozenset(countries[person] for person in people if person in countries)


def _implied(first: Set[str], second: Set[str], countries: Mapping[str, str]) -> frozenset[str]:
    """Return the countries that one side names and a person whom both name belongs to."""
    return _of(first & second, countries) & (first | second)
