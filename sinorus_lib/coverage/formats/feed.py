"""A feed, RSS, Atom or RDF, from a file: its entries with their text, or as a list of pages.

Shapes: RSS 0.9 to 2.0 with the modules for content and Dublin Core, RSS 1.0 (RDF), Atom (RFC 4287), read by
feedparser from the bytes of the file. A feed gives articles whole (``content:encoded``, Atom's ``content``) or only a
teaser of each; an entry with a teaser alone becomes an entry of a list, whose text may stand in a saved page of the
same address.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from sinorus_lib.coverage.formats import Format, Reading, head
from sinorus_lib.coverage.formats.page_metadata import LONGEST, best_address, best_date, plain_text
from sinorus_lib.coverage.formats.web_page import MOST_ATTRIBUTES, SUPPLIES, most_attributes
from sinorus_lib.coverage.records import Record, printable
from sinorus_lib.tables import read_yaml

LARGEST_FEED = 16 * 1024**2  # bytes
# A text at least so long, in characters, is an article and no teaser: where the feed says that it is the content, and
# where it may be a summary. Both are set by hand: teasers have one to three sentences.
SHORTEST_CONTENT = 250
SHORTEST_SUMMARY = 1_000
_MOST_ENTRIES = 20_000
_ROOTS = ("rss", "feed", "rdf")
_FIRST_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[-–—|·•»>:]\s+|\s*[|»]\s*|:\s+")
_DROPPED = ("script", "style", "noscript", "figcaption", "iframe", "template")
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_CUT_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\[&hellip;\])\s*$")
_HARMLESS = ("CharacterEncodingOverride", "NonXMLContentType")


def read_feed(path: Path, reading: Reading) -> list[Record]:
    """Read a feed: an article for each entry with its text, an entry of a list for each with a teaser alone."""
    if path.stat().st_size > LARGEST_FEED:
        size = f"{LARGEST_FEED // 1024**2} MB"
        reading.objections.add(path.name, f"expected a feed of at most {size}; it was left out. Save it in parts")
        return []
    raw = _bytes_of(path)
    if (refusal := _refusal(raw)) is not None:
        reading.objections.add(path.name, refusal)
        return []
    feed, is_broken = _parsed(raw)
    entries = list(enumerate(feed.entries[:_MOST_ENTRIES], start=1))
    records = [Record(f"{path.name}, article {n}", path, _facts(entry, feed.feed)) for n, entry in entries]
    told = [record for record in records if record.facts.get("text") or record.facts.get("url")]
    _object(path, reading, len(records), len(told), is_broken)
    return told


def _object(path: Path, reading: Reading, entries: int, told: int, is_broken: bool) -> None:
    if is_broken and entries:
        reading.objections.add(
            path.name, f"is no sound XML; the {entries} entries that could be told apart were read. Save it again"
        )
    if not entries:
        reading.objections.add(path.name, "expected a feed with entries, found none. Save the feed again")
    elif told < entries:
        reading.objections.add(
            path.name,
            f"has {entries - told} entries with neither text nor address; they were left out. Save their pages",
        )


def _refusal(raw: bytes) -> str | None:
    """Return why a feed is not read at all: it declares entities, or has an element that takes parsers too long."""
    first = re.search(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\b", raw, re.IGNORECASE)
    if _DECLARES.search(raw, 0, first.start() if first else len(raw)):
        return "declares entities of its own, which a feed has no need of; it was left out. Remove its <!DOCTYPE …>"
    if most_attributes(raw.decode("latin-1"), raw_elements=False) > MOST_ATTRIBUTES:
        return f"has an element with more than {MOST_ATTRIBUTES} attributes; it was left out. Save the feed again"
    return None


def _bytes_of(path: Path) -> bytes:
    """Return a feed in one byte a letter of its markup: feedparser takes UTF-16 only if it is declared twice."""
    raw = path.read_bytes()
    if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.replace(b"\x00", b"")
    text = raw.decode("utf-16", errors="replace")
    return re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", text, count=1).encode("utf-8", errors="replace")


def _parsed(raw: bytes) -> tuple[Any, bool]:
    """Return a feed and whether it is broken. feedparser is given a stream: a string it might take for an address."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    trouble = type(feed.get("bozo_exception")).__name__
    return feed, bool(feed.bozo) and trouble not in _HARMLESS


def _facts(entry: Any, feed: Any) -> dict[str, str]:
    content, summary = _longest_content(entry), _text(entry.get("summary"))
    title = plain_text(" ".join(paragraphs_in(_text(entry.get("title")))), LONGEST["title"])
    found = {
        "outlet": _outlet(entry, feed),
        "title": title,
        "author": _author(entry),
        "language": plain_text(_language(entry, feed), LONGEST["language"]),
        "published": _published(entry, _language(entry, feed)),
        "url": _address(entry, feed),
        "text": article_text(content, summary, title),
    }
    return {name: value for name, value in found.items() if value}


def article_text(content: str, summary: str, title: str = "") -> str:
    """Return the text of an entry, paragraphs parted by blank lines; ``""`` if the entry has only a teaser.

    Args:
        content: what the feed says is the content, as HTML.
        summary: what it says is a summary, as HTML; some feeds put the article there.
        title: a first paragraph that only repeats it is left out.
    """
    for written, shortest in ((content, SHORTEST_CONTENT), (summary, SHORTEST_SUMMARY)):
        paragraphs = _without_trailers(paragraphs_in(written))
        if len(paragraphs) > 1 and paragraphs[0] == title:
            paragraphs = paragraphs[1:]
        text = "\n\n".join(paragraphs)
        if len(text) >= shortest and not _CUT_OFF.search(text):
            return text
    return ""


def paragraphs_in(written: str) -> list[str]:
    """Return the paragraphs of a fragment of HTML as text: every element that is not in a line ends one."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if "<" not in written:
        return [line for line in (" ".join(part.split()) for part in unescape(written).split("\n\n")) if line]
    if most_attributes(written) > MOST_ATTRIBUTES:
        return []
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(f"<div>{written}</div>".encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    pieces: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_start, tag = event == "start", str(element.tag)
        hidden += (1 if is_start else -1) * (tag in _DROPPED)
        if tag not in _INLINE and tag not in _DROPPED:
            pieces.append("\n")
        following = element.text if is_start else element.tail
        if following and not hidden:
            pieces.append(following.replace("\n", " "))
    return [line for line in (printable(" ".join(part.split())) for part in "".join(pieces).split("\n")) if line]


def _longest_content(entry: Any) -> str:
    return max((_text(item.get("value")) for item in entry.get("content", [])), key=len, default="")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _without_trailers(paragraphs: list[str]) -> list[str]:
    kept = list(paragraphs)
    while kept and any(pattern.fullmatch(kept[-1].replace("'", "’")) for pattern in _trailers()):
        kept.pop()
    return kept


@cache
def _trailers() -> tuple[re.Pattern[str], ...]:
    written = [trailer for words in _words().values() for trailer in words["trailers"]]
    patterns = (re.escape(trailer).replace(r"\{\}", ".{0,300}") for trailer in written)
    return tuple(re.compile(rf"{pattern}\W{{0,5}}", re.IGNORECASE) for pattern in patterns)


@cache
def _generic() -> frozenset[str]:
    return frozenset(word for words in _words().values() for line in words["generic"] for word in line.split())


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    words: dict[str, dict[str, list[str]]] = read_yaml(__package__, "feeds.yaml")
    return words


def _outlet(entry: Any, feed: Any) -> str:
    """Return the outlet: of an entry taken over from another feed that one, else this feed's."""
    source = entry.get("source")
    titles = [_text(item.get("title")) for item in (source, feed) if isinstance(item, dict)]
    names = [outlet_in(plain_text(title, LONGEST["outlet"])) for title in titles]
    publisher = plain_text(_text(feed.get("publisher")), LONGEST["outlet"])
    return next(filter(None, [*names, publisher]), "")


def outlet_in(title: str) -> str:
    """Return the name of the outlet in the title of a feed: `Le Courrier - À la une` is of Le Courrier.

    The first part counts that does not only name a section or a feed; if all do, the title as it is.
    """
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    named = next((part for part in parts if not _is_generic(part)), title)
    return re.sub(r"^(?:flux\s+)?rss\s+(?:de\s+|of\s+)?|\s+rss(?:\s+feed)?$", "", named, flags=re.IGNORECASE).strip()


def _is_generic(part: str) -> bool:
    return set(re.findall(r"[^\W_]+", part.casefold())) <= _generic()


def _author(entry: Any) -> str:
    people = [person.get("name") for person in entry.get("authors", []) if isinstance(person, dict)]
    names = [plain_text(name, LONGEST["author"]) for name in [*people, entry.get("author")] if isinstance(name, str)]
    return ", ".join(dict.fromkeys(filter(None, names[: max(1, len(people))])))[: LONGEST["author"]]


def _language(entry: Any, feed: Any) -> str:
    details = [*entry.get("content", [])[:1], entry.get("title_detail") or {}]
    own: Iterable[str] = (_text(detail.get("language")) for detail in details)
    return next(filter(None, [*own, _text(entry.get("language")), _text(feed.get("language"))]), "")


def _published(entry: Any, language: str) -> str:
    # dict.get: feedparser's own takes one date for another where there is none.
    dates = [_text(dict.get(entry, name)) for name in ("published", "created", "updated")]
    return best_date([plain_text(date, LONGEST["published"]) for date in dates], language)


def _address(entry: Any, feed: Any) -> str:
    base = best_address([_text(feed.get("link"))])
    return best_address([_text(entry.get("feedburner_origlink")), _text(entry.get("link"))], base)


def is_feed(path: Path) -> bool:
    """Tell whether a file begins as a feed does, by its first element."""
    first = _FIRST_ELEMENT.search(_COMMENT.sub("", head(path)).replace("\x00", ""))
    return first is not None and first[1].lower() in _ROOTS


FORMAT = Format(
    "Feed (RSS, Atom)",
    (".xml", ".rss", ".atom"),
    SUPPLIES[:-2],
    read_feed,
    recognises=is_feed,
    export="save the feed's address as a file; any feed reader",
)
