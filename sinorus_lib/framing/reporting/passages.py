"""Attributions over a whole article: each sentence's own, with quotations that run on over sentences and paragraphs.

Decides which sentences of a quotation belong to which attribution. A quotation that no attribution claims belongs to
whoever spoke just before it in the paragraph, or before a paragraph that goes on the same speech.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sinorus_lib.framing.attribution import find_attributions
from sinorus_lib.framing.lexicon import Lexicon, Span, load_lexicon
from sinorus_lib.framing.parsed import text_of
from sinorus_lib.framing.reporting.contents import attribution_span, content_pieces
from sinorus_lib.framing.reporting.model import Attribution
from sinorus_lib.quotations import Quotation, find_quotations
from sinorus_lib.sentences import Sentence, split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.parsing import Parser

Pieces = tuple[Span, ...]
FEWEST_WORDS = 4  # of a quotation that speaks for itself: below, it is a term or a title
COVERED = 0.5
MOSTLY = 0.8  # of a content that is quoted: direct speech


@dataclass(frozen=True)
class Relation:
    """An attribution in an article; all spans are code points of the article.

    Attributes:
        item: what was found in the sentence, its source and cue in the article's offsets; ``None`` for a
            quotation that stands without source and cue.
        content: the spans of what is said, in order.
        sentence: the number of its sentence.
    """

    item: Attribution | None
    content: Pieces
    sentence: int

    @property
    def start(self) -> int:
        """Return where its first words stand."""
        spans = [] if self.item is None else [attribution_span(self.item)]
        return min(start for start, _ in [*spans, *self.content])


@dataclass(frozen=True)
class Passage:
    """An article as its sentences, their parses, and its relations."""

    text: str
    language: str
    sentences: list[Sentence]
    docs: list[Doc]
    relations: list[Relation]


def read_passage(text: str, language: str, title: str | None, parser: Parser) -> Passage:
    """Return an article's sentences and the attributions in it, in order.

    Raises:
        SinorusError: if there is no lexicon or no parser for the language.
    """
    sentences = split_sentences(text, language, title)
    docs = parser.parse([text[item.start : item.end] for item in sentences], language)
    quotations = find_quotations(text)
    found = [
        relation
        for number, (sentence, doc) in enumerate(zip(sentences, docs, strict=True))
        for relation in _in_sentence(number, sentence, doc, quotations, load_lexicon(language))
    ]
    relations = _with_rest(text, sentences, quotations, [item for item in found if not _is_repeated(item, found)])
    return Passage(text, language, sentences, docs, sorted(relations, key=lambda item: item.start))


def _is_repeated(relation: Relation, found: list[Relation]) -> bool:
    """Say whether hearsay is said again by an attribution around it: "selon X, … aurait"."""
    if relation.item is None or relation.item.frame != "hearsay":
        return False
    start, end = relation.item.cue
    same = [other for other in found if other.sentence == relation.sentence and other is not relation]
    return any(
        piece[0] <= start and end <= piece[1]
        for other in same
        if other.item is not None and other.item.frame != "hearsay"
        for piece in other.content
    )


def _in_sentence(
    number: int, sentence: Sentence, doc: Doc, quotations: list[Quotation], lexicon: Lexicon
) -> list[Relation]:
    here = [item for item in quotations if item.overlap(sentence.start, sentence.end)]
    local = [_clip(item, sentence) for item in here]
    items = find_attributions(doc, lexicon.language, local)
    found: list[Relation] = []
    for item in items:
        pieces = content_pieces(doc, item, lexicon, local, items)
        placed = tuple((start + sentence.start, end + sentence.start) for start, end in pieces)
        content = _widened(placed, item, sentence, here, doc)
        found.append(Relation(_with_manner(_moved(item, sentence.start), content, here), content, number))
    return found


def _with_manner(item: Attribution, content: Pieces, quotations: list[Quotation]) -> Attribution:
    """Return the attribution as direct where most of its content is quoted, and it is not itself quoted."""
    length = sum(end - start for start, end in content)
    quoted = sum(quotation.overlap(*piece) for quotation in quotations for piece in content)
    if item.how == "marker" or not length:
        return item
    inside = any(other.overlap(*item.cue) for other in quotations) and item.frame != "parenthetical"
    return replace(item, how="direct" if quoted >= MOSTLY * length and not inside else "indirect")


def _clip(item: Quotation, sentence: Sentence) -> Span:
    return max(item.start - sentence.start, 0), min(item.end, sentence.end) - sentence.start


def _moved(item: Attribution, offset: int) -> Attribution:
    source = None if item.source is None else (item.source[0] + offset, item.source[1] + offset)
    clause = None if item.clause is None else (item.clause[0] + offset, item.clause[1] + offset)
    return replace(item, source=source, clause=clause, cue=(item.cue[0] + offset, item.cue[1] + offset))


def _widened(pieces: Pieces, item: Attribution, sentence: Sentence, quotations: list[Quotation], doc: Doc) -> Pieces:
    """Return the content with the sentences of its quotation before and after this one."""
    start, end = (place + sentence.start for place in attribution_span(item))
    wide = list(pieces)
    for quotation in quotations:
        hosts = quotation.start <= start and end <= quotation.end and item.frame == "parenthetical"
        touched = hosts or any(quotation.overlap(*piece) for piece in pieces)
        if touched and quotation.start < sentence.start and _reaches(doc, 0, min(wide)[0] - sentence.start, wide):
            wide.append((quotation.start, sentence.start))
        last = max((piece[1] for piece in wide), default=end)
        if touched and quotation.end > sentence.end and (hosts or _bare(text_of(doc)[last - sentence.start :])):
            wide.append((sentence.end, quotation.end))
    return _merged(wide, sentence, doc)


def _reaches(doc: Doc, start: int, end: int, wide: list[Span]) -> bool:
    return bool(wide) and _bare(text_of(doc)[start : max(end, start)])


def _bare(text: str) -> bool:
    return not any(char.isalnum() for char in text)


def _merged(pieces: list[Span], sentence: Sentence, doc: Doc) -> Pieces:
    """Join pieces that only blanks and stops part at the edges of the sentence."""
    merged: list[Span] = []
    for start, end in sorted(pieces):
        gap_start = merged[-1][1] - sentence.start if merged else 0
        edge = merged and (start == sentence.end or merged[-1][1] == sentence.start)
        if edge and _bare(text_of(doc)[max(gap_start, 0) : max(start - sentence.start, 0)]):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


def _with_rest(
    text: str, sentences: list[Sentence], quotations: list[Quotation], found: list[Relation]
) -> list[Relation]:
    """Give every quotation of whole sentences that no relation holds to the speech it goes on."""
    relations = sorted(found, key=lambda item: item.start)
    for quotation in quotations:
        if not _speaks_for_itself(text, quotation) or _held(quotation, relations):
            continue
        number = _sentence_of(quotation, sentences)
        place = _continued(text, quotation, number, sentences, relations)
        span = _stripped(text, quotation)
        if place is None:
            relations.append(Relation(None, (span,), number))
        else:
            relations[place] = replace(relations[place], content=tuple(sorted((*relations[place].content, span))))
    return relations


def _opens_sentence(text: str, quotation: Quotation) -> bool:
    before = text[: quotation.start].rstrip("«“\"‘'„‹ \t\u00a0\u202f")[-1:]
    return before in {"", "\n", ".", "!", "?", "…", "»", "”", '"', "–", "—"}


def _stripped(text: str, quotation: Quotation) -> Span:
    words = text[quotation.start : quotation.end]
    return quotation.start + len(words) - len(words.lstrip()), quotation.end - (len(words) - len(words.rstrip()))


def _speaks_for_itself(text: str, quotation: Quotation) -> bool:
    """Say whether a quotation is one or more whole sentences."""
    words = text[quotation.start : quotation.end].split()
    before = text[: quotation.start].rstrip("«“\"‘'„‹ \t\u00a0\u202f")[-1:]
    after = text[quotation.end : quotation.end + 3].strip("»”\"’'› \u00a0\u202f")[:1]
    ends = bool(words) and (words[-1][-1] in ".!?…" or after in {".", ""})
    return len(words) >= FEWEST_WORDS and before in {"", "\n", ".", "!", "?", "…", ":", "»", "”", '"'} and ends


def _held(quotation: Quotation, relations: list[Relation]) -> bool:
    length = max(1, quotation.end - quotation.start)
    shares = (
        sum(quotation.overlap(*piece) for piece in item.content) / length
        for item in relations
        if item.item is not None
    )
    inside = any(
        item.item is not None
        and item.item.frame == "parenthetical"
        and quotation.overlap(*attribution_span(item.item)) > 0
        for item in relations
    )
    return inside or any(share > COVERED for share in shares)


def _sentence_of(quotation: Quotation, sentences: list[Sentence]) -> int:
    return next((n for n, item in enumerate(sentences) if item.end > quotation.start), len(sentences) - 1)


def _continued(
    text: str, quotation: Quotation, number: int, sentences: list[Sentence], relations: list[Relation]
) -> int | None:
    """Return the place of the relation that a quotation goes on, if there is one."""
    before = [place for place, item in enumerate(relations) if item.start < quotation.start]
    if not before:
        return None
    last = max(before, key=lambda place: relations[place].start)
    nearest = relations[last]
    same = [
        place
        for place in before
        if sentences[relations[place].sentence].paragraph == sentences[number].paragraph
        and relations[place].sentence >= number - 1 - len(relations[place].content)
    ]
    if not _opens_sentence(text, quotation):
        return None
    spoken = [place for place in same if relations[place].item is None or relations[place].item.how == "direct"]  # type: ignore[union-attr]
    if spoken or same:
        return max(spoken or same, key=lambda place: relations[place].start)
    reopened = _bare(text[max(end for _, end in nearest.content) : quotation.start]) if nearest.content else False
    return last if reopened else None
