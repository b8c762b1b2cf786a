"""Attributions without a reporting verb: "selon X", "reportedly", "the claim that"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.parsed import lemmas_of, text_of, tokens_among, tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.frames import content_link
from sinorus_lib.framing.reporting.model import Attribution
from sinorus_lib.framing.reporting.sources import clipped, is_own, is_pronoun, is_speaker, source_class, source_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

WITHIN = 14  # words from a noun to the clause that it announces
LONGEST_GAP = 2
CLOSE = 30  # code points from a source to the comma that closes its phrase
_WORD = re.compile(r"[\w-]+")
PEOPLE = frozenset({"named_person", "office", "media", "anonymous", "collective"})


def source_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for each marker with a source: "selon X", "according to X"."""
    for cue_class, phrases in lexicon.markers.items():
        for cue in phrases.find(text_of(doc)):
            head = _object(doc, cue, lexicon)
            if head is not None and _names_a_source(doc, cue, head, lexicon):
                yield _marked(doc, cue, head, cue_class, lexicon)


def opinion_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for "Pour X, …": only with a person, set off by commas."""
    for cue in lexicon.opinion_markers.find(text_of(doc)):
        head = _object(doc, cue, lexicon)
        if head is None or not _at_break(doc, cue) or is_own(head, lexicon):
            continue
        if "," in text_of(doc)[cue[1] : head.idx] or plain(head.lemma_) in lexicon.words["time"]:
            continue
        end = source_span(head, lexicon)[1]
        gap, comma, _ = text_of(doc)[end : end + CLOSE].partition(",")
        closed = bool(comma) and len(gap.split()) <= LONGEST_GAP
        if closed and source_class(head, lexicon) in PEOPLE:
            yield _marked(doc, cue, head, "think", lexicon)


def bare_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for each marker of hearsay without a source: "reportedly"."""
    for cue_class, phrases in lexicon.bare_markers.items():
        for cue in phrases.find(text_of(doc)):
            source = _hidden_source(text_of(doc), cue, lexicon)
            label = "unspecified" if source is None else "anonymous"
            yield Attribution(source, cue, None, cue_class, label, "marker", frame="hearsay")


def _hidden_source(text: str, cue: Span, lexicon: Lexicon) -> Span | None:
    """Return the unnamed source in a marker: "source policière" of "de source policière"."""
    for match in _WORD.finditer(text, *cue):
        word = plain(match.group())
        if {word, word.removesuffix("s")} & lexicon.sources["anonymous"]:
            return match.start(), cue[1]
    return None


def possessed_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for "in X's view", "à son avis"."""
    for noun in tokens_among(doc, lexicon.words["opinion_nouns"]):
        found = _possessed(noun, lexicon)
        if found is not None:
            yield found


def _possessed(noun: Token, lexicon: Lexicon) -> Attribution | None:
    holder = next((item for item in noun.lefts if _possesses(item, lexicon)), None)
    first = None if holder is None else holder.left_edge
    link = first.nbor(-1) if first is not None and first.i > 0 else None
    if holder is None or link is None or plain(link.text) not in lexicon.words["opinion_links"]:
        return None
    if not (_at_break(noun.doc, (link.idx, noun.idx)) or _before_break(noun) or link.nbor(-1).pos_ == "AUX"):
        return None
    if is_own(holder, lexicon) or plain(holder.text) in lexicon.words["own_possessives"]:
        return None
    label = "unspecified" if holder.pos_ in {"DET", "PRON"} else source_class(holder, lexicon)
    cue = syntax.span_of(noun, noun)
    return Attribution(source_span(holder, lexicon), cue, None, "think", label, "marker")


def _before_break(noun: Token) -> bool:
    return noun.i + 1 == len(noun.doc) or noun.nbor().is_punct


def opinion_adjectives(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for "X is convinced that", « X est persuadé que »."""
    for token in tokens_among(doc, lexicon.words["opinion_adjectives"]):
        holder = _convinced(token, lexicon)
        if holder is not None:
            cue = token.idx, token.idx + len(token.text)
            label = source_class(holder, lexicon)
            yield Attribution(
                source_span(holder, lexicon), cue, None, "think", label, "indirect", frame="clause", verb=token.i
            )


def _convinced(token: Token, lexicon: Lexicon) -> Token | None:
    """Return who is convinced, if a clause follows that says of what."""
    clause = syntax.content(token, lexicon)
    linked = content_link(token, lexicon)
    if linked is None and (clause is None or clause.dep_ not in lexicon.parse["bare_content"]):
        return None
    holder = syntax.subject(token, lexicon) or (
        syntax.subject(token.head, lexicon) if token.head.pos_ == "AUX" else None
    )
    if holder is None or is_own(holder, lexicon) or plain(holder.text) in lexicon.words["expletives"]:
        return None
    return holder if is_speaker(holder, lexicon) else None


def _possesses(item: Token, lexicon: Lexicon) -> bool:
    return item.dep_ in lexicon.parse["possessive"] or "Poss=Yes" in str(item.morph)


def reporting_nouns(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for a noun with a content clause: "the claim that", "l'idée que"."""
    for number, lemma in enumerate(lemmas_of(doc)):
        token = doc[number] if lemma in lexicon.content_nouns else None
        if token is not None and token.pos_ == "NOUN" and _has_content(token, lexicon):
            owner = _owner(token, lexicon)
            span = None if owner is None else source_span(owner, lexicon)
            label = "unspecified" if owner is None else source_class(owner, lexicon)
            cue = token.idx, token.idx + len(token.text)
            cue_class = lexicon.nouns.get(plain(token.lemma_), "neutral")
            yield Attribution(span, cue, None, cue_class, label, "marker", frame="noun", verb=token.i)


def _has_content(noun: Token, lexicon: Lexicon) -> bool:
    clauses = [item for item in noun.rights if item.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}]
    if any(_is_linked(item, lexicon) for item in clauses if item.dep_ in {"acl", "ccomp"}):
        return True
    return _opens_content(noun, lexicon)


def _opens_content(noun: Token, lexicon: Lexicon) -> bool:
    """Say whether a "that" or « selon laquelle » follows a noun and its complements, before any verb."""
    after = plain(text_of(noun.doc)[noun.idx + len(noun.text) :])
    for item in tokens_of(noun.doc)[noun.i + 1 : noun.i + WITHIN]:
        rest = after[item.idx - noun.idx - len(noun.text) :]
        if any(rest.startswith(link) for link in lexicon.content_links if " " in link):
            return True
        if item.pos_ == "SCONJ" and plain(item.text) in lexicon.content_links:
            return item.head != noun.head and item.i + 1 < len(noun.doc)
        if syntax.is_break(item) or "VerbForm=Fin" in str(item.morph):
            return False
    return False


def _is_linked(clause: Token, lexicon: Lexicon) -> bool:
    return any(plain(item.text) in lexicon.content_links and item.pos_ == "SCONJ" for item in clause.lefts)


def _object(doc: Doc, cue: Span, lexicon: Lexicon) -> Token | None:
    index = next(
        (token.i for token in tokens_of(doc) if token.idx >= cue[1] or token.idx + len(token.text) > cue[1]), len(doc)
    )
    if index == len(doc) or plain(doc[index].text) in lexicon.words["relative_words"]:
        return None
    return syntax.nominal_after(doc, index, lexicon)


def _at_break(doc: Doc, cue: Span) -> bool:
    before = text_of(doc)[: cue[0]].rstrip()
    return not before or before[-1] in ',;:—–(«“"»”'


def _names_a_source(doc: Doc, cue: Span, head: Token, lexicon: Lexicon) -> bool:
    """Say whether the marker's object can speak: "selon la saison" is no attribution."""
    if is_own(head, lexicon) or plain(head.lemma_) in lexicon.words["not_sources"]:
        return False
    if is_pronoun(head, lexicon) or plain(head.lemma_) in lexicon.nouns:
        return True
    if (
        head.text[:1].isupper()
        or source_class(head, lexicon) != "unspecified"
        or plain(head.lemma_) in lexicon.sources["document"]
    ):
        return True
    after = text_of(doc)[head.right_edge.idx + len(head.right_edge.text) :].lstrip()
    return bool(
        text_of(doc)[: cue[0]].rstrip()[-1:] == "," or (not text_of(doc)[: cue[0]].strip() and after[:1] == ",")
    )


def _marked(doc: Doc, cue: Span, head: Token, cue_class: str, lexicon: Lexicon) -> Attribution:
    owner = _owner(head, lexicon) if plain(head.lemma_) in lexicon.nouns else None
    source = head if owner is None else owner
    label = source_class(source, lexicon)
    if owner is not None and label == "unspecified":
        source, label = head, source_class(head, lexicon)
    return Attribution(
        clipped(source_span(source, lexicon), cue, text_of(doc)),
        cue,
        _edge(doc, cue, head),
        cue_class,
        label,
        "marker",
    )


def _owner(noun: Token, lexicon: Lexicon) -> Token | None:
    """Return whose statement it is: "des révélations faites par des officiels", "a report by X"."""
    possessor = next(
        (item for item in noun.lefts if item.dep_ in lexicon.parse["possessive"] and not is_own(item, lexicon)), None
    )
    if possessor is not None:
        return possessor
    later = sorted((item for item in noun.subtree if item.i > noun.i), key=lambda item: item.i)
    for item in later:
        if plain(item.text) in lexicon.source_links:
            found = syntax.nominal_after(noun.doc, item.i + 1, lexicon)
            if found is not None and source_class(found, lexicon) != "unspecified":
                return found
    return None


def _edge(doc: Doc, cue: Span, head: Token) -> Span | None:
    """Return "Selon X, " at the start or ", selon X" at the end of the sentence."""
    text = text_of(doc)
    end = len(text.rstrip().rstrip('.!?… »”"'))
    if len(text[: cue[0]].strip(' «“"—–-').split()) <= 1 and "," not in text[: cue[0]]:
        return _opening(text, cue, head)
    last = max(head.right_edge.idx + len(head.right_edge.text), head.idx + len(head.text))
    if last >= end - 1 or not _goes_on(doc, last, end):
        before = text[: cue[0]].rstrip()
        start = len(before) - 1 if before[-1:] in {",", "—", "–"} else len(before)
        return start, end
    return None


def _goes_on(doc: Doc, last: int, end: int) -> bool:
    """Say whether a new clause or a comma stands between two code points."""
    return any(
        token.pos_ in {"VERB", "AUX"} or token.text in {",", ";", ":"}
        for token in tokens_of(doc)
        if last <= token.idx < end
    )


def _opening(text: str, cue: Span, head: Token) -> Span | None:
    last = head.right_edge.idx + len(head.right_edge.text)
    comma = last if text[last : last + 1] == "," else text.find(",", head.idx + len(head.text))
    if comma < 0:
        return None
    end = comma + 1
    while end < len(text) and text[end].isspace():
        end += 1
    return (0, end) if end < len(text) else None
