"""Attributions without a reporting verb: "selon X", "reportedly", "the claim that"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.model import Attribution
from sinorus_lib.framing.reporting.sources import clipped, is_own, is_pronoun, source_class, source_span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PEOPLE = frozenset({"named_person", "office", "media", "anonymous", "collective"})


def source_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for each marker with a source: "selon X", "according to X"."""
    for cue_class, phrases in lexicon.markers.items():
        for cue in phrases.find(doc.text):
            head = _object(doc, cue, lexicon)
            if head is not None and _names_a_source(doc, cue, head, lexicon):
                yield _marked(doc, cue, head, cue_class, lexicon)


def opinion_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for "Pour X, …": only with a person, set off by commas."""
    for cue in lexicon.opinion_markers.find(doc.text):
        head = _object(doc, cue, lexicon)
        if head is None or not _at_break(doc, cue) or is_own(head, lexicon):
            continue
        closed = doc.text[source_span(head, lexicon)[1] :].lstrip()[:1] == ","
        if closed and source_class(head, lexicon) in PEOPLE:
            yield _marked(doc, cue, head, "think", lexicon)


def bare_markers(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for each marker of hearsay without a source: "reportedly"."""
    for cue_class, phrases in lexicon.bare_markers.items():
        for cue in phrases.find(doc.text):
            yield Attribution(None, cue, None, cue_class, "unspecified", "marker")


def reporting_nouns(doc: Doc, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield an attribution for a noun with a content clause: "the claim that", "l'idée que"."""
    for token in doc:
        if plain(token.lemma_) in lexicon.content_nouns and token.pos_ == "NOUN" and _has_content(token, lexicon):
            owner = _owner(token, lexicon)
            span = None if owner is None else source_span(owner, lexicon)
            label = "unspecified" if owner is None else source_class(owner, lexicon)
            cue = token.idx, token.idx + len(token.text)
            yield Attribution(span, cue, None, lexicon.nouns.get(plain(token.lemma_), "neutral"), label, "marker")


def _has_content(noun: Token, lexicon: Lexicon) -> bool:
    after = plain(noun.doc.text[noun.idx + len(noun.text) :]).lstrip()
    if any(after.startswith(link) for link in lexicon.content_links if " " in link):
        return True
    clauses = [item for item in noun.rights if item.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}]
    return any(_is_linked(item, lexicon) for item in clauses if item.dep_ in {"acl", "ccomp"})


def _is_linked(clause: Token, lexicon: Lexicon) -> bool:
    return any(plain(item.text) in lexicon.content_links and item.pos_ == "SCONJ" for item in clause.lefts)


def _object(doc: Doc, cue: Span, lexicon: Lexicon) -> Token | None:
    index = next((token.i for token in doc if token.idx + len(token.text) > cue[1]), len(doc))
    if index == len(doc) or plain(doc[index].text) in lexicon.words["relative_words"]:
        return None
    return syntax.nominal_after(doc, index, lexicon)


def _at_break(doc: Doc, cue: Span) -> bool:
    before = doc.text[: cue[0]].rstrip()
    return not before or before[-1] in ',;:—–(«“"»”'


def _names_a_source(doc: Doc, cue: Span, head: Token, lexicon: Lexicon) -> bool:
    """Say whether the marker's object can speak: "selon la saison" is no attribution."""
    if is_own(head, lexicon):
        return False
    if is_pronoun(head, lexicon) or plain(head.lemma_) in lexicon.nouns:
        return True
    if source_class(head, lexicon) != "unspecified" or plain(head.lemma_) in lexicon.sources["document"]:
        return True
    after = doc.text[head.right_edge.idx + len(head.right_edge.text) :].lstrip()
    return bool(doc.text[: cue[0]].rstrip()[-1:] == "," or (not doc.text[: cue[0]].strip() and after[:1] == ","))


def _marked(doc: Doc, cue: Span, head: Token, cue_class: str, lexicon: Lexicon) -> Attribution:
    owner = _owner(head, lexicon) if plain(head.lemma_) in lexicon.nouns else None
    source = head if owner is None else owner
    label = source_class(source, lexicon)
    if owner is not None and label == "unspecified":
        source, label = head, source_class(head, lexicon)
    return Attribution(
        clipped(source_span(source, lexicon), cue, doc.text),
        cue,
        _edge(doc, cue, head),
        cue_class,
        label,
        "marker",
    )


def _owner(noun: Token, lexicon: Lexicon) -> Token | None:
    """Return whose statement it is: "des révélations faites par des officiels", "a report by X"."""
    later = sorted((item for item in noun.subtree if item.i > noun.i), key=lambda item: item.i)
    for item in later:
        if plain(item.text) in lexicon.source_links:
            found = syntax.nominal_after(noun.doc, item.i + 1, lexicon)
            if found is not None and source_class(found, lexicon) != "unspecified":
                return found
    return next(
        (item for item in noun.lefts if item.dep_ in lexicon.parse["possessive"] and not is_own(item, lexicon)), None
    )


def _edge(doc: Doc, cue: Span, head: Token) -> Span | None:
    """Return "Selon X, " at the start or ", selon X" at the end of the sentence."""
    text = doc.text
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
        token.pos_ in {"VERB", "AUX"} or token.text in {",", ";", ":"} for token in doc if last <= token.idx < end
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
