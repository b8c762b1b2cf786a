"""What a claim says beside its words: who, how many, whether, and when; and how two claims differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinorus_lib.alignment.actors import ArticleActors, Mention, compare_actors, find_actors, fold_name, learn_actors
from sinorus_lib.alignment.overlap import word_vectors
from sinorus_lib.alignment.polarity import find_reversals, opposites, polarity
from sinorus_lib.alignment.quantities import Quantity, compare_quantities, count_shared, find_quantities
from sinorus_lib.alignment.realisation import realisation, realisations_conflict
from sinorus_lib.alignment.roles import actor_roles, name_spans, roles_swapped
from sinorus_lib.alignment.tokens import TokenSpace, TokenVectors
from sinorus_lib.claims import content_spans
from sinorus_lib.encoders import Vectors
from sinorus_lib.framing.attribution import Attribution, find_attributions
from sinorus_lib.framing.lexicon import plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.tables import language_table
from sinorus_lib.words import Word, content_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.parsing import Parser

# Every cue is the same whichever claim is named first.
CUES = (
    "shared_quantities", "matched_share", "reversed_words", "polarity", "opposites", "quantity", "actor", "name",
    "time", "roles",
)  # fmt: skip
# These tell a contradiction as far as the rest of the two claims is the same: they count by the square of its share.
_CLOSE = frozenset({"reversed_words", "polarity", "opposites", "actor", "name", "time", "roles"})
_CONTENT_POS = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
_MATCHED = 0.3  # cosine from which two words that are each other's best are taken to speak of the same
_TRANSLATED = 0.45  # cosine from which a capitalised word is no name but has its translation on the other side
_ALIKE = 0.6  # share of letters in common from which two names may be two spellings of one
Span = tuple[int, int]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Statement:
    """What one claim says, attribution left out.

    Attributes:
        language: ``fr`` or ``en``.
        quantities: numbers, dates and quantities.
        mentions: actors from the table, and those the article itself introduces.
        words: its content words, with offsets in the claim.
        signs: 1 for a word that is asserted, -1 for one that is negated, denied or refused; one a word.
        identities: whom a word names: an actor's id or a folded proper name; empty for any other word.
        capitals: numbers of the words that name a capital, which may stand for its country or for the town.
        places: those of them that can only be the town: *in Moscow*, « à Moscou ».
        polarity: 1 if its main predicate is asserted, -1 if it is reversed.
        realisation: whether its main predicate happened, is decided, or lies ahead.
        roles: actor id -> the roles it has.
        lemmas: lemmas of its content words, in order.
        country_of: person -> country, as the article says.
    """

    language: str
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    words: tuple[Word, ...]
    signs: tuple[int, ...]
    identities: tuple[str, ...]
    capitals: frozenset[int]
    places: frozenset[int]
    polarity: int
    realisation: str
    roles: dict[str, set[str]]
    lemmas: tuple[str, ...]
    country_of: Mapping[str, str]

    @cached_property
    def names(self) -> frozenset[str]:
        """The proper names in it that no table knows, folded so that both languages' spellings meet."""
        return frozenset(self.identities) - {mention.actor for mention in self.mentions} - {""}

    @cached_property
    def names_anyone(self) -> bool:
        """Whether any of its words names somebody or a place."""
        return any(self.identities)


@dataclass(frozen=True, eq=False)
class ClaimFacts(Statement):
    """What one claim says, and where its words lie among the token vectors of a collection.

    Attributes:
        vectors: one unit vector a word, shape ``(words, dimensions)``.
        weights: what each word weighs, shape ``(words,)``.
    """

    vectors: Vectors
    weights: Vectors


@dataclass(frozen=True)
class Cues:
    """How two claims meet and differ beside their words.

    Attributes:
        measured: name of the cue -> its value: a count of what is shared, a share of words, or from 0 to 1 how
            much a difference counts.
        reasons: name of a cue -> what differs, a before b, for those that tell a contradiction.
    """

    measured: dict[str, float]
    reasons: dict[str, str]

    @property
    def in_words(self) -> str | None:
        """What differs, in one line; nothing if nothing does."""
        return "; ".join(f"{name}: {reason}" for name, reason in self.reasons.items()) or None


def read_statements(claims: pd.DataFrame, parser: Parser) -> list[Statement]:
    """Return what every claim says, in order.

    Args:
        claims: the frame ``claims``; of each article all of them.
        parser: parses each claim once.
    """
    found: dict[int, Statement] = {}
    rows = claims.reset_index(drop=True)
    contents = content_spans(rows)
    for (_, name), members in rows.groupby(["article_id", "language"], sort=False):
        language, texts = str(name), members["text"].tolist()
        known = learn_actors(texts, language)
        for index, doc in zip(members.index.tolist(), parser.parse(texts, language), strict=True):
            found[index] = _statement(doc, language, contents[index], known)
    return [found[index] for index in range(len(rows))]


def locate_statements(
    statements: Sequence[Statement], texts: Sequence[str], tokens: Sequence[TokenVectors], space: TokenSpace
) -> list[ClaimFacts]:
    """Return statements with the vectors and weights of their words, in order.

    Args:
        statements: what each claim says.
        texts: the claims as written.
        tokens: token vectors, one a claim.
        space: what makes the token vectors comparable.
    """
    return [_located(*each, space) for each in zip(statements, texts, tokens, strict=True)]


def read_facts(
    claims: pd.DataFrame, tokens: Sequence[TokenVectors], space: TokenSpace, parser: Parser
) -> list[ClaimFacts]:
    """Return the facts of every claim, in order: :func:`read_statements`, then :func:`locate_statements`."""
    return locate_statements(read_statements(claims, parser), claims["text"].tolist(), tokens, space)


def _located(statement: Statement, text: str, tokens: TokenVectors, space: TokenSpace) -> ClaimFacts:
    words = list(statement.words)
    vectors, weights = word_vectors(words, text, tokens, statement.language, space)
    known = {item.name: getattr(statement, item.name) for item in fields(statement)}
    return ClaimFacts(**known, vectors=vectors, weights=weights)


def _statement(doc: Doc, language: str, content: Span, known: ArticleActors) -> Statement:
    text = text_of(doc)
    mentions = tuple(x for x in find_actors(text, language, known) if _within(x.start, x.end, content))
    quantities = tuple(x for x in find_quantities(text, language) if _within(x.start, x.end, content))
    words = [word for word in content_words(text, language) if _within(word.start, word.end, content)]
    reversals, attributions = find_reversals(doc, language), find_attributions(doc, language)
    scopes = [item.scope for item in reversals]
    capitals = list(_capitals(words, mentions))
    return Statement(
        language=language,
        quantities=quantities,
        mentions=mentions,
        words=tuple(words),
        signs=tuple(_sign(word, scopes) for word in words),
        identities=tuple(_identity(word, doc, mentions, quantities) for word in words),
        capitals=frozenset(capitals),
        places=frozenset(i for i in capitals if _stands_in(words[i], doc, language)),
        polarity=polarity(doc, language, *content, reversals=reversals),
        realisation=realisation(doc, language, *content, attributions=attributions),
        roles=_roles(doc, content, mentions, attributions),
        lemmas=tuple(token.lemma_.lower() for token in tokens_of(doc) if token.pos_ in _CONTENT_POS),
        country_of=known.country_of,
    )


def _within(start: int, end: int, content: Span) -> bool:
    return content[0] <= start and end <= content[1]


def _sign(word: Word, scopes: Iterable[Span]) -> int:
    return -1 if sum(low <= word.start < high for low, high in scopes) % 2 else 1


def _identity(word: Word, doc: Doc, mentions: Iterable[Mention], quantities: Iterable[Quantity]) -> str:
    """Return whom a word names; a month or weekday names nobody."""
    for mention in mentions:
        if mention.start < word.end and word.start < mention.end:
            return mention.actor
    if not word.text[0].isupper() or any(item.start < word.end and word.start < item.end for item in quantities):
        return ""
    span = doc.char_span(word.start, word.end, alignment_mode="expand")
    is_name = span is not None and any(token.pos_ == "PROPN" for token in span) and len(word.text) > 1
    return f"name:{fold_name(word.text)}" if is_name else ""


def _capitals(words: Sequence[Word], mentions: Iterable[Mention]) -> Iterator[int]:
    spans = [(item.start, item.end) for item in mentions if item.kind == "capital"]
    for index, word in enumerate(words):
        if any(start <= word.start < end for start, end in spans):
            yield index


def _stands_in(word: Word, doc: Doc, language: str) -> bool:
    """Tell whether a word follows a preposition of place."""
    before = plain(text_of(doc)[: word.start].rstrip())
    return before.endswith(_place_prepositions(language))


@cache
def _place_prepositions(language: str) -> tuple[str, ...]:
    table = language_table(__package__, "facts.yaml", language, of="facts")
    return tuple(f" {preposition}" for preposition in table["place_prepositions"])


def _roles(
    doc: Doc, content: Span, mentions: Iterable[Mention], attributions: Sequence[Attribution]
) -> dict[str, set[str]]:
    known = [(item.start, item.end, item.actor) for item in mentions]
    others = [item for item in name_spans(doc, known) if _within(item[0], item[1], content)]
    return actor_roles(doc, [*known, *others], attributions=attributions)


def compare_facts(a: ClaimFacts, b: ClaimFacts, *, actors: bool = True) -> Cues:
    """Return the cues of a pair; with ``actors=False`` those that rest on who is named are 0."""
    similarity = a.vectors @ b.vectors.T
    matched = _matched_words(similarity)
    turned = [(i, j) for i, j in matched if a.signs[i] != b.signs[j]]
    quantities = compare_quantities(a.quantities, b.quantities, same_language=a.language == b.language)
    reasons = {
        "reversed_words": _pairs((a.words[i].text, b.words[j].text) for i, j in turned),
        "polarity": _polarity_reason(a, b),
        "opposites": _pairs(opposites(a.lemmas, a.language, b.lemmas, b.language)),
        "quantity": _pairs((_written(x), _written(y)) for x, y in quantities.differing),
        "time": f"{a.realisation} / {b.realisation}" if realisations_conflict(a.realisation, b.realisation) else "",
    }
    values = {
        "shared_quantities": float(len(quantities.shared)),
        "matched_share": _weight(matched, a, b) / max(1e-9, float(a.weights.sum() + b.weights.sum())),
        "reversed_words": _weight(turned, a, b) / max(1e-9, _weight(matched, a, b)),
    }
    if actors and a.names_anyone and b.names_anyone:
        met = compare_actors(a.mentions, b.mentions, {**a.country_of, **b.country_of})
        left = _left_over_names(a, b, similarity, met.only_a | (a.names - b.names))
        right = _left_over_names(b, a, similarity.T, met.only_b | (b.names - a.names))
        reasons["actor"] = _other_names(left["actor"], right["actor"], in_the_table=True)
        reasons["name"] = _other_names(left["name"], right["name"], in_the_table=False)
    if actors:
        reasons["roles"] = "swapped" if roles_swapped(a.roles, b.roles) else ""
    values = {**{name: float(bool(reasons.get(name))) for name in CUES}, **values}
    closeness = values["matched_share"] ** 2
    measured = {name: value * (closeness if name in _CLOSE else 1.0) for name, value in values.items()}
    return Cues(measured, {name: reason for name, reason in reasons.items() if reason})


def _matched_words(similarity: Vectors) -> list[tuple[int, int]]:
    """Return the words of two claims that are each other's best match, and similar enough."""
    if not similarity.size:
        return []
    best_a, best_b = similarity.argmax(axis=1), similarity.argmax(axis=0)
    return [(i, j) for i, j in enumerate(best_a.tolist()) if best_b[j] == i and similarity[i, j] >= _MATCHED]


def _weight(pairs: list[tuple[int, int]], a: ClaimFacts, b: ClaimFacts) -> float:
    return float(sum(a.weights[i] + b.weights[j] for i, j in pairs))


def _left_over_names(
    claim: ClaimFacts, other: ClaimFacts, similarity: Vectors, only: frozenset[str]
) -> dict[str, list[str]]:
    """Return whom only this claim names, as written: countries and bodies as ``actor``, the others as ``name``.

    A capital is a name as well: a town, where the other claim names another town.
    """
    towns = {other.identities[index] for index in other.capitals}
    found: dict[str, list[str]] = {"actor": [], "name": []}
    for index, (word, identity) in enumerate(zip(claim.words, claim.identities, strict=True)):
        elsewhere = index in claim.places and identity not in towns
        if identity in only and not _translated(index, identity, other, similarity):
            found[_kind(identity)].append(word.text)
        if index in claim.capitals and (elsewhere or identity in only):
            found["name"].append(word.text)
    return found


def _translated(index: int, identity: str, other: ClaimFacts, similarity: Vectors) -> bool:
    """Tell whether a capitalised word is no name, but has its translation on the other side."""
    if _kind(identity) != "name" or not similarity.size:
        return False
    best = int(similarity[index].argmax())
    return not other.identities[best] and bool(similarity[index, best] >= _TRANSLATED)


def _other_names(left: list[str], right: list[str], *, in_the_table: bool) -> str:
    """Return the names of either side, if both have one; none that may be the other's in another spelling."""
    alike = not in_the_table and any(_spelled_alike(x, y) for x in left for y in right)
    return f"{', '.join(left)} / {', '.join(right)}" if left and right and not alike else ""


def _kind(identity: str) -> str:
    """Return whether an identity is that of a country or body, or a name of any other kind."""
    return "actor" if ":" not in identity or identity.startswith("org:") else "name"


@lru_cache(maxsize=1 << 16)
def _spelled_alike(x: str, y: str) -> bool:
    """Tell whether two names may be one in two spellings: Leyde and Leiden, Grodno and Hrodna."""
    return SequenceMatcher(None, fold_name(x), fold_name(y)).ratio() >= _ALIKE


def shared_quantities(facts: Sequence[ClaimFacts], a: Rows, b: Rows) -> npt.NDArray[np.float64]:
    """Return, for every pair of rows, how many quantities the two claims share: the cue that tells their content."""
    has_any = np.array([bool(item.quantities) for item in facts], dtype=bool)
    both = np.flatnonzero(has_any[a] & has_any[b])
    counts = np.zeros(len(a))
    counts[both] = [
        count_shared(facts[i].quantities, facts[j].quantities)
        for i, j in zip(a[both].tolist(), b[both].tolist(), strict=True)
    ]
    return counts


def cue_table(
    facts: Sequence[ClaimFacts],
    a: Rows,
    b: Rows,
    *,
    actors: bool = True,
    where: npt.NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Return a row for every pair of rows: a column a cue, and ``reason``, what differs in words.

    Args:
        facts: what the claims say.
        a: the row of each pair's first claim.
        b: the row of its second.
        actors: whether cues count that rest on who is named.
        where: which pairs to compare; the others have cues of 0 and no reason. All if not given.
    """
    chosen = np.arange(len(a)) if where is None else np.flatnonzero(where)
    sides = zip(a[chosen].tolist(), b[chosen].tolist(), strict=True)
    found = [compare_facts(facts[i], facts[j], actors=actors) for i, j in sides]
    measured = np.zeros((len(CUES), len(a)))
    measured[:, chosen] = np.array([[cues.measured[name] for cues in found] for name in CUES])
    reasons = np.full(len(a), None, dtype=object)
    reasons[chosen] = [cues.in_words for cues in found]
    return pd.DataFrame({**dict(zip(CUES, measured, strict=True)), "reason": reasons}).astype({"reason": "str"})


def _polarity_reason(a: ClaimFacts, b: ClaimFacts) -> str:
    words = {1: "asserted", -1: "reversed"}
    return f"{words[a.polarity]} / {words[b.polarity]}" if a.polarity != b.polarity else ""


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{x} / {y}" for x, y in pairs)


def _written(quantity: Quantity) -> str:
    low, high = f"{quantity.low:g}", f"{quantity.high:g}"
    return f"{low if low == high else f'{low} to {high}'} {quantity.unit or quantity.counted}".strip()
