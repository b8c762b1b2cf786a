"""Decides who the sources of an article are: "he", "Mr Sullivan" and "the adviser, Jake Sullivan" are one.

A pronoun is the last source before it that agrees in gender and number, else the last person named. A person named
by surname is who the article names in full; known actors have their canonical id (`sinorus_lib.alignment.actors`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sinorus_lib.alignment.actors import ArticleActors, find_actors, fold_name, learn_actors
from sinorus_lib.framing.lexicon import Lexicon, Words, load_lexicon, plain
from sinorus_lib.framing.reporting.passages import Passage, Relation
from sinorus_lib.tables import language_table

OUTLET, OFFICIALS = "outlet", "officials"
BODIES = frozenset({"country", "capital", "metonym", "organisation"})
THINGS = frozenset({"organisation", "media"})
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Naming:
    """The words of a language that tell who a source is; the keys of ``lexicons/relations.yaml``."""

    pronouns: Mapping[str, Words]
    masculine: Words
    feminine: Words
    articles: Words
    definite: Words
    titles: Words
    quoting: Words
    quoted: Words
    to: Words


@dataclass(frozen=True)
class Identity:
    """Who a source is.

    Attributes:
        actor: the normalised id.
        name: how a reader would call it: the source as written, or its antecedent.
        label: the class of the source, see `sinorus_lib.framing.attribution`.
        gender: ``m``, ``f`` or nothing where it is not known.
        plural: whether several speak.
    """

    actor: str
    name: str
    label: str
    gender: str = ""
    plural: bool = False


@cache
def load_naming(language: str) -> Naming:
    """Return the words of a language that tell who a source is.

    Raises:
        SinorusError: if there are none for that language.
    """
    table = language_table("sinorus_lib.framing", "lexicons/relations.yaml", language, of="names of sources")
    pronouns = {name: frozenset(map(plain, words)) for name, words in table.pop("pronouns").items()}
    return Naming(pronouns, **{name: frozenset(map(plain, words)) for name, words in table.items()})


def identify_sources(passage: Passage, outlet: str) -> list[Identity | None]:
    """Return who the source of each relation of an article is; ``None`` for hearsay and quotations without source."""
    lexicon, naming = load_lexicon(passage.language), load_naming(passage.language)
    known = learn_actors([passage.text[item.start : item.end] for item in passage.sentences], passage.language)
    found: list[Identity | None] = []
    for relation in passage.relations:
        before = [item for item in found if item is not None]
        found.append(_identity(passage, relation, before, known, lexicon, naming))
    return [_own(item, outlet) for item in found]


def _own(item: Identity | None, outlet: str) -> Identity | None:
    """Return the outlet for a source that is the outlet itself."""
    if item is None:
        return None
    named = plain(item.name) == plain(outlet)
    same = named or (item.label == "media" and plain(outlet) in plain(item.name) and len(outlet) > SHORTEST_NAME)
    return Identity(OUTLET, item.name, "media") if same else item


def _identity(
    passage: Passage,
    relation: Relation,
    before: Sequence[Identity],
    known: ArticleActors,
    lexicon: Lexicon,
    naming: Naming,
) -> Identity | None:
    item = relation.item
    if item is None:
        return before[-1] if before else None
    if item.source is None:
        return None
    words = passage.text[slice(*item.source)].strip(" -")
    if _is_pronoun(words, lexicon, naming):
        return _antecedent(passage, plain(words), item.source[0], before, known, naming)
    found = _named(words, item.source_class, known, lexicon, naming)
    return _same_as_before(words, found, before, naming) or found


def _same_as_before(words: str, found: Identity, before: Sequence[Identity], naming: Naming) -> Identity | None:
    """Return who "the spokesman" or "cette source" is, if a fuller name with that noun stood before."""
    definite = plain(words.split()[0]) in naming.definite or plain(words[:2]) in naming.definite
    key = _key(words, naming)
    if not definite or " " in key or found.label not in {"office", "anonymous", "unspecified", "collective"}:
        return None
    same = (item for item in reversed(before) if re.search(rf"\b{re.escape(key)}\b", plain(item.name)))
    return next(same, None)


def _is_pronoun(words: str, lexicon: Lexicon, naming: Naming) -> bool:
    key = plain(words)
    return key in naming.pronouns["masculine"] | naming.pronouns["feminine"] or key in lexicon.sources["pronoun"]


def _antecedent(
    passage: Passage, pronoun: str, place: int, before: Sequence[Identity], known: ArticleActors, naming: Naming
) -> Identity | None:
    if pronoun in naming.pronouns["impersonal"]:
        return None
    agreeing = [item for item in reversed(before) if _agrees(item, pronoun, naming)]
    nearest = _person_before(passage, place, pronoun, known, naming)
    if agreeing and (
        nearest is None or nearest.actor in {item.actor for item in agreeing} or before[-1] == agreeing[0]
    ):
        return agreeing[0]
    return nearest or (agreeing[0] if agreeing else None)


def _agrees(item: Identity, pronoun: str, naming: Naming) -> bool:
    words = naming.pronouns
    if (pronoun in words["plural"]) != item.plural and not (item.label in THINGS and pronoun in words["plural"]):
        return False
    if pronoun in words["things"] and item.label not in {*THINGS, "unspecified"}:
        return False
    if pronoun in words["persons"] and (item.label in THINGS or item.plural):
        return False
    wrong = {"m": words["feminine"] - words["masculine"], "f": words["masculine"] - words["feminine"]}
    return pronoun not in wrong.get(item.gender, frozenset())


def _person_before(
    passage: Passage, place: int, pronoun: str, known: ArticleActors, naming: Naming
) -> Identity | None:
    """Return the last person named before a place, in this sentence or the two before it."""
    if pronoun in naming.pronouns["plural"] | naming.pronouns["things"]:
        return None
    start = max((item.start for item in passage.sentences if item.start <= place), default=0)
    earlier = [item.start for item in passage.sentences if item.start < start][-2:]
    first = min([start, *earlier])
    mentions = [
        item for item in find_actors(passage.text[first:place], passage.language, known) if item.kind == "person"
    ]
    for mention in reversed(mentions):
        words = passage.text[first + mention.start : first + mention.end]
        lead = passage.text[max(0, first + mention.start - 12) : first + mention.start].split()
        found = Identity(mention.actor, words, "named_person", _gender([*lead[-1:], words], naming))
        if _agrees(found, pronoun, naming):
            return found
    return None


def _gender(words: Sequence[str], naming: Naming) -> str:
    for word in words:
        key = plain(word)
        if key in naming.masculine:
            return "m"
        if key in naming.feminine:
            return "f"
    return ""


def _named(words: str, label: str, known: ArticleActors, lexicon: Lexicon, naming: Naming) -> Identity:
    tokens = words.split()
    people = [item for item in find_actors(words, known.language, known) if item.kind == "person"]
    if label == "organisation" and any(item.end - item.start == len(words) for item in people):
        label = "named_person"
    gender = _gender([*tokens[:1], *tokens], naming) if label in {"named_person", "office", "anonymous"} else ""
    plural = label in {"collective"} or (label == "anonymous" and _is_plural(tokens))
    return Identity(_actor(words, label, known, naming), words, label, gender, plural)


def _is_plural(tokens: Sequence[str]) -> bool:
    return any(token.endswith("s") and len(token) > 3 for token in tokens[:3])


def _actor(words: str, label: str, known: ArticleActors, naming: Naming) -> str:
    """Return the canonical id of a source: an actor's, a person's, or its class and its words."""
    if label == "anonymous":
        return OFFICIALS
    mentions = find_actors(words, known.language, known)
    people = [item for item in mentions if item.kind == "person"]
    if label == "named_person":
        return people[-1].actor if people else f"person:{fold_name(_without_titles(words, naming))}"
    if label == "office" and people:
        return people[-1].actor
    key = _key(words, naming)
    bodies = [item for item in mentions if item.kind in BODIES and _key(words[item.start : item.end], naming) == key]
    return bodies[0].actor if bodies else f"{label}:{key}"


def _without_titles(words: str, naming: Naming) -> str:
    kept = [word for word in words.split() if plain(word) not in naming.titles]
    capitals = [word for word in kept if word[:1].isupper()]
    return " ".join(capitals or kept)


def _key(words: str, naming: Naming) -> str:
    """Return the words in lower case without a leading article, as a key."""
    text = plain(words).replace("'", "' ")
    parts = [part for part in re.split(r"[\s,]+", text) if part]
    while len(parts) > 1 and parts[0].replace("' ", "'") in naming.articles:
        parts = parts[1:]
    return " ".join(parts).replace("' ", "'")
