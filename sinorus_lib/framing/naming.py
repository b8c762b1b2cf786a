"""Naming: what a claim calls the actors, from the country as a whole to a person by name.

How social actors are nominated is a choice (Reisigl & Wodak 2001): one act can be that of *Russia*, *the Russians*,
*Moscow*, *the Russian government*, *the Russian president* or *Putin*. Van Leeuwen (1996) orders these as collective
or individual, impersonal (a place, a building, an institution) or personal (an office, a name); Fowler (1991) shows
how the press makes persons and responsibilities of some and masses of others.

``value`` is the mean over the mentions, 0 (impersonal) to 1 (a person); the label is the most frequent class, the
more personal of two. A claim that names no actor has no reading.

Labels:
    * ``country`` 0.0: *Russia*, *l'Europe*.
    * ``people`` 0.2: its people or its adjective (*les Russes*, *Russian officials*, *l'offre chinoise*).
    * ``metonym`` 0.4: a capital or building for a government (*Moscow*, *the Kremlin*, *Pékin*, *l'Élysée*).
    * ``institution`` 0.6: *the Russian government*, *le ministère*, *the State Department*, *l'OTAN*.
    * ``office`` 0.8: an office without a name (*the Russian president*, *le ministre*).
    * ``person`` 1.0: *Vladimir Putin*.

A note says ``id=class``; the id is the country's or organisation's, else the body's, office's or person's own, with
``@`` and the country where the text gives one. Places (*in Paris*, « en Chine ») are no mentions. It cannot see
pronouns, descriptions of people (*protesters*), companies, or which person an office stands for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from sinorus_lib.alignment.actors import Described, Mention, find_described, fold_name
from sinorus_lib.framing.evidence import Context, Reading
from sinorus_lib.framing.expressions import Expressions
from sinorus_lib.framing.lexicon import Lexicon, Span, Words
from sinorus_lib.framing.parsed import text_of
from sinorus_lib.tables import language_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as ParsedSpan

CLOSENESS = {"country": 0.0, "people": 0.2, "metonym": 0.4, "institution": 0.6, "office": 0.8, "person": 1.0}
NOMINAL = frozenset({"NOUN", "PROPN"})
ADJECTIVAL = frozenset({"demonym", "country"})
LONGEST_LINK = 12
PERSON = "named_person"


@dataclass(frozen=True)
class _Tables:
    bodies: Expressions
    links: re.Pattern[str]
    regional: tuple[str, ...]
    words: dict[str, Words]


@dataclass(frozen=True)
class _Named:
    actor: str
    kind: str
    span: Span

    @property
    def note(self) -> str:
        return f"{self.actor}={self.kind}"


@cache
def _tables(language: str) -> _Tables:
    table = language_table("sinorus_lib.framing", "lexicons/naming.yaml", language, of="names")
    links = "|".join(map(re.escape, sorted(table["body_links"], key=len, reverse=True)))
    return _Tables(
        bodies=Expressions(table["bodies"], {}),
        links=re.compile(rf"(?:\s|{links})+"),
        regional=tuple(table["regional"]),
        words={name: frozenset(items) for name, items in table.items() if name not in {"bodies", "regional"}},
    )


class NamingMeasure:
    """How personal the names of the actors are; see the module."""

    name = "naming"

    def read(self, doc: Doc, context: Context, lexicon: Lexicon) -> Reading | None:
        """Return the mean over the mentions, the most frequent class, and every mention with its actor and class."""
        found = _mentions(doc, context, lexicon.language)
        if not found:
            return None
        counts = Counter(item.kind for item in found)
        label = max(counts, key=lambda kind: (counts[kind], CLOSENESS[kind]))
        found.sort(key=lambda item: (item.kind != label, item.span))
        value = sum(CLOSENESS[item.kind] for item in found) / len(found)
        return Reading(value, label, tuple(item.span for item in found), tuple(item.note for item in found))


def shared_naming(
    notes_a: Sequence[str], notes_b: Sequence[str]
) -> tuple[tuple[float, str], tuple[float, str]] | None:
    """Return value and class of two claims over the actors that both name; ``None`` if they share none.

    A person or an office counts as its country's actor as well, where the note gives the country.

    Args:
        notes_a: the notes of the first claim's evidence.
        notes_b: the second's.
    """
    first, second = _read_notes(notes_a), _read_notes(notes_b)
    shared = {actor for actors, _ in first for actor in actors} & {actor for actors, _ in second for actor in actors}
    return (_over(shared, first), _over(shared, second)) if shared else None


def _read_notes(notes: Iterable[str]) -> list[tuple[frozenset[str], str]]:
    parted = (note.rpartition("=") for note in notes)
    return [(frozenset(actor.split("@")), kind) for actor, _, kind in parted if kind in CLOSENESS]


def _over(shared: set[str], mentions: list[tuple[frozenset[str], str]]) -> tuple[float, str]:
    """Return the mean closeness and the most frequent class of the mentions of some actors."""
    kinds = [kind for actors, kind in mentions if actors & shared]
    return sum(CLOSENESS[kind] for kind in kinds) / len(kinds), Counter(kinds).most_common(1)[0][0]


def _mentions(doc: Doc, context: Context, language: str) -> list[_Named]:
    """Return every mention once: people first, then offices, bodies, and the names of countries that are left."""
    tables = _tables(language)
    named, described = find_described(text_of(doc), language)
    actors = [item for item in named if not _is_in_an_office(item, described)]
    found = list(_described(doc, described, tables))
    found += _free(_parsed_people(doc, actors, context, tables), found)
    found += _free(_institutions(doc, actors, tables), found)
    return found + _free(_names(doc, actors, tables), found)


def _is_in_an_office(item: Mention, described: Iterable[Described]) -> bool:
    """Say whether a country's name is part of the office of a person who is named: "Russian President Putin"."""
    offices = (other.office for other in described if other.office)
    return any(start <= item.start and item.end <= end for start, end in offices)


def _free(candidates: Iterable[_Named], taken: Sequence[_Named]) -> list[_Named]:
    """Return the candidates that overlap nothing found before."""
    spans = [item.span for item in taken]
    return [
        item for item in candidates if not any(item.span[0] < end and start < item.span[1] for start, end in spans)
    ]


def _described(doc: Doc, described: Iterable[Described], tables: _Tables) -> Iterator[_Named]:
    """Yield the people that the text says are people, and the offices without a name."""
    for item in described:
        kind, _, name = item.actor.partition(":")
        if kind == "person" and not any(map(_is_proper, _tokens(doc, (item.start, item.end)))):
            continue
        if kind == "office" and not _is_office(doc, (item.start, item.end), name, item.country, tables):
            continue
        actor = f"{item.actor}@{item.country}" if item.country else item.actor
        yield _Named(actor, kind, (item.start, item.end))


def _is_office(doc: Doc, span: Span, name: str, country: str | None, tables: _Tables) -> bool:
    if country is None and name in tables.words["not_offices"]:
        return False
    return any(token.pos_ in NOMINAL for token in _tokens(doc, span))


def _tokens(doc: Doc, span: Span) -> Sequence[Token]:
    return list(doc.char_span(*span, alignment_mode="expand") or ())


def _parsed_people(doc: Doc, actors: Sequence[Mention], context: Context, tables: _Tables) -> Iterator[_Named]:
    """Yield the people that the parser finds, and the sources that are people; not the names of other actors."""
    runs = [(item.start, item.end) for item in doc.ents if item.label_ in tables.words["person"]]
    runs += [
        run for item in context.attributions if item.source_class == PERSON for run in _named_in(doc, item.source)
    ]
    taken = [(item.start, item.end) for item in actors]
    for first, last in sorted(set(runs), key=lambda run: run[0] - run[1]):
        span = doc[first:last]
        known = any(start < span.end_char and span.start_char < end for start, end in taken)
        key = fold_name(span.text) if not known and _is_name(span, tables) else ""
        if key:
            taken.append((span.start_char, span.end_char))
            yield _Named(f"person:{key}", "person", taken[-1])


def _named_in(doc: Doc, source: Span | None) -> list[Span]:
    """Return the first run of names in a source, by its tokens."""
    tokens = _tokens(doc, source) if source else ()
    names = list(takewhile(_is_proper, dropwhile(lambda token: not _is_proper(token), tokens)))
    return [(names[0].i, names[-1].i + 1)] if names else []


def _is_proper(token: Token) -> bool:
    return bool(token.pos_ == "PROPN" and token.text[:1].isupper())


def _is_name(span: ParsedSpan, tables: _Tables) -> bool:
    """Say whether words are written as a person's name; a single one has no article and no preposition of place."""
    text = span.text
    before = span[0].nbor(-1).lower_ if span[0].i > 0 else ""
    written = len(text) > 2 and text[0].isupper() and span[-1].text[0].isupper() and not text.isupper()
    alone = len(span) == 1 and (before in tables.words["not_before_names"] or before in tables.words["locative"])
    return written and not alone and span[0].pos_ not in {"VERB", "DET", "ADP"}


def _institutions(doc: Doc, actors: Sequence[Mention], tables: _Tables) -> Iterator[_Named]:
    """Yield the bodies of state, with the country that stands beside them if one does."""
    for span, name in tables.bodies.find(text_of(doc)):
        if not any(token.pos_ in NOMINAL for token in _tokens(doc, span)):
            continue
        country = next((item for item in actors if _is_beside(item, span, text_of(doc), tables)), None)
        if country is not None:
            both = (min(span[0], country.start), max(span[1], country.end))
            yield _Named(country.actor, "institution", both)
        elif _is_sure(text_of(doc)[slice(*span)], tables):
            yield _Named(name, "institution", span)


def _is_sure(written: str, tables: _Tables) -> bool:
    """Say whether a noun means a body without the country."""
    return written[0].lower() + written[1:] not in tables.words["unsure_bodies"]


def _is_beside(item: Mention, body: Span, text: str, tables: _Tables) -> bool:
    """Say whether only links stand between a country's name and a body: "Russia's army", "armée de la Russie"."""
    if item.kind not in ADJECTIVAL and item.kind != "region":
        return False
    between = (item.end, body[0]) if item.end <= body[0] else (body[1], item.start)
    return 0 < between[1] - between[0] <= LONGEST_LINK and tables.links.fullmatch(text, *between) is not None


def _names(doc: Doc, actors: Sequence[Mention], tables: _Tables) -> Iterator[_Named]:
    for item in actors:
        kind = None if _is_in_a_name(doc, item, tables) else _kind(doc, item, tables)
        if kind and not _is_after_its_city(doc, item, actors):
            yield _Named(item.actor, kind, (item.start, item.end))


def _is_in_a_name(doc: Doc, item: Mention, tables: _Tables) -> bool:
    """Say whether a country's name is part of another: a company's, a bank's, a currency's."""
    tokens = _tokens(doc, (item.start, item.end))
    near = {doc[number].lower_ for number in (tokens[0].i - 1, tokens[-1].i + 1) if 0 <= number < len(doc)}
    if near & tables.words["currencies"]:
        return True
    longer = (entity for entity in doc.ents if entity.label_ == "ORG" and len(entity) > len(tokens) + 1)
    held = any(entity.start_char <= item.start and item.end <= entity.end_char for entity in longer)
    return held and item.kind in ADJECTIVAL


def _is_after_its_city(doc: Doc, item: Mention, actors: Sequence[Mention]) -> bool:
    """Say whether a country only says where a city is: "in Isfahan, Iran"."""
    number = _tokens(doc, (item.start, item.end))[0].i
    if item.kind != "country" or number < 2 or doc[number - 1].text != "," or doc[number - 2].pos_ != "PROPN":
        return False
    before = doc[number - 2].idx
    return not any(other.kind == "country" and other.start <= before < other.end for other in actors)


def _kind(doc: Doc, item: Mention, tables: _Tables) -> str | None:
    """Return the class of a name; ``None`` where it is only a place."""
    written = text_of(doc)[item.start : item.end]
    if item.kind == "organisation" or written in tables.words["institutions"]:
        return "institution"
    adjective = written.endswith(tables.regional) and written not in tables.words["regional_nouns"]
    if item.kind == "demonym" or (item.kind == "region" and adjective):
        return "people"
    if item.kind == "metonym" and not item.actor.startswith("org:"):
        return "metonym"
    if item.kind in {"capital", "metonym"}:
        return "metonym" if _acts(doc, item, tables) else None
    if item.kind not in {"country", "region"} or _is_place(doc, item, tables):
        return None
    attributive = _tokens(doc, (item.start, item.end))[-1].dep_ in tables.words["attributive"]
    return "people" if attributive else "country"


def _is_place(doc: Doc, item: Mention, tables: _Tables) -> bool:
    """Say whether a preposition makes the name a place."""
    return _preposition(doc, item, tables) in tables.words["locative"]


def _acts(doc: Doc, item: Mention, tables: _Tables) -> bool:
    """Say whether a capital stands where an actor does: as subject, owner, or after "with", "against"."""
    if _is_place(doc, item, tables):
        return False
    tokens = _tokens(doc, (item.start, item.end))
    after = tokens[-1].nbor(1).text if tokens[-1].i + 1 < len(doc) else ""
    owner = after in tables.words["possessive"]
    role = any(token.dep_ in tables.words["acting"] for token in tokens)
    return owner or role or _preposition(doc, item, tables) in tables.words["acting_after"]


def _preposition(doc: Doc, item: Mention, tables: _Tables) -> str:
    """Return the word before a name and its article."""
    number = _tokens(doc, (item.start, item.end))[0].i - 1
    while number >= 0 and doc[number].lower_ in tables.words["determiners"]:
        number -= 1
    return str(doc[number].lower_) if number >= 0 else ""
