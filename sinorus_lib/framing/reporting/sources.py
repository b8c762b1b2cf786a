"""The source of an attribution: its words and its class."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, load_lexicon, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.syntax import QUOTES, child

if TYPE_CHECKING:
    from spacy.tokens import Token

_LINKING_T = re.compile(r"t-(?=\w+$)")
_HYPHENED = re.compile(r"-\w[\w-]*")
HEADS = 64  # whose words and class are kept while a sentence is read
CLASSES = ("named_person", "office", "organisation", "media", "anonymous", "collective", "unspecified")
HUMAN = frozenset({"named_person", "office", "organisation", "media", "anonymous", "collective"})


def is_own(head: Token, lexicon: Lexicon) -> bool:
    """Say whether the source is a first or second person, or nobody: no attribution to somebody else."""
    determined = any(item.pos_ in {"DET", "NUM", "ADJ"} for item in head.lefts) or _is_title(head, lexicon)
    return plain(head.text) in lexicon.sources["own"] and not determined


def _is_title(head: Token, lexicon: Lexicon) -> bool:
    """Say whether a word is a title before a name and no pronoun: "Me Martin"."""
    after = head.doc[head.i + 1].text if head.i + 1 < len(head.doc) else ""
    return head.text[:1].isupper() and plain(head.text) in lexicon.sources["titles"] and after[:1].isupper()


def is_pronoun(head: Token, lexicon: Lexicon) -> bool:
    """Say whether the source is only a pronoun."""
    return plain(head.text) in lexicon.sources["pronoun"]


def source_span(head: Token, lexicon: Lexicon) -> Span:
    """Return the source as written: the noun phrase without relative clauses or appositions.

    An apposition that gives the name of an office stays: "le ministre, Jean Martin".
    """
    return _span(head, lexicon.language)


@lru_cache(maxsize=HEADS)
def _span(head: Token, language: str) -> Span:
    first, last = _edges(head, load_lexicon(language))
    start, end = first.idx, last.idx + len(last.text)
    text = text_of(head.doc)[start:end]
    trimmed = text.lstrip("-–— ").rstrip(" ,;:")
    start += len(text) - len(text.lstrip("-–— "))
    linking = _LINKING_T.match(trimmed)
    if linking:
        return start + linking.end(), start + len(trimmed)
    return start, _to_word_end(text_of(head.doc), start + len(trimmed))


def _to_word_end(text: str, end: int) -> int:
    """Extend a span over the rest of a word with hyphens that the tokeniser cut."""
    rest = _HYPHENED.match(text, end)
    return rest.end() if rest else end


def clipped(source: Span, cue: Span, text: str) -> Span:
    """Return the source without the cue before it, which a wrong parse may have put inside."""
    if source[0] < cue[0] < source[1] <= cue[1] + 1:
        return source[0], len(text[: cue[0]].rstrip(" ,"))
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
    while (
        right.i + 1 in inside
        and not _stops(doc[right.i + 1])
        and not _is_circumstance(doc[right.i + 1], head, lexicon)
    ):
        right = doc[right.i + 1]
    return _without_case(left, head), _with_name(head, right, lexicon)


def _is_circumstance(token: Token, head: Token, lexicon: Lexicon) -> bool:
    """Say whether a word opens when or where something was said, which a parser likes to hang on the source."""
    if token.i <= head.i:
        return False
    if token.head != head and any(item.pos_ in {"VERB", "AUX"} for item in tokens_of(token.doc)[head.i : token.i]):
        return False
    before = token.nbor(-1)
    second = (
        before.pos_ in {"NOUN", "PROPN"} and token.pos_ == "DET" and plain(token.text) in lexicon.words["definite"]
    )
    return second or plain(token.text) in lexicon.words["circumstances"]


def _is_dropped(token: Token, lexicon: Lexicon) -> bool:
    clause = token.pos_ in {"VERB", "AUX"} and token.dep_ in lexicon.parse["relative"] | lexicon.parse["adverbial"]
    clause = clause and not _is_close_participle(token, lexicon)
    return clause or token.dep_ in lexicon.parse["content"] or _is_recipient(token, lexicon)


def _is_close_participle(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a participle right after its noun belongs to it: "a study published on Monday"."""
    close = token.i > 0 and token.head.i < token.i and "VerbForm=Part" in str(token.morph)
    between = tokens_of(token.doc)[token.head.i + 1 : token.i]
    plain_noun = token.dep_ not in lexicon.parse["relative"] and not any(_stops(item) for item in between)
    return close and plain_noun and plain(token.text) not in lexicon.words["cited"]


def _is_recipient(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is the medium that was told: "des officiels … au Financial Times"."""
    if not any(plain(item.text) in lexicon.words["recipient"] for item in token.lefts):
        return False
    named = lexicon.media_names.found(text_of(token.doc)[token.left_edge.idx : token.right_edge.idx + 30])
    return named or plain(token.lemma_) in lexicon.words["audience"]


def _stops(token: Token) -> bool:
    return token.text in {",", ";", ":", "(", ")", "—", "–"} or token.text in QUOTES or token.is_space


def _without_case(left: Token, head: Token) -> Token:
    """Drop a leading preposition: the source of "par des officiels" is "des officiels"."""
    doc = head.doc
    while left.i < head.i and left.pos_ == "ADP" and (left.head == head or left.head.head == head):
        left = doc[left.i + 1]
    return left


def _with_name(head: Token, right: Token, lexicon: Lexicon) -> Token:
    """Extend the phrase over an apposition after a comma that names a person."""
    last = _name_after_comma(head, right, lexicon)
    if last is not None:
        return last
    name = child(head, lexicon.parse["apposition"])
    if name is None or head.ent_type_ in lexicon.parse["person"] or name.ent_type_ not in lexicon.parse["person"]:
        return right
    if not right.i < name.i <= right.i + 3:
        return right
    while name.i + 1 < len(head.doc) and head.doc[name.i + 1].ent_type_ in lexicon.parse["person"]:
        name = head.doc[name.i + 1]
    return name


def _name_after_comma(head: Token, right: Token, lexicon: Lexicon) -> Token | None:
    """Return the last word of a name set off by a comma after an office: "son directeur, M. Omar Sy"."""
    doc = head.doc
    if head.pos_ != "NOUN" or right.i + 2 >= len(doc) or doc[right.i + 1].text != ",":
        return None
    if any(item.ent_type_ in lexicon.parse["person"] for item in tokens_of(doc)[head.i : right.i + 1]):
        return None
    index = first = _after_title(doc[right.i + 2], lexicon)
    while index < len(doc) and _is_name_word(doc[index]):
        index += 1
    titled = first > right.i + 2
    closed = index == len(doc) or syntax_break(doc[index]) or doc[index].pos_ in {"VERB", "AUX", "ADP"}
    return doc[index - 1] if index - first >= (1 if titled else 2) and closed else None


def _after_title(token: Token, lexicon: Lexicon) -> int:
    """Return the number of the token after an article and a title or an office: "la docteure", "Dr", "Professor"."""
    index = token.i + (plain(token.text) in lexicon.words["articles"])
    word = token.doc[min(index, len(token.doc) - 1)]
    title = (
        plain(word.text) in lexicon.sources["titles"]
        or {plain(word.lemma_), plain(word.text)} & lexicon.sources["office"]
    )
    return index + 1 if title else token.i


def _is_name_word(token: Token) -> bool:
    text = token.text
    return (
        text[:1].isupper() and text[:1].isalpha() and not _stops(token) and token.pos_ not in {"VERB", "AUX", "PRON"}
    )


def syntax_break(token: Token) -> bool:
    """Say whether a token ends a phrase."""
    return _stops(token) or token.is_punct


def source_class(head: Token, lexicon: Lexicon) -> str:
    """Return the class of a source; see ``CLASSES``."""
    return _class(head, lexicon.language)


@lru_cache(maxsize=HEADS)
def _class(head: Token, language: str) -> str:
    lexicon = load_lexicon(language)
    whole = _part_of(head, lexicon)
    if whole is not None:
        return _class_of_part(head, whole, lexicon)
    if is_pronoun(head, lexicon):
        return "unspecified"
    start, end = source_span(head, lexicon)
    if _is_called(head, "office", lexicon):
        return "named_person"
    if _is_media(head, start, end, lexicon) or _is_called(head, "media", lexicon):
        return "media"
    if _is_person(head, lexicon) or "," in text_of(head.doc)[start:end]:
        return "named_person"
    found = _noun_class(head, lexicon) or _name_class(head, lexicon)
    if found in {"unspecified", "named_person"} and _is_called(head, "organisation", lexicon):
        found = "organisation"
    hidden = lexicon.anonymity.found(text_of(head.doc))
    return "anonymous" if hidden and found in {"office", "collective", "unspecified"} else found


def is_speaker(source: Token, lexicon: Lexicon) -> bool:
    """Say whether a source can speak: a person, a body, a name, a pronoun, or several of an unlisted kind."""
    if source.pos_ in {"PRON", "PROPN"} or source_class(source, lexicon) in HUMAN:
        return True
    several = source.pos_ == "NOUN" and "Plur" in source.morph.get("Number", [])
    return several and plain(source.lemma_) not in lexicon.sources["document"]


def _is_media(head: Token, start: int, end: int, lexicon: Lexicon) -> bool:
    names = lexicon.media_names.find(text_of(head.doc)[max(0, start - 4) : end])
    offset = max(0, start - 4)
    return any(first + offset <= head.idx < last + offset for first, last in names)


def _is_called(head: Token, name: str, lexicon: Lexicon) -> bool:
    """Say whether a name stands after a noun of a class: "public broadcaster ARD"."""
    if head.pos_ != "PROPN":
        return False
    before = [item for item in head.lefts if item.pos_ in {"NOUN", "PROPN"} and not _has_case(item)]
    return any(_lemma(item) in lexicon.sources[name] for item in before)


def _part_of(head: Token, lexicon: Lexicon) -> Token | None:
    """Return what a source is a part of: the officials of "one of the officials", « la moitié des députés »."""
    if not {plain(head.text), _lemma(head)} & lexicon.words["partitive_heads"]:
        return None
    link = next((item for item in head.subtree if item.i > head.i and plain(item.text) in lexicon.words["of"]), None)
    found = None if link is None else syntax.nominal_after(head.doc, link.i + 1, lexicon)
    return found if found is not None and found != head and found.i > head.i else None


def _class_of_part(head: Token, whole: Token, lexicon: Lexicon) -> str:
    found = source_class(whole, lexicon) if _part_of(whole, lexicon) is None else "collective"
    single = plain(head.text) in lexicon.words["single_heads"]
    if single and found == "collective" and _lemma(whole) in lexicon.sources["office"]:
        return "office"
    return "collective" if found == "unspecified" and whole.pos_ in {"NOUN", "PRON"} else found


def _is_person(head: Token, lexicon: Lexicon) -> bool:
    if plain(head.text) in lexicon.sources["titles"]:
        return True
    if head.ent_type_ in lexicon.parse["person"] and not _is_role(head, lexicon):
        return not _is_actor_alone(head, lexicon)
    return any(_is_name_of(item, head, lexicon) for item in head.children) and not _has_preposition(head, lexicon)


def _is_name_of(item: Token, head: Token, lexicon: Lexicon) -> bool:
    """Say whether a word is the name of the person that a noun calls by an office: "le maire Martin"."""
    naming = lexicon.parse["apposition"] | lexicon.parse["name"] | lexicon.parse["naming"]
    before = item.i < head.i and head.pos_ == "NOUN"
    if item.dep_ not in naming or before or _has_case(item):
        return False
    unknown = item.pos_ == "PROPN" and item.ent_type_ not in lexicon.parse["body"] and item.i == head.i + 1
    return item.ent_type_ in lexicon.parse["person"] or (unknown and _lemma(head) in lexicon.sources["office"])


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

    crowd = plural and listed("collective")
    if listed("anonymous") and not crowd and (plural or not _is_definite(head, lexicon)):
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


def _is_actor_alone(head: Token, lexicon: Lexicon) -> bool:
    """Say whether a name of one word is a country's, a capital's or a body's that is known: "Washington"."""
    one = not any(item.pos_ == "PROPN" for item in head.children)
    return one and head.text[:1].isupper() and _names_an_actor(head.text, lexicon.language)


def _name_class(head: Token, lexicon: Lexicon) -> str:
    start, end = source_span(head, lexicon)
    if head.pos_ == "PROPN" and _is_actor_alone(head, lexicon):
        return "organisation"
    if _looks_like_two_names(text_of(head.doc)[start:end], lexicon):
        return "named_person"
    if head.ent_type_ in lexicon.parse["body"] and not _is_unknown_name(head, text_of(head.doc)[start:end], lexicon):
        return "organisation"
    if _is_acronym(head):
        return "organisation"
    capital = head.text[:1].isupper() and (head.pos_ == "PROPN" or head.i > 0)
    if capital and not any(item.pos_ == "DET" for item in head.lefts):
        return "named_person"
    if head.pos_ == "PROPN":
        return "organisation" if capital else "unspecified"
    return _class_by_ending(head, lexicon)


def _is_acronym(head: Token) -> bool:
    return len(head.text) > 1 and head.text.isupper() and head.text.isalpha()


def _class_by_ending(head: Token, lexicon: Lexicon) -> str:
    """Return the class of a noun that no list holds, by an ending of those who do something: "geographer"."""
    word = _lemma(head)
    if head.pos_ != "NOUN" or not word.endswith(tuple(lexicon.sources["person_endings"])):
        return "unspecified"
    return "collective" if "Plur" in head.morph.get("Number", []) else "office"


def _is_unknown_name(head: Token, phrase: str, lexicon: Lexicon) -> bool:
    """Say whether one word taken for a place or a body is none that speaks: then it is a person's name."""
    one = phrase == head.text and phrase[:1].isupper() and phrase.isalpha() and not phrase.isupper()
    return one and not _names_an_actor(phrase, lexicon.language)


@cache
def _names_an_actor(phrase: str, language: str) -> bool:
    from sinorus_lib.alignment.actors import find_actors

    return bool(find_actors(phrase, language))


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
