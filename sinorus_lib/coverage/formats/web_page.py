"""A saved web page: its article, found by trafilatura, and what the page says of it.

The text is trafilatura's (Barbaresi, 2021), of a page freed of what stands around its article
(:mod:`sinorus_lib.coverage.formats.page_furniture`). Metadata comes from
:mod:`sinorus_lib.coverage.formats.page_metadata`, from what the page prints under its headline
(:mod:`sinorus_lib.coverage.formats.printed_lines`), and from trafilatura where neither says it. Encodings are told as
browsers do (WHATWG, "Determining the character encoding"), but for one thing: what is sound UTF-8 is UTF-8, whatever
the page declares, since browsers save pages anew and leave the declaration as it was.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats.page_furniture import is_list_of_articles, links_of, take_out_furniture
from sinorus_lib.coverage.formats.page_metadata import (
    LONGEST,
    MOST_METAS,
    PageMetadata,
    best_name,
    document_title,
    is_domain,
    owners_of,
    page_metadata,
    plain_text,
    title_among,
    without_outlet,
)
from sinorus_lib.coverage.formats.printed_lines import (
    MOST_ABOVE,
    below_headline,
    facts_on,
    lines_under,
    printed_facts,
    without_by,
)
from sinorus_lib.coverage.records import Record, as_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_PAGE = 16 * 1024**2  # bytes
SUPPLIES = ("outlet", "language", "title", "published", "url", "text", "author", "wire", "original_language")
MOST_ELEMENTS = (
    20_000  # a long article with all its comments has a half of it; trafilatura's time grows by the square
)
_MANY_ELEMENTS = 4_000  # with more, trafilatura's second opinions are left out, which take longest
MOST_ATTRIBUTES = 256  # of one element; parsers take time by the square of their number
SHORTEST_UNDECLARED = 140  # characters; a shorter text on a page that does not call itself an article is a notice
_SHORTEST_FOUND = 250  # characters; of a shorter text the page may hold more, told to machines
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_XML = re.compile(
    rb"""^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""", re.IGNORECASE
)
_DECLARATION_WITHIN = 8_192  # bytes
# Latin-1 is read as Windows-1252, as every browser does.
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_WIDE = tuple(opening for opening, encoding in (*_MARKS, *_UNMARKED) if encoding.startswith("utf-16"))
_BROKEN_SHARE = 0.001  # of the characters; a page with fewer broken ones is in the encoding that it declares
_DATA = re.compile(r"data:[\w.+/-]{1,100}(?:;[\w=.-]{1,50}){0,5};base64,[A-Za-z0-9+/=]*+")
_SAVED_WITH = ("_files", "_fichiers")  # how browsers end the name of that folder, in English and in French
_MOST_SAVED_WITH = 5_000
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROLOG = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ATTRIBUTE = r"""[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_START = re.compile(rf"<!--|<([a-zA-Z][^\s/>]*+)(?:{_ATTRIBUTE})*+")
# What holds no elements, up to its end tag.
_RAW = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title", "xmp")}
_INLINE = (
    "b", "strong", "i", "em", "u", "s", "small", "big", "font", "mark", "span", "sub", "sup", "cite", "q", "code",
    "del", "ins", "kbd", "var", "label", "tt", "strike",
)  # fmt: skip
_THEIRS = {"sitename": "outlet", "title": "title", "date": "published", "author": "author", "url": "url"}


class PageError(Exception):
    """A page that holds no article that can be read; its message says what was expected and how to mend it."""


@dataclass(frozen=True)
class Page:
    """An article on a page.

    Attributes:
        facts: our column names -> values.
        is_guess: whether its encoding was guessed.
    """

    facts: Mapping[str, str]
    is_guess: bool


def read_page(path: Path, reading: Reading) -> list[Record]:
    """Read a saved web page: one article; nothing is fetched."""
    try:
        if path.stat().st_size > LARGEST_PAGE:
            raise PageError(_too_large())
        page = article_on(path.read_bytes())
    except PageError as error:
        reading.objections.add(path.name, str(error))
        return []
    if page.is_guess:
        reading.objections.add(
            path.name, "declares no encoding that fits; read as Windows-1252. Save it as UTF-8 if letters look wrong"
        )
    return [Record(path.name, path, page.facts)]


def saved_with(path: Path) -> tuple[Path, ...]:
    """Return the files that a browser saved with a page in the folder beside it: its frames and scripts."""
    folders = (path.with_name(f"{path.stem}{ending}") for ending in _SAVED_WITH)
    files = (file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file())
    return tuple(islice(files, _MOST_SAVED_WITH))


def _too_large() -> str:
    size = f"{LARGEST_PAGE // 1024**2} MB"
    return (
        f"expected a web page of at most {size}; it was left out. Save it without its pictures, or its text as .txt"
    )


def article_on(raw: bytes, *, charset: str = "", address: str = "") -> Page:
    """Return the article on a page, with what the page says of it.

    Args:
        raw: the page as it was saved or sent.
        charset: the encoding that its server declared.
        address: where it was fetched from, if that is known; it wins over what the page says.

    Raises:
        PageError: if there is no article, or the page is too large or too intricate to be read.
    """
    if len(raw) > LARGEST_PAGE:
        raise PageError(_too_large())
    if raw.count(b"\x00") > _BROKEN_SHARE * len(raw) and not raw.startswith(_WIDE):
        raise PageError("expected a web page, found binary data; it was left out. Save the page anew")
    source, is_guess = decode_page(raw, charset)
    source = _DATA.sub("data:,", source)
    tree = _tree(source)
    metadata = page_metadata(tree, source, address=address)
    shown = _shown_on(tree, metadata)
    found = _extracted(tree)
    text = found.pop("text", "")
    if len(text) < _SHORTEST_FOUND and len(metadata.body) > len(text):
        text = metadata.body
    lines = text.split("\n\n")
    if not metadata.is_article and is_list_of_articles(lines, shown.links):
        raise PageError(_no_article())
    facts, lines = _told(lines, found, metadata.facts, shown)
    text = "\n\n".join(lines)
    if not text or (len(text) < SHORTEST_UNDECLARED and not metadata.is_article):
        raise PageError(_no_article())
    return Page({**facts, "text": text}, is_guess)


@dataclass(frozen=True)
class _Shown:
    """What a page shows beside its text.

    Attributes:
        title: what the page is called.
        headings: its main headings.
        under: the short lines under the first of them.
        links: the texts of its links, squashed.
        owners: the names that it gives its site.
    """

    title: str
    headings: list[str]
    under: list[str]
    links: set[str]
    owners: list[str]


def _shown_on(tree: HtmlElement, metadata: PageMetadata) -> _Shown:
    headings = _some(tree, "h1", 5)
    texts = [" ".join(heading.text_content()[: LONGEST["title"]].split()) for heading in headings]
    under = [line for heading in headings[:1] for line in lines_under(heading)]
    owners = owners_of(tree, metadata.facts.get("url", ""))
    return _Shown(document_title(tree), texts, under, links_of(tree), owners)


def _told(
    lines: list[str], found: Mapping[str, str], said: Mapping[str, str], shown: _Shown
) -> tuple[dict[str, str], list[str]]:
    """Return all that is known of an article, and its text without its headline and what is printed below that.

    What the page says to machines comes first, then what it prints, then what trafilatura found.
    """
    headlines = [said.get("title", ""), *shown.headings]
    titled = title_among([*headlines, *lines[:MOST_ABOVE]], shown.title, shown.owners)
    headlines += [title for title in (titled.get("title"), found.get("title")) if title]
    language = said.get("language", "")
    printed, kept = printed_facts(below_headline(lines, headlines), language)
    outlets = [source.get("outlet", "") for source in (found, titled, said)]
    return _facts({**found, **titled, **facts_on(shown.under, language), **printed, **said}, outlets), kept


def _no_article() -> str:
    return "expected a web page with an article, found none. Save its text as .txt instead"


def decode_page(raw: bytes, charset: str = "") -> tuple[str, bool]:
    """Return a page as text, and whether its encoding was guessed.

    Taken in this order: the byte order mark, UTF-8 if it is sound, what the server declared, what the page declares,
    and Windows-1252.
    """
    for mark, encoding in (*_MARKS, *_UNMARKED):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), False
    declared = list(_declared(raw, charset))
    for encoding in ("utf-8", *declared):
        try:
            return raw.decode(encoding), False
        except (UnicodeError, LookupError):
            continue
    if declared[:1] == ["utf-8"]:
        text = raw.decode("utf-8", errors="replace")
        if text.count("\ufffd") <= _BROKEN_SHARE * len(text):
            return text, False
    return raw.decode("cp1252", errors="replace"), True


def _declared(raw: bytes, charset: str) -> Iterator[str]:
    """Give the encodings that are declared and that Python knows: the server's, then the page's."""
    opening = raw[:_DECLARATION_WITHIN]
    matches = (pattern.search(opening) for pattern in (_DECLARED, _DECLARED_XML))
    for label in (charset, *(match[1].decode("ascii", errors="replace") for match in matches if match)):
        try:
            codec = codecs.lookup(label.strip(" \"'"))
        except (LookupError, ValueError):
            continue
        # Of Python's codecs that are no encodings of text (zip, rot13), none may be named by a page.
        if getattr(codec, "_is_text_encoding", True) and not codec.name.startswith(("utf-7", "idna", "punycode")):
            yield _ALIASES.get(codec.name, codec.name)


def _tree(source: str) -> HtmlElement:
    """Return a page as a tree.

    Raises:
        PageError: if there is none, or it would take a parser too long.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if most_attributes(source) > MOST_ATTRIBUTES:
        raise PageError(_intricate(f"an element with more than {MOST_ATTRIBUTES} attributes"))
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    sound = _NO_XML.sub("", _PROLOG.sub("", source, count=1))
    try:
        tree: HtmlElement = document_fromstring(sound.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError(_no_article()) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise PageError(_intricate("elements nested deeper than a browser shows"))
    if _is_larger(tree, MOST_ELEMENTS):
        raise PageError(_intricate(f"more than {MOST_ELEMENTS:,} elements"))
    return tree


def _is_larger(tree: HtmlElement, number: int) -> bool:
    return sum(1 for _ in tree.iter()) > number


def _intricate(what: str) -> str:
    return f"expected a web page with an article, found {what}; it was left out. Save its text as .txt instead"


def most_attributes(source: str, *, raw_elements: bool = True) -> int:
    """Return how many attributes the element with the most has, told without a parser.

    Args:
        source: markup.
        raw_elements: whether scripts, titles and the like hold no elements, as in HTML.
    """
    most, place = 0, 0
    while match := _START.search(source, place):
        place = match.end()
        if match[1] is None:
            end = source.find("-->", place)
            place = len(source) if end < 0 else end
            continue
        if place - match.start() > 2 * MOST_ATTRIBUTES:
            count = sum(
                1 for item in _ATTRIBUTES.finditer(source, match.end(1), place) if item[0].strip(" /\t\r\n\f")
            )
            most = max(most, count)
        if raw_elements and (raw := _RAW.get(match[1].lower())) is not None:
            end_tag = raw.search(source, place)
            place = end_tag.start() if end_tag else len(source)
    return most


def _some(tree: HtmlElement, tag: str, number: int) -> list[HtmlElement]:
    return [element for element, _ in zip(tree.iter(tag), range(number), strict=False)]


def _extracted(tree: HtmlElement) -> dict[str, str]:
    """Return what trafilatura finds: the text, paragraphs parted by blank lines, and some metadata.

    The tree is changed: what trafilatura has no need of is taken out, since its patterns take long over long values.
    """
    import trafilatura
    from lxml import etree

    _lighten(tree)
    is_large = _is_larger(tree, _MANY_ELEMENTS)
    if is_large:
        etree.strip_tags(tree, *_INLINE)
    page = trafilatura.bare_extraction(
        tree,
        fast=is_large,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None:
        return {}
    found = page if isinstance(page, dict) else page.as_dict()
    lines = (line.strip() for line in as_text(found.get("text")).splitlines())
    facts = {ours: plain_text(as_text(found.get(theirs)), LONGEST[ours]) for theirs, ours in _THEIRS.items()}
    facts["author"] = facts["author"].replace("; ", ", ")
    facts["text"] = "\n\n".join(line for line in lines if line)
    return {name: value for name, value in facts.items() if value}


def _lighten(tree: HtmlElement) -> None:
    for element in [*tree.iter("script", "style", "noscript"), *list(tree.iter("meta"))[MOST_METAS:]]:
        element.drop_tree()
    take_out_furniture(tree)
    for meta in tree.iter("meta"):
        meta.set("content", (meta.get("content") or "")[: LONGEST["title"]])
    for title in tree.iter("title"):
        title.text = (title.text or "")[: LONGEST["title"]]


def _facts(facts: Mapping[str, str], outlets: list[str]) -> dict[str, str]:
    """Return the facts with the outlet's name, and the title without it.

    A bare domain only stands in for a name, see :data:`sinorus_lib.coverage.listings.STAND_INS`: a list may know it.
    """
    outlet = best_name([name for name in reversed(outlets) if name])
    title, author = without_outlet(facts.get("title", ""), outlet), without_by(facts.get("author", ""))
    named = {
        **facts,
        "outlet": "",
        "domain" if is_domain(outlet) else "outlet": outlet,
        "title": title,
        "author": author,
    }
    return {name: value for name, value in named.items() if value}


FORMAT = Format(
    "Saved web page",
    (".html", ".htm", ".xhtml"),
    SUPPLIES,
    read_page,
    export="*Save page as* in any browser",
    slow=True,
    saved_with=saved_with,
)
