"""Attributions by a reporting verb: "X said that", "…, a déclaré X", "X denies it".

Decides in which order a verb is examined, and puts the attribution together: its words (``cues``), then
a source apart (``parentheticals``), or its subject (``subjects``), frame (``frames``) and speaker
(``speakers``), and last the clause to peel off (``clauses``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, Verb, plain
from sinorus_lib.framing.parsed import lemmas_of, text_of, words_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.clauses import clause_of
from sinorus_lib.framing.reporting.cues import cue_tokens, entry, is_excluded, is_part
from sinorus_lib.framing.reporting.frames import SHORTEST_QUOTATION, content_link, frame_of, is_link, opened_quotation
from sinorus_lib.framing.reporting.model import Attribution, Use
from sinorus_lib.framing.reporting.parentheticals import parenthetical_source
from sinorus_lib.framing.reporting.sources import HUMAN, clipped, is_own, source_class, source_span
from sinorus_lib.framing.reporting.speakers import can_speak, passive_use
from sinorus_lib.framing.reporting.subjects import phrase_before, subject_source

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def reporting_verbs(doc: Doc, lexicon: Lexicon, quotations: list[Span]) -> Iterator[Attribution]:
    """Yield an attribution for each verb that reports in this sentence."""
    for number, (word, lemma) in enumerate(zip(words_of(doc), lemmas_of(doc), strict=True)):
        if lexicon.forms.get(word, lemma) not in lexicon.verbs:
            continue
        use = _use(doc[number], lexicon, quotations)
        if use is not None:
            yield _attribution(use, lexicon, quotations)


def _use(token: Token, lexicon: Lexicon, quotations: list[Span]) -> Use | None:
    verb = entry(token, lexicon)
    if verb is None or is_excluded(token, lexicon) or is_part(token, lexicon):
        return None
    first, last = cue_tokens(token, verb, lexicon)
    if first == token and _is_inflected_participle(token):
        return None
    inverted = parenthetical_source(token, first, last, lexicon)
    if inverted is not None:
        return None if is_own(inverted, lexicon) else Use(token, verb, first, last, inverted, "parenthetical")
    if token.pos_ not in {"VERB", "AUX"}:
        return _mistagged(token, verb, lexicon, quotations)
    source = subject_source(token, lexicon) or _left_alone(token, first, last, lexicon)
    frame = frame_of(token, last, verb, source, lexicon, quotations)
    if frame is None or (source is not None and is_own(source, lexicon)):
        return None
    if source is not None and _is_impersonal(source, lexicon) and verb.lemma not in lexicon.words["hearsay_verbs"]:
        return None
    expletive = source is not None and plain(source.text) in lexicon.words["expletives"]
    if expletive and verb.reflexive and verb.lemma in lexicon.words["hearsay_verbs"]:
        return _from_expletive(Use(token, verb, first, last, None, frame), lexicon)
    use = Use(token, verb, first, last, source, frame)
    if syntax.is_passive(token, lexicon):
        heard = passive_use(use, lexicon)
        return heard if heard is None or heard.source is not None else _from_expletive(heard, lexicon)
    return use if source is not None and can_speak(use, lexicon) else None


def _from_expletive(use: Use, lexicon: Lexicon) -> Use:
    """Return hearsay with the pronoun that stands for nothing in its cue: "it is said", « il se murmure »."""
    before = use.first.nbor(-1) if use.first.i > 0 else use.first
    empty = plain(before.text) in lexicon.words["expletives"] and before.pos_ == "PRON"
    return replace(use, first=before) if empty else use


def _is_impersonal(source: Token, lexicon: Lexicon) -> bool:
    """Say whether the subject is nobody in particular: "on dit que"."""
    after = source.nbor() if source.i + 1 < len(source.doc) else source
    elided = source.text.endswith(("'", "’")) and plain(after.text) in lexicon.words["impersonal"]
    return elided or plain(source.text) in lexicon.words["impersonal"]


def _is_inflected_participle(token: Token) -> bool:
    """Say whether a verb form is a participle in the feminine or plural, which without auxiliary is an adjective."""
    form = str(token.morph)
    return "VerbForm=Part" in form and "Tense=Past" in form and ("Number=Plur" in form or "Gender=Fem" in form)


def _left_alone(token: Token, first: Token, last: Token, lexicon: Lexicon) -> Token | None:
    """Return the noun before a verb without subject that a clause follows."""
    clause = syntax.content(token, lexicon)
    follows = content_link(last, lexicon) is not None or (clause is not None and clause.i > last.i)
    if not follows or syntax.is_passive(token, lexicon) or "VerbForm=Inf" in str(token.morph):
        return None
    found = phrase_before(first, lexicon)
    speaks = found is not None and (source_class(found, lexicon) in HUMAN or found.pos_ == "PROPN")
    return found if speaks else None


def _turned(token: Token, verb: Verb, lexicon: Lexicon, quotations: list[Span]) -> Use | None:
    """Save a listed form that the tagger took for a noun or an adjective, by what stands after it.

    With no article before it and a "que" or a quotation after it, it reports: "une étude suggère que".
    """
    before = token.nbor(-1) if token.i > 0 else None
    if before is not None and before.text.startswith("-") and plain(before.text) in lexicon.sources["pronoun"]:
        return Use(token, verb, _before_clitics(before), token, before, "parenthetical")
    if (
        before is None
        or before.pos_ in {"DET", "ADP", "NUM", "VERB"}
        or plain(before.text) in lexicon.words["articles"]
    ):
        return None
    linked = token.i + 1 < len(token.doc) and is_link(token.nbor(), lexicon)
    if not linked and opened_quotation(token, quotations, lexicon) is None:
        return None
    source = phrase_before(token, lexicon)
    if source is None or source == token or is_own(source, lexicon):
        return None
    return Use(token, verb, token, token, source, "clause" if linked else "quotation")


def _before_clitics(clitic: Token) -> Token:
    """Return the auxiliary before an inverted pronoun: "a" of "a-t-il"."""
    while clitic.i > 0 and clitic.text.startswith("-"):
        clitic = clitic.nbor(-1)
    return clitic


def _mistagged(token: Token, verb: Verb, lexicon: Lexicon, quotations: list[Span]) -> Use | None:
    """Save a listed form that the tagger took for an adverb: "Pékin dément"."""
    if plain(token.text) in lexicon.forms:
        turned = _turned(token, verb, lexicon, quotations)
        if turned is not None:
            return turned
    known = plain(token.text) in lexicon.forms and "bare" in lexicon.frames[verb.cue_class]
    head = token.head
    if not known or head.i >= token.i or head.pos_ not in {"NOUN", "PROPN"} or token.pos_ == "NOUN":
        return None
    return Use(token, verb, token, token, head, "object")


def _attribution(use: Use, lexicon: Lexicon, quotations: list[Span]) -> Attribution:
    cue = syntax.span_of(use.first, use.last)
    return Attribution(
        source=None if use.source is None else clipped(source_span(use.source, lexicon), cue, text_of(use.token.doc)),
        cue=cue,
        clause=clause_of(use, lexicon, quotations),
        cue_class=use.verb.cue_class,
        source_class=_class(use.source, lexicon),
        how="direct" if _is_direct(use, quotations) else "indirect",
        negated=syntax.is_negated(use.token, lexicon),
        frame=use.frame,
        verb=use.token.i,
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
    text = text_of(use.token.doc)
    length = sum(stop - start for start, stop in quotations if stop - start >= SHORTEST_QUOTATION)
    inside = syntax.in_quotation(use.token.idx, quotations)
    return not inside and length > 0.4 * (len(text) - (use.last.idx - use.first.idx))
