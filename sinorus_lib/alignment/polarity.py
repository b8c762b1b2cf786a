"""Tells an assertion from its negation, denial or refusal, and pairs predicates that are opposites.

A reversal is a cue with a scope. Cues are listed, and so are look-alikes that negate nothing, as in NegEx
(Chapman et al., "A simple algorithm for identifying negated findings and diseases", 2001); scopes come from the
parse and cover the negated predicate with its arguments (Morante & Sporleder, "Modality and negation", 2012; *SEM
shared task, Morante & Blanco 2012). Verbs that reverse their complement, such as *deny* and *refuse*, follow work on
implicatives (Karttunen 1971; Nairn, Condoravdi & Karttunen 2006): what counts is the parity of the reversals. French
wants *ne* with most of its words (Godard 2004): several on one verb negate once (negative concord).

It cannot see irony, *denies* without a complement, opposites in ``polarity`` (*remains neutral* against *does not
take sides*), or a negation that the parser hangs on the wrong verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sinorus_lib.errors import SinorusError
from sinorus_lib.framing.lexicon import Lexicon, Phrases, Span, Words, load_lexicon, plain
from sinorus_lib.framing.parsed import found_once, text_of, tokens_of, words_of
from sinorus_lib.tables import read_yaml

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEEPEST = 12  # clauses inside clauses; no sentence of the press has more
_NEAR = 6  # tokens from a verb to what belongs to it
_SHARPEST = frozenset({";", ":", ".", "?", "!", "—", "–"})
_WEAKEST = _SHARPEST | {",", "(", ")"}
_VERBAL = frozenset({"VERB", "AUX"})
_NAMING = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True)
class Reversal:
    """A cue that reverses what stands in its scope.

    Attributes:
        start: where the cue starts, in code points.
        end: where it ends; a cue in two parts, as *ne … pas*, holds what stands between them.
        kind: ``negation``, ``denial`` or ``refusal``.
        scope: the code points of what is reversed.
    """

    start: int
    end: int
    kind: str
    scope: Span


# --- the tables ---


@dataclass(frozen=True)
class _Tables:
    words: Mapping[str, Words]
    markers: Words
    verbs: Mapping[str, tuple[tuple[tuple[str, ...], str, bool], ...]]
    nouns: Words
    lacks: Phrases
    forms: Mapping[str, str]
    pseudo: Phrases
    adverbials: Phrases
    lexicon: Lexicon


@cache
def _tables(language: str) -> _Tables:
    """Return the tables of a language, read once.

    Raises:
        SinorusError: if there are none.
    """
    data = _data()["reversals"]
    if language not in data:
        raise SinorusError(f"No polarity tables for the language {language!r}; expected one of {', '.join(data)}.")
    table = data[language]
    contractions = table["contractions"]
    words = {name: frozenset(map(plain, items)) for name, items in table["words"].items()}
    return _Tables(
        words=words,
        markers=words["alone"] | words["with_particle"] | words["prepositions"],
        verbs=_verbs(table["verbs"], table["reflexive_prefixes"]),
        nouns=frozenset(map(plain, table["nouns"])),
        lacks=Phrases(table["lacks"], contractions),
        forms=_forms(table),
        pseudo=Phrases(table["pseudo"], contractions),
        adverbials=Phrases(table["adverbials"], contractions),
        lexicon=load_lexicon(language),
    )


@cache
def _data() -> dict[str, Any]:
    tables: dict[str, Any] = read_yaml(str(__package__), "polarity.yaml")
    return tables


def _verbs(
    table: Mapping[str, list[str]], prefixes: Sequence[str]
) -> dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]:
    """Map the first lemma of each entry to the words that must follow, its kind, and whether it is reflexive."""
    found: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for kind, entries in table.items():
        for entry in entries:
            bare = _bare(entry, prefixes)
            first, *following = bare.split()
            found.setdefault(first, []).append((tuple(following), kind, bare != entry))
    return {lemma: tuple(sorted(uses, key=lambda use: -len(use[0]))) for lemma, uses in found.items()}


def _bare(entry: str, prefixes: Sequence[str]) -> str:
    return entry.removeprefix(next((prefix for prefix in prefixes if entry.startswith(prefix)), ""))


def _forms(table: Mapping[str, Any]) -> dict[str, str]:
    """Map inflected forms that a lemmatiser may miss to their lemma."""
    lemmas = {
        _bare(entry, table["reflexive_prefixes"]).split()[0] for group in table["verbs"].values() for entry in group
    }
    regular = {
        lemma.removesuffix(suffix) + ending: lemma
        for lemma in lemmas
        for suffix, endings in table["endings"].items()
        if lemma.endswith(suffix)
        for ending in endings
    }
    return regular | {form: lemma for lemma, forms in table["irregular"].items() for form in forms}


# --- reversals ---


@dataclass(frozen=True)
class _Passage:
    """A parsed sentence with what every search needs, read once: reading it off the ``Doc`` is slow.

    ``words`` are its tokens as the tables write them.
    """

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    text: str
    pseudo: tuple[Span, ...]
    adverbials: tuple[Span, ...]

    def among(self, listed: Words) -> list[Token]:
        """Return the tokens that are listed as they are written."""
        return [token for token, word in zip(self.tokens, self.words, strict=True) if word in listed]


def _passage(doc: Doc, tables: _Tables) -> _Passage:
    text, tokens = text_of(doc), tokens_of(doc)
    return _Passage(tokens, words_of(doc), text, tuple(tables.pseudo.find(text)), tuple(tables.adverbials.find(text)))


def find_reversals(doc: Doc, language: str) -> list[Reversal]:
    """Return the reversals of a parsed sentence, left to right.

    Raises:
        SinorusError: if there are no tables for that language; never because of the text.
    """
    return found_once(doc, f"reversals {language}", lambda: _reversals(doc, _tables(language)))


def _reversals(doc: Doc, tables: _Tables) -> list[Reversal]:
    sources = (_negations, _adverbials, _verbal, _nominal, _finished, _falsities)
    passage = _passage(doc, tables)
    found = [item for source in sources for item in source(passage, tables)]
    unique = {(item.scope, item.kind): item for item in reversed(found)}
    return sorted(unique.values(), key=lambda item: (item.start, item.end, item.scope))


def _negations(passage: _Passage, tables: _Tables) -> Iterator[Reversal]:
    """Yield one negation a negated predicate, however many negative words it has."""
    hosts: dict[int, list[Token]] = {}
    for marker in _markers(passage, tables):
        particle = _partner(marker, tables)
        host = _host(marker, particle, tables)
        if host is not None:
            hosts.setdefault(host.i, []).extend([marker] if particle is None else [marker, particle])
    for index, cues in hosts.items():
        first, last = min(cues, key=lambda item: item.i), max(cues, key=lambda item: item.i)
        yield Reversal(first.idx, _end(last), "negation", _negated(passage.tokens[index], tables))


def _markers(passage: _Passage, tables: _Tables) -> list[Token]:
    taken = passage.pseudo + passage.adverbials
    return [
        item for item in passage.among(tables.markers) if not _inside(item, taken) and not _contrasts(item, tables)
    ]


def _contrasts(marker: Token, tables: _Tables) -> bool:
    """Say whether the marker only sets one thing against another: "is not the machine but the link"."""
    for item in tokens_of(marker.doc)[marker.i + 1 : min(marker.sent.end, marker.i + 2 * _NEAR)]:
        if plain(item.text) in tables.words["adversative"]:
            return True
        if item.text in _WEAKEST or item.pos_ in _VERBAL:
            return False
    return False


def _inside(token: Token, spans: Iterable[Span]) -> bool:
    return any(start <= token.idx < end for start, end in spans)


def _partner(marker: Token, tables: _Tables) -> Token | None:
    """Return the particle that the marker goes with, the "ne" of "ne … pas", if there is one."""
    if _restrictive(marker, tables) or plain(marker.text) in tables.words["prepositions"]:
        return None
    before = _nearest_particle(
        reversed(tokens_of(marker.doc)[max(marker.sent.start, marker.i - 2 * _NEAR) : marker.i]), tables
    )
    if before is not None and _reaches(before, marker, tables):
        return before
    after = tokens_of(marker.doc)[marker.i + 1 : min(marker.sent.end, marker.i + 3 * _NEAR)]
    return _nearest_particle(after, tables) if plain(marker.text) in tables.words["fronted"] else None


def _restrictive(marker: Token, tables: _Tables) -> bool:
    """Say whether "que" right after turns the marker into "only": "plus que des chaises"."""
    following = marker.doc[marker.i + 1] if marker.i + 1 < len(marker.doc) else None
    if following is None or plain(marker.text) not in tables.words["restrictable"]:
        return False
    return plain(following.text) in tables.words["only"] and following.head.pos_ not in _VERBAL


def _nearest_particle(tokens: Iterable[Token], tables: _Tables) -> Token | None:
    for token in tokens:
        if plain(token.text) in tables.words["particle"]:
            return token
        if token.text in _SHARPEST:
            return None
    return None


def _reaches(particle: Token, marker: Token, tables: _Tables) -> bool:
    verb = _particle_verb(particle, tables)
    if marker.i <= verb.i + 1:
        return True
    between = tokens_of(marker.doc)[verb.i + 1 : marker.i]
    return len(between) <= _NEAR and not any("VerbForm=Fin" in str(item.morph) for item in between)


def _particle_verb(particle: Token, tables: _Tables) -> Token:
    head = particle.head
    if head.i > particle.i:
        return head
    after = tokens_of(particle.doc)[particle.i + 1 : min(particle.sent.end, particle.i + _NEAR)]
    return next((item for item in after if item.pos_ in _VERBAL), particle)


def _host(marker: Token, particle: Token | None, tables: _Tables) -> Token | None:
    """Return the predicate that the marker negates."""
    word = plain(marker.text)
    if word in tables.words["prepositions"]:
        return marker if marker.pos_ in {"ADP", "SCONJ"} else None
    if particle is not None:
        return _particle_verb(particle, tables)
    aside = _set_aside(marker, tables)
    if aside is not None:
        return aside
    return _governor(marker, tables) if word in tables.words["alone"] and not _restrictive(marker, tables) else None


def _set_aside(marker: Token, tables: _Tables) -> Token | None:
    """Return the noun that a bare negation only sets aside: "the rebels, not the army, agreed"."""
    doc = marker.doc
    within = 0 < marker.i < len(doc) - 1 and doc[marker.i - 1].text == ","
    if not within or plain(marker.text) not in tables.words["aside"]:
        return None
    if plain(doc[marker.i + 1].text) in tables.words["single"]:
        return None
    for item in tokens_of(doc)[marker.i + 1 : marker.i + _NEAR]:
        if item.pos_ in {"NOUN", "PROPN"}:
            return item
        if item.pos_ not in {"DET", "ADJ", "NUM"}:
            return None
    return None


def _governor(token: Token, tables: _Tables) -> Token:
    """Climb to the predicate; a word that is set apart ("and not Washington", "with no hope") keeps the negation."""
    current = token
    for _ in range(_DEEPEST):
        head = current.head
        if head == current or (_is_predicate(current, tables) and current.dep_ not in tables.words["auxiliary"]):
            return current
        if current.dep_ in tables.words["contrasted"] or plain(current.text) in tables.words["closed"]:
            return current
        if current == token and head.pos_ == "ADP":
            return head
        current = head
    return current


def _is_predicate(token: Token, tables: _Tables) -> bool:
    return token.pos_ in _VERBAL or any(item.dep_ in tables.words["copulas"] for item in token.children)


def _negated(host: Token, tables: _Tables) -> Span:
    """Return the clause of a predicate; of a preposition that hangs on its noun or verb, those words."""
    marks = plain(host.text) in tables.words["prepositions"] and host.head.i > host.i
    return (host.idx, _span_of(host.head, tables)[1]) if marks else _clause(host, tables)


def _clause(host: Token, tables: _Tables) -> Span:
    """Return the code points of a predicate with its arguments, without the clauses beside it."""
    tokens = [host]
    for item in host.children:
        if not _apart(item, tables):
            tokens.extend(item.subtree)
    return min(item.idx for item in tokens), max(_end(item) for item in tokens)


def _apart(item: Token, tables: _Tables) -> bool:
    if item.dep_ in tables.words["apart"] or item.is_punct:
        return True
    own = any(child.dep_ in tables.lexicon.parse["subject"] for child in item.children)
    return item.dep_ in tables.lexicon.parse["conjunct"] and (own or _is_predicate(item, tables))


def _end(token: Token) -> int:
    return int(token.idx + len(token.text))


def _adverbials(passage: _Passage, tables: _Tables) -> Iterator[Reversal]:
    """Yield negations by a phrase: "at no point", "en aucun cas", "has yet to"."""
    for start, end in passage.adverbials:
        tokens = [item for item in passage.tokens if start <= item.idx < end]
        if tokens and not _inside(tokens[0], passage.pseudo):
            host = _governor(tokens[0], tables)
            yield Reversal(start, end, "negation", _clause(host, tables))


def _verbal(passage: _Passage, tables: _Tables) -> Iterator[Reversal]:
    """Yield denials and refusals by a verb that reverses its complement."""
    for token in passage.tokens:
        use = _use(token, tables)
        if use is not None and not _inside(token, passage.pseudo):
            last, kind = use
            yield Reversal(token.idx, _end(last), kind.split("_")[0], _complement_span(token, last, kind, tables))


def _nominal(passage: _Passage, tables: _Tables) -> Iterator[Reversal]:
    """Yield refusals and lacks by a noun that reverses its complement: "a lack of", "l'annulation de"."""
    for token in passage.tokens:
        head = _noun_complement(token, tables)
        if head is not None and not _inside(token, passage.pseudo):
            yield Reversal(token.idx, _end(token), "refusal", _span_of(head, tables))
    for start, end in tables.lacks.find(passage.text):
        words = [item for item in passage.tokens if start <= item.idx < end]
        lacking = _next_head(words[-1], tables) if words and not _inside(words[0], passage.pseudo) else None
        if lacking is not None:
            yield Reversal(start, end, "refusal", _span_of(lacking, tables))


def _noun_complement(token: Token, tables: _Tables) -> Token | None:
    if token.pos_ != "NOUN" or plain(token.lemma_) not in tables.nouns:
        return None
    after = [item for item in token.children if item.i > token.i and item.dep_ in tables.words["nominal"]]
    heads = (_object(item) for item in after if _linked(item, tables))
    return next((item for item in heads if plain(item.lemma_) not in tables.words["amounts"]), None)


def _linked(item: Token, tables: _Tables) -> bool:
    """Say whether a complement hangs on its noun by "of" or its like: the thing that is lacking or refused."""
    return plain(item.text) in tables.words["noun_links"] or any(
        plain(child.text) in tables.words["noun_links"] for child in item.children if child.i < item.i
    )


def _finished(passage: _Passage, tables: _Tables) -> Iterator[Reversal]:
    """Yield what is said to be over: "the strike is over"."""
    for token in passage.among(tables.words["over"]):
        if any(item.i > token.i for item in token.children):
            continue
        copulas = [item for item in token.children if item.pos_ == "AUX"]
        if copulas or (token.head.pos_ in _VERBAL and token.head.lemma_ == "be" and token.head.i < token.i):
            yield Reversal(token.idx, _end(token), "refusal", _clause(token if copulas else token.head, tables))


def _use(token: Token, tables: _Tables) -> tuple[Token, str] | None:
    """Return the last word of a verb that denies or refuses, and the kind of its entry."""
    if token.pos_ not in _VERBAL and not _mistagged(token, tables):
        return None
    for following, kind, reflexive in tables.verbs.get(_lemma(token, tables), ()):
        last = _followed(token, following)
        if last is not None and (not reflexive or _is_reflexive(token, tables)) and _fits(token, last, kind, tables):
            return last, kind
    return None


def _lemma(token: Token, tables: _Tables) -> str:
    return tables.forms.get(plain(token.text), plain(token.lemma_))


def _mistagged(token: Token, tables: _Tables) -> bool:
    """Save a listed form that the tagger took for a noun or an adverb: "Pékin dément"."""
    if plain(token.text) not in tables.forms or token.pos_ == "ADP":
        return False
    before = token.doc[token.i - 1] if token.i else None
    return (
        before is not None
        and before.pos_ in {*_NAMING, "AUX", "ADJ"}
        and not any(item.pos_ == "DET" for item in token.children)
    )


def _followed(token: Token, following: tuple[str, ...]) -> Token | None:
    last = token
    for word in following:
        near = [*tokens_of(token.doc)[last.i + 1 : min(token.sent.end, last.i + 4)], *_particles(token)]
        last = next((item for item in near if plain(item.text) == word), token)
        if last == token:
            return None
    return last


def _particles(token: Token) -> list[Token]:
    """Return what may stand far from its verb: "called the whole long and costly thing off"."""
    return [item for item in token.children if item.dep_ == "prt" and item.i > token.i]


def _is_reflexive(token: Token, tables: _Tables) -> bool:
    before = tokens_of(token.doc)[max(token.sent.start, token.i - 4) : token.i]
    return any(plain(item.text) in tables.words["reflexive"] for item in before)


def _fits(token: Token, last: Token, kind: str, tables: _Tables) -> bool:
    """Say whether the complement is of the sort that the entry wants."""
    head = _complement(token, last, kind, tables)
    wanted = kind.partition("_")[2]
    if wanted in tables.words:
        return head is not None and _lemma(head, tables) in tables.words[wanted]
    if wanted == "verb":
        return head is not None and head.pos_ in _VERBAL
    if wanted in ("object", "ceasing"):
        return head is not None and (head.i < token.i or plain(head.lemma_) not in tables.words["amounts"])
    return True


def _complement_span(token: Token, last: Token, kind: str, tables: _Tables) -> Span:
    head = _complement(token, last, kind, tables)
    if head is None:
        return token.idx, _end(last)
    if head == token.head and head.i < token.i:  # "the offer rejected by the board"
        return head.left_edge.idx, max(_end(head), token.idx - 1)
    if head == token.head:  # the tagger took the verb for an adverb of its own complement
        return _end(last) + 1 if _end(last) < head.idx else head.idx, _end(head.right_edge)
    return _span_of(head, tables)


def _span_of(head: Token, tables: _Tables) -> Span:
    inside = [item for item in head.subtree if not _beside(item, head, tables)]
    return min(item.idx for item in inside), max(_end(item) for item in inside)


def _beside(item: Token, head: Token, tables: _Tables) -> bool:
    """Say whether a word stands in a coordinated clause of the complement."""
    for _ in range(_DEEPEST):
        if item == head:
            return False
        if _apart(item, tables) and item.head == head:
            return True
        item = item.head
    return False


def _complement(token: Token, last: Token, kind: str, tables: _Tables) -> Token | None:
    """Return the head of what the verb reverses: its clause, object, or subject in the passive."""
    subject = next((item for item in token.children if item.dep_ in tables.lexicon.parse["subject"]), None)
    if any(item.dep_ in tables.lexicon.parse["passive"] for item in token.children):
        return _barred(token, tables) or subject
    if kind.endswith(("_object", "_ceasing", *(f"_{name}" for name in tables.words))):
        strict = _strict_complement(token, last, tables)
        strict = _inner(last) if strict is None and last != token else strict
        return subject if strict is None and kind.endswith("_ceasing") and _is_bare(token, last, tables) else strict
    inner = _inner(last) if last != token else None
    if inner is not None:
        return inner
    after = [item for item in token.children if item.i > token.i and item != last and not item.is_punct]
    after = [item for item in after if not _is_time(item, tables)]
    named = [item for item in after if item.dep_ in tables.words["complements"]]
    verbs = [item for item in named if item.pos_ in _VERBAL]
    chosen = next(iter(verbs or named), None)
    if chosen is not None:
        return _object(chosen)
    if token.head.i > token.i and token.head.pos_ in _VERBAL and token.pos_ not in _VERBAL:
        return token.head
    return _next_head(last, tables)


def _strict_complement(token: Token, last: Token, tables: _Tables) -> Token | None:
    """Return an object or a clause, and nothing that only stands near; of a participle, the noun it is said of."""
    barred = _barred(token, tables)
    if barred is not None:
        return barred
    named = [item for item in token.children if item.dep_ in tables.words["objects"] and item.i > token.i]
    named = [item for item in named if item != last and not _is_time(item, tables)]
    verbs = [item for item in named if item.pos_ in _VERBAL]
    chosen = next(iter(verbs or named), None)
    if chosen is not None:
        return _object(chosen)
    said_of_noun = token.dep_ in tables.words["adnominal"] and "VerbForm=Part" in str(token.morph)
    past = "Tense=Past" in str(token.morph)
    return token.head if said_of_noun and past and token.head.i < token.i and token.head.pos_ in _NAMING else None


def _is_time(item: Token, tables: _Tables) -> bool:
    """Say whether this only tells when or how long: "vetoed on Friday a resolution"."""
    return plain(_object(item).lemma_) in tables.words["times"]


def _barred(token: Token, tables: _Tables) -> Token | None:
    """Return what someone is kept from: "barred the firm from shipping"."""
    links = [item for item in token.children if item.i > token.i and plain(item.text) in tables.words["barring"]]
    return next((_object(item) for item in links if _object(item).pos_ in _VERBAL), None)


def _is_bare(token: Token, last: Token, tables: _Tables) -> bool:
    """Say whether nothing completes the verb: "shares ended higher" is no end of the shares."""
    after = tokens_of(token.doc)[last.i + 1 : min(token.sent.end, last.i + _NEAR)]
    linked = any(plain(item.text) in tables.words["outcome_links"] and not _places(item, tables) for item in after)
    barred = any(item.dep_ in tables.words["intransitive_bars"] and item != last for item in token.children)
    return not linked and not barred


def _places(link: Token, tables: _Tables) -> bool:
    """Say whether the link only opens a place or a date: "whaling will end in Iceland in 2027"."""
    following = link.doc[link.i + 1] if link.i + 1 < len(link.doc) else None
    placed = following is not None and following.pos_ in {"PROPN", "NUM"}
    return placed and plain(link.text) in tables.words["placing"]


def _inner(last: Token) -> Token | None:
    """Return what the last word of an idiom governs: "walk away from the talks", "mettre fin à la grève"."""
    after = (_object(item) for item in last.children if item.i > last.i)
    return next((item for item in after if item.pos_ in {*_NAMING, "VERB"}), None)


def _object(token: Token) -> Token:
    """Return what a preposition governs, or the token itself."""
    return next((item for item in token.children if item.i > token.i), token) if token.pos_ == "ADP" else token


def _next_head(last: Token, tables: _Tables) -> Token | None:
    """Return the next verb or noun when the parser gave the verb no complement."""
    near = tokens_of(last.doc)[last.i + 1 : min(last.sent.end, last.i + 2 * _NEAR)]
    linked = len(near) > 0 and near[0].pos_ == "SCONJ"
    for item in near:
        if item.text in _WEAKEST:
            return None
        if plain(item.lemma_) in tables.words["times"]:
            continue
        if item.pos_ == "VERB" or (not linked and item.pos_ in {"NOUN", "PROPN"}):
            return item
    return None


def _falsities(passage: _Passage, tables: _Tables) -> Iterator[Reversal]:
    """Yield denials by a word for false: "the report is false", "called the accusations false"."""
    for token, word in zip(passage.tokens, passage.words, strict=True):
        if word in tables.words["falsity"] or plain(token.lemma_) in tables.words["falsity"]:
            yield from _falsity(token, tables)


def _falsity(token: Token, tables: _Tables) -> Iterator[Reversal]:
    if any(item.dep_ in tables.words["copulas"] for item in token.children):
        yield Reversal(token.idx, _end(token), "denial", _clause(token, tables))
        return
    verb = next((item for item in token.ancestors if item.pos_ in _VERBAL), None)
    if verb is None or token.i - verb.i > 2 * _NEAR or token.i < verb.i:
        return
    if _lemma(verb, tables) in tables.words["calling"]:
        yield Reversal(verb.idx, _end(verb), "denial", _complement_span(verb, verb, "denial", tables))
    elif token.dep_ in tables.words["predicative"] and verb == token.head:
        yield Reversal(token.idx, _end(token), "denial", _clause(verb, tables))


# --- polarity ---


def polarity(
    doc: Doc,
    language: str,
    start: int = 0,
    end: int | None = None,
    *,
    reversals: Sequence[Reversal] | None = None,
) -> int:
    """Return +1 if the main predicate of a span of the sentence is asserted, -1 if it is reversed.

    Attribution is looked through: of "X said it had not asked", the predicate is *asked*. A report that is itself
    negated ("did not say whether") is the predicate. An empty span counts as asserted. The reversals of the sentence
    are looked for unless they are given.

    Raises:
        SinorusError: if there are no tables for that language; never because of the text.
    """
    main = main_predicate(doc, language, start, end)
    if main is None:
        return 1
    scopes = [item.scope for item in (find_reversals(doc, language) if reversals is None else reversals)]
    return -1 if sum(low <= main.idx < high for low, high in scopes) % 2 else 1


def main_predicate(doc: Doc, language: str, start: int = 0, end: int | None = None) -> Token | None:
    """Return the predicate that a span of the sentence asserts or reverses, looking through attribution.

    Of "X denied having asked" it is *asked*; an empty span has none.

    Raises:
        SinorusError: if there are no tables for that language; never because of the text.
    """
    return _main(
        [item for item in tokens_of(doc) if start <= item.idx and (end is None or item.idx < end)], _tables(language)
    )


def _main(span: Sequence[Token], tables: _Tables) -> Token | None:
    tokens = [item for item in span if not item.is_punct and not item.is_space]
    inside = {item.i for item in tokens}
    roots = [item for item in tokens if item.head == item or item.head.i not in inside]
    predicates = [item for item in roots if _is_predicate(item, tables) or _lemma(item, tables) in tables.verbs]
    stray = (item for item in tokens if item.pos_ not in _VERBAL and _use(item, tables) is not None)
    top = next(iter(predicates), None) or next(stray, None) or next(iter(roots), None)
    for _ in range(_DEEPEST):
        below = None if top is None else _below(top, tables)
        if below is None or below.i not in inside:
            return top
        top = below
    return top


def _below(token: Token, tables: _Tables) -> Token | None:
    """Return the predicate that this one only frames: what is reported, denied or refused."""
    use = _use(token, tables)
    if use is not None:
        complement = _complement(token, *use, tables)
        if complement is not None and _is_undone(complement, tables):
            return None
        return _unframed(complement, token)
    supported = _supported(token, tables)
    if supported is not None:
        return supported
    noun = _noun_complement(token, tables)
    if noun is not None:
        return noun
    if _lemma(token, tables) in tables.words["calling"]:
        objects = [item for item in token.children if item.dep_ in tables.lexicon.parse["object"]]
        if objects or not _is_report(token, tables):
            return next(iter(objects), None) if _calls_false(token, tables) else None
    if _is_report(token, tables):
        return _content(token, tables)
    if _lemma(token, tables) in tables.words["framing"]:
        below = [item for item in token.children if item.dep_ in tables.words["framed"] and item.i > token.i]
        return next((item for item in below if item.pos_ in _VERBAL), None)
    if plain(token.lemma_) in tables.words["speech"]:
        return next((item for item in token.children if item.dep_ in tables.words["noun_clauses"]), None)
    return _earlier(token, tables)


def _is_undone(complement: Token, tables: _Tables) -> bool:
    """Say whether what is refused is itself a refusal of something that is not named as the parser sees it."""
    banning = complement.pos_ == "NOUN" and plain(complement.lemma_) in tables.nouns & tables.words["restraint"]
    return banning and _noun_complement(complement, tables) is None


def _supported(token: Token, tables: _Tables) -> Token | None:
    """Return the refusing noun that a verb only carries: "imposed a ban on mining", "a voté l'arrêt de la chasse"."""
    if _lemma(token, tables) not in tables.words["support"]:
        return None
    carried = {*tables.lexicon.parse["object"]}
    if any(item.dep_ in tables.lexicon.parse["passive"] for item in token.children):
        carried |= {*tables.lexicon.parse["subject"]}
    found = [item for item in token.children if item.dep_ in carried]
    return next((item for item in found if _noun_complement(item, tables) is not None), None)


def _unframed(complement: Token | None, token: Token) -> Token | None:
    """Drop a complement that governs its verb; a mistagged verb does hang on its own complement."""
    if complement is None or token.pos_ not in _VERBAL:
        return complement
    return None if complement in token.ancestors else complement


def _calls_false(token: Token, tables: _Tables) -> bool:
    return any(plain(item.lemma_) in tables.words["falsity"] for item in token.subtree)


def _is_report(token: Token, tables: _Tables) -> bool:
    """Say whether the token is a reporting verb that nothing negates."""
    known = tables.lexicon.lemma(token) in tables.lexicon.verbs or _lemma(token, tables) in tables.words["reporting"]
    negatives = tables.words["particle"] | tables.words["alone"]
    subjects = [item for item in token.children if item.dep_ in tables.lexicon.parse["subject"]]
    near = [*token.children, *(item for subject in subjects for item in subject.children)]
    return known and not any(plain(item.text) in negatives for item in near)


def _content(token: Token, tables: _Tables) -> Token | None:
    clauses = [item for item in token.children if item.dep_ in tables.words["content"] or _fronted(item, tables)]
    return next((item for item in clauses if _is_predicate(item, tables)), next(iter(clauses), None))


def _fronted(item: Token, tables: _Tables) -> bool:
    """Say whether a clause before its verb, with no word that links it, is what the verb reports."""
    if item.i > item.head.i or item.dep_ not in tables.words["fronted_content"]:
        return False
    return not any(child.dep_ in tables.words["links"] for child in item.children)


def _earlier(token: Token, tables: _Tables) -> Token | None:
    """Return the first of two clauses set side by side: "we are not merging; we have signed"."""
    for item in token.children:
        side = item.i < token.i and item.dep_ in tables.words["side"] and _is_predicate(item, tables)
        if side and any(mark.text in _SHARPEST for mark in tokens_of(token.doc)[item.i : token.i]):
            return item
    return None


# --- opposites ---


def opposites(
    lemmas_a: Iterable[str], language_a: str, lemmas_b: Iterable[str], language_b: str
) -> list[tuple[str, str]]:
    """Return the pairs of opposite predicates of two texts, the first text's lemma first.

    A concept counts when each text names one of its poles and they differ; a text that names both says nothing.
    Entries of several words, such as "tear up", are found in a list or tuple, which has an order, not in a set.

    Raises:
        SinorusError: if there are no tables for one of the languages.
    """
    poles_a, poles_b = _poles(_in_text(lemmas_a), language_a), _poles(_in_text(lemmas_b), language_b)
    clashing = [key for key in poles_a if (key[0], 1 - key[1]) in poles_b]
    plain_clashes = [
        (name, pole) for name, pole in clashing if (name, 1 - pole) not in poles_a and (name, pole) not in poles_b
    ]
    pairs = (
        (one, other)
        for name, pole in plain_clashes
        for one in poles_a[name, pole]
        for other in poles_b[name, 1 - pole]
    )
    return list(dict.fromkeys(pairs))


def _in_text(lemmas: Iterable[str]) -> str:
    """Return lemmas as one text to look entries up in; those without an order are kept apart."""
    joint = " " if isinstance(lemmas, Sequence) else " \n "
    return f" {joint.join(item for item in lemmas if item)} "


@lru_cache(maxsize=1 << 16)  # a claim meets many others
def _poles(lemmas: str, language: str) -> Mapping[tuple[str, int], list[str]]:
    """Return the entries of a text, from :func:`_in_text`, by concept and pole."""
    table, text = _opposed(language), plain(lemmas)
    found: dict[tuple[str, int], list[str]] = {}
    for entry, keys in table.items():
        if f" {entry} " in text:
            for key in keys:
                found.setdefault(key, []).append(entry)
    return found


@cache
def _opposed(language: str) -> dict[str, list[tuple[str, int]]]:
    """Map each lemma, or words of several lemmas, to its concepts and poles."""
    table: dict[str, list[tuple[str, int]]] = {}
    for name, languages in _data()["opposites"].items():
        if language not in languages:
            raise SinorusError(f"No opposites for the language {language!r}; expected one of {', '.join(languages)}.")
        for pole, entries in enumerate(languages[language]):
            for entry in entries:
                table.setdefault(plain(entry), []).append((name, pole))
    return table
