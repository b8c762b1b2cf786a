"""The tables of one language: reporting verbs, markers, sources and certainty cues, read from YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sinorus_lib.errors import SinorusError
from sinorus_lib.framing.words import TextWords, first_key, words_in
from sinorus_lib.tables import read_yaml

if TYPE_CHECKING:
    from spacy.tokens import Token

Span = tuple[int, int]
Words = frozenset[str]


def plain(text: str) -> str:
    """Return the text in lower case with straight apostrophes, for look-ups."""
    return text.lower().replace("’", "'")


def word_after(token: Token) -> str:
    """Return the word after a token, for look-ups; nothing at the end of the text."""
    return plain(token.nbor().text) if token.i + 1 < len(token.doc) else ""


@dataclass(frozen=True)
class Verb:
    """A reporting verb: its lemma, the words that must follow it, and its class."""

    lemma: str
    following: tuple[str, ...]
    cue_class: str
    reflexive: bool


class Phrases:
    """Finds any of many expressions in a text; of two that start together the longer wins."""

    def __init__(
        self, expressions: Iterable[str], contractions: Mapping[str, list[str]], *, exact: bool = False
    ) -> None:
        by_word: dict[str, list[str]] = {}
        for item in sorted({str(item) for item in expressions}, key=len, reverse=True):
            by_word.setdefault(_first(item), []).append(_pattern(item, contractions))
        flags = 0 if exact else re.IGNORECASE
        self._patterns = {key: re.compile(rf"(?<!\w)(?:{'|'.join(found)})", flags) for key, found in by_word.items()}

    def find(self, text: str) -> Iterator[Span]:
        """Yield the spans of the expressions found, left to right, without overlap."""
        words = words_in(text)
        return iter(()) if self._patterns.keys().isdisjoint(words.distinct) else self._found(text, words)

    def found(self, text: str) -> bool:
        """Say whether any expression stands in the text."""
        return next(self.find(text), None) is not None

    def _found(self, text: str, words: TextWords) -> Iterator[Span]:
        end = 0
        for (start, _), key in zip(words.spans, words.keys, strict=True):
            match = self._patterns[key].match(text, start) if start >= end and key in self._patterns else None
            if match is not None:
                end = match.end()
                yield match.span()


@dataclass(frozen=True)
class Lexicon:
    """Everything the measures know about one language.

    Attributes:
        language: ``fr`` or ``en``.
        parse: the parser's labels for each role, e.g. ``subject``.
        words: closed classes of words, e.g. ``reflexive``.
        verbs: reporting verbs by the lemma of their first word.
        forms: inflected forms that a lemmatiser may miss, to their lemma.
        commitment: how far a cue class commits the reporter, 0 to 1.
        negated: the same under negation.
        frames: constructions in which the verbs of a class report.
        inverted_only: verbs that report only with a quotation or an inverted subject.
        disclosing: verbs that report also with a noun for object, when their subject can speak.
        showing: verbs that report only when their subject can speak.
        not_reporting: expressions that hold a reporting verb without its sense.
        markers: expressions that a source follows, by cue class.
        opinion_markers: the same, for expressions that need a person after them.
        bare_markers: expressions that report without a source, by cue class.
        nouns: nouns that report, to their cue class.
        content_nouns: of these, the ones that a content clause may follow.
        content_links: words that open such a clause.
        source_links: words between such a noun and its source.
        sources: lists of nouns and names for each class of source.
        anonymity: expressions that say the source wants no name.
        media_names: names of media.
        certainty: expressions by level of certainty.
        not_certainty: expressions that contain one of those without its sense.
        question: marks that end a question.
        conditional: the tables that classify conditionals.
        condition_phrases: expressions that state a condition without a clause.
        hearsay: expressions that mark hearsay.
        later: expressions that look ahead from a point in the past.
    """

    language: str
    parse: Mapping[str, Words]
    words: Mapping[str, Words]
    verbs: Mapping[str, tuple[Verb, ...]]
    forms: Mapping[str, str]
    commitment: Mapping[str, float]
    negated: Mapping[str, float]
    frames: Mapping[str, Words]
    inverted_only: Words
    disclosing: Words
    showing: Words
    not_reporting: Phrases
    markers: Mapping[str, Phrases]
    opinion_markers: Phrases
    bare_markers: Mapping[str, Phrases]
    nouns: Mapping[str, str]
    content_nouns: Words
    content_links: Words
    source_links: Words
    sources: Mapping[str, Words]
    anonymity: Phrases
    media_names: Phrases
    certainty: Mapping[str, Phrases]
    not_certainty: Phrases
    question: Words
    conditional: Mapping[str, Words]
    condition_phrases: Phrases
    hearsay: Phrases
    later: Phrases

    def lemma(self, token: Token) -> str:
        """Return the token's lemma as the tables write it; known irregular forms first."""
        return self.forms.get(plain(token.text), plain(token.lemma_))


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the tables of a language, read once.

    Raises:
        SinorusError: if there are none for that language.
    """
    path = files(__package__) / "lexicons" / f"{language}.yaml"
    if not path.is_file():
        raise SinorusError(f"No framing lexicon for the language {language!r}; expected a file {path.name}.")
    return _build(language, read_yaml(str(__package__), f"lexicons/{path.name}"))


def _build(language: str, tables: dict[str, Any]) -> Lexicon:
    contractions = tables["words"].pop("contractions")
    cues, sources, conditional = tables["cues"], tables["sources"], tables["conditional"]

    def phrases(expressions: Iterable[str], *, exact: bool = False) -> Phrases:
        return Phrases(expressions, contractions, exact=exact)

    return Lexicon(
        language=language,
        parse=_sets(tables["parse"], exact=True),
        words=_sets(tables["words"], exact=True),
        verbs=_verbs(cues, tables["words"]["reflexive"]),
        forms=_forms(tables["irregular"], tables["endings"], cues),
        commitment={name: float(spec["commitment"]) for name, spec in cues.items()},
        negated=tables["negated"],
        frames={name: frozenset(spec["frames"]) for name, spec in cues.items()},
        inverted_only=frozenset(tables["inverted_only"]),
        disclosing=frozenset(tables["disclosing"]),
        showing=frozenset(tables["showing"]),
        not_reporting=phrases(tables["not_reporting"]),
        markers={name: phrases(items) for name, items in tables["markers"].items()},
        opinion_markers=phrases(tables["opinion_markers"]),
        bare_markers={name: phrases(items) for name, items in tables["bare_markers"].items()},
        nouns={noun: name for name, nouns in tables["nouns"].items() for noun in nouns},
        content_nouns=frozenset(tables["content_nouns"]),
        content_links=frozenset(tables["content_links"]),
        source_links=frozenset(map(plain, tables["source_links"])),
        sources=_sets(sources),
        anonymity=phrases(sources["anonymity"]),
        media_names=phrases(sources["media_names"], exact=True),
        certainty={name: phrases(items) for name, items in tables["certainty"].items()},
        not_certainty=phrases(tables["not_certainty"]),
        question=frozenset(tables["question"]),
        conditional=_sets(conditional, exact=True),
        condition_phrases=phrases(conditional["condition_phrases"]),
        hearsay=phrases(conditional["hearsay"]),
        later=phrases(conditional["later"]),
    )


def _sets(table: Mapping[str, list[str]], *, exact: bool = False) -> dict[str, Words]:
    change = str if exact else plain
    return {name: frozenset(change(item) for item in items) for name, items in table.items()}


def _verbs(cues: Mapping[str, Any], reflexives: list[str]) -> dict[str, tuple[Verb, ...]]:
    """Group the verbs by first lemma; those with more words to follow come first."""
    found = [_verb(entry, name, reflexives) for name, spec in cues.items() for entry in spec["verbs"]]
    found.sort(key=lambda verb: (-len(verb.following), not verb.reflexive))
    return {lemma: tuple(verb for verb in found if verb.lemma == lemma) for lemma in {verb.lemma for verb in found}}


def _verb(entry: str, cue_class: str, reflexives: list[str]) -> Verb:
    prefix = (
        next((item for item in (f"{reflexives[0]} ", reflexives[1]) if entry.startswith(item)), "")
        if reflexives
        else ""
    )
    first, *following = entry.removeprefix(prefix).split()
    return Verb(first, tuple(following), cue_class, reflexive=bool(prefix))


def _forms(
    irregular: Mapping[str, list[str]], endings: Mapping[str, list[str]], cues: Mapping[str, Any]
) -> dict[str, str]:
    """Map inflected forms to their lemma: the regular ones first, the listed ones over them."""
    lemmas = {_verb(entry, "", []).lemma for spec in cues.values() for entry in spec["verbs"]}
    regular = {form: lemma for lemma in lemmas - set(irregular) for form in _inflected(lemma, endings)}
    return regular | {plain(form): lemma for lemma, forms in irregular.items() for form in forms}


def _inflected(lemma: str, endings: Mapping[str, list[str]]) -> list[str]:
    for suffix, forms in endings.items():
        if lemma.endswith(suffix):
            return [lemma.removesuffix(suffix) + form for form in forms]
    return []


def _first(expression: str) -> str:
    key = first_key(expression)
    if key is None:
        raise SinorusError(f"The expression {expression!r} starts with no word; expected a letter or a digit first.")
    return key


def _pattern(expression: str, contractions: Mapping[str, list[str]]) -> str:
    """Return a regular expression for one entry: any space, either apostrophe, contracted last word."""
    *words, last = expression.split()
    endings = contractions.get(last, [last]) if words else [last]
    alternatives = "|".join(_bounded(ending) for ending in endings)
    return r"\s+".join([*map(_escaped, words), f"(?:{alternatives})"])


def _bounded(word: str) -> str:
    return _escaped(word) + ("" if word[-1] in "'’" else r"(?!\w)")


def _escaped(word: str) -> str:
    if word == "*":
        return r"\S+"
    return re.sub(r"['’]", "['’]", re.escape(word))
