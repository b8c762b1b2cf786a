"""Decides which words of a sentence are the content of an attribution: what is said, not who says it.

The content of a verb that stands apart is what stands around it (a quotation, if there is one); of a verb with a
clause, an infinitive or an object, its complement; of a marker, the clause that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sinorus_lib.framing.lexicon import Lexicon, Span, plain
from sinorus_lib.framing.parsed import text_of, tokens_of
from sinorus_lib.framing.reporting import syntax
from sinorus_lib.framing.reporting.frames import content_link, is_link, opened_quotation
from sinorus_lib.framing.reporting.model import Attribution

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Pieces = tuple[Span, ...]
EDGES = " \t\u00a0\u202f,;:–—-\n"
FINITE = "VerbForm=Fin"
NEAR = 25  # code points from a comma to the attribution that follows it


def content_pieces(
    doc: Doc, item: Attribution, lexicon: Lexicon, quotations: Sequence[Span], others: Sequence[Attribution] = ()
) -> Pieces:
    """Return the spans of an attribution's content in its sentence, in order; none if it has no words of its own.

    Args:
        doc: the sentence, parsed.
        item: the attribution.
        lexicon: the tables of the language.
        quotations: what is quoted of the sentence.
        others: the other attributions of the sentence, whose words the content of a clause does not run over.
    """
    if item.frame == "parenthetical":
        pieces = _around(doc, item, lexicon, quotations)
    elif item.frame == "hearsay":
        pieces = _apart_from(item.cue, _clause_around(doc, item.cue, lexicon))
    elif item.frame == "marker":
        cited = _cited(doc, item, lexicon, others)
        if cited is not None:
            return content_pieces(doc, cited, lexicon, quotations, ())
        pieces = _marked(doc, item, lexicon, quotations)
    else:
        pieces = _complement(doc, item, lexicon, quotations, others)
    return tuple(_without_connective(text_of(doc), span, lexicon) for span in _trimmed(text_of(doc), pieces))


def _cited(doc: Doc, item: Attribution, lexicon: Lexicon, others: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution whose content a citing one shares: "The Times, citing officials, reported that"."""
    if plain(text_of(doc)[slice(*item.cue)]) not in lexicon.words["citing"]:
        return None
    verbs = [other for other in others if other.frame not in {"marker", "hearsay", "noun"}]
    verbs = verbs or [other for other in others if other.frame == "marker" and other.cue != item.cue]
    return min(verbs, key=lambda other: abs(other.cue[0] - item.cue[0]), default=None)


def _without_connective(text: str, span: Span, lexicon: Lexicon) -> Span:
    """Drop a "however," at the start of a content."""
    head, comma, rest = text[span[0] : span[1]].partition(",")
    if comma and plain(head) in lexicon.words["connectives"] and rest.strip():
        return span[1] - len(rest.lstrip()), span[1]
    return span


def _trimmed(text: str, pieces: Iterator[Span] | Sequence[Span]) -> Iterator[Span]:
    """Yield the pieces without blanks and commas at their edges, and without marks that nothing closes."""
    for start, end in pieces:
        while start < end and (text[start] in EDGES or _lone_mark(text[start:end], first=True)):
            start += 1
        while end > start and (text[end - 1] in EDGES or _lone_mark(text[start:end], first=False)):
            end -= 1
        if end - start > 1 and any(char.isalnum() for char in text[start:end]):
            yield start, _without_stop(text, start, end)


def _without_stop(text: str, start: int, end: int) -> int:
    """Drop the full stop of the sentence, unless a quotation of whole sentences ends with it."""
    quoted = text[end : end + 2].strip()[:1] in {"»", "”", '"', "’", "'"} and end < len(text)
    whole = end - start > 1 and text[end - 1] == "." and not text[:end].endswith("..") and not quoted
    return end - 1 if whole else end


def _lone_mark(piece: str, *, first: bool) -> bool:
    """Say whether a piece begins or ends with a mark that the piece does not close, or with one around all of it."""
    mark = piece[0] if first else piece[-1]
    if mark not in syntax.QUOTES:
        return False
    if mark == '"':
        return piece.count('"') % 2 == 1
    opened = sum(piece.count(item) for item in syntax.QUOTES_OPENING)
    closed = sum(piece.count(item) for item in syntax.QUOTES - syntax.QUOTES_OPENING - {'"'})
    return opened > closed if first and mark in syntax.QUOTES_OPENING else closed > opened or first


def attribution_span(item: Attribution) -> Span:
    """Return the words from the source to the cue, whichever is first."""
    spans = [item.cue] if item.source is None else [item.cue, item.source]
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _around(doc: Doc, item: Attribution, lexicon: Lexicon, quotations: Sequence[Span]) -> Sequence[Span]:
    """Return what stands before and after a verb that stands apart."""
    start, end = attribution_span(item)
    host = next((span for span in quotations if span[0] < start and end <= span[1]), None)
    if host is not None:
        return [(host[0], start), (_resumption(doc, item, end, host[1], lexicon), host[1])]
    before = _quoted_before(doc, start, quotations)
    after = [span for span in quotations if span[0] > end]
    if before is not None:
        return [before, *after]
    if after and not _has_clause(doc, 0, start):
        return after
    resumed = _resumption(doc, item, end, len(text_of(doc)), lexicon)
    return [(_clause_start(doc, start), start), (resumed, len(text_of(doc)))]


def _quoted_before(doc: Doc, start: int, quotations: Sequence[Span]) -> Span | None:
    """Return the quotation that ends just before the attribution, with the words before it that it completes."""
    for first, last in quotations:
        between = text_of(doc)[last:start].strip("»”\"’' ,.\u00a0\u202f–—-")
        if last <= start and len(between.split()) <= 2 and not any(char in ":;" for char in between):
            lead = text_of(doc)[:first].rstrip("«“\"‘' \u00a0\u202f").lstrip()
            return (first, last) if not lead or lead[-1] in ":,." else (_clause_start(doc, first), last + 1)
    return None


def _clause_start(doc: Doc, before: int) -> int:
    """Return where the sentence, or its last part after a semicolon or colon, starts before a place."""
    marks = [token.idx + 1 for token in tokens_of(doc) if token.text in {";", ":"} and token.idx < before]
    return marks[-1] if marks else 0


def _has_clause(doc: Doc, start: int, end: int) -> bool:
    return any(token.pos_ in {"VERB", "AUX"} for token in tokens_of(doc) if start <= token.idx < end)


def _resumption(doc: Doc, item: Attribution, end: int, limit: int, lexicon: Lexicon) -> int:
    """Return where the reported words go on after the attribution, ``limit`` if they do not."""
    stops = [
        token
        for token in tokens_of(doc)
        if end <= token.idx < limit and token.text in {",", ".", ";", ":", "!", "?", "–", "—"}
    ]
    short = item.source is not None and len(text_of(doc)[slice(*item.source)].split()) == 1
    clitic = short and plain(text_of(doc)[slice(*item.source)]).strip("-") in _pronouns(lexicon)  # type: ignore[misc]
    for number, stop in enumerate(stops):
        following = stops[number + 1].idx if number + 1 < len(stops) else limit
        segment = [token for token in tokens_of(doc) if stop.idx < token.idx < following and not token.is_space]
        if not segment:
            continue
        if stop.text in {".", "!", "?"} or clitic or _asserts(segment, lexicon):
            return stop.idx + 1
        if _later_verb(stops[number + 1 :], limit, doc, lexicon) and segment[0].pos_ in {"CCONJ", "SCONJ"}:
            return stop.idx + 1
    return limit


def _pronouns(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(item.strip("-") for item in lexicon.sources["pronoun"])


def _asserts(segment: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether words after a comma are a clause of their own, not a relative clause or an apposition."""
    if plain(segment[0].text) in lexicon.words["relative_words"] or segment[0].pos_ == "ADP":
        return False
    return any(_is_finite(token) for token in segment)


def _is_finite(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and FINITE in str(token.morph)


def _later_verb(stops: Sequence[Token], limit: int, doc: Doc, lexicon: Lexicon) -> bool:
    return bool(stops) and any(_is_finite(token) for token in tokens_of(doc) if stops[0].idx < token.idx < limit)


def _clause_around(doc: Doc, cue: Span, lexicon: Lexicon) -> Span:
    """Return the sentence around a cue, cut at a semicolon or a colon."""
    cuts = [token.idx for token in tokens_of(doc) if token.text in {";", ":"}]
    start = max((cut + 1 for cut in cuts if cut < cue[0]), default=0)
    end = min((cut for cut in cuts if cut >= cue[1]), default=len(text_of(doc)))
    return start, end


def _apart_from(taken: Span, whole: Span) -> list[Span]:
    return [(whole[0], taken[0]), (taken[1], whole[1])]


def _marked(doc: Doc, item: Attribution, lexicon: Lexicon, quotations: Sequence[Span]) -> Sequence[Span]:
    """Return the clause around "selon X": what follows it at the start, else what stands before, or both."""
    start, end = attribution_span(item)
    end = _phrase_end(doc, item, end)
    whole = _clause_around(doc, item.cue, lexicon)
    host = next((span for span in quotations if span[0] <= start and end <= span[1]), None)
    whole = host or whole
    before = text_of(doc)[whole[0] : start].strip(' «“"—–-,')
    if len(before.split()) <= 1:
        return [(_skip_comma(doc, end), whole[1])]
    resumed = _resumption(doc, item, end, whole[1], lexicon)
    if text_of(doc)[:start].rstrip()[-1:] not in {",", "(", "–", "—"} and not _has_clause(doc, end, whole[1]):
        resumed = end
    return [(whole[0], start), (resumed, whole[1])]


def _phrase_end(doc: Doc, item: Attribution, end: int) -> int:
    """Return the end of the source with what depends on it: "the ministry, which …", "X's report"."""
    head = next(
        (token for token in reversed(tokens_of(doc)) if token.idx < end and token.idx + len(token.text) >= end), None
    )
    if head is None or item.source is None:
        return end
    comma = text_of(doc).find(",", end)
    rest = text_of(doc)[end : comma if comma >= 0 else len(text_of(doc))]
    return end + len(rest) if comma >= 0 and not text_of(doc)[: item.cue[0]].strip(' «“"—–-') else end


def _skip_comma(doc: Doc, end: int) -> int:
    return end + 1 if text_of(doc)[end : end + 1] == "," else end


def _complement(
    doc: Doc, item: Attribution, lexicon: Lexicon, quotations: Sequence[Span], others: Sequence[Attribution]
) -> Sequence[Span]:
    """Return the clause, infinitive, object or quotation that a verb or noun governs."""
    verb = doc[item.verb] if item.verb is not None else None
    if verb is None:
        return []
    last = next((token for token in reversed(tokens_of(doc)) if token.idx < item.cue[1]), verb)
    if item.frame == "quotation":
        opened = opened_quotation(last, list(quotations), lexicon)
        if opened is not None and text_of(doc)[:opened].rstrip("«“\"‘' \u00a0\u202f")[-1:] in {":", ","}:
            return [span for span in quotations if span[0] >= opened]
        before = _quoted_before(doc, attribution_span(item)[0], quotations)
        if before is not None:
            return [before, *(span for span in quotations if span[0] > item.cue[1])]
    compared = next((token for token in verb.lefts if plain(token.text) in lexicon.words["as"]), None)
    if compared is not None and item.frame == "clause" and item.source is not None:
        return _beside_comparison(doc, compared, attribution_span(item)[1])
    if item.frame == "object" and item.source is not None and item.source[0] > item.cue[1]:
        return _fronted(doc, item, verb, lexicon)
    start = _complement_start(verb, last, lexicon, linked=item.frame not in {"object", "disclosure", "bare"})
    if start is None:
        return _fronted(doc, item, verb, lexicon)
    return [(start, _complement_end(doc, verb, start, item, others, lexicon))]


def _beside_comparison(doc: Doc, link: Token, end: int) -> Sequence[Span]:
    """Return what stands beside "as X reported": after its comma at the start of a sentence, else before it."""
    comma = text_of(doc).find(",", end)
    if link.i <= 1:
        return [(comma + 1, len(text_of(doc)))] if comma >= 0 else []
    return [(0, link.idx), *([(comma + 1, len(text_of(doc)))] if comma >= 0 else [])]


def _complement_start(verb: Token, last: Token, lexicon: Lexicon, *, linked: bool) -> int | None:
    """Return where the complement starts: after "que" or "that", else at the left edge of what is governed."""
    link = _link(last, lexicon) if linked else None
    if link is not None:
        return link.idx + len(link.text)
    heads = [item for item in _complements(verb, lexicon) if item.i > last.i and not _is_told(item, verb, lexicon)]
    if not heads:
        mistagged = verb.pos_ not in {"VERB", "AUX"} and last.i + 1 < len(verb.doc)
        return verb.doc[last.i + 1].idx if mistagged else None
    first = min(item.left_edge.i for item in heads)
    while first < len(verb.doc) and (first <= last.i or _is_passed_over(verb.doc[first], lexicon)):
        first += 1
    while (
        first - 1 > last.i
        and plain(verb.doc[first - 1].text) in lexicon.words["infinitive_marks"] | lexicon.parse["negation"]
    ):
        first -= 1
    return verb.doc[first].idx if first < len(verb.doc) else None


def _complements(verb: Token, lexicon: Lexicon) -> list[Token]:
    """Return the heads of what a verb governs; of a passive without them, its prepositional phrase ("accused of")."""
    labels = (
        lexicon.parse["content"] | lexicon.parse["infinitive"] | lexicon.parse["object"] | lexicon.parse["predicate"]
    )
    found = [item for item in verb.rights if item.dep_ in labels and not _is_when(item, lexicon)]
    loose = lexicon.parse["oblique"]
    return found or [item for item in verb.rights if item.dep_ in loose and syntax.is_passive(verb, lexicon)]


def _is_when(token: Token, lexicon: Lexicon) -> bool:
    return plain(token.text) in lexicon.words["time"]


def _is_passed_over(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word before the content is none of it: a comma, "jeudi", the "that" itself."""
    link = plain(token.text) in lexicon.content_links and (token.pos_ == "SCONJ" or token.dep_ == "mark")
    return (token.is_punct and token.text not in syntax.QUOTES) or _is_when(token, lexicon) or link


def _link(last: Token, lexicon: Lexicon) -> Token | None:
    """Return the "que" or "that" that opens the reported clause, with whoever is told between."""
    near = content_link(last, lexicon)
    if near is not None:
        return near
    for item in tokens_of(last.doc)[last.i + 1 : last.i + 14]:
        if is_link(item, lexicon):
            return item
        if _is_finite(item) or item.text in {";", ":"}:
            return None
    return None


def _is_told(item: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Say whether an object is who is told, not what is said: a clause follows it."""
    clause = next(
        (other for other in verb.rights if other.dep_ in lexicon.parse["content"] and other.i > item.i), None
    )
    return clause is not None and item.dep_ in lexicon.parse["object"]


def _complement_end(
    doc: Doc, verb: Token, start: int, item: Attribution, others: Sequence[Attribution], lexicon: Lexicon
) -> int:
    """Return where the complement ends: before what is said next, else with the sentence."""
    end = len(text_of(doc))
    for token in tokens_of(doc):
        if token.idx <= start:
            continue
        if token.text == ";" or (
            token.text in {",", "—", "–"} and _leaves(token, verb, start, item, others, lexicon)
        ):
            return token.idx
        if token.dep_ == "cc" and token.idx > start and _joins(token, verb, lexicon):
            return token.idx
    return end


def _joins(token: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Say whether an "and" joins a second verb to the reporting one."""
    joined = [item for item in verb.rights if item.dep_ in lexicon.parse["conjunct"]]
    return any(token in (*item.lefts, *verb.rights) and item.i > token.i for item in joined)


def _leaves(
    comma: Token, verb: Token, start: int, item: Attribution, others: Sequence[Attribution], lexicon: Lexicon
) -> bool:
    """Say whether the reported words end at a comma: another attribution follows, or words of the verb's own."""
    after = comma.idx + 1
    rest = [other for other in others if other.cue != item.cue]
    apart = [other for other in rest if after <= attribution_span(other)[0] <= after + NEAR]
    same = [other for other in rest if other.source == item.source and after <= other.cue[0] <= after + NEAR]
    if same or any(other.frame in {"parenthetical", "marker"} for other in apart):
        return True
    following = comma.doc[comma.i + 1] if comma.i + 1 < len(comma.doc) else None
    if following is None:
        return False
    top = following
    while top.head != top and top.head.i > comma.i:
        top = top.head
    if top in verb.ancestors and top.i > comma.i:
        return True
    back = top.head if top.head != top else None
    loose = top.dep_ in lexicon.parse["adverbial"] | lexicon.parse["conjunct"]
    return back is not None and loose and (back == verb or back in verb.ancestors) and back.idx < start


def _fronted(doc: Doc, item: Attribution, verb: Token, lexicon: Lexicon) -> Sequence[Span]:
    """Return what stands before a verb that nothing follows: a subject of a passive, a clitic, "it was announced"."""
    start, _ = attribution_span(item)
    own = syntax.child(verb, lexicon.parse["subject"])
    if syntax.is_passive(verb, lexicon) and own is not None:
        return [(own.left_edge.idx, start if start > own.idx else own.right_edge.idx + len(own.right_edge.text))]
    return []
