"""Attributions by a reporting verb: "X said that", "…, a déclaré X", "X denies it".

Decides in which order a verb is examined, and puts the attribution together: its words (``cues``), then
a source apart (``parentheticals``), or its subject (``subjects``), frame (``frames``) and speaker
(``speakers``), and last the clause to peel off (``clauses``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, Verb, plain
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.clauses import clause_of
from sinorus_lib.framing.reporting.cues import cue_tokens, entry, is_excluded
from sinorus_lib.framing.reporting.frames import SHORTEST_QUOTATION, frame_of
from sinorus_lib.framing.reporting.model import Attribution, Use
from sinorus_lib.framing.reporting.parentheticals import parenthetical_source
from sinorus_lib.framing.reporting.sources import clipped, is_own, source_class, source_span
from sinorus_lib.framing.reporting.speakers import can_speak, passive_use
from sinorus_lib.framing.reporting.subjects import subject_source

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def reporting_verbs(doc: Doc, lexicon: Lexicon, quotations: list[Span]) -> Iterator[Attribution]:
    """Yield an attribution for each verb that reports in this sentence."""
    for token in doc:
        use = _use(token, lexicon, quotations)
        if use is not None:
            yield _attribution(use, lexicon, quotations)


def _use(token: Token, lexicon: Lexicon, quotations: list[Span]) -> Use | None:
    verb = entry(token, lexicon)
    if verb is None or is_excluded(token, lexicon):
        return None
    first, last = cue_tokens(token, verb, lexicon)
    inverted = parenthetical_source(token, first, last, lexicon)
    if inverted is not None:
        return None if is_own(inverted, lexicon) else Use(token, verb, first, last, inverted, "parenthetical")
    if token.pos_ not in {"VERB", "AUX"}:
        return _mistagged(token, verb, lexicon)
    source = subject_source(token, lexicon)
    frame = frame_of(token, last, verb, source, lexicon, quotations)
    if frame is None or (source is not None and is_own(source, lexicon)):
        return None
    use = Use(token, verb, first, last, source, frame)
    if syntax.is_passive(token, lexicon):
        return passive_use(use, lexicon)
    return use if source is not None and can_speak(use, lexicon) else None


def _mistagged(token: Token, verb: Verb, lexicon: Lexicon) -> Use | None:
    """Save a listed form that the tagger took for an adverb: "Pékin dément"."""
    known = plain(token.text) in lexicon.forms and "bare" in lexicon.frames[verb.cue_class]
    head = token.head
    if not known or head.i >= token.i or head.pos_ not in {"NOUN", "PROPN"} or token.pos_ == "NOUN":
        return None
    return Use(token, verb, token, token, head, "object")


def _attribution(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Attribution:
    cue = syntax.span_of(use.first, use.last)
    return Attribution(
        source=None if use.source is None else clipped(source_span(use.source, lexicon), cue, use.token.doc.text),
        cue=cue,
        clause=clause_of(use, lexicon, quotations),
        cue_class=use.verb.cue_class,
        source_class=_class(use.source, lexicon),
        how="direct" if _is_direct(use, quotations) else "indirect",
        negated=syntax.is_negated(use.token, lexicon),
    )


def _class(source: Token | None, lexicon: Lexicon) -> str:
    """Return the source's class; several of a kind that speak are a group, whatever the noun."""
    if source is None:
        return "unspecified"
    found = source_class(source, lexicon)
    several = source.pos_ == "NOUN" and "Plur" in source.morph.get("Number", [])
    group = several and found == "unspecified" and plain(source.lemma_) not in lexicon.sources["document"]
    return "collective" if group else found


def _is_direct(use: Use, quotations: list[Span]) -> bool:
    text = use.token.doc.text
    length = sum(stop - start for start, stop in quotations if stop - start >= SHORTEST_QUOTATION)
    inside = syntax.in_quotation(use.token.idx, quotations)
    return not inside and length > 0.4 * (len(text) - (use.last.idx - use.first.idx))
