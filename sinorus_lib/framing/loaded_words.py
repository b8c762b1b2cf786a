"""Loaded words: one table of senses for both languages, and where the senses stand in a text.

An entry of a table is one sense with its French and its English words side by side and one set of scores, so that
both languages share one instrument. A word is written with what it is: ``catastrophe/n`` (noun), ``mourir/v`` (verb),
``cruel/a`` (adjective), which adds its inflected forms (``lexicons/inflection.yaml``), or bare, as it stands. With
``!`` (``tort/n!``) it counts only where the tagger agrees; otherwise the tag is not asked, since taggers err most on
rare words. An expression of several words may inflect any of them (``jeter/v de l'huile sur le feu``). Of what
starts at a word the longest wins, so that an expression without score silences a word inside it.

Words inside proper names are passed over: a capital letter inside a sentence marks a name in both languages, unless
the table writes the word with one (``Islamist/n``). It cannot see a name at the start of a sentence, irony, or a
word that names a topic and takes no stance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from sinorus_lib.errors import SinorusError
from sinorus_lib.framing.lexicon import Span
from sinorus_lib.framing.parsed import text_of
from sinorus_lib.framing.words import WORD, TextWords, words_in
from sinorus_lib.tables import read_yaml

if TYPE_CHECKING:
    from spacy.tokens import Doc

Words = tuple[str, ...]
_TAGS: Mapping[str, frozenset[str]] = {
    "n": frozenset({"NOUN", "PROPN"}),
    "v": frozenset({"VERB", "AUX"}),
    "a": frozenset({"ADJ"}),
    "d": frozenset({"ADV"}),
    "": frozenset(),
}
_OPENING = frozenset('«“”"‘([–—:.?!-')
_TITLE = 0.6  # share of long words with a capital from which a text counts as a title
_LONG = 4  # letters of a word that a title writes with a capital


@dataclass(frozen=True)
class Sense:
    """What an entry of a table says of its words: scores and names."""

    scores: Mapping[str, Any]

    def score(self, name: str) -> float:
        """Return a score; 0 if the entry has none of that name."""
        return float(self.scores.get(name, 0.0))

    def text(self, name: str) -> str:
        """Return a name; empty if the entry has none."""
        return str(self.scores.get(name, ""))


@dataclass(frozen=True)
class Hit:
    """A sense at its place.

    Attributes:
        span: the code points of its words.
        first: the number of its first word in the text.
        last: the number of its last word.
        capital: whether the table writes it with a capital.
        sense: what its entry says.
    """

    span: Span
    first: int
    last: int
    capital: bool
    sense: Sense


class _Way(NamedTuple):
    """One way to write a sense: the words after the first, the first one's tags, and whether it has a capital."""

    rest: Words
    tags: frozenset[str]
    capital: bool
    sense: Sense


class LoadedWords:
    """Finds the senses of a table in one language."""

    def __init__(self, entries: Iterable[Mapping[str, Any]], language: str) -> None:
        ways: dict[str, list[_Way]] = {}
        for entry in entries:
            sense = Sense({name: value for name, value in entry.items() if name not in ("fr", "en")})
            for words, tags, capital in _written(_words_in(entry, language), language):
                ways.setdefault(" ".join(words[:2]), []).append(_Way(tuple(words[1:]), tags, capital, sense))
        for found in ways.values():
            if len(found) > 1:
                found.sort(key=lambda way: (-len(way.rest), not way.tags))
        self._ways = ways
        self._first = frozenset(key.partition(" ")[0] for key in ways)

    def __len__(self) -> int:
        return sum(map(len, self._ways.values()))

    def find(self, doc: Doc) -> list[Hit]:
        """Return the senses found, left to right, without overlap."""
        text = text_of(doc)
        words = words_in(text)
        places = words.spans
        found: list[Hit] = []
        free = 0
        for number, word in enumerate(words.words):
            way = self._way(words, number, doc) if word in self._first and number >= free else None
            if way is not None:
                free = number + len(way.rest) + 1
                found.append(Hit((places[number][0], places[free - 1][1]), number, free - 1, way.capital, way.sense))
        return _outside_names(found, text, places)

    def _way(self, words: TextWords, number: int, doc: Doc) -> _Way | None:
        """Return the longest way that fits: of several words if the second fits, else the word alone."""
        for key in (" ".join(words.words[number : number + 2]), words.words[number]):
            for way in self._ways.get(key, ()):
                end = number + 1 + len(way.rest)
                fits = words.words[number + 1 : end] == way.rest
                if fits and (not way.tags or _tag(doc, words.spans[number][0]) in way.tags):
                    return way
        return None


def split(text: str) -> list[str]:
    """Return the words of a text in lower case: letters and digits, cut at everything else."""
    return [text.lower()] if text.isalnum() else [match.group().lower() for match in WORD.finditer(text)]


@cache
def read_table(file: str) -> Any:
    """Return a table of senses that both languages share, from ``lexicons/``; read once, for all languages."""
    return read_yaml(str(__package__), f"lexicons/{file}")


def _tag(doc: Doc, start: int) -> str:
    """Return the part of speech of the token that holds a character."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    return str(span[0].pos_) if span else ""


def _outside_names(found: list[Hit], text: str, places: tuple[Span, ...]) -> list[Hit]:
    if not any(text[hit.span[0]].isupper() for hit in found) or _is_title(text, places):
        return found
    return [hit for hit in found if not _in_name(hit, text, places)]


def _is_title(text: str, places: tuple[Span, ...]) -> bool:
    """Say whether a text writes most of its long words with a capital, as English headlines do."""
    long = [text[start].isupper() for start, end in places if end - start >= _LONG]
    return sum(long) > _TITLE * len(long)


def _in_name(hit: Hit, text: str, places: tuple[Span, ...]) -> bool:
    """Say whether a capital marks a name: inside a sentence, or at its start when the next word has one too."""
    start = hit.span[0]
    if hit.capital or not text[start].isupper():
        return False
    before = text[:start].rstrip()
    if before and before[-1] not in _OPENING:
        return True
    following = places[hit.last + 1][0] if hit.last + 1 < len(places) else None
    return following is not None and text[following].isupper() and text[hit.span[1] : following] == " "


# --- the forms of words ---


def _words_in(entry: Mapping[str, Any], language: str) -> list[str]:
    if language not in entry:
        raise SinorusError(f"No words for the language {language!r} in the entry {dict(entry)!r}.")
    return [str(item) for item in entry[language]]


def _written(entries: Iterable[str], language: str) -> Iterator[tuple[list[str], frozenset[str], bool]]:
    """Yield the words of every form of every entry, the tags that the first must have, and if it has a capital."""
    for entry in entries:
        parts = [part.partition("/") for part in entry.split()]
        strict = parts[0][2] if parts[0][2].endswith("!") else ""
        tags, capital = _tags(strict.rstrip("!")), entry[:1].isupper()
        forms = [[split(form) for form in _inflected(word, kind.rstrip("!"), language)] for word, _, kind in parts]
        for way in product(*forms):
            yield [word for words in way for word in words], tags, capital


def _tags(kinds: str) -> frozenset[str]:
    return frozenset().union(*(_TAGS[kind] for kind in kinds))


def _inflected(word: str, kinds: str, language: str) -> list[str]:
    """Return the forms of a word of one or more kinds, the word itself first."""
    table = _endings(language)
    if not kinds and word not in table["irregular"]:
        return [word]
    forms = [word, *(form for kind in kinds for form in _forms(word, table.get(kind, {})))]
    return list(dict.fromkeys(forms + table["irregular"][word] if word in table["irregular"] else forms))


def _forms(word: str, endings: Mapping[str, list[str]]) -> list[str]:
    cut = next((cut for cut in range(len(word) + 1) if word[cut:] in endings), None)
    return [] if cut is None else [word[:cut] + ending for ending in endings[word[cut:]]]


@cache
def _endings(language: str) -> Mapping[str, Any]:
    tables: Mapping[str, Mapping[str, Any]] = read_table("inflection.yaml")
    if language not in tables:
        raise SinorusError(f"No endings of words for the language {language!r}; expected one of {', '.join(tables)}.")
    return tables[language]
