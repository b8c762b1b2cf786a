"""Where an article's text comes from, in words: an agency, another article, another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sinorus_lib.views.rendering import text_or
from sinorus_lib.views.strings import Strings


def provenance(article: Mapping[Any, Any], articles: Mapping[str, Mapping[Any, Any]], strings: Strings) -> list[str]:
    """Return what there is to say of one article, nothing for most.

    Args:
        article: a row of ``articles``.
        articles: all rows, by their ids.
        strings: the interface.
    """
    named = {name: text_or(article.get(name), "") for name in ("duplicate_of", "translation_of", "original_language")}
    notes = [text_or(article.get("wire"), "")]
    for name in ("duplicate_of", "translation_of"):
        if named[name]:
            notes.append(strings(f"provenance.{name}", article=_named(named[name], articles, strings)))
    if named["original_language"] not in ("", str(article["language"])):
        language = strings.named("languages", named["original_language"])
        notes.append(strings("provenance.written_in", language=language))
    return [note for note in notes if note]


def _named(article_id: str, articles: Mapping[str, Mapping[Any, Any]], strings: Strings) -> str:
    """Return an article by its outlet and day; by its id if it is not here."""
    if article_id not in articles:
        return article_id
    found = articles[article_id]
    return strings("provenance.article", outlet=str(found["outlet"]), date=strings.date(found["published"]))
