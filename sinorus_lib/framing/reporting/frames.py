"""Decides in which frame a verb that does not stand apart reports, or that it does not report.

A frame is the construction that holds the content: a quotation, a clause, an infinitive, an object,
or nothing at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, Verb, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.sources import HUMAN, is_speaker, source_class
from sinorus_lib.framing.reporting.subjects import as_source

if TYPE_CHECKING:
    from spacy.tokens import Token

SHORTEST_QUOTATION = 12
LONGEST_LINK = 80
NEAR = 7


def frame_of(
    token: Token, last: Token, verb: Verb, source: Token | None, lexicon: Lexicon, quotations: list[Span]
) -> str | None:
    """Return the construction in which the verb reports, or ``None`` if it does not."""
    frames = lexicon.frames[verb.cue_class]
    if _is_bare_participle(token, lexicon):
        return None
    if opened_quotation(last, quotations, lexicon) is not None:
        return "quotation"
    human = source is not None and is_speaker(source, lexicon)
    if human and verb.lemma in lexicon.words["evaluating"] and _governs_quotation(token, quotations, lexicon):
        return "object"
    if human and verb.lemma in lexicon.words["directives"] and _has_directive(token, lexicon):
        return "infinitive"
    hearsay = verb.lemma in lexicon.words["hearsay_verbs"] and syntax.is_passive(token, lexicon)
    if verb.lemma in lexicon.inverted_only and not (verb.following or verb.lemma in lexicon.disclosing or hearsay):
        said = human and verb.lemma not in lexicon.words["minds"]
        if said and "clause" in frames and content_link(last, lexicon) is not None:
            return "clause"
        return "object" if said and _has_statement(token, frames, lexicon) else None
    if token.dep_ in lexicon.parse["auxiliary"] and token.head.i > token.i and "infinitive" in frames:
        return "infinitive"
    clause = syntax.content(token, lexicon)
    if clause is not None and _is_reported(clause, token, frames, lexicon):
        return "clause"
    if _is_as(token, lexicon) or ("clause" in frames and content_link(last, lexicon) is not None):
        return "clause"
    bare = "VerbForm=Inf" in str(token.morph)
    if "infinitive" in frames and not bare and _has_infinitive(token, verb, lexicon):
        return "infinitive"
    return _object_frame(token, verb, human, frames, lexicon) or _passive_frame(token, verb, frames, lexicon)


def _passive_frame(token: Token, verb: Verb, frames: frozenset[str], lexicon: Lexicon) -> str | None:
    """Return the frame of a passive: an infinitive ("is said to have"), or an agent ("was reported by Reuters")."""
    if not syntax.is_passive(token, lexicon) or "clause" not in frames:
        return None
    complements = [item for item in token.rights if item.dep_ in lexicon.parse["infinitive"]]
    if any(syntax.is_infinitive(item) for item in complements):
        return "infinitive"
    after = tokens_of(token.doc)[token.i + 1 : token.i + 4]
    agent = next((item for item in after if plain(item.text) in lexicon.words["agent_links"]), None)
    speaker = syntax.nominal_after(token.doc, agent.i + 1, lexicon) if agent is not None else None
    silent = lexicon.words["minds"] | lexicon.words["directives"] | lexicon.words["evaluating"]
    tells = verb.cue_class in {"neutral", "reveal", "confirm"} and verb.lemma not in silent
    return "object" if tells and speaker is not None and source_class(speaker, lexicon) in HUMAN else None


def _is_bare_participle(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is a past participle without auxiliary: "un communiqué publié", "asked about it"."""
    form = str(token.morph)
    passive = "Tense=Past" in form and "VerbForm=Part" in form and token.dep_ != "ROOT"
    loose = token.dep_ in lexicon.parse["adverbial"] or token.dep_ in {"amod", "acl"}
    if token.i > 0 and token.nbor(-1).text == "," and content_link(token, lexicon) is not None:
        return False
    return passive and loose and _child_verb(token, lexicon) is None


def _governs_quotation(token: Token, quotations: list[Span], lexicon: Lexicon) -> bool:
    """Say whether some of what the verb governs is quoted: "called it a “disgrace”"."""
    end = token.idx + len(token.text)
    stop = next(
        (item.idx for item in tokens_of(token.doc)[token.i + 1 :] if item.text in {";", ":"}), len(text_of(token.doc))
    )
    governed = {item.i for item in token.subtree if item.i > token.i}
    return any(
        start > end and start < stop and any(item.idx >= start - 1 for item in token.doc if item.i in governed)
        for start, _ in quotations
    )


def _has_directive(token: Token, lexicon: Lexicon) -> bool:
    """Say whether an infinitive follows that says what to do: "urged the government to act"."""
    if "VerbForm=Inf" in str(token.morph):
        return False
    for item in tokens_of(token.doc)[token.i + 1 : token.i + 12]:
        if syntax.is_break(item) or "VerbForm=Fin" in str(item.morph):
            return False
        if item.pos_ in {"VERB", "AUX"}:
            linked = any(
                plain(other.text) in lexicon.words["directive_links"]
                for other in tokens_of(token.doc)[token.i + 1 : item.i]
            )
            return linked and token in item.ancestors
    return False


def _has_statement(token: Token, frames: frozenset[str], lexicon: Lexicon) -> bool:
    """Say whether the object of a verb that takes one is a statement: "rejected the allegations"."""
    objects = [item for item in token.rights if item.dep_ in lexicon.parse["object"]]
    said = lexicon.nouns.keys() | lexicon.sources["document"]
    return "object" in frames and any(plain(item.lemma_) in said for item in objects)


def _is_reported(clause: Token, token: Token, frames: frozenset[str], lexicon: Lexicon) -> bool:
    if clause.i < token.i or clause.pos_ in {"NUM", "PUNCT"}:
        return False
    between = tokens_of(clause.doc)[token.i + 1 : clause.i + 1]
    asks = any(plain(item.text) in lexicon.words["question_links"] for item in between)
    linked = asks or any(plain(item.text) in lexicon.content_links for item in between)
    bare = clause.dep_ in lexicon.parse["bare_content"] and _is_clause(clause, lexicon)
    return ("clause" in frames and (linked or bare)) or ("question" in frames and asks)


def _is_clause(head: Token, lexicon: Lexicon) -> bool:
    """Say whether a complement holds a verb, unlike "themselves active"."""
    return head.pos_ in {"VERB", "AUX"} or syntax.child(head, lexicon.parse["auxiliary"]) is not None


def _is_as(token: Token, lexicon: Lexicon) -> bool:
    """Say whether it is "comme X l'a rapporté", "as X reported"."""
    return as_source(token, lexicon) is not None


def content_link(last: Token, lexicon: Lexicon) -> Token | None:
    """Return the "que" or "that" that follows the verb closely, whatever the parser made of it."""
    for item in tokens_of(last.doc)[last.i + 1 : last.i + NEAR]:
        if is_link(item, lexicon):
            return item
        if item.pos_ in {"VERB", "AUX"} or syntax.is_break(item):
            return None
    return None


def is_link(item: Token, lexicon: Lexicon) -> bool:
    """Say whether a word is a "que" or "that" that opens a reported clause."""
    if plain(item.text) not in lexicon.content_links:
        return False
    told = item.i > 0 and item.nbor(-1).pos_ in {"NOUN", "PROPN"} and item.pos_ == "DET"
    return item.pos_ == "SCONJ" or item.dep_ == "mark" or told


def opened_quotation(last: Token, quotations: list[Span], lexicon: Lexicon) -> int | None:
    """Return where a quotation of some length starts that the verb introduces."""
    end = last.idx + len(last.text)
    for start, stop in quotations:
        between = text_of(last.doc)[end : start - 1]
        shortest = 2 if between.rstrip("«“\"‘' \u00a0\u202f").endswith(":") else SHORTEST_QUOTATION
        near = start > end and stop - start >= shortest and len(between) <= LONGEST_LINK
        if near and _introduces(between, lexicon):
            return start
    return None


def _introduces(between: str, lexicon: Lexicon) -> bool:
    """Say whether the words before a quotation end with a colon, a comma, "que" or "that"."""
    words = plain(between).split()
    return bool(words) and (words[-1][-1] in {":", ","} or words[-1] in lexicon.content_links)


def _has_infinitive(token: Token, verb: Verb, lexicon: Lexicon) -> bool:
    found = [item for item in token.rights if item.dep_ in lexicon.parse["infinitive"] | lexicon.parse["content"]]
    complement = next((item for item in found if item.pos_ in {"VERB", "AUX"}), next(iter(found), None))
    if complement is None or complement.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return False
    if complement.pos_ in {"ADJ", "NOUN"} and _child_verb(complement, lexicon) is None:
        return verb.reflexive and complement.pos_ == "ADJ"
    linked = any(
        plain(item.text) in lexicon.words["infinitive_links"] for item in complement.children if item.i < complement.i
    )
    gerund = complement.morph.get("Aspect", []) == ["Prog"] and verb.cue_class in {"deny", "admit", "accuse", "claim"}
    if complement.pos_ in {"VERB", "AUX"} and not (gerund or verb.following or syntax.is_infinitive(complement)):
        return False
    feared = verb.cue_class == "think" and verb.lemma in lexicon.disclosing
    return not linked or verb.reflexive or feared or verb.cue_class in {"warn", "accuse", "deny"}


def _child_verb(token: Token, lexicon: Lexicon) -> Token | None:
    """Return the auxiliary or copula of a predicate."""
    return syntax.child(token, lexicon.parse["auxiliary"])


def _object_frame(token: Token, verb: Verb, human: bool, frames: frozenset[str], lexicon: Lexicon) -> str | None:
    """Return ``object``, ``disclosure`` or ``bare`` for verbs that report without a clause."""
    objects = [item for item in token.rights if item.dep_ in lexicon.parse["object"]]
    form = str(token.morph)
    denies = {"object", "bare"} <= frames
    bound = "VerbForm=Inf" in form and lexicon.lemma(token.head) not in lexicon.words["aspectual"]
    if (bound and not denies) or ("Tense=Past|VerbForm=Part" in form and _child_verb(token, lexicon) is None):
        return None
    name = " ".join((verb.lemma, *verb.following))
    listed = name in lexicon.disclosing
    takes = "object" in frames and (listed or name not in lexicon.inverted_only)
    if takes and (objects or syntax.is_passive(token, lexicon)):
        return "object"
    governs = objects or (verb.following and verb.cue_class != "think")
    if governs and human and listed and not _is_received(objects, lexicon):
        return "disclosure"
    bare = not [item for item in token.rights if not item.is_punct]
    return "bare" if "bare" in frames and "object" in frames and bare and human else None


def _is_received(objects: list[Token], lexicon: Lexicon) -> bool:
    """Say whether what a verb governs are people let in, not something said: "admitted 17 patients"."""
    return any(plain(item.lemma_) in lexicon.words["admitted"] for item in objects)
