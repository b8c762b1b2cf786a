"""What a web page says of its article outside the text, the most trusted source first.

Sources, in this order: JSON-LD (:mod:`sinorus_lib.coverage.formats.json_ld`); OpenGraph (ogp.me); other meta tags:
those that Google Scholar asks publishers for (``citation_*``), Dublin Core (DCMI, 2020), Parse.ly's and Sailthru's;
the ``lang`` of the page and its canonical address; the address that browsers and SingleFile write into what they
save.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from sinorus_lib.coverage.agencies import agency_named
from sinorus_lib.coverage.dates import AmbiguousDate, read_date
from sinorus_lib.coverage.formats.json_ld import Said, article_said
from sinorus_lib.coverage.furniture import squash
from sinorus_lib.coverage.languages import language_code
from sinorus_lib.coverage.records import printable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The longest value that is believed, in characters. A longer address is left out, the others are cut.
LONGEST = {
    "outlet": 120, "title": 500, "published": 100, "author": 300, "language": 40, "url": 2_000, "wire": 120,
    "original_language": 40,
}  # fmt: skip
MOST_METAS = 400  # meta tags looked at
_LONGEST_BODY = 500_000
_OPENING = 8_192  # characters in which a browser writes where a page was saved from
# Our columns -> the meta tags that tell them, under ``property``, ``name``, ``itemprop`` or ``http-equiv``.
_METAS: dict[str, tuple[str, ...]] = {
    "outlet": (
        "og:site_name", "citation_journal_title", "dc.publisher", "dcterms.publisher", "article:publisher",
        "publisher", "citation_publisher", "application-name",
    ),
    "title": (
        "og:title", "citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline",
        "twitter:title", "title",
    ),
    "published": (
        "article:published_time", "article:published", "og:published_time", "citation_publication_date",
        "citation_online_date", "citation_date", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
        "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publication_date", "pubdate", "date",
    ),
    "author": (
        "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
        "author", "byl",
    ),
    "language": (
        "og:locale", "citation_language", "dc.language", "dcterms.language", "inlanguage", "content-language",
    ),
    "url": ("og:url", "parsely-link", "twitter:url", "dc.identifier"),
    "wire": ("dc.source", "dcterms.source", "provider", "source-organization", "news_source"),
}  # fmt: skip
_SAVED_FROM = (
    re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000})", re.IGNORECASE),
    re.compile(r"<!--\s{0,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(https?://[^\s<>]{1,2000})", re.IGNORECASE),
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MOST_LINKS, _MOST_RIGHTS = 2_000, 20  # looked at for the name of a site
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright)[\s\d©,–—-]{0,20}([^\W\d_][^\n|.,©]{1,80})", re.IGNORECASE)
_TITLE_SEPARATORS = (" - ", " – ", " — ", " | ", " · ", " • ", " : ")
_MARKS_IN_TITLES = (*_TITLE_SEPARATORS, ": ")


@dataclass(frozen=True)
class PageMetadata:
    """What a page says of itself.

    Attributes:
        facts: our column names -> values; ``published`` in ISO 8601 where the date is sure.
        body: the text of the article, if the page repeats it for machines; else ``""``.
        is_article: whether the page says that it is an article.
    """

    facts: Mapping[str, str]
    body: str
    is_article: bool


def page_metadata(tree: HtmlElement, opening: str, *, address: str = "") -> PageMetadata:
    """Return what a page says of its article.

    Args:
        tree: the page.
        opening: how its source begins; browsers write there where a page was saved from.
        address: where it was fetched from, if that is known otherwise; it wins.
    """
    canonical, metas, saved_from = _canonical(tree), _metas(tree), _saved_from(opening)
    own = [item for item in (address, *metas.get("url", []), canonical, saved_from) if item]
    structured = article_said(_json_ld_blocks(tree), own=own)
    first = {"url": [address, canonical if _is_amp(tree) else ""]}
    last: Said = {"language": [tree.get("lang") or "", tree.get("xml:lang") or ""], "url": [canonical, saved_from]}
    said = _merged(first, structured, metas, last)
    return PageMetadata(
        _facts(said, base=address or saved_from),
        "\n\n".join(_plain(line) for line in " ".join(said.get("body", [])[:1])[:_LONGEST_BODY].splitlines()),
        bool(structured) or metas.get("kind") == ["article"] or "published" in metas,
    )


def plain_text(value: str, longest: int) -> str:
    """Return a value as one line without markup, cut at a length."""
    return _plain(value[: 10 * longest])[:longest].rstrip()


def _plain(value: str) -> str:
    return printable(" ".join(_TAG.sub(" ", html.unescape(value)).split()))


def _merged(*sources: Mapping[str, list[str]]) -> Said:
    names = dict.fromkeys(name for source in sources for name in source)
    return {name: [value for source in sources for value in source.get(name, []) if value.strip()] for name in names}


def _facts(said: Said, base: str) -> dict[str, str]:
    texts = {name: [plain_text(value, LONGEST[name]) for value in said.get(name, [])] for name in LONGEST}
    outlet = best_name(texts["outlet"])
    found = {
        "outlet": outlet,
        "title": without_outlet(next(filter(None, texts["title"]), ""), outlet),
        "published": best_date(texts["published"], next(iter(texts["language"]), "")),
        "author": next((name for name in texts["author"] if name and not _ADDRESS.match(name)), ""),
        "language": next(filter(None, texts["language"]), ""),
        "url": best_address(said.get("url", []), base),
        "wire": _source(texts["wire"], texts["outlet"]),
        "original_language": language_code(next(iter(texts["original_language"]), "")),
    }
    return {name: value for name, value in found.items() if value}


def best_name(names: Iterable[str]) -> str:
    """Return the first name that is no bare domain or address; else the first domain."""
    written = [name.lstrip("@") for name in names if name]
    domains = [name for name in written if is_domain(name) and len(name) <= LONGEST["outlet"]]
    named = [name for name in written if not is_domain(name) and not _ADDRESS.match(name)]
    return next(iter([*named, *domains]), "")


def is_domain(name: str) -> bool:
    """Tell whether a name is no more than the domain of an address."""
    return _DOMAIN.fullmatch(name) is not None


def best_date(written: Iterable[str], language: str = "") -> str:
    """Return the first date that is surely one, in ISO 8601; else the first as written."""
    candidates = [date for date in written if date]
    for candidate in candidates:
        try:
            date = read_date(candidate, language=language)
        except AmbiguousDate:
            continue
        if date is not None:
            return date.isoformat()
    return next(iter(candidates), "")


def best_address(addresses: Iterable[str], base: str = "") -> str:
    """Return the first address of a page; that of a site's front only if there is no other."""
    whole = [found for address in addresses if (found := _absolute(address, base))]
    return next((address for address in whole if _leads_to_a_page(address)), next(iter(whole), ""))


def _absolute(address: str, base: str) -> str:
    try:
        whole = urljoin(base, address.strip()) if base else address.strip()
        parts = urlsplit(whole)
    except ValueError:
        return ""
    is_sound = parts.scheme.lower() in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"]", whole)
    return printable(whole) if is_sound and len(whole) <= LONGEST["url"] else ""


def _leads_to_a_page(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def without_outlet(title: str, outlet: str) -> str:
    """Return a title without the outlet's name at its end: `Port to reopen | The Post`."""
    for separator in _TITLE_SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and head.strip() and outlet and squash(tail) == squash(outlet):
            return head.strip()
    return title


def document_title(tree: HtmlElement) -> str:
    """Return what a page is called in the browser's title bar: often the headline and the outlet."""
    titles = (title.text or "" for title in tree.iter("title"))
    return plain_text(next(titles, ""), LONGEST["title"])


def title_among(lines: Iterable[str], title: str, owners: Iterable[str]) -> dict[str, str]:
    """Return the part of a page's title that stands on the page as a line, and the outlet if that is the other part.

    Args:
        lines: what may be the headline.
        title: what the page is called: `Port to reopen - The Post`, `The Post: Port to reopen`.
        owners: the names that the page gives its site, see :func:`owners_of`.
    """
    shown, known = {squash(line) for line in lines} - {""}, {squash(owner) for owner in owners} - {""}
    places = (match for mark in _MARKS_IN_TITLES for match in re.finditer(re.escape(mark), title))
    for place in places:
        parts = title[: place.start()].strip(), title[place.end() :].strip()
        for part, other in (parts, parts[::-1]):
            if squash(part) in shown - known:
                return {"title": part, **({"outlet": other} if squash(other) in known else {})}
    return {}


def owners_of(tree: HtmlElement, address: str) -> list[str]:
    """Return the names that a page gives its site: in the link to its front, beside ©, and in its address."""
    fronts = [link for link in islice(tree.iter("a"), _MOST_LINKS) if _leads_to_the_front(link)]
    names = [plain_text("".join(link.itertext())[: LONGEST["outlet"]], LONGEST["outlet"]) for link in fronts]
    rights = [match[1] for match in islice(_RIGHTS.finditer(tree.text_content()), _MOST_RIGHTS)]
    domain = (urlsplit(address).hostname or "").removeprefix("www.").rpartition(".")[0]
    return [name for name in (*names, *map(str.strip, rights), domain) if name]


def _leads_to_the_front(link: HtmlElement) -> bool:
    return "home" in (link.get("rel") or "").split() or (link.get("href") or "").strip() in ("/", "./", "index.html")


def _source(sources: list[str], outlets: list[str]) -> str:
    """Return the news agencies that the text is said to come from, unless that is the outlet itself."""
    own = {squash(name) for name in outlets}
    agencies = (agency_named(name) for name in sources if name and squash(name) not in own)
    return ", ".join(dict.fromkeys(filter(None, agencies)))


def _json_ld_blocks(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            yield script.text or ""


def _metas(tree: HtmlElement) -> Said:
    """Return what the meta tags say: for each column, the tags in the order of trust; ``kind`` is the page's."""
    told: dict[str, list[str]] = {}
    for meta in list(tree.iter("meta"))[:MOST_METAS]:
        names = (meta.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        name = next((name for name in names if name), "").strip().lower().replace("dc:", "dc.")
        told.setdefault(name, []).append((meta.get("content") or "")[: 10 * LONGEST["url"]])
    said = {
        column: [value for name in names for value in _together(column, told.get(name, []))]
        for column, names in _METAS.items()
    }
    kind = [value.strip().lower() for value in told.get("og:type", [])[:1]]
    return {name: values for name, values in {**said, "kind": kind}.items() if values}


def _together(column: str, values: list[str]) -> list[str]:
    """Return the values of one tag; several authors, a tag each, are one value."""
    if column != "author":
        return values
    people = [value for value in values if value.strip() and not _ADDRESS.match(value.strip())]
    return [", ".join(people)] if people else []


def _canonical(tree: HtmlElement) -> str:
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((link.get("href") or "" for link in links), "")


def _is_amp(tree: HtmlElement) -> bool:
    return any(name in tree.attrib for name in ("amp", "⚡"))


def _saved_from(opening: str) -> str:
    matches = (pattern.search(opening[:_OPENING]) for pattern in _SAVED_FROM)
    return next((match[1] for match in matches if match), "")
