"""One article by itself: repaired, freed of page furniture, in a language, its wording read; whatever its file is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sinorus_lib.coverage.agencies import wire_of
from sinorus_lib.coverage.copies.wording import Wording, read_wording
from sinorus_lib.coverage.dates import AmbiguousDate, read_date
from sinorus_lib.coverage.furniture import Cut, cut_furniture, squash
from sinorus_lib.coverage.languages import detect_language, language_code
from sinorus_lib.coverage.repair import ends_sentence, repair_characters, split_paragraphs
from sinorus_lib.settings import LANGUAGES

Facts = Mapping[str, str]
LONGEST_ARTICLE = 2_000_000  # characters; a long book has as many
# Facts that go into the frame as they are; empty where not known.
_AS_GIVEN = (
    "article_id", "outlet", "duplicate_of", "original_language", "translation_of", "event", "author",
)  # fmt: skip
_LONGEST_HEADLINE = 200


@dataclass(frozen=True)
class Article:
    """An article that was cleaned.

    Attributes:
        columns: the columns of the frame ``articles`` that it fills by itself, the date as ISO 8601.
        cuts: what was cut from it as page furniture.
        wording: what it says word for word.
    """

    columns: Mapping[str, str | None]
    cuts: tuple[Cut, ...]
    wording: Wording


@dataclass(frozen=True)
class Cleaned:
    """What cleaning gave: an article, or none if it had to be left out, and what there was to object to."""

    article: Article | None
    objections: tuple[str, ...]


def clean(facts: Facts, *, day_first: bool | None, keep: tuple[str, ...] = ()) -> Cleaned:
    """Return the article that a file gives, cleaned; what comes of it depends on the arguments alone.

    Args:
        facts: what the file says of the article.
        day_first: whether dates in figures are day first, where other dates of the file tell.
        keep: names of the rules for page furniture that are switched off.
    """
    objections: list[str] = []
    article = _article(facts, day_first, keep, objections)
    return Cleaned(article, tuple(objections))


def _article(facts: Facts, day_first: bool | None, keep: tuple[str, ...], objections: list[str]) -> Article | None:
    if len(facts.get("text", "")) > LONGEST_ARTICLE:
        expected = f"expected an article of at most {LONGEST_ARTICLE // 1_000_000} million characters"
        objections.append(f"{expected}; it was left out. Give each article a file or a row of its own")
        return None
    printed = repair_characters(facts.get("text", ""))
    title = repair_characters(facts["title"]).replace("\n", " ") if facts.get("title") else None
    kept, cuts = cut_furniture(split_paragraphs(printed), title, keep)
    if not kept:
        objections.append("expected an article, found no sentence; it was left out. Check the file")
        return None
    title = title or _headline(kept)
    if title and squash(kept[0]) != squash(title):
        kept = [title, *kept]
    text = "\n\n".join(kept)
    language = _language(facts, text, objections)
    if language is None:
        return None
    columns = {
        **{name: facts.get(name) for name in _AS_GIVEN},
        "language": language,
        "title": title,
        "published": _published(facts, language, day_first, objections),
        "url": _address(facts, objections),
        "text": text,
        "wire": facts.get("wire") or wire_of(printed, language),  # credits are furniture, so before that is cut
    }
    return Article(columns, tuple(cuts), read_wording(text, language))


def _headline(paragraphs: list[str]) -> str | None:
    first = paragraphs[0] if len(paragraphs) > 1 else ""
    return first if first and len(first) <= _LONGEST_HEADLINE and not ends_sentence(first) else None


def _address(facts: Facts, objections: list[str]) -> str | None:
    """Return the article's address; only one that a browser may open without harm."""
    written = facts.get("url")
    if not written:
        return None
    try:
        parts = urlsplit(written)
        if parts.scheme.lower() in ("http", "https") and parts.hostname:
            return written
    except ValueError:
        pass
    objections.append(
        f"expected an address that begins with https://, found {_shortened(written)!r}; it stays unknown. Mend it",
    )
    return None


def _shortened(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _published(facts: Facts, language: str, day_first: bool | None, objections: list[str]) -> str | None:
    """Return when the article was published, as ISO 8601: the day as printed, whatever the zone."""
    written = facts.get("published")
    if not written:
        return None
    shown = _shortened(written)
    try:
        found = read_date(written, language=language, day_first=day_first)
    except AmbiguousDate:
        objections.append(
            f"its date {shown!r} may be read day first or month first; it stays unknown. Write it as 2022-03-14",
        )
        return None
    if found is None:
        objections.append(f"expected a date such as 2022-03-14, found {shown!r}; it stays unknown. Write it so")
        return None
    return found.isoformat()


def _language(facts: Facts, text: str, objections: list[str]) -> str | None:
    """Return the article's language, or ``None`` with an objection if it cannot be compared."""
    declared = language_code(facts.get("language", ""))
    detected = detect_language(text)
    if detected is None:
        objections.append("expected an article, found no sentence; it was left out. Check the file")
        return None
    found = detected.language if detected.sure or not declared else declared
    if declared and found != declared:
        objections.append(
            f"its language is declared {declared!r} but the text is {found!r} "
            f"(probability {detected.probability:.2f}); the text was believed. Mend the declaration",
        )
    if found not in LANGUAGES:
        objections.append(
            f"expected French or English, found {found!r}; it was left out. Supply a French or English article",
        )
        return None
    return found
