"""The source of an attribution: its words and its class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.reporting.syntax import QUOTES, child

if TYPE_CHECKING:
    from spacy.tokens import Token

CLASSES = ("named_person", "office", "organisation", "media", "anonymous", "collective", "unspecified")
HUMAN = frozenset({"named_person", "office", "organisation", "media", "anonymous", "collective"})


def is_own(head: Token, lexicon: Lexicon) -> bool:
    """Say whether the source is a first or second person, or nobody: no attribution to somebody else."""
    determined = any(item.pos_ in {"DET", "NUM", "ADJ"} for item in head.lefts)
    return plain(head.text) in lexicon.sources["own"] and not determined


def is_pronoun(head: Token, lexicon: Lexicon) -> bool:
    """Say whether the source is only a pronoun."""
    return plain(head.text) in lexicon.sources["pronoun"]


def source_span(head: Token, lexicon: Lexicon) -> Span:
    """Return the source as written: the noun phrase without relative clauses or appositions.

    An apposition that gives the name of an office stays: "le ministre, Jean Martin".
    """
    first, last = _edges(head, lexicon)
    start, end = first.idx, last.idx + len(last.text)
    text = head.doc.text[start:end]
    trimmed = text.lstrip("-–— ").rstrip(" ,;:")
    return start + len(text) - len(text.lstrip("-–— ")), start + len(text) - len(text.lstrip("-–— ")) + len(trimmed)


def clipped(source: Span, cue: Span, text: str) -> Span:
    """Return the source without the cue before it, which a wrong parse may have put inside."""
    if source[0] <= cue[0] and cue[1] < source[1]:
        rest = text[cue[1] : source[1]]
        return source[1] - len(rest.lstrip()), source[1]
    return source


def _edges(head: Token, lexicon: Lexicon) -> tuple[Token, Token]:
    doc = head.doc
    left, right = head, head
    dropped = {item.i for sub in head.children if _is_dropped(sub, lexicon) for item in sub.subtree}
    inside = {item.i for item in head.subtree} - dropped
    while left.i - 1 in inside and not _stops(doc[left.i - 1]):
        left = doc[left.i - 1]
    while right.i + 1 in inside and not _stops(doc[right.i + 1]):
        right = doc[right.i + 1]
    return _without_case(left, head), _with_name(head, right, lexicon)


def _is_dropped(token: Token, lexicon: Lexicon) -> bool:
    clause = token.pos_ in {"VERB", "AUX"} and token.dep_ in lexicon.parse["relative"] | lexicon.parse["adverbial"]
    return clause or token.dep_ in lexicon.parse["content"] or _is_recipient(token, lexicon)


def _is_recipient(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is the medium that was told: "des officiels … au Financial Times"."""
    told = any(plain(item.text) in lexicon.words["recipient"] for item in token.lefts)
    named = lexicon.media_names.found(token.doc.text[token.left_edge.idx : token.right_edge.idx + 30])
    return told and (named or plain(token.lemma_) in lexicon.words["audience"])


def _stops(token: Token) -> bool:
    return token.text in {",", ";", ":", "(", ")", "—", "–"} or token.text in QUOTES or token.is_space


def _without_case(left: Token, head: Token) -> Token:
    """Drop a leading preposition: the source of "par des officiels" is "des officiels"."""
    doc = head.doc
    while left.i < head.i and left.pos_ == "ADP" and left.head == head:
        left = doc[left.i + 1]
    return left


def _with_name(head: Token, right: Token, lexicon: Lexicon) -> Token:
    """Extend the phrase over an apposition after a comma that names a person."""
    name = child(head, lexicon.parse["apposition"])
    if name is None or head.ent_type_ in lexicon.parse["person"] or name.ent_type_ not in lexicon.parse["person"]:
        return right
    if not right.i < name.i <= right.i + 3:
        return right
    while name.i + 1 < len(head.doc) and head.doc[name.i + 1].ent_type_ in lexicon.parse["person"]:
        name = head.doc[name.i + 1]
    return name


def source_class(head: Token, lexicon: Lexicon) -> str:
    """Return the class of a source; see ``CLASSES``."""
    if is_pronoun(head, lexicon):
        return "unspecified"
    start, end = source_span(head, lexicon)
    if _is_media(head, start, end, lexicon):
        return "media"
    if _is_person(head, lexicon):
        return "named_person"
    found = _noun_class(head, lexicon) or _name_class(head, lexicon)
    hidden = lexicon.anonymity.found(head.doc.text)
    return "anonymous" if hidden and found in {"office", "collective", "unspecified"} else found


def _is_media(head: Token, start: int, end: int, lexicon: Lexicon) -> bool:
    names = lexicon.media_names.find(head.doc.text[max(0, start - 4) : end])
    offset = max(0, start - 4)
    return any(first + offset <= head.idx < last + offset for first, last in names)


def _is_person(head: Token, lexicon: Lexicon) -> bool:
    if plain(head.text) in lexicon.sources["titles"]:
        return True
    if head.ent_type_ in lexicon.parse["person"] and not _is_role(head, lexicon):
        return True
    naming = lexicon.parse["apposition"] | lexicon.parse["name"] | lexicon.parse["naming"]
    return any(
        item.dep_ in naming and item.ent_type_ in lexicon.parse["person"] and not _has_case(item)
        for item in head.children
    ) and not _has_preposition(head, lexicon)


def _is_role(head: Token, lexicon: Lexicon) -> bool:
    return head.pos_ == "NOUN" and any(
        _lemma(head) in lexicon.sources[name] for name in ("office", "anonymous", "media")
    )


def _has_case(token: Token) -> bool:
    return any(item.pos_ == "ADP" and item.i < token.i for item in token.children)


def _has_preposition(head: Token, lexicon: Lexicon) -> bool:
    return _lemma(head) in lexicon.sources["anonymous"] and any(_has_case(item) for item in head.children)


def _lemma(token: Token) -> str:
    return plain(token.lemma_)


def _noun_class(head: Token, lexicon: Lexicon) -> str | None:
    """Look the head noun up; number and article decide between role, group and hidden source."""
    plural = "Plur" in head.morph.get("Number", [])
    words = {_lemma(head), plain(head.text), plain(head.text).removesuffix("s")}

    def listed(name: str) -> bool:
        return bool(words & lexicon.sources[name])

    if listed("anonymous") and (plural or not _is_definite(head, lexicon)):
        return "anonymous"
    if listed("media"):
        return "media"
    if listed("organisation") and not plural:
        return "organisation"
    if listed("collective") and (plural or not listed("office")):
        return "collective"
    if listed("office") or listed("anonymous"):
        return "collective" if plural else "office"
    if listed("organisation"):
        return "organisation"
    return _owner_class(head, lexicon) if listed("document") else None


def _is_definite(head: Token, lexicon: Lexicon) -> bool:
    return any(plain(item.text) in lexicon.words["definite"] for item in head.children if item.i < head.i)


def _owner_class(head: Token, lexicon: Lexicon) -> str:
    """Return the class of whose document it is: "un rapport de l'ONU" is an organisation's."""
    for item in head.subtree:
        if item.i > head.i and item.pos_ in {"NOUN", "PROPN"} and _lemma(item) not in lexicon.sources["document"]:
            found = _simple_class(item, lexicon)
            if found != "unspecified":
                return found
    return "unspecified"


def _simple_class(token: Token, lexicon: Lexicon) -> str:
    if _is_media(token, token.idx, token.idx + len(token.text), lexicon):
        return "media"
    if token.ent_type_ in lexicon.parse["person"]:
        return "named_person"
    for name in ("media", "organisation"):
        if {_lemma(token), plain(token.text)} & lexicon.sources[name]:
            return name
    return "organisation" if token.ent_type_ == "ORG" else "unspecified"


def _name_class(head: Token, lexicon: Lexicon) -> str:
    start, end = source_span(head, lexicon)
    if _looks_like_two_names(head.doc.text[start:end], lexicon):
        return "named_person"
    if head.ent_type_ in lexicon.parse["body"]:
        return "organisation"
    if head.pos_ == "PROPN" and head.ent_type_ in lexicon.parse["person"] | {
        "",
        "MISC",
        "WORK_OF_ART",
        "PRODUCT",
    }:
        return "named_person"
    return "unspecified"


def _looks_like_two_names(phrase: str, lexicon: Lexicon) -> bool:
    """Say whether a phrase is a first and a last name that the tagger took for a body or a place."""
    words = phrase.split()
    known = lexicon.sources["organisation"] | lexicon.sources["media"]
    shaped = len(words) == 2 and all(word[0].isupper() and not word.isupper() and word.isalpha() for word in words)
    return shaped and plain(phrase) not in lexicon.sources["places"] and not known & set(plain(phrase).split())


def class_of_name(name: str, lexicon: Lexicon) -> str:
    """Return the class of a source known only by its words, such as the column ``speaker``."""
    words = [plain(word) for word in re.findall(r"[\w.'’-]+", name)]
    if not words or words[0] in lexicon.sources["pronoun"]:
        return "unspecified"
    if lexicon.media_names.found(name):
        return "media"
    if words[0] in lexicon.sources["titles"] or _looks_like_a_person(name, words, lexicon):
        return "named_person"
    for label in ("anonymous", "media", "office", "organisation", "collective"):
        if any(word in lexicon.sources[label] or word.rstrip("s") in lexicon.sources[label] for word in words):
            return label
    return "named_person" if name[:1].isupper() else "unspecified"


def _looks_like_a_person(name: str, words: list[str], lexicon: Lexicon) -> bool:
    known = lexicon.sources["organisation"] | lexicon.sources["media"]
    capitals = re.findall(r"\b[A-ZÀ-Ý][\w'’-]+", name)
    return len(capitals) >= 2 and len(capitals) == len(name.split()) and not known & set(words)
