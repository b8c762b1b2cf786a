"""What the HTML exports of press databases have in common: many articles in one page, one after the other.

A page is cut into its articles before it is parsed, so that memory is bounded by the longest article and that one
broken article never spoils the next.
"""

from __future__ import annotations

import codecs
import datetime
import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from sinorus_lib.coverage.dates import AmbiguousDate, read_date
from sinorus_lib.coverage.formats import head
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.coverage.records import decode

RECOGNISED_WITHIN = 1024**2  # bytes; such pages carry hundreds of kilobytes of styles before their first article
LONGEST_ARTICLE = 4 * 1024**2  # characters, markup included
Element = Any  # of lxml, which has no annotations
_END = 2_000  # characters in which the end of a page is looked for
# An element whose text stands on lines of its own.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr",
    "ul",
})  # fmt: skip
_UNREAD = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button", "head", "title",
})  # fmt: skip
# A page that says so itself needs no warning when it is not UTF-8.
_DECLARES_WESTERN = re.compile(r"charset\s*=\s*[\"']?(?:iso-8859-1|latin-?1|windows-1252)\b", re.IGNORECASE)


def read_page_source(path: Path, objections: Objections) -> str | None:
    """Return a page's source; ``None`` with an objection if it is no text.

    A page that was cut off is objected to, since its last article may be incomplete.
    """
    noted = Objections()
    text = decode(path, noted)
    if text is not None and noted.messages:
        text, is_expected = _decoded_otherwise(path, text)
        noted = Objections() if is_expected else noted
    objections.messages += noted.messages
    if text is not None and "</html" not in text[-_END:].lower():
        objections.add(path.name, "expected </html> at its end; its last article may be incomplete. Export it again")
    return text


def _decoded_otherwise(path: Path, text: str) -> tuple[str, bool]:
    """Return the text of a page that is no whole UTF-8, and whether that was to be expected.

    It is UTF-8 still if all that is wrong is a character cut in two by the end of the file.
    """
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(path.read_bytes()), True
    except UnicodeDecodeError:
        return text, bool(_DECLARES_WESTERN.search(head(path, 8_192)))


def articles_in(
    text: str, start: re.Pattern[str], name: str, objections: Objections
) -> Iterator[tuple[str, Element]]:
    """Cut a page into its articles.

    Args:
        text: the page's source.
        start: matches where an article begins.
        name: the file's name.
        objections: takes articles that are too long.

    Yields:
        The origin of an article, ``export.html, article 3``, and its tree.
    """
    places = [*(match.start() for match in start.finditer(text)), len(text)]
    for number, (begin, end) in enumerate(pairwise(places), start=1):
        origin = f"{name}, article {number}"
        if end - begin > LONGEST_ARTICLE:
            objections.add(
                origin, f"expected at most {LONGEST_ARTICLE:,} characters; it was left out. Export it alone"
            )
        else:
            yield origin, parsed(text[begin:end])


def parsed(source: str) -> Element:
    """Return HTML as a tree; nothing is fetched, and entities expand to one character each."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    return html.document_fromstring(source.encode("utf-8", errors="replace"), parser=parser)


def of_class(name: str) -> str:
    """Return the XPath condition that an element has a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def first(tree: Element, *paths: str) -> Element | None:
    """Return the first element with text that one of the paths finds, the paths tried in turn."""
    found = (element for path in paths for element in tree.xpath(path))
    return next((element for element in found if line_of(element)), None)


def paragraphs_of(element: Element | None, without: Collection[Element] = ()) -> list[str]:
    """Return the text of an element, a paragraph for each block and each line of it.

    Args:
        element: where to read.
        without: elements in it that are passed over.
    """
    lines = [[]] if element is None else _lines(element, lambda inner: inner.tag in _UNREAD or inner in without)
    joined = (" ".join("".join(line).split()) for line in lines)
    return [line for line in joined if line]


def _lines(element: Element, is_unread: Callable[[Element], bool]) -> list[list[str]]:
    """Return the pieces of text of each line, in one pass over the tree."""
    from lxml import etree

    lines: list[list[str]] = [[]]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if inner.tag in _BLOCKS:
            lines.append([])
        if event == "start" and is_unread(inner):
            walk.skip_subtree()
        elif event == "start":
            lines[-1].append(inner.text or "")
        if event == "end" and inner is not element:
            lines[-1].append(inner.tail or "")
    return lines


def line_of(element: Element | None) -> str:
    """Return the text of an element on one line, ``""`` of none."""
    return " ".join(paragraphs_of(element))


def iso_day(written: str) -> str:
    """Return the day of a printed date as ISO 8601; as it is written where it is no whole date."""
    try:
        date = read_date(written)
    except AmbiguousDate:
        date = None
    if date is None:
        return written.strip()
    return (date.date() if isinstance(date, datetime.datetime) else date).isoformat()
