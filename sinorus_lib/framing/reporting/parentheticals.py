"""Decides whether a reporting verb stands apart from its content, and who its source is then.

After a break the source is an inverted pronoun ("dit-il"), a noun phrase after the verb ("…, a déclaré
X", also behind an adverbial), or a subject before it ("…," the minister said).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, plain
from sinorus_lib.framing.parsed import tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.sources import HUMAN, is_own, is_speaker, source_class

if TYPE_CHECKING:
    from spacy.tokens import Token


PEOPLE = frozenset({"named_person", "office", "anonymous", "collective"})


def parenthetical_source(token: Token, first: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the source of a verb that stands apart: "…, a déclaré X", "…," he said, "…"."""
    clitic = _clitic(token, first, lexicon)
    if clitic is not None:
        return clitic if _after_break(first, lexicon) else None
    if _after_break(first, lexicon):
        source = _inverted(token, last, lexicon)
        if source is not None:
            return source
    return _straight(token, first, last, lexicon)


def _clitic(token: Token, first: Token, lexicon: Lexicon) -> Token | None:
    """Return an inverted pronoun: "dit-il", "a-t-elle noté"."""
    for item in tokens_of(token.doc)[first.i : min(token.i + 3, len(token.doc))]:
        text = plain(item.text)
        if item.i != first.i and text.startswith("-") and text in lexicon.sources["pronoun"] | lexicon.sources["own"]:
            return item
    return None


def _after_break(first: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb follows a comma or a closing quotation mark, with content before it."""
    before = tokens_of(first.doc)[max(0, first.i - 3) : first.i]
    for item in reversed(before):
        if syntax.is_break(item):
            return item.i > 0 and not syntax.is_opening_mark(item)
        if item.pos_ != "ADV" and not item.is_space and plain(item.text) not in lexicon.words["object_clitics"]:
            return False
    return False


def _inverted(token: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the noun phrase after the verb when it can only be its subject."""
    index = last.i + 1
    if _has_subject_before(token, lexicon) or _has_linked_content(token, lexicon) or _names(token, lexicon):
        return None
    while index < len(token.doc) and _is_when(token.doc[index], lexicon):
        index += 1
    if index < len(token.doc) and _opens_adverbial(token.doc[index], lexicon):
        return _later_subject(token, index, lexicon)
    found = syntax.nominal_after(token.doc, index, lexicon)
    if found is None or _governed(found, token, lexicon):
        return None
    is_subject = found.dep_ in lexicon.parse["subject"] and found.head == token
    speaks = source_class(found, lexicon) in HUMAN or is_own(found, lexicon)
    speaks = speaks or plain(found.lemma_) in lexicon.sources["document"] or _fills_a_gap(found, token)
    return found if is_subject or speaks or _after_quotation(token) else None


def _names(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a participle without auxiliary gives something its name: ", called X,"."""
    form = str(token.morph)
    alone = "Tense=Past" in form and "VerbForm=Part" in form and token.dep_ in lexicon.parse["adverbial"]
    alone = alone and syntax.child(token, lexicon.parse["auxiliary"]) is None
    lemma = lexicon.lemma(token)
    thought = any(verb.cue_class == "think" for verb in lexicon.verbs.get(lemma, ()))
    return alone and not _after_quotation(token) and (thought or lemma in lexicon.words["evaluating"])


def _fills_a_gap(found: Token, token: Token) -> bool:
    """Say whether a verb and a noun with an article fill all between two commas, or a comma and the end."""
    doc = token.doc
    last = found.i + 1
    while last < len(doc) and not syntax.is_break(doc[last]) and doc[last].text != ".":
        if doc[last].pos_ in {"VERB", "AUX", "PRON", "ADP", "SCONJ"}:
            return False
        last += 1
    return doc[found.i - 1].pos_ == "DET" and "VerbForm=Inf" not in str(token.morph)


def _opens_adverbial(token: Token, lexicon: Lexicon) -> bool:
    return token.pos_ in {"ADP", "SCONJ"} and plain(token.text) not in lexicon.words["partitives"]


def _is_when(token: Token, lexicon: Lexicon) -> bool:
    return token.pos_ == "ADV" or plain(token.text) in lexicon.words["time"]


def _later_subject(token: Token, index: int, lexicon: Lexicon) -> Token | None:
    """Return a subject after an adverbial: "a dit à la radio le général X"."""
    own = next((item for item in token.rights if item.dep_ in lexicon.parse["subject"]), None)
    if own is not None:
        return own
    for item in tokens_of(token.doc)[index + 1 :]:
        if syntax.is_break(item):
            return None
        starts = item.pos_ == "DET" and item.nbor(-1).pos_ in {"NOUN", "PROPN"}
        found = syntax.nominal_after(token.doc, item.i, lexicon) if starts else None
        speaks = found is not None and (_after_quotation(token) or source_class(found, lexicon) in PEOPLE)
        if speaks:
            return found
    return None


def _after_quotation(token: Token) -> bool:
    """Say whether a quotation ends just before the verb: then any noun after it may speak."""
    before = tokens_of(token.doc)[max(0, token.i - 4) : token.i]
    return any(syntax.is_closing_mark(item) and item.i > 0 for item in before)


def _governed(found: Token, token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun is the subject of a later verb, with no comma before it: "said X would"."""
    verb = found.head
    if found.dep_ not in lexicon.parse["subject"] or verb.i <= found.i or verb == token:
        return False
    return not any(item.text == "," for item in tokens_of(token.doc)[found.i : verb.i])


def _has_linked_content(token: Token, lexicon: Lexicon) -> bool:
    """Say whether "que" or "that" follows: then the noun after the verb is no subject."""
    clause = syntax.content(token, lexicon)
    if clause is None or clause.i < token.i:
        return False
    return any(plain(item.text) in lexicon.content_links for item in clause.lefts)


def _has_content_after(token: Token, lexicon: Lexicon) -> bool:
    clause = syntax.content(token, lexicon)
    return clause is not None and clause.i > token.i


def _has_subject_before(token: Token, lexicon: Lexicon) -> bool:
    """Say whether the verb has its own subject on the left.

    A subject that one comma parts from the verb belongs to the reported clause: "Les pluies, assure X".
    """
    own = next((item for item in token.lefts if item.dep_ in lexicon.parse["subject"]), None)
    if own is None:
        return False
    between = tokens_of(token.doc)[own.i : token.i]
    if any(syntax.is_closing_mark(item) for item in between):
        return False
    commas = sum(item.text == "," for item in between)
    return commas != 1 and (commas == 0 or is_speaker(own, lexicon))


def _straight(token: Token, first: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the subject of "…," the minister told Reuters: before the verb, after a break."""
    source = next((item for item in token.lefts if item.dep_ in lexicon.parse["subject"]), None)
    if source is None or plain(source.text) in lexicon.words["relative_pronouns"]:
        return None
    left = source.left_edge
    if plain(left.text) in lexicon.words["relative_words"]:
        return None
    if lexicon.lemma(token) in lexicon.inverted_only and syntax.child(token, lexicon.parse["object"]) is not None:
        return None
    if left.i < 2 or not syntax.is_break(token.doc[left.i - 1]) or source.i > first.i:
        return None
    if syntax.is_opening_mark(token.doc[left.i - 1]) or syntax.is_passive(token, lexicon):
        return None
    after_mark = syntax.is_closing_mark(token.doc[left.i - 1])
    rest = tokens_of(token.doc)[last.i + 1 :]
    aside = bool(rest) and rest[0].text == "," and lexicon.lemma(token) not in lexicon.inverted_only
    goes_on = not aside and any(not item.is_punct and not _is_when(item, lexicon) for item in rest)
    if lexicon.lemma(token) in lexicon.inverted_only | lexicon.showing and goes_on and not after_mark:
        return None
    if _has_content_after(token, lexicon) or not _content_before(token, left, lexicon):
        return None
    return source


def _content_before(token: Token, left: Token, lexicon: Lexicon) -> bool:
    """Say whether what stands before the comma is the reported clause, not a mere adverbial."""
    quoted = token.doc[left.i - 1].text in syntax.QUOTES or syntax.is_single_mark(token.doc[left.i - 1])
    clause = syntax.content(token, lexicon)
    closed = token.i + 1 < len(token.doc) and syntax.is_break(token.nbor())
    apart = closed and token.doc[left.i - 1].text == "," and not _has_content_after(token, lexicon)
    within = apart or (token.dep_ in {"parataxis", "ccomp"} and token.head.i < left.i)
    rest = tokens_of(token.doc)[token.i + 1 :]
    within = within or all(item.is_punct or _is_when(item, lexicon) for item in rest)
    return quoted or (clause is not None and clause.i < left.i) or within
