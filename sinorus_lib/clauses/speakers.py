"""Who is said to have said a clause, where the words that say so stand in another clause of the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from sinorus_lib.clauses.cut import ADDED, COLON, COMMA, OPPOSED, QUOTATION, Cut
from sinorus_lib.clauses.sentence import ParsedSentence
from sinorus_lib.framing.attribution import Attribution
from sinorus_lib.framing.lexicon import Span, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax

# Links over which an attribution goes on; a semicolon or a contrast ends what somebody said.
_FORWARD = frozenset({ADDED, OPPOSED, COMMA})
_BACKWARD = frozenset({ADDED, COMMA})
_MOSTLY = 0.5


def own_speaker(sentence: ParsedSentence, cuts: Sequence[Cut], spans: Sequence[Span], place: int) -> str | None:
    """Return the source of the first attribution whose cue stands in a clause.

    The frame of a quotation that is a claim apart ("The minister, who has met X, said:") is nobody's words.
    """
    span = spans[place]
    quotes = any(start < span[1] and span[0] < end for start, end in sentence.quotations)
    framing = None if quotes or place == len(cuts) else _quoting(sentence, cuts[place])
    inside = (item for item in _sourced(sentence) if span[0] <= item.cue[0] < span[1])
    return _words(sentence, next((item for item in inside if item != framing), None))


def inherited_speaker(sentence: ParsedSentence, cuts: Sequence[Cut], spans: Sequence[Span], place: int) -> str | None:
    """Return the source of an attribution that stands in another clause and covers this one.

    That is: whoever is quoted, if this is a quotation; a verb whose reported clause this is ("X said that A
    and that B"), "selon X" at the beginning, ", dit-il, et", or ", said X" at the end.
    """
    found = _quoting(sentence, cuts[place - 1]) if place else None
    found = found or _governing(sentence, cuts, place)
    if found is None and _is_quoted(sentence, spans[place]):
        return _words(sentence, _outside_quotations(sentence))
    found = found or _at_beginning(sentence, cuts, place) or _in_between(sentence, cuts, spans, place)
    return _words(sentence, found or _at_end(sentence, cuts, spans, place))


def _quoting(sentence: ParsedSentence, cut: Cut) -> Attribution | None:
    """Return the attribution of the quotation that a cut opens."""
    return sentence.reports.get(cut.head.i) if cut.link == QUOTATION and cut.head is not None else None


def _sourced(sentence: ParsedSentence) -> list[Attribution]:
    return [item for item in sentence.attributions if item.source is not None]


def _words(sentence: ParsedSentence, item: Attribution | None) -> str | None:
    return None if item is None or item.source is None else text_of(sentence.doc)[slice(*item.source)]


def _is_quoted(sentence: ParsedSentence, span: Span) -> bool:
    inside = sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in sentence.quotations)
    return inside > _MOSTLY * (span[1] - span[0])


def _governing(sentence: ParsedSentence, cuts: Sequence[Cut], place: int) -> Attribution | None:
    """Return the attribution of "X said that A and that B", for B."""
    cut = cuts[place - 1] if place else None
    if cut is None or cut.head is None or cut.link == QUOTATION:
        return None
    found = sentence.reporter(cut.head)
    return found if found is not None and found.source is not None and _stays_inside(sentence, cut) else None


def _stays_inside(sentence: ParsedSentence, cut: Cut) -> bool:
    """Say whether "that" or the subject is shared; or, where "that" may be left out, no comma parts the clauses."""
    linked = plain(sentence.doc[cut.content - 1].text) in sentence.lexicon.content_links
    if linked or (cut.head is not None and sentence.subject(cut.head) is None):
        return True
    return bool(sentence.lexicon.parse["bare_content"]) and sentence.doc[cut.index - 1].text != ","


def _outside_quotations(sentence: ParsedSentence) -> Attribution | None:
    """Return the attribution of what is quoted: the first whose cue is not quoted itself."""
    spoken = (item for item in _sourced(sentence) if item.how == "direct")
    return next((item for item in spoken if not syntax.in_quotation(item.cue[0], sentence.quotations)), None)


def _at_beginning(sentence: ParsedSentence, cuts: Sequence[Cut], place: int) -> Attribution | None:
    """Return the attribution of "Selon X, A et B", for B."""
    if place == 0 or any(cut.link not in _FORWARD for cut in cuts[:place]):
        return None
    markers = (item for item in _sourced(sentence) if item.how == "marker" and item.clause is not None)
    return next((item for item in markers if item.clause is not None and item.clause[0] == 0), None)


def _in_between(
    sentence: ParsedSentence, cuts: Sequence[Cut], spans: Sequence[Span], place: int
) -> Attribution | None:
    """Return the attribution of "A, dit-il, et B" or "A, dit-il : B", for B."""
    if place == 0 or cuts[place - 1].link not in {ADDED, COLON}:
        return None
    before = spans[place - 1]
    for item in _sourced(sentence):
        inside = before[0] < item.cue[0] < before[1] and item.how != "direct"
        if inside and item.source is not None and _stands_apart(sentence, (item.source, item.cue), before[1]):
            return item
    return None


def _stands_apart(sentence: ParsedSentence, parts: tuple[Span, Span], end: int) -> bool:
    """Say whether a comma stands before an attribution and no further predicate after it."""
    first, last = min(part[0] for part in parts), max(part[1] for part in parts)
    before = text_of(sentence.doc)[:first].rstrip()
    after = (token for token in tokens_of(sentence.doc) if last <= token.idx < end)
    return before[-1:] in {",", "—", "–"} and not any(sentence.is_finite(token) for token in after)


def _at_end(sentence: ParsedSentence, cuts: Sequence[Cut], spans: Sequence[Span], place: int) -> Attribution | None:
    """Return the attribution of "A et B, a dit X", for A."""
    if place == len(cuts) or any(cut.link not in _BACKWARD for cut in cuts[place:]):
        return None
    last = spans[-1][0]
    at_end = (item for item in _sourced(sentence) if item.clause is not None and item.clause[0] > last)
    return next((item for item in at_end if item.how != "direct"), None)
