"""Articles -> claims: one row a sentence, with offsets, quotation, speaker and what it asserts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.errors import SchemaError
from sinorus_lib.quotations import find_quotations, quoted_share
from sinorus_lib.schemas import conform, empty
from sinorus_lib.sentences import SENTENCE, split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from sinorus_lib.coverage import Coverage
    from sinorus_lib.framing.attribution import Attribution
    from sinorus_lib.parsing import Parser

# An attribution clause is peeled off only where this much is left to assert something.
_SHORTEST_CONTENT = 20


def split_claims(coverage: Coverage | pd.DataFrame, *, parser: Parser | None = None) -> pd.DataFrame:
    """Return the claims of all articles: the frame ``claims``, articles and sentences in order.

    Args:
        coverage: what :func:`read_coverage` returned, or its ``articles`` frame.
        parser: a parser to share with other stages; a new one if not given.

    Raises:
        SchemaError: if the articles lack a column.
        MissingPackageError: if spaCy or one of its pipelines is not installed.
    """
    from sinorus_lib.parsing import Parser

    articles = conform(articles_of(coverage), "articles")
    if not articles["article_id"].is_unique:
        twice = articles.loc[articles["article_id"].duplicated(), "article_id"].iloc[0]
        raise SchemaError(f"Two articles have the id {twice!r}; expected one each. Give each its own, or remove one.")
    rows = [row for article in articles.to_dict("records") for row in _sentences(article)]
    if not rows:
        return empty("claims")
    claims = _with_attribution(pd.DataFrame(rows), parser or Parser())
    return conform(claims, "claims")


def articles_of(coverage: Coverage | pd.DataFrame) -> pd.DataFrame:
    """Return the articles, whether given as ``Coverage`` or as its frame."""
    return coverage if isinstance(coverage, pd.DataFrame) else coverage.articles


def _sentences(article: dict[Hashable, Any]) -> list[dict[str, object]]:
    text, language = str(article["text"]), str(article["language"])
    title = article["title"] if isinstance(article["title"], str) else None
    quotations = find_quotations(text)
    seen: Counter[str] = Counter()
    rows: list[dict[str, object]] = []
    for number, sentence in enumerate(split_sentences(text, language, title)):
        wording = text[sentence.start : sentence.end]
        rows.append(
            {
                "claim_id": claim_id(str(article["article_id"]), wording, seen[wording]),
                **{name: article[name] for name in ("article_id", "outlet", "language")},
                "sentence": number,
                "position": number,
                "text": wording,
                **vars(sentence),
                "quoted": quoted_share(quotations, sentence.start, sentence.end),
            }
        )
        seen[wording] += 1
    return rows


def claim_id(article_id: str, wording: str, occurrence: int = 0) -> str:
    """Return the stable id of a claim: of its article, its words, and how often they stood there before."""
    return "c" + hashlib.sha256(f"{article_id}\x1f{wording}\x1f{occurrence}".encode()).hexdigest()[:12]


def _with_attribution(claims: pd.DataFrame, parser: Parser) -> pd.DataFrame:
    peeled = pd.DataFrame(index=claims.index, columns=["content_start", "content_end", "speaker"], dtype=object)
    for language, rows in claims.groupby("language"):
        documents = parser.parse(rows["text"], str(language))
        for (index, row), document in zip(rows.iterrows(), documents, strict=True):
            peeled.loc[index] = _peel(document, str(language), int(row["start"]), row["kind"] == SENTENCE)
    return claims.join(peeled)


def _peel(document: Doc, language: str, offset: int, is_sentence: bool) -> tuple[int, int, str | None]:
    """Return where the content begins and ends in the article, and who is said to have said it."""
    from sinorus_lib.framing.attribution import find_attributions

    start, end, speaker = 0, len(document.text), None
    attributions = find_attributions(document, language) if is_sentence else []
    for attribution in attributions:
        if speaker is None and attribution.source is not None:
            speaker = document.text[slice(*attribution.source)]
        start, end = _without_clause(attribution, start, end)
    start, end = _trim(document.text, start, end)
    return offset + start, offset + end, speaker


def _without_clause(attribution: Attribution, start: int, end: int) -> tuple[int, int]:
    if attribution.clause is None:
        return start, end
    first, last = attribution.clause
    if first <= start < last and end - last >= _SHORTEST_CONTENT:
        return last, end
    if first < end <= last and first - start >= _SHORTEST_CONTENT:
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
