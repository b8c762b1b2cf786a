"""Articles -> claims: one row an assertion, with offsets, quotation, speaker and what it asserts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.quotations import Quotation, find_quotations, quoted_share
from sinorus_lib.schemas import conform, empty, refuse_twice
from sinorus_lib.sentences import SENTENCE, SUBHEADING, Sentence, split_sentences
from sinorus_lib.settings import CLAIM, Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.clauses import Clause
    from sinorus_lib.coverage import Coverage
    from sinorus_lib.framing.attribution import Attribution
    from sinorus_lib.parsing import Parser

# How a claim came about: see the column `split`.
WHOLE, CLAUSE, FALLBACK = "whole", "clause", "fallback"
# An attribution clause is peeled off only where this much is left to assert something.
_SHORTEST_CONTENT = 20
_CLOSING = ' .!?…»”",'  # marks that may follow an attribution at the end


def split_claims(
    coverage: Coverage | pd.DataFrame, *, parser: Parser | None = None, settings: Settings | None = None
) -> pd.DataFrame:
    """Return the claims of all articles: the frame ``claims``, articles and claims in order.

    A sentence that asserts two things is two claims (`sinorus_lib.clauses`); with the setting
    ``unit="sentence"`` every sentence is one. Headlines and subheadings stay whole.

    Args:
        coverage: what :func:`read_coverage` returned, or its ``articles`` frame.
        parser: a parser to share with other stages; a new one if not given.
        settings: its ``unit`` says what a claim is.

    Raises:
        SchemaError: if the articles lack a column.
        MissingPackageError: if spaCy or one of its pipelines is not installed.
    """
    from sinorus_lib.parsing import Parser

    articles = conform(articles_of(coverage), "articles")
    refuse_twice(articles)
    parser, unit = parser or Parser(), (settings or Settings()).unit
    drafts = [draft for article in articles.to_dict("records") for draft in _sentences(article)]
    if unit == CLAIM:
        parsed = zip(drafts, _parse(drafts, parser), strict=True)
        drafts = [part for draft, document in parsed for part in _parts(draft, document)]
    parsed = zip(drafts, _parse(drafts, parser), strict=True)
    peeled = [_peel(draft, document) for draft, document in parsed]
    rows = [row for _, group in groupby(peeled, key=lambda item: item.article["article_id"]) for row in _rows(group)]
    return conform(pd.DataFrame(rows), "claims") if rows else empty("claims")


def articles_of(coverage: Coverage | pd.DataFrame) -> pd.DataFrame:
    """Return the articles, whether given as ``Coverage`` or as its frame."""
    return coverage if isinstance(coverage, pd.DataFrame) else coverage.articles


@dataclass(frozen=True)
class _Draft:
    """A claim in the making: its place in an article, and what is known of it so far.

    Attributes:
        article: the row of the article.
        quotations: all quotations of the article.
        number: number of its sentence in the article.
        span: the sentence, or the part of it that is the claim.
        split: how it came about.
        content: where what it asserts begins and ends in the article.
        speaker: who is said to have said it.
    """

    article: dict[Hashable, Any]
    quotations: list[Quotation] = field(repr=False)
    number: int
    span: Sentence
    split: str
    content: tuple[int, int]
    speaker: str | None = None

    @property
    def language(self) -> str:
        return str(self.article["language"])

    @property
    def text(self) -> str:
        return str(self.article["text"])[self.span.start : self.span.end]


def _sentences(article: dict[Hashable, Any]) -> list[_Draft]:
    text, language = str(article["text"]), str(article["language"])
    title = article["title"] if isinstance(article["title"], str) else None
    quotations = find_quotations(text)
    return [
        _Draft(article, quotations, number, sentence, WHOLE, (sentence.start, sentence.end))
        for number, sentence in enumerate(split_sentences(text, language, title))
    ]


def _parse(drafts: list[_Draft], parser: Parser) -> list[Doc]:
    """Return the parse of each draft, one batch a language, in order."""
    documents: dict[int, Doc] = {}
    for language in dict.fromkeys(draft.language for draft in drafts):
        places = [place for place, draft in enumerate(drafts) if draft.language == language]
        parsed = parser.parse([drafts[place].text for place in places], language)
        documents.update(zip(places, parsed, strict=True))
    return [documents[place] for place in range(len(drafts))]


def _parts(draft: _Draft, document: Doc) -> list[_Draft]:
    """Return a sentence as the claims it makes."""
    from sinorus_lib.clauses import can_split, split_clauses

    if draft.span.kind != SENTENCE:
        return [draft]
    if not can_split(document, draft.language):
        return [replace(draft, split=FALLBACK)]
    clauses = split_clauses(document, draft.language)
    return [draft] if len(clauses) == 1 else [_part(draft, clause) for clause in clauses]


def _part(draft: _Draft, clause: Clause) -> _Draft:
    offset = draft.span.start
    span = replace(draft.span, start=offset + clause.start, end=offset + clause.end)
    content = offset + clause.content_start, span.end
    return replace(draft, span=span, split=CLAUSE, content=content, speaker=clause.speaker or clause.inherited)


def _rows(drafts: Iterator[_Draft]) -> Iterator[dict[str, object]]:
    """Yield the rows of one article, numbered, with ids that count what stood there before."""
    seen: Counter[str] = Counter()
    for position, draft in enumerate(drafts):
        yield {
            "claim_id": claim_id(str(draft.article["article_id"]), draft.text, seen[draft.text]),
            **{name: draft.article[name] for name in ("article_id", "outlet", "language")},
            "sentence": draft.number,
            "position": position,
            "text": draft.text,
            **vars(draft.span),
            "content_start": draft.content[0],
            "content_end": draft.content[1],
            "quoted": quoted_share(draft.quotations, draft.span.start, draft.span.end),
            "speaker": draft.speaker,
            "split": draft.split,
        }
        seen[draft.text] += 1


def content_spans(claims: pd.DataFrame) -> list[tuple[int, int]]:
    """Return where in each claim's own text its content begins and ends, attribution peeled off."""
    starts = claims["content_start"] - claims["start"]
    ends = claims["content_end"] - claims["start"]
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def claim_id(article_id: str, wording: str, occurrence: int = 0) -> str:
    """Return the stable id of a claim: of its article, its words, and how often they stood there before."""
    return "c" + hashlib.sha256(f"{article_id}\x1f{wording}\x1f{occurrence}".encode()).hexdigest()[:12]


def _peel(draft: _Draft, document: Doc) -> _Draft:
    """Return a draft with its attribution peeled off its content, and its speaker.

    Who speaks in a part of a sentence is known from the whole sentence, whose parse is the surer one.
    """
    from sinorus_lib.framing.attribution import find_attributions
    from sinorus_lib.framing.parsed import text_of

    offset, text = draft.span.start, text_of(document)
    start, end = draft.content[0] - offset, draft.content[1] - offset
    attributions = find_attributions(document, draft.language) if draft.span.kind != SUBHEADING else []
    for attribution in attributions:
        start, end = _without_clause(attribution, text, start, end)
    start, end = _trim(text, start, end)
    source = next((item.source for item in attributions if item.source is not None), None)
    found = None if source is None else text[slice(*source)]
    speaker = draft.speaker if draft.split == CLAUSE else found
    return replace(draft, content=(offset + start, offset + end), speaker=speaker)


def _without_clause(attribution: Attribution, text: str, start: int, end: int) -> tuple[int, int]:
    if attribution.clause is None:
        return start, end
    first, last = attribution.clause
    if first <= start < last and end - last >= _SHORTEST_CONTENT:
        return last, end
    closing = len(text[:end].rstrip(_CLOSING))
    if first < closing <= last and first - start >= _SHORTEST_CONTENT:
        return start, first
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without the blanks, commas and quotation marks left at its edges."""
    edges = ' \t,;:–—«»“”"'
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end
