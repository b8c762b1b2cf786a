"""Records -> the frame ``articles``: repaired, freed of page furniture, in a language, with an id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from sinorus_lib.coverage.agencies import wire_of
from sinorus_lib.coverage.dates import AmbiguousDate, day_first_of, read_date
from sinorus_lib.coverage.furniture import Cut, cut_furniture, squash
from sinorus_lib.coverage.languages import detect_language, language_code
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import Record, printable
from sinorus_lib.coverage.repair import ends_sentence, repair_characters, split_paragraphs
from sinorus_lib.schemas import conform, empty
from sinorus_lib.settings import LANGUAGES, Settings

UNKNOWN = "unknown"
REMOVED_COLUMNS = ("article_id", "source_path", "rule", "paragraph", "text")
# Facts that go into the frame as they are; empty where not known.
_AS_GIVEN = ("original_language", "translation_of", "event", "author")
# What an analyst may write as an article's original to say that it is no copy.
_NO_COPY = ("none", "no", "-", "aucun", "aucune", "non")
LONGEST_ARTICLE = 2_000_000  # characters; a long book has as many
_LONGEST_HEADLINE = 200


def assemble_articles(
    records: Iterable[Record], objections: Objections, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles, and what was removed from them."""
    rows: dict[str, dict[str, object]] = {}
    removed: list[dict[str, object]] = []
    origins: dict[str, str] = {}
    records = list(records)
    orders = _day_first(records)
    for record in records:
        article, cuts = _article(record, orders[record.path], objections, settings)
        if article is None:
            continue
        article_id = _unique_id(article, record, rows, origins, objections)
        if article_id is None:
            continue
        if str(article["duplicate_of"] or "").lower() in _NO_COPY:
            article["duplicate_of"] = article_id
        rows[article_id], origins[article_id] = {**article, "article_id": article_id}, record.origin
        removed += [{"article_id": article_id, "source_path": article["source_path"], **vars(cut)} for cut in cuts]
    articles = conform(pd.DataFrame(rows.values()), "articles") if rows else empty("articles")
    _object_to_one_sided(articles, objections)
    return articles, pd.DataFrame(removed, columns=list(REMOVED_COLUMNS))


def _article(
    record: Record, day_first: bool | None, objections: Objections, settings: Settings
) -> tuple[dict[str, object] | None, list[Cut]]:
    facts = record.facts
    if len(facts.get("text", "")) > LONGEST_ARTICLE:
        expected = f"expected an article of at most {LONGEST_ARTICLE // 1_000_000} million characters"
        objections.add(record.origin, f"{expected}; it was left out. Give each article a file or a row of its own")
        return None, []
    printed = repair_characters(facts.get("text", ""))
    paragraphs = split_paragraphs(printed)
    title = repair_characters(facts["title"]).replace("\n", " ") if facts.get("title") else None
    kept, cuts = cut_furniture(paragraphs, title, settings.keep_furniture)
    if not kept:
        objections.add(record.origin, "expected an article, found no sentence; it was left out. Check the file")
        return None, []
    title = title or _headline(kept)
    if title and squash(kept[0]) != squash(title):
        kept = [title, *kept]
    text = "\n\n".join(kept)
    language = _language(record, text, objections)
    if language is None:
        return None, []
    return {
        "declared_id": facts.get("article_id"),
        "outlet": facts.get("outlet") or _unknown_outlet(record),
        "language": language,
        "title": title,
        "published": _published(record, language, day_first, objections),
        "url": _address(record, objections),
        "text": text,
        "source_path": None if record.path is None else printable(record.path.as_posix()),
        "duplicate_of": facts.get("duplicate_of"),
        "wire": facts.get("wire") or wire_of(printed, language),  # credits are furniture, so before that is cut
        **{name: facts.get(name) for name in _AS_GIVEN},
    }, cuts


def _headline(paragraphs: list[str]) -> str | None:
    first = paragraphs[0] if len(paragraphs) > 1 else ""
    return first if first and len(first) <= _LONGEST_HEADLINE and not ends_sentence(first) else None


def _unknown_outlet(record: Record) -> str:
    """Return a name that says the outlet is unknown, and still tells two unknown outlets apart."""
    return printable(f"{UNKNOWN} ({record.origin})")


def _address(record: Record, objections: Objections) -> str | None:
    """Return the article's address; only one that a browser may open without harm."""
    written = record.facts.get("url")
    if not written:
        return None
    try:
        parts = urlsplit(written)
        if parts.scheme.lower() in ("http", "https") and parts.hostname:
            return written
    except ValueError:
        pass
    objections.add(
        record.origin,
        f"expected an address that begins with https://, found {_shortened(written)!r}; it stays unknown. Mend it",
    )
    return None


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _published(record: Record, language: str, day_first: bool | None, objections: Objections) -> pd.Timestamp | None:
    """Return when the article was published, the day as printed, whatever the zone."""
    written = record.facts.get("published")
    if not written:
        return None
    shown = _shortened(written)
    try:
        found = read_date(written, language=language, day_first=day_first)
    except AmbiguousDate:
        objections.add(
            record.origin,
            f"its date {shown!r} may be read day first or month first; it stays unknown. Write it as 2022-03-14",
        )
        return None
    if found is None:
        objections.add(
            record.origin, f"expected a date such as 2022-03-14, found {shown!r}; it stays unknown. Write it so"
        )
        return None
    return pd.Timestamp(found)


def _day_first(records: Iterable[Record]) -> dict[Path | None, bool | None]:
    """Return, for each file, whether its dates in figures are day first, as the unambiguous ones tell."""
    written: dict[Path | None, list[str]] = {}
    for record in records:
        written.setdefault(record.path, []).append(record.facts.get("published", ""))
    return {path: day_first_of(dates) for path, dates in written.items()}


def _language(record: Record, text: str, objections: Objections) -> str | None:
    """Return the article's language, or ``None`` with an objection if it cannot be compared."""
    declared = language_code(record.facts.get("language", ""))
    detected = detect_language(text)
    if detected is None:
        objections.add(record.origin, "expected an article, found no sentence; it was left out. Check the file")
        return None
    found = detected.language if detected.sure or not declared else declared
    if declared and found != declared:
        objections.add(
            record.origin,
            f"its language is declared {declared!r} but the text is {found!r} "
            f"(probability {detected.probability:.2f}); the text was believed. Mend the declaration",
        )
    if found not in LANGUAGES:
        objections.add(
            record.origin,
            f"expected French or English, found {found!r}; it was left out. Supply a French or English article",
        )
        return None
    return found


def _unique_id(
    article: dict[str, object],
    record: Record,
    rows: dict[str, dict[str, object]],
    origins: dict[str, str],
    objections: Objections,
) -> str | None:
    declared, computed = article.pop("declared_id"), article_id(str(article["outlet"]), str(article["text"]))
    wanted = str(declared or computed)
    if wanted not in rows:
        return wanted
    if (rows[wanted]["outlet"], rows[wanted]["text"]) == (article["outlet"], article["text"]):
        objections.add(
            record.origin, f"is the same article as {origins[wanted]}; it was left out. Remove one of them"
        )
        return None
    objections.add(
        record.origin,
        f"has the same id {wanted!r} as {origins[wanted]}; it was given {computed!r} instead. Give each its own id",
    )
    return computed


def article_id(outlet: str, text: str) -> str:
    """Return the stable id of an article: of its outlet and its text after cleaning, nothing else."""
    return "a" + hashlib.sha256(f"{outlet}\x1f{text}".encode()).hexdigest()[:12]


def _object_to_one_sided(articles: pd.DataFrame, objections: Objections) -> None:
    if len(set(articles["language"])) == 1:
        language = articles["language"].iloc[0]
        objections.add(
            "coverage", f"expected French and English, all {len(articles)} articles are {language!r}; claims are "
            "compared within the language. Add articles in the other to compare across"
        )  # fmt: skip
    if len(set(articles["outlet"])) == 1:
        objections.add(
            "coverage", f"expected two outlets or more, all articles are of {articles['outlet'].iloc[0]!r}; "
            "there is nothing to compare. Add coverage of another outlet, or name the outlets"
        )  # fmt: skip
